"""Municipality pages: subject first, mentions apart; merged municipalities lead on."""

import pytest
from django.test import Client

from tests.factories import MunicipalityFactory, PracticePageFactory
from wijkwijzer.atlas.views import MAX_MENTIONED
from wijkwijzer.pages.models import PageMunicipality

pytestmark = pytest.mark.django_db


def practice(title: str, place: object, role: str) -> None:
    page = PracticePageFactory(title=title)
    page.municipality_links = [PageMunicipality(municipality=place, role=role)]
    page.save()


def test_what_is_about_the_place_comes_first_and_mentions_stand_apart(client: Client) -> None:
    place = MunicipalityFactory()
    practice("Wordt genoemd", place, "mentioned")
    practice("Gaat erover", place, "subject")
    practice("Onderzocht hier", place, "research")
    text = client.get(place.get_absolute_url()).content.decode()
    apart = text.index("Ook genoemd in")
    assert text.index("Gaat erover") < apart < text.index("Wordt genoemd")
    assert text.index("Onderzocht hier") > apart


def test_when_there_are_more_mentions_than_fit_the_page_says_how_many(client: Client) -> None:
    place = MunicipalityFactory()
    for n in range(MAX_MENTIONED + 2):
        practice(f"Vermelding {n}", place, "mentioned")
    assert "nog 2 publicaties" in client.get(place.get_absolute_url()).content.decode()


def test_a_place_that_merged_leads_to_its_successor(client: Client) -> None:
    successor = MunicipalityFactory()
    merged = MunicipalityFactory(successor=successor)
    response = client.get(merged.get_absolute_url())
    assert response.status_code == 301
    assert response["Location"] == successor.get_absolute_url()


def test_a_merged_place_with_publications_keeps_its_page(client: Client) -> None:
    merged = MunicipalityFactory(successor=MunicipalityFactory(display_name="De nieuwe"))
    practice("Uit vroeger tijd", merged, "subject")
    text = client.get(merged.get_absolute_url()).content.decode()
    assert "Uit vroeger tijd" in text
    assert "De nieuwe" in text


def test_the_number_of_inhabitants_is_shown_as_a_class(client: Client) -> None:
    place = MunicipalityFactory()
    assert "40 tot 60 duizend inwoners" in client.get(place.get_absolute_url()).content.decode()


def test_an_unknown_place_is_not_found(client: Client) -> None:
    assert client.get("/gemeenten/bestaat-niet/").status_code == 404


def test_search_engines_keep_only_municipalities_that_something_is_said_of(client: Client) -> None:
    empty, named = MunicipalityFactory(), MunicipalityFactory()
    page = PracticePageFactory()
    page.municipality_links = [PageMunicipality(municipality=named, role="mentioned")]
    page.save()
    assert 'content="noindex"' in client.get(empty.get_absolute_url()).content.decode()
    assert 'content="noindex"' not in client.get(named.get_absolute_url()).content.decode()
