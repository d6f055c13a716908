"""The pages every site starts with: the home page and the lists, at their fixed addresses."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site, get_page_models

from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import publish

from .models import HomePage, IndexPage

HEADLINE = "Wat werkt in de wijk, en wie het deed"
LEAD = (
    "Voorbeelden, portretten en adviezen over wijkgericht werken. "
    "Voor iedereen die de wijk en het stadhuis met elkaar verbindt."
)


def index_page_types() -> list[type[IndexPage]]:
    """All page types that are a list, in the order of the menu."""
    types = [model for model in get_page_models() if issubclass(model, IndexPage)]
    return sorted(types, key=lambda model: model.menu_order)


@transaction.atomic
def lay_out_site(site_url: str = settings.SITE_URL) -> list[str]:
    """Make what is missing of the home page, the lists and the site record; say what was made. Idempotent."""
    made = []
    home = HomePage.objects.first()
    if home is None:
        _remove_welcome_page()
        home = HomePage(title="WijkWijzer", slug="home", headline=HEADLINE, lead=LEAD, show_in_menus=False, live=False)
        # The root as it is in the tree now: treebeard counts children in the instance it is asked on.
        Page.get_first_root_node().add_child(instance=home)
        publish(home.save_revision(), Publication.How.COMMAND)
        made.append("home")
    if _point_site_at(home, site_url):
        made.append("site")
    for model in index_page_types():
        if not model.objects.exists():
            page = model(title=str(model.default_title), slug=model.default_slug, show_in_menus=True, live=False)
            HomePage.objects.get(pk=home.pk).add_child(instance=page)
            publish(page.save_revision(), Publication.How.COMMAND)
            made.append(model.default_slug)
    return made


def _point_site_at(home: HomePage, site_url: str) -> bool:
    """Let the default site record say where the site is, so that full addresses (feeds, sitemap) are right."""
    parts = urlsplit(site_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    wanted = {"hostname": parts.hostname or "localhost", "port": port, "root_page_id": home.pk}
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and all(getattr(site, name) == value for name, value in wanted.items()):
        return False
    site = site or Site(is_default_site=True, site_name="WijkWijzer")
    for name, value in wanted.items():
        setattr(site, name, value)
    site.site_name = site.site_name or "WijkWijzer"
    site.save()
    return True


def _remove_welcome_page() -> None:
    """Wagtail's first migration makes a welcome page, of no type of ours, and a site record that goes with it."""
    for page in Page.objects.filter(depth=2, numchild=0):
        if page.specific_class is Page:
            page.delete()
