"""Choosing people and organisations for a page, and adding one on the spot."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import OrganisationFactory, PersonFactory, UserFactory
from wijkwijzer.people.forms import free_slug
from wijkwijzer.people.models import Organisation, Person

pytestmark = pytest.mark.django_db


def signed_in(client: Client, *, group: str = "Redacteur") -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    return signed_in(client)


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody on the editors' side who may not add people."""
    group = Group.objects.create(name="Meelezers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return signed_in(client, group="Meelezers")


def found(client: Client, chooser: str, query: str) -> list[str]:
    response = client.get(reverse(f"{chooser}:choose_results"), {"q": query})
    page = BeautifulSoup(response.content, "html.parser")
    return [link.get_text(strip=True) for link in page.select("[data-chooser-modal-choice]")]


def test_people_and_organisations_are_found_by_the_beginning_of_a_word(editor):
    PersonFactory(name="Els de Vries")
    PersonFactory(name="Piet Jansen")
    OrganisationFactory(name="Wijkbedrijf Selwerd")
    assert found(editor, "person_chooser", "vri") == ["Els de Vries"]
    assert found(editor, "organisation_chooser", "sel") == ["Wijkbedrijf Selwerd"]


@pytest.mark.parametrize(
    ("chooser", "labels"),
    [
        ("person_chooser", ["Kies een persoon", "Nieuw", "Naam", "Functie nu", "Voeg deze persoon toe"]),
        ("organisation_chooser", ["Kies een organisatie", "Nieuw", "Naam", "Soort", "Voeg deze organisatie toe"]),
    ],
)
def test_the_chooser_opens_with_a_dutch_form_for_a_new_one(editor, chooser, labels):
    answer = json.loads(editor.get(reverse(f"{chooser}:choose")).content)
    assert answer["step"] == "choose"
    for label in labels:
        assert label in answer["html"]
    assert "Adres" not in answer["html"]


def test_an_editor_adds_a_person_on_the_spot(editor):
    PersonFactory(name="Els de Vries", slug="els-de-vries")
    organisation = OrganisationFactory()
    answer = json.loads(
        editor.post(
            reverse("person_chooser:create"),
            {"name": "Els de Vries", "function": "Opbouwwerker", "organisation": organisation.pk},
        ).content
    )
    person = Person.objects.get(slug="els-de-vries-2")
    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(person.pk))
    assert (person.function, person.organisation, person.public_profile) == ("Opbouwwerker", organisation, False)
    assert f"/edit/{person.pk}/" in answer["result"]["edit_url"]


def test_an_editor_adds_an_organisation_on_the_spot(editor):
    editor.post(
        reverse("organisation_chooser:create"), {"name": "De Brug", "kind": "welzijn", "website": "debrug.example.org"}
    )
    organisation = Organisation.objects.get(slug="de-brug")
    assert (organisation.kind, organisation.website) == ("welzijn", "https://debrug.example.org")


def test_a_mistake_is_said_in_dutch_and_adds_nothing(editor):
    OrganisationFactory(name="De Brug")
    empty = json.loads(editor.post(reverse("person_chooser:create"), {"name": ""}).content)
    double = json.loads(
        editor.post(reverse("organisation_chooser:create"), {"name": "De Brug", "kind": "anders"}).content
    )
    assert empty["step"] == double["step"] == "reshow_creation_form"
    assert "Dit veld is verplicht." in empty["htmlFragment"] or "verplicht veld" in empty["htmlFragment"]
    assert "bestaat al" in double["htmlFragment"]
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 1)


@pytest.mark.parametrize("chooser", ["person_chooser", "organisation_chooser"])
def test_who_may_not_add_people_gets_no_form_for_it(reader, chooser):
    answer = json.loads(reader.get(reverse(f"{chooser}:choose")).content)
    assert "Voeg deze" not in answer["html"]
    response = reader.post(reverse(f"{chooser}:create"), {"name": "Els", "kind": "anders"})
    assert response.status_code in (302, 403)
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jan de Vries", "jan-de-vries"),
        ("Gülşen Öztürk", "gulsen-ozturk"),
        ("李明", "person"),
        ("x" * 120, "x" * 116),
        ("- ' -", "person"),
    ],
)
def test_an_address_is_made_of_the_name(name, slug):
    assert free_slug(Person, name) == slug


def test_an_address_that_is_taken_gets_a_number():
    PersonFactory(slug="jan")
    PersonFactory(slug="jan-2")
    PersonFactory(slug="jan-marie")
    assert free_slug(Person, "Jan") == "jan-3"


def rows(client: Client, chooser: str) -> list[list[str]]:
    page = BeautifulSoup(client.get(reverse(f"{chooser}:choose_results")).content, "html.parser")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in page.select("tr")]


def test_people_of_one_name_are_told_apart_by_function_and_organisation(editor):
    bridge = OrganisationFactory(name="De Brug")
    PersonFactory(name="Jan de Vries", function="opbouwwerker", organisation=bridge)
    PersonFactory(name="Jan de Vries", function="wethouder", organisation=None)
    assert rows(editor, "person_chooser")[0] == ["Naam", "Functie nu", "Organisatie"]
    assert sorted(rows(editor, "person_chooser")[1:]) == [
        ["Jan de Vries", "opbouwwerker", "De Brug"],
        ["Jan de Vries", "wethouder", ""],
    ]


def test_organisations_show_what_they_are(editor):
    OrganisationFactory(name="De Brug", kind="welzijn", website="https://debrug.example/")
    assert rows(editor, "organisation_chooser") == [
        ["Naam", "Soort", "Website"],
        ["De Brug", "Welzijn en zorg", "https://debrug.example/"],
    ]


def test_choosing_among_people_costs_the_same_with_2_and_with_12(editor):
    def cost() -> int:
        rows(editor, "person_chooser")
        with CaptureQueriesContext(connection) as queries:
            rows(editor, "person_chooser")
        return len(queries)

    for _ in range(2):
        PersonFactory(organisation=OrganisationFactory())
    few = cost()
    for _ in range(10):
        PersonFactory(organisation=OrganisationFactory())
    assert cost() == few
