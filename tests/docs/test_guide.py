"""The editors' guide stays true: its pictures, its links, and every label it sets in bold."""

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import BaseStreamBlock, Block, ListBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from portraits.models import PortraitPage, PortraitSeriesPage
from practices.models import PracticePage
from tests.consent.scene import make_scene
from tests.docs.screenshots import GUIDE_LIMIT, GUIDE_PICTURES, HOME_LIMIT, HOME_PICTURE, SHOTS
from tests.editorial.portrait import portrait_of
from tests.factories import (
    PersonFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    UserFactory,
    link_everything,
    publish,
)
from wijkwijzer.consent.models import LegalBasis, Request
from wijkwijzer.editorial.models import Invitation
from wijkwijzer.editorial.plans.models import Plan, Slot
from wijkwijzer.editorial.signoff import invitations
from wijkwijzer.images.models import SiteImage
from wijkwijzer.knowledgebase.guide import FOLDER
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.search.models import SearchCount
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

PAGES = {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.md"))}
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
# Screens an editor sees, besides the form of a page.
SCREENS = (
    "/beheer/",
    "/beheer/account/",
    "/beheer/account/2fa/",
    "/beheer/publicaties/",
    "/beheer/publicaties/practicepage/",
    "/beheer/publicaties/portraitpage/",
    "/beheer/images/add/",
    "/beheer/images/chooser/",
    "/beheer/person_chooser/",
    "/beheer/municipality_chooser/",
    "/beheer/concept_chooser/",
    "/beheer/privacy/",
    "/beheer/privacy/nieuw/",
    "/beheer/reports/nakijken/",
    "/beheer/reports/wie-is-aan-zet/",
    "/beheer/reports/zoekvragen/",
    "/beheer/reports/zoekvragen/synoniem/?woorden=buurtkamer",
    "/beheer/taxonomy/concept/create/",
)


def pictures_named() -> dict[str, str]:
    return {address: text for page in PAGES.values() for text, address in PICTURE.findall(page)}


def test_the_guide_is_there() -> None:
    assert 9 <= len(PAGES) <= 16
    assert PAGES["README.md"].startswith("# ")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_begins_with_its_title_and_is_linked_from_the_contents(name: str) -> None:
    assert re.match(r"# \S.+\n\n", PAGES[name])
    assert name == "README.md" or f"({name})" in PAGES["README.md"]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_the_guide_leads_to_a_page_of_it(name: str) -> None:
    assert [link for link in LINK.findall(PAGES[name]) if not (FOLDER / link).is_file()] == []


def test_the_guide_names_exactly_the_pictures_that_the_command_takes() -> None:
    assert set(pictures_named()) == {f"img/{name}" for name in SHOTS}


@pytest.mark.parametrize("name", SHOTS)
def test_every_picture_exists_is_light_and_is_described(name: str) -> None:
    file = GUIDE_PICTURES / name
    assert file.is_file(), "run `make screenshots`"
    assert file.stat().st_size <= GUIDE_LIMIT
    assert Image.open(file).width <= 1280
    assert len(pictures_named()[f"img/{name}"]) > 10


def test_no_picture_lies_about_and_all_together_are_light() -> None:
    files = list(GUIDE_PICTURES.iterdir())
    assert {file.name for file in files} == set(SHOTS)
    assert sum(file.stat().st_size for file in files) <= 1_500_000


def test_the_readme_has_its_picture() -> None:
    assert HOME_PICTURE.is_file(), "run `make screenshots`"
    assert HOME_PICTURE.stat().st_size <= HOME_LIMIT
    assert Image.open(HOME_PICTURE).width == 1280


# --- What stands in bold ---------------------------------------------------------------------------------------------


def texts_of(value: Any) -> Iterator[str]:
    """Every text inside a JSON-like value, the keys left out."""
    if isinstance(value, str):
        yield value
        if value[:1] in "[{":
            yield from texts_of(_json(value))
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in texts_of(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in texts_of(item))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def texts_on(source: str) -> Iterator[str]:
    """The texts of a screen: what is written, what is said of a button, and what its scripts get to show."""
    soup = BeautifulSoup(source, "html.parser")
    yield from soup.stripped_strings
    for element in soup.find_all(True):
        yield " ".join(element.get_text(" ").split()) if element.name in ("a", "button", "h2", "label") else ""
        for value in element.attrs.values():
            yield from texts_of(value)
        if element.name == "script":
            yield from texts_of(_json(element.get_text()))


def labels_of(block: Block) -> Iterator[str]:
    yield str(block.label)
    children = (
        list(getattr(block, "child_blocks", {}).values()) if isinstance(block, BaseStreamBlock | StructBlock) else []
    )
    if isinstance(block, ListBlock):
        children = [block.child_block]
    for child in children:
        yield from labels_of(child)


def headings_of(panel: Any) -> Iterator[str]:
    yield str(panel.heading)
    yield str(getattr(panel, "label", ""))
    for child in getattr(panel, "children", ()):
        yield from headings_of(child)
    for child in getattr(panel, "panels", None) or ():
        yield from headings_of(child)


def labels_in_the_forms() -> Iterator[str]:
    for model in [*get_page_models(), SiteImage, Person, Organisation]:
        handler = get_edit_handler(model)
        yield from headings_of(handler)
        forms = [handler.get_form_class()]
        forms += [formset.form for formset in getattr(forms[0], "formsets", {}).values()]
        for form in forms:
            yield from (str(field.label) for field in form.base_fields.values())
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                yield from labels_of(field.stream_block)
            yield str(getattr(field, "verbose_name", ""))
    for model in get_page_models():
        for relation in model._meta.related_objects:
            fields = relation.related_model._meta.fields if relation.related_model else ()
            yield from (str(field.verbose_name) for field in fields)


def approve(page: Page) -> None:
    """The first step of the workflow, by an editor who wrote nothing of it."""
    editor = UserFactory()
    editor.groups.set(Group.objects.filter(name=Role.EDITOR))
    state = page.specific_deferred.current_workflow_task_state
    state.task.specific.on_action(state.specific, editor, "approve")


def board_with_a_proposal() -> PortraitSeriesPage:
    """A series with an empty place, very soon, and a portrait that lies ready."""
    series: PortraitSeriesPage = PortraitSeriesPageFactory()
    portrait = portrait_of(UserFactory(), PersonFactory())
    PortraitPage.objects.filter(pk=portrait.pk).update(series=series)
    now = timezone.now()
    Slot.objects.create(series=series, moment=now + timedelta(hours=9))
    Plan.objects.create(page=portrait, revision=portrait.latest_revision, content_hash="x")
    return series


def signing(page: Page, editor: User) -> str:
    """Where somebody who is portrayed reads the page and answers."""
    invitation = Invitation.objects.get(page=page)
    invitations.send(invitation, "wie@example.org", by=editor)
    return str(urlsplit(invitation.link.address).path)


@pytest.fixture
def known(client: Client) -> set[str]:
    """Every label an editor can meet, in small letters."""
    texts = list(texts_on(client.get("/beheer/aanmelden/").content.decode()))
    page: PracticePage = PracticePageFactory()
    link_everything(page, 1)
    page.holder_person = PersonFactory(contact_email="houder@example.org", contact_until=timezone.localdate())
    publish(page)
    reviewer = UserFactory(is_superuser=True)
    reviewer.groups.set(Group.objects.filter(name__in=Role))
    on_their_way = [portrait_of(UserFactory(), PersonFactory()) for _step in range(3)]
    LegalBasis.objects.exclude(page=on_their_way[0]).update(basis="journalism", motivation="Stond eerder in een blad.")
    for waiting in on_their_way:
        waiting.get_workflow().start(waiting, UserFactory())
    # The first then waits for who is portrayed, the second for the chief editor.
    for waiting in on_their_way[:2]:
        approve(waiting)
    scene = make_scene()
    request = Request.objects.create(kind="withdrawal", person=scene.person)
    request.pages.add(scene.portrait.knowledgepage_ptr)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    SearchCount.objects.create(key="x", day=timezone.localdate(), words="buurtkamer")
    bar = client.get(page.url).content.decode()
    screens = [*SCREENS, f"/beheer/pages/{page.pk}/edit/", f"/beheer/pages/{Page.objects.get(depth=2).pk}/"]
    screens += [f"/beheer/voortgang/{one.pk}/" for one in (page, *on_their_way)]
    screens += [f"/beheer/pages/{on_their_way[0].pk}/edit/", f"/beheer/nakijken/{page.pk}/"]
    screens += [f"/beheer/toestemming/{scene.portrait.pk}/", f"/beheer/toestemming/{scene.portrait.pk}/intrekken/"]
    screens += [f"/beheer/privacy/{request.pk}/", f"/beheer/versies/{scene.portrait.pk}/"]
    screens += [f"/beheer/reeksen/{board_with_a_proposal().pk}/", signing(on_their_way[0], reviewer)]
    for address in screens:
        response = client.get(address)
        assert response.status_code == 200, address
        source = response.content.decode()
        if response["Content-Type"].startswith("application/json"):
            source = json.loads(source)["html"]
        texts += texts_on(source)
    texts += texts_on(bar)
    texts += labels_in_the_forms()
    return {normal(text) for text in texts}


def normal(text: str) -> str:
    return " ".join(html.unescape(text).split()).strip(" .:").casefold()


@pytest.mark.django_db
def test_every_label_that_the_guide_sets_in_bold_is_one_an_editor_meets(known: set[str]) -> None:
    bold = {(name, normal(text)) for name, page in PAGES.items() for text in BOLD.findall(page)}
    assert bold
    unknown = sorted(f"{name}: {text}" for name, text in bold if text not in known)
    assert unknown == [], "\n".join(unknown)


def test_a_label_that_does_not_exist_would_be_found() -> None:
    assert normal("**Bewaar dit stuk**".strip("*")) not in {normal(text) for text in labels_in_the_forms()}


def test_the_guide_speaks_plainly() -> None:
    """No "u", no placeholder, and no sentence of more than thirty words."""
    for name, page in PAGES.items():
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", page)
        assert not re.search(r"\b(u|uw|Uw|TODO|lorem)\b", text), name
        for sentence in re.split(r"(?<=[.!?:])\s|\n\n|\n[-|\d]", text):
            assert len(sentence.split()) <= 30, f"{name}: {sentence}"


def test_every_file_of_the_guide_is_one_of_its_pages_or_pictures() -> None:
    files = {file.relative_to(FOLDER) for file in FOLDER.rglob("*") if file.is_file()}
    assert files == {Path(name) for name in PAGES} | {Path("img") / name for name in SHOTS}
