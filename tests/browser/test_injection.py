"""A script in every text of the site: nowhere does it run, and on public pages the policy has nothing to stop."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import NoReverseMatch, get_resolver, reverse
from playwright.sync_api import Browser
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents import get_document_model
from wagtail.models import Comment, Page, Site

from portraits.models import PortraitPage
from practices.models import PracticePage
from tests.briefs.scene import Visitor
from tests.editorial.conftest import Desk
from tests.factories import PUBLICATION_FACTORIES, ContentPageFactory, ImageFactory, UserFactory, link_everything
from wijkwijzer.freshness.models import Reaction
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.recommendations.models import Evidence, RecommendationPage
from wijkwijzer.taxonomy.models import Concept, Theme
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

from .asked import MODELS, SHOWN_BESIDES, SHOWN_BY_LINK, SHOWN_NOWHERE, Asked
from .injection import PAYLOADS, SEEN, Anything, Hostile, Watch

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
MISSING = f"/{quote(PAYLOADS[0])}/"
EMAILS = sorted((Path(__file__).parents[2] / "templates" / "email").glob("*.html"))


def fill_with_the_rest() -> None:
    """What no factory of a page brings along."""
    user, page = UserFactory(), PortraitPage.objects.first()
    KnowledgePage.objects.update(steward=user, deputy=user)
    ContentPageFactory()
    ImageFactory().tags.add("Label")
    get_document_model().objects.create(title="Nota", file=ContentFile(b"Nota", name="nota.txt"))
    Comment.objects.create(page=page, user=user, text="Klopt dit?", contentpath="title")
    Reaction.objects.create(page=page.knowledgepage_ptr, remark="Dit is veranderd.")
    Evidence.objects.create(page=RecommendationPage.objects.first(), source=page.knowledgepage_ptr, explanation="x")


@pytest.fixture(scope="module")
def scene(
    browser: Browser, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Hostile, Asked]]:
    """A site with one of everything, and script in all its texts: made once, and undone after the last test.

    Some tests look at it without the browser, which must be there all the same before the transaction begins.
    """
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        patch.setattr(Page, "full_clean", lambda *_args, **_kwargs: None)  # refuses such addresses
        pages = [make() for make in PUBLICATION_FACTORIES.values()]
        for page in pages:
            link_everything(page)
        fill_with_the_rest()
        asked = Asked(PortraitPage.objects.live().first(), PracticePage.objects.live().first())
        Person.objects.update(public_profile=True)
        for settings_of_site in settings_registry:
            settings_of_site.for_site(Site.objects.get())
        brief, _maker = Visitor().make(*(page.pk for page in pages[:3]))
        made = Hostile(brief)
        made.stamp_everything()
        asked.make_whole(made)
        call_command("rebuild_search_index", verbosity=0)
        yield made, asked
        transaction.set_rollback(True)
        cache.clear()  # of renditions, by the number of their image, which the next test uses again


@pytest.fixture(scope="module")
def hostile(scene: tuple[Hostile, Asked]) -> Hostile:
    return scene[0]


@pytest.fixture(scope="module")
def asked(scene: tuple[Hostile, Asked]) -> Asked:
    return scene[1]


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    context = browser.new_context(locale="nl-NL")
    context.set_default_timeout(60_000)
    yield Watch(context, Client())
    context.close()


def public_addresses(brief: str) -> list[str]:
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    rows = [(Theme, "themas"), (Concept, "begrippen"), (Municipality, "gemeenten"), (Person, "mensen")]
    rows += [(Organisation, "organisaties")]
    about = [f"/{room}/{model.objects.order_by('-pk').first().slug}/" for model, room in rows]
    keys = "&".join(f"p={page.pk}" for page in KnowledgePage.objects.filter(live=True)[:3])
    search = [f"/zoeken/?q={quote(payload)}" for payload in PAYLOADS[:4]]
    lists = [f"/{room}/" for _model, room in rows[:3]]
    others = ["/zoeken/?q=Wijkproef", f"/vergelijk/?{keys}", "/bewaarlijst/", "/privacy/", "/toegankelijkheid/"]
    others.append(brief)
    return [*pages, *about, *lists, *search, *others, MISSING]


def what_went_wrong(address: str, hostile: Hostile, watch: Watch) -> list[str]:
    ran = [hostile.fields[hit] if isinstance(hit, int) else hit for hit in watch.hits()]
    wrong = [f"{address} ran {what}" for what in ran]
    return wrong + [f"{address} links to {hostile.named(link)}" for link in watch.bad_links()]


def test_on_public_pages_nothing_runs_and_nothing_has_to_be_stopped(hostile: Hostile, watch: Watch) -> None:
    assert len(hostile.fields) > 200
    assert hostile.without_rows == set()
    wrong = []
    shown = 0
    for address in public_addresses(hostile.brief):
        assert watch.visit(address) == (404 if address == MISSING else 200), address
        shown += SEEN in watch.text()
        wrong += what_went_wrong(address, hostile, watch)
        wrong += [f"{address} stopped {violation}" for violation in watch.violations()]
    assert wrong == []
    assert shown > 30


def test_what_a_link_by_mail_opens_runs_nothing(hostile: Hostile, watch: Watch, asked: Asked) -> None:
    """Nor does what a publication said before, and what says that it is over."""
    wrong, seen = [], set()
    expected = dict.fromkeys([*asked.by_link(), *asked.kept()], 200) | dict.fromkeys(asked.over(), 410)
    for address, status in expected.items():
        assert watch.visit(address) == status, address
        found = hostile.seen_in(watch.text())
        wrong += [] if found or status == 410 else [f"{address} shows no payload"]
        seen |= found
        wrong += what_went_wrong(address, hostile, watch)
        wrong += [f"{address} stopped {violation}" for violation in watch.violations()]
    assert wrong == []
    assert seen >= SHOWN_BY_LINK


def test_suggestions_are_shown_as_text(hostile: Hostile, watch: Watch) -> None:
    watch.visit("/zoeken/")
    watch.page.locator("main input[type=search]").first.press_sequentially("wijkpr")
    watch.page.get_by_role("option").first.wait_for()
    assert SEEN in watch.text()
    assert (what_went_wrong("suggestions", hostile, watch), watch.violations()) == ([], [])


def test_what_other_programs_read_is_no_page_and_well_formed(hostile: Hostile, client: Client) -> None:
    publication = KnowledgePage.objects.filter(live=True).first().url
    data = [f"{publication}citeer.{form}" for form in ("ris", "bib", "json")]
    for address in [*data, "/zoeken.json?q=Wijkproef", "/zoeken/suggesties/?q=wijkpr", "/robots.txt"]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["X-Content-Type-Options"] == "nosniff"
        if response["Content-Type"].startswith("text/html"):
            assert b"<img src=x" not in response.content, address
    for address in ("/sitemap.xml", "/praktijkvoorbeelden/feed/", "/zoeken/feed/?q=Wijkproef"):
        response = client.get(address)
        assert "xml" in response["Content-Type"], address
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(response.content).iter()}
        assert not {"script", "img", "svg"} & tags, address


def editors_addresses(client: Client) -> list[str]:
    """Every screen of the editors that has an address without a number and shows any of it, and those of a page."""
    found = []
    for name in sorted({str(name) for name in plain_names(get_resolver())}):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/beheer/") and "aanmelden" not in address and "afmelden" not in address:
            found.append(address)
    page = KnowledgePage.objects.filter(live=True, portraitpage__isnull=False).first().specific
    user = User.objects.order_by("pk").first()
    first = page.save_revision(clean=False, user=user)
    page.title = f"Anders {page.title}"[:255]
    second = page.save_revision(clean=False, user=user)
    practice = KnowledgePage.objects.filter(live=True, practicepage__isnull=False).first()
    found += [reverse("wagtailadmin_pages:edit", args=[number]) for number in (page.pk, practice.pk)]
    found += [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in ("history", "usage", "delete", "copy")]
    found.append(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk]))
    found.append(reverse("wagtailadmin_pages:revisions_view", args=[page.pk, second.pk]))
    found.append(reverse("editorial_progress", args=[page.pk]))
    found += [
        reverse("wagtailadmin_explore", args=[parent.pk]) for parent in (page.get_parent(), practice.get_parent())
    ]
    return [address for address in found if shows_any(client.get(address))]


def plain_names(resolver: object, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from plain_names(pattern, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def shows_any(response: object) -> bool:
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return is_page and (b"__hit" in response.getvalue())


def test_at_the_editors_desk_nothing_runs(hostile: Hostile, watch: Watch) -> None:
    desk = Desk(*Role, is_superuser=True)
    watch.client = desk.client
    addresses = editors_addresses(desk.client)
    assert len(addresses) > 20
    wrong = []
    for address in addresses:
        watch.visit(address)
        wrong += what_went_wrong(address, hostile, watch)
    assert wrong == []


def test_what_was_asked_and_decided_runs_nothing_at_the_desk(hostile: Hostile, watch: Watch, asked: Asked) -> None:
    """Every text that is kept of it is seen on some screen."""
    watch.client = Desk(*Role, is_superuser=True).client
    wrong, seen = [], set()
    for screens in asked.at_the_desk().values():
        for address in screens:
            assert watch.visit(address) == 200, address
            found = hostile.seen_in(watch.text())
            wrong += [] if found else [f"{address} shows no payload"]
            wrong += what_went_wrong(address, hostile, watch)
            seen |= found
    assert wrong == []
    kept = {field for field in hostile.fields if field.startswith(tuple(f"{model._meta.label}." for model in MODELS))}
    assert kept - seen == SHOWN_NOWHERE
    assert seen >= SHOWN_BESIDES


@pytest.mark.parametrize("template", EMAILS, ids=lambda path: path.stem)
def test_a_letter_holds_what_is_filled_in_as_text(template: Path, watch: Watch) -> None:
    source = template.read_text(encoding="utf-8")
    names, numbers = re.findall(r"[a-z_]+", source), re.findall(r"{% url '\w+' (\w+) %}", source)
    filling = Anything(PAYLOADS[0].replace("@", "0") + PAYLOADS[1].replace("@", "0"))
    context = dict.fromkeys(names, filling) | dict.fromkeys(numbers, 1)
    html = render_to_string(f"email/{template.name}", context)
    watch.page.set_content(html)
    assert (watch.hits(), watch.page.locator("script, img[onerror]").count()) == ([], 0)
