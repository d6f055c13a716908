"""Contact data: confirmed once a year by a link, or gone from the site."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from tests.factories import PortraitPageFactory, PracticePageFactory
from wijkwijzer.freshness import asking
from wijkwijzer.freshness.models import Confirmation
from wijkwijzer.freshness.periods import months_after
from wijkwijzer.pages.models import PagePerson
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.users.roles import Role

from .conftest import Clock, Letter, account, answer, holder, organisation, signed_in

pytestmark = pytest.mark.django_db
Run = Callable[..., list[Letter]]
ADDRESS = "vera@example.org"


@pytest.fixture
def contact(clock: Clock) -> Person:
    return holder(contact_until=clock.today + timedelta(days=100), public_profile=True, slug="vera")


def ask(clock: Clock, run: Run) -> str:
    clock.go(days=60)
    (letter,) = run("contacts")
    return letter.path


def test_a_contact_is_asked_twice_before_it_ends_with_the_same_link(contact: Person, clock: Clock, run: Run) -> None:
    clock.go(days=57)
    assert run("contacts") == []
    clock.go(days=1)
    (first,) = run("contacts")
    assert first.to == ADDRESS
    clock.go(days=10)
    assert run("contacts") == []
    clock.go(days=18)
    (second,) = run("contacts")
    assert second.path == first.path
    for _day in range(6):
        clock.go(days=7)
        assert run("contacts") == []


def test_an_organisation_is_asked_too(clock: Clock, run: Run) -> None:
    organisation(contact_until=clock.today + timedelta(days=10))
    assert [letter.to for letter in run("contacts")] == ["wij@example.org"]


def test_who_says_that_it_is_right_is_shown_for_another_year(
    contact: Person, clock: Clock, run: Run, client: Client
) -> None:
    path = ask(clock, run)
    assert ADDRESS in client.get(path).content.decode()
    assert answer(client, path, "klopt").status_code == 200
    contact.refresh_from_db()
    assert contact.contact_until == months_after(clock.today, 12)
    assert client.get(path).status_code == 410
    clock.go(days=50)
    assert run("contacts") == []
    assert ADDRESS in client.get("/mensen/vera/").content.decode()
    clock.set(contact.contact_until - timedelta(days=40))
    assert len(run("contacts")) == 1


def test_who_was_late_may_come_back(contact: Person, clock: Clock, run: Run, client: Client) -> None:
    path = ask(clock, run)
    clock.go(days=50)
    assert ADDRESS not in client.get("/mensen/vera/").content.decode()
    answer(client, path, "klopt")
    assert ADDRESS in client.get("/mensen/vera/").content.decode()


def test_looking_changes_nothing(contact: Person, clock: Clock, run: Run, client: Client) -> None:
    path = ask(clock, run)
    before = contact.contact_until
    client.get(path)
    client.head(path)
    contact.refresh_from_db()
    assert contact.contact_until == before


def test_who_wants_to_go_goes_at_once_and_the_desk_hears_it(
    contact: Person, clock: Clock, run: Run, client: Client
) -> None:
    chief = account(Role.CHIEF_EDITOR)
    path = ask(clock, run)
    answer(client, path, "weg", successor="Vraag het Freek Fictief.")
    assert ADDRESS not in client.get("/mensen/vera/").content.decode()
    again = client.get(path)
    assert again.status_code == 410
    assert "al binnen" in again.content.decode()
    assert [letter.to for letter in run()] == [chief.email]
    assert "Freek Fictief" in signed_in(chief).get("/beheer/reports/antwoorden/").content.decode()


def test_a_link_of_before_the_desk_changed_the_date_or_the_address_works_no_more(
    contact: Person, clock: Clock, run: Run, client: Client
) -> None:
    path = ask(clock, run)
    contact.contact_email = "ander@example.org"
    contact.save()
    assert client.get(path).status_code == 410
    contact.contact_email, contact.contact_until = ADDRESS, clock.today + timedelta(days=300)
    contact.save()
    assert client.get(path).status_code == 410


def test_a_contact_that_cannot_be_mailed_keeps_nobody_else_from_it(
    clock: Clock,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        holder(contact_email=f"nummer{number}@example.org", contact_until=clock.today + timedelta(days=10))
    real = asking.write

    def fails(topic: str, to: str, *args: object, **kwargs: object) -> object:
        if to.startswith("nummer1"):
            raise OSError(to)
        return real(topic, to, *args, **kwargs)

    monkeypatch.setattr(asking, "write", fails)
    with pytest.raises(CommandError, match="contacts"):
        run("contacts")
    monkeypatch.setattr(asking, "write", real)
    assert {letter.to for letter in run()} == {"nummer0@example.org", "nummer2@example.org"}
    assert Confirmation.objects.count() == 2


# --- Shown nowhere afterwards ----------------------------------------------------------------------------------------


@pytest.fixture
def everywhere(clock: Clock) -> list[str]:
    """Addresses of all places where contact data may show."""
    until = clock.today + timedelta(days=10)
    person: Person = holder(contact_until=until, public_profile=True, slug="vera")
    office: Organisation = organisation(contact_until=until, slug="wij")
    blocks = json.dumps(
        [
            {"type": "contact", "value": {"person": person.pk, "organisation": None, "text": "Vragen"}},
            {"type": "contact", "value": {"person": None, "organisation": office.pk, "text": "Vragen"}},
        ]
    )
    held = PracticePageFactory(title="Wijkbedrijf", body=blocks, holder_person=person, slug="gehouden")
    PracticePageFactory(holder_organisation=office, slug="ook-gehouden")
    portrait = PortraitPageFactory(slug="portret")
    portrait.person_links = [PagePerson(person=person, role="contact"), PagePerson(person=person, role="portrayed")]
    portrait.save()
    search = ["/zoeken/?q=wijkbedrijf", "/zoeken.json?q=wijkbedrijf", "/zoeken/feed/?q=wijkbedrijf"]
    return [
        *(held.url, "/praktijkvoorbeelden/ook-gehouden/", portrait.url, "/mensen/vera/", "/organisaties/wij/"),
        *("/", "/praktijkvoorbeelden/", "/portretten/", "/praktijkvoorbeelden/feed/", "/sitemap.xml"),
        *(f"{address}{more}" for address in search for more in ("", "+vera")),
        "/zoeken/suggesties/?q=vera",
    ]


def shown_at(client: Client, addresses: list[str], what: str) -> set[str]:
    found = set()
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        if what in response.content.decode():
            found.add(address)
    return found


def test_without_confirmation_it_stands_nowhere_on_the_site(
    everywhere: list[str], clock: Clock, run: Run, client: Client
) -> None:
    assert len(shown_at(client, everywhere, ADDRESS)) >= 3
    assert len(shown_at(client, everywhere, "wij@example.org")) >= 3
    run("contacts")
    clock.go(days=11)
    assert shown_at(client, everywhere, ADDRESS) == set()
    assert shown_at(client, everywhere, "wij@example.org") == set()


def test_the_day_itself_still_counts(contact: Person, clock: Clock, client: Client) -> None:
    clock.set(contact.contact_until)
    assert timezone.localdate() == contact.contact_until
    assert ADDRESS in client.get("/mensen/vera/").content.decode()
