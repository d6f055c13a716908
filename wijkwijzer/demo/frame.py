"""What stands around the pages of the demo: home page, introductions of the lists, settings. Not what others edited."""

from typing import Any

from wagtail.fields import RichTextField
from wagtail.models import Site

from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import publish
from wijkwijzer.pages.layout import index_page_types
from wijkwijzer.pages.models import HomePage, SiteSettings
from wijkwijzer.statements.models import StatementSettings

from .documents import read_home, read_settings
from .vocabularies import edited_by_somebody, rich


def load_home(pages: dict[str, Any]) -> None:
    """Headline, lead and featured page."""
    home = HomePage.objects.get()
    if _edited(home):
        return
    wanted = read_home()
    featured = pages[wanted["featured"]]
    now = (home.headline, home.lead, home.featured_id)
    if now == (wanted["headline"], wanted["lead"], featured.pk):
        return
    home.headline, home.lead = wanted["headline"], wanted["lead"]
    home.featured = featured.knowledgepage_ptr
    publish(home.save_revision(), Publication.How.COMMAND)


def load_lists(introductions: dict[str, str]) -> None:
    """The introduction above each list, by the slug of the list."""
    for model in index_page_types():
        for page in model.objects.filter(slug__in=introductions):
            introduction = rich(introductions[page.slug])
            if page.introduction != introduction and not _edited(page):
                page.introduction = introduction
                publish(page.save_revision(), Publication.How.COMMAND)


def load_settings() -> None:
    """The settings of the default site: publisher, address of the editors, newsletter, statements."""
    wanted = read_settings()
    site = Site.objects.get(is_default_site=True)
    for model, name in ((SiteSettings, "site"), (StatementSettings, "statements")):
        row = model.for_site(site)
        if edited_by_somebody(row):
            continue
        values = {field: _value(model, field, value) for field, value in wanted[name].items()}
        model.objects.filter(pk=row.pk).update(**values)
    load_lists(wanted["lists"])


def _value(model: Any, field: str, value: Any) -> Any:
    return rich(value) if isinstance(model._meta.get_field(field), RichTextField) else value


def _edited(page: Any) -> bool:
    return page.latest_revision is not None and page.latest_revision.user_id is not None
