"""People and organisations: what the site may show of them, and until when."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories import OrganisationFactory, PersonFactory
from wijkwijzer.people.models import Person, person_or_organisation

pytestmark = pytest.mark.django_db


def test_a_person_has_no_public_page_unless_it_is_switched_on():
    assert PersonFactory().public_url == ""
    assert PersonFactory(slug="els", public_profile=True).public_url == "/mensen/els/"


@pytest.mark.parametrize(("days", "shown"), [(1, "els@example.org"), (0, "els@example.org"), (-1, "")])
def test_an_address_for_contact_is_shown_until_its_date(days, shown):
    until = timezone.localdate() + timedelta(days=days)
    assert PersonFactory(contact_email="els@example.org", contact_until=until).public_email == shown


def test_an_address_for_contact_needs_a_date():
    organisation = OrganisationFactory.build(contact_email="info@example.org")
    with pytest.raises(ValidationError) as error:
        organisation.clean()
    assert error.value.message_dict == {"contact_until": ["Vul in tot wanneer het e-mailadres op de site mag staan."]}
    assert organisation.public_email == ""


def test_a_person_stays_when_the_organisation_goes():
    person = PersonFactory(organisation=OrganisationFactory())
    person.organisation.delete()
    assert Person.objects.get(pk=person.pk).organisation is None


@pytest.mark.parametrize(
    ("person", "organisation", "is_right"), [(1, None, True), (None, 1, True), (1, 1, False), (None, None, False)]
)
def test_a_maker_is_a_person_or_an_organisation_and_never_both(person, organisation, is_right):
    if is_right:
        person_or_organisation(person, organisation)
    else:
        with pytest.raises(ValidationError, match="precies één van de twee"):
            person_or_organisation(person, organisation)
