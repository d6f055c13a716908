"""A draft may lack anything; before others judge it, the editor hears what it lacks and where that goes."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.editorial.conftest import Desk
from tests.editorial.portrait import portrait_of, submit
from tests.factories import PUBLICATION_FACTORIES, PersonFactory, PortraitPageFactory
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.editorial.completeness import RULES, anchors_of, gaps
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db: None) -> Desk:
    return Desk("Auteur")


def bare_portrait(author: User) -> KnowledgePage:
    page: KnowledgePage = PortraitPageFactory(live=False, owner=author)
    page.save_revision(user=author, log_action=True)
    return page


def lines(soup: BeautifulSoup, within: str) -> dict[str, str]:
    return {link.get_text(strip=True): link["href"] for link in soup.select(f"{within} li a")}


def messages_after(desk: Desk, page: KnowledgePage, **changes: str) -> BeautifulSoup:
    response = submit(desk, page, **changes)
    assert response.status_code == 302
    return BeautifulSoup(desk.client.get(response.url).content, "html.parser")


def test_what_is_not_complete_is_saved_and_not_submitted(author: Desk) -> None:
    page = bare_portrait(author.user)
    shown = messages_after(author, page, title="Een nieuwe titel")
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Een nieuwe titel"
    assert page.current_workflow_state is None
    said = lines(shown, ".messages")
    assert "Kies een hoofdafbeelding." in said
    assert "Vink minstens één thema aan." in said
    assert "Kies wie er geportretteerd is." in said


def test_each_line_leads_to_its_field(author: Desk) -> None:
    page = bare_portrait(author.user)
    shown = messages_after(author, page)
    addresses = list(lines(shown, ".messages").values())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert all(address.startswith(f"{edit}#panel-") for address in addresses)
    assert [address for address in addresses if shown.find(id=address.partition("#")[2]) is None] == []


def test_somebody_without_a_legal_basis_leads_to_the_screen_for_it(author: Desk) -> None:
    page = portrait_of(author.user, PersonFactory(name="Sam Voorbeeld"))
    LegalBasis.objects.all().delete()
    said = lines(messages_after(author, page), ".messages")
    assert said == {
        "Kies de grondslag waarop Sam Voorbeeld op deze pagina staat.": reverse("consent_page", args=[page.pk])
    }


def test_a_complete_page_is_submitted_at_once(author: Desk) -> None:
    page = portrait_of(author.user, PersonFactory())
    response = submit(author, page)
    assert response.url == reverse("editorial_progress", args=[page.pk])
    page.refresh_from_db()
    assert page.current_workflow_task_state.task.name == "Redactie"


def test_the_same_list_stands_beside_the_form_and_can_be_asked_for_again(author: Desk) -> None:
    page = bare_portrait(author.user)
    form = BeautifulSoup(author.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    panel = form.select_one("[data-missing]")
    fragment = BeautifulSoup(author.client.get(panel["data-missing"]).content, "html.parser")
    assert lines(form, "[data-missing]") == lines(fragment, "[data-missing]")
    assert "Kies een hoofdafbeelding." in fragment.get_text()


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.__name__)
def test_each_kind_shows_what_it_lacks_and_each_line_leads_to_a_field_of_its_form(
    author: Desk, kind: type[KnowledgePage]
) -> None:
    page = PUBLICATION_FACTORIES[kind](live=False, owner=author.user)
    page.save_revision(user=author.user, log_action=True)
    form = BeautifulSoup(author.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    said = lines(form, "[data-missing]")
    assert said
    assert list(said) == [str(gap.text) for gap in gaps(page)]
    fields = [address.partition("#")[2] for address in said.values() if "#" in address]
    assert fields
    assert [field for field in fields if form.find(id=field) is None] == []


def test_nobody_else_reads_what_a_draft_lacks(author: Desk, client: object) -> None:
    page = bare_portrait(author.user)
    address = reverse("editorial_missing", args=[page.pk])
    assert client.get(address).status_code == 302
    assert Desk().client.get(address).status_code == 302


def test_no_other_way_starts_the_workflow_of_what_is_not_complete(author: Desk) -> None:
    page = bare_portrait(author.user)
    with pytest.raises(NotApproved, match="nog niet compleet"):
        page.get_workflow().start(page, author.user)


def test_every_kind_of_publication_has_its_list() -> None:
    kinds = {model for model in KnowledgePage.__subclasses__() if not model._meta.abstract}
    assert kinds == set(RULES)
    for kind, rules in RULES.items():
        assert [rule.field for rule in rules if rule.field not in anchors_of(kind)] == []
