"""The name that somebody approved stays on the page, whoever changes it in the knowledge base."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from portraits.models import PortraitPage
from tests.consent.conftest import Desk
from tests.factories import PortraitPageFactory
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.pages.models import PagePerson
from wijkwijzer.people.models import Person
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(person: Person) -> PortraitPage:
    page: PortraitPage = PortraitPageFactory(title="Elke dag op het plein")
    PagePerson.objects.create(page=page, person=person, role="portrayed")
    LegalBasis.objects.create(page=page, person=person, basis="consent")
    return page


def rename(person: Person, desk: Desk, name: str = "Iemand Anders") -> HttpResponse:
    form = {"name": name, "slug": person.slug, "biography": "null", "function": "", "organisation": ""}
    form |= {"contact_email": "", "contact_until": ""}
    return desk.client.post(reverse("people_person_modeladmin_edit", args=[person.pk]), form)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR])
def test_nobody_renames_who_approved_that_name(signed: PortraitPage, person: Person, role: Role) -> None:
    said = rename(person, Desk(role)).content.decode()
    assert Person.objects.get(pk=person.pk).name == person.name
    assert "De geportretteerde keurde deze naam goed op: ‘Elke dag op het plein’." in said


def test_with_the_name_on_the_page_itself_it_can_change_and_the_page_does_not(
    signed: PortraitPage, person: Person, editor: Desk, client: object
) -> None:
    PagePerson.objects.filter(page=signed).update(name_then=person.name)
    assert rename(person, editor).status_code == 302
    assert Person.objects.get(pk=person.pk).name == "Iemand Anders"
    shown = editor.client.get(signed.url).content.decode()
    assert person.name in shown
    assert "Iemand Anders" not in shown


@pytest.mark.parametrize("change", ["no consent", "not public", "only named"])
def test_elsewhere_a_name_is_the_editors_to_correct(
    signed: PortraitPage, person: Person, editor: Desk, change: str
) -> None:
    if change == "no consent":
        LegalBasis.objects.update(basis="journalism")
    elif change == "not public":
        PortraitPage.objects.filter(pk=signed.pk).update(live=False)
    else:
        PagePerson.objects.filter(page=signed).update(role="mentioned")
    assert rename(person, editor).status_code == 302
    assert Person.objects.get(pk=person.pk).name == "Iemand Anders"


def test_the_rest_of_somebody_is_changed_as_before(signed: PortraitPage, person: Person, editor: Desk) -> None:
    assert rename(person, editor, person.name).status_code == 302
