"""Choosing a municipality for a page, as an editor does it: open, type, choose."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories import MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Redacteur"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def places(db: None) -> None:
    MunicipalityFactory(name="'s-Hertogenbosch", alias="Den Bosch", slug="s-hertogenbosch")
    MunicipalityFactory(name="'s-Gravenhage", display_name="Den Haag", alias="'s-Gravenhage", slug="den-haag")
    MunicipalityFactory(name="Bergen op Zoom", slug="bergen-op-zoom")
    MunicipalityFactory(name="Veendam", slug="veendam", valid_until=date(2020, 1, 1))
    MunicipalityFactory(name="Straks", slug="straks", valid_until=date(2999, 1, 1))


def found(client: Client, query: str = "") -> list[str]:
    response = client.get(reverse("municipality_chooser:choose_results"), {"q": query} if query else {})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [link.get_text(strip=True) for link in page.select("[data-chooser-modal-choice]")]


def test_the_chooser_opens_in_dutch_and_offers_no_adding(editor, places):
    answer = json.loads(editor.get(reverse("municipality_chooser:choose")).content)
    assert answer["step"] == "choose"
    assert "Kies een gemeente" in answer["html"]
    assert "Bergen op Zoom" in answer["html"]
    assert 'id="tab-create"' not in answer["html"]


def test_it_offers_the_municipalities_of_today(editor, places):
    assert found(editor) == ["'s-Hertogenbosch", "Bergen op Zoom", "Den Haag", "Straks"]
    assert found(editor, "veendam") == []
    assert found(editor, "strak") == ["Straks"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Den Bosch", "'s-Hertogenbosch"),
        ("bosch", "'s-Hertogenbosch"),
        ("hertog", "'s-Hertogenbosch"),
        ("Haag", "Den Haag"),
        ("gravenh", "Den Haag"),
        ("berg", "Bergen op Zoom"),
    ],
)
def test_it_finds_by_the_beginning_of_a_word_of_the_name_or_another_name(editor, places, query, name):
    assert found(editor, query) == [name]


@pytest.mark.parametrize("query", ["'", "*", "a OR b", "-", "(", "%", "x" * 500, "É"])
def test_strange_searches_find_nothing_and_break_nothing(editor, places, query):
    assert isinstance(found(editor, query), list)


def test_the_chosen_one_comes_back_by_name(editor, places):
    place = MunicipalityFactory(name="Oss", slug="oss")
    answer = json.loads(editor.get(reverse("municipality_chooser:chosen", args=[place.pk])).content)
    assert (answer["step"], answer["result"]["title"]) == ("chosen", "Oss")


def test_a_municipality_of_the_past_on_a_page_stays_there(editor):
    """The chooser does not offer it any more, but a page that was about it can still be saved."""
    past = MunicipalityFactory(name="Veendam", slug="veendam", valid_until=date(2020, 1, 1))
    answer = json.loads(editor.get(reverse("municipality_chooser:chosen", args=[past.pk])).content)
    assert answer["result"]["id"] == str(past.pk)


def test_a_visitor_sees_no_chooser(client, db):
    assert client.get(reverse("municipality_chooser:choose")).status_code == 302


def test_it_tells_places_apart_by_province_and_other_name(editor, places):
    page = BeautifulSoup(editor.get(reverse("municipality_chooser:choose_results")).content, "html.parser")
    assert [head.get_text(strip=True) for head in page.select("thead th")] == ["Gemeente", "Provincie", "Andere naam"]
    first = [" ".join(cell.get_text(" ").split()) for cell in page.select("tbody tr")[0].select("td")]
    assert first == ["'s-Hertogenbosch", "Groningen", "Den Bosch"]
