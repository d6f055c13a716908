"""The lists of the desk: who is on turn, what nobody approved, who said yes, and where there is nothing yet."""

import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from portraits.models import PortraitPage
from tests.editorial.conftest import Desk
from tests.editorial.portrait import portrait_of, submit
from tests.factories import (
    ContentPageFactory,
    MunicipalityFactory,
    PersonFactory,
    PracticePageFactory,
    ThemeFactory,
    publish,
)
from wijkwijzer.consent.models import Consent, Wording
from wijkwijzer.editorial.plans.models import StepAssignment
from wijkwijzer.pages.models import PageMunicipality, PageTheme
from wijkwijzer.people.models import Person
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db

LISTS = {
    "editorial_waiting": {Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR},
    "editorial_without_approval": {Role.EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR},
    "editorial_consents": {Role.EDITOR, Role.CHIEF_EDITOR, Role.PRIVACY_OFFICER},
    "editorial_coverage": {Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR},
}


def shown(desk: Desk, name: str, **query: str) -> str:
    response = desk.client.get(reverse(name), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)


def csv(desk: Desk, name: str) -> str:
    response = desk.client.get(reverse(name), {"export": "csv"})
    return b"".join(response.streaming_content).decode()


def xlsx(desk: Desk, name: str) -> list[tuple[object, ...]]:
    response = desk.client.get(reverse(name), {"export": "xlsx"})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def formulas_in(desk: Desk, name: str) -> list[str]:
    """The cells that a spreadsheet works out; text that looks like it is none."""
    response = desk.client.get(reverse(name), {"export": "xlsx"})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    return [str(cell.value) for cell in cells if cell.data_type == "f"]


def consent_of(page: PortraitPage, person: Person, days: int = 0) -> Consent:
    return Consent.objects.create(
        page=page.knowledgepage_ptr, person=person, revision=page.latest_revision, revision_number=1,
        content_hash="x", wording=Wording.newest(), uses=["text"], typed_name="Sam",
        given_at=timezone.now() - timedelta(days=days),
    )  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_each_list_opens_for_its_roles_only(name: str, role: Role | None) -> None:
    response = Desk(*([role] if role else [])).client.get(reverse(name))
    assert response.status_code == (200 if role in LISTS[name] else 302)


@pytest.fixture
def waiting(author: Desk) -> PortraitPage:
    page = portrait_of(author.user, PersonFactory(name="Sam Voorbeeld"))
    page.title = page.draft_title = "=1+1"
    page.save()
    page.save_revision(user=author.user)
    submit(author, page, title="=1+1")
    return page


def test_who_is_on_turn_says_for_whom_since_when_and_what_is_late(waiting: PortraitPage, editor: Desk) -> None:
    text = shown(editor, "editorial_waiting")
    assert "iedereen die mag beoordelen" in text
    assert date_format(timezone.localdate(), "j b Y") in text
    StepAssignment.objects.update(assignee=editor.user, due=timezone.localdate() - timedelta(days=1))
    text = shown(editor, "editorial_waiting")
    assert str(editor.user) in text
    assert "ja" in text.split()
    editor.judge(waiting)
    assert "Sam Voorbeeld (nog niet gevraagd)" in shown(editor, "editorial_waiting")


def test_a_file_holds_the_same_and_no_formula(waiting: PortraitPage, editor: Desk) -> None:
    assert "\r\n'=1+1," in csv(editor, "editorial_waiting")
    assert formulas_in(editor, "editorial_waiting") == []
    assert xlsx(editor, "editorial_waiting")[1][0] in ("=1+1", "'=1+1")


@pytest.mark.parametrize("name", LISTS)
def test_no_list_has_a_formula_in_its_file(waiting: PortraitPage, editor: Desk, name: str) -> None:
    """With titles, names and reasons that a spreadsheet would work out."""
    person = waiting.person_links.get().person
    person.name = "=2+2"
    person.save()
    consent_of(waiting, person)
    ThemeFactory(name="=3+3")
    administrator = Desk(Role.ADMINISTRATOR, Role.EDITOR)
    page = ContentPageFactory(live=False, title="=4+4")
    page.save_revision()
    administrator.decide(page, "emergency", **{"emergency-reason": "=5+5 moet nu echt online."})
    assert len(xlsx(editor, name)) > 1
    assert formulas_in(editor, name) == []
    assert not [cell for line in csv(editor, name).splitlines() for cell in line.split(",") if cell.startswith("=")]


def test_what_went_live_in_an_emergency_stays_listed_until_somebody_else_looked(author: Desk, editor: Desk) -> None:
    page = ContentPageFactory(live=False, owner=author.user)
    page.save_revision(user=author.user, log_action=True)
    administrator = Desk(Role.ADMINISTRATOR, Role.EDITOR)
    administrator.decide(page, "emergency", **{"emergency-reason": "Dit moet nu echt online."})
    for who in (author, administrator):
        who.decide(page, "checked")
    assert "Dit moet nu echt online." in shown(editor, "editorial_without_approval")
    assert "Alsnog nakijken" in editor.look(page).get_text()
    editor.decide(page, "checked")
    assert "Dit moet nu echt online." not in shown(editor, "editorial_without_approval")
    history = editor.client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Na de spoed alsnog nagekeken en goedgekeurd" in history


@pytest.mark.parametrize(("days", "said"), [(6 * 365, "ja, sinds"), (5 * 365 - 90, "binnenkort, op"), (400, "")])
def test_consents_are_listed_with_what_for_and_those_that_end_are_marked(editor: Desk, days: int, said: str) -> None:
    page = portrait_of(editor.user, PersonFactory(name="Sam Voorbeeld"))
    consent_of(page, page.person_links.get().person, days)
    text = shown(editor, "editorial_consents")
    assert "Sam Voorbeeld" in text
    assert "tekst op de site" in text
    for mark in ("ja, sinds", "binnenkort, op"):
        assert (mark in text) == (mark == said)


class TestCoverage:
    def place(self, **fields: object) -> tuple[object, object]:
        page = PracticePageFactory(published_on=date(2023, 5, 1), **fields)
        page.theme_links = [PageTheme(tag=ThemeFactory(name="Geld verbinden", slug="geld-verbinden"))]
        page.municipality_links = [PageMunicipality(municipality=MunicipalityFactory(), role="subject")]
        publish(page)
        return page, page.municipality_links.get().municipality.province

    def test_a_cell_counts_and_leads_to_what_it_counts(self, editor: Desk) -> None:
        _page, province = self.place()
        soup = BeautifulSoup(editor.client.get(reverse("editorial_coverage")).content, "html.parser")
        links = {link["href"] for link in soup.select("table a") if link.get_text(strip=True) == "1"}
        assert links == {f"/zoeken/?thema=geld-verbinden&provincie={province.slug}"}
        assert xlsx(editor, "editorial_coverage")[1] == ("Geld verbinden", province.name, 2023, 1)

    def test_another_year_is_empty_and_leads_to_who_may_be_portrayed_there(self, editor: Desk) -> None:
        _page, province = self.place()
        self.place_elsewhere()
        response = editor.client.get(reverse("editorial_coverage"), {"jaar": "2019"})
        links = BeautifulSoup(response.content, "html.parser").select("main table a")
        asked = [link for link in links if f"zoek een portret in {province.name}" in link.get_text(" ", strip=True)]
        assert asked
        assert all(editor.client.get(link["href"]).status_code == 200 for link in asked)
        assert all(province.slug in link["href"] for link in asked)

    def place_elsewhere(self) -> None:
        other = PracticePageFactory(published_on=date(2019, 5, 1))
        other.theme_links = [PageTheme(tag=ThemeFactory())]
        other.municipality_links = [PageMunicipality(municipality=MunicipalityFactory(), role="subject")]
        publish(other)

    def test_drafts_and_private_pages_do_not_count(self, editor: Desk) -> None:
        page, _province = self.place()
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert "zoek een portret in" in shown(editor, "editorial_coverage")
        assert xlsx(editor, "editorial_coverage")[1][3] == 0
