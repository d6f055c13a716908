"""The plain search page, until the Dutch search takes its place."""

import pytest
from django.test import Client
from wagtail.search.backends import get_search_backend

from tests.factories import ConceptFactory, MunicipalityFactory, PracticePageFactory
from wijkwijzer.pages.models import PageMunicipality

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> bool:
    return "Wat gevonden wordt" in client.get("/zoeken/", {"q": query}).content.decode()


@pytest.fixture
def practice() -> None:
    page = PracticePageFactory(title="Wat gevonden wordt", summary="Over zonnepanelen.", other_names="Sunny Selwerd")
    place = MunicipalityFactory(display_name="’s-Hertogenbosch", alias="Den Bosch")
    page.municipality_links = [PageMunicipality(municipality=place, role="subject", area="Muntel")]
    page.save()
    get_search_backend().add(page)


@pytest.mark.parametrize("query", ["gevonden", "zonnepanelen", "selwerd", "Bosch", "muntel"])
def test_a_page_is_found_by_its_text_its_names_and_its_places(client: Client, practice: None, query: str) -> None:
    assert found(client, query)


@pytest.mark.parametrize("query", ["", " ", '"', "\x00"])
def test_without_words_everything_is_listed(client: Client, practice: None, query: str) -> None:
    assert found(client, query)


@pytest.mark.parametrize("query", ["nergens", "'; drop", "a" * 10_000, "AND OR NOT", "*"])
def test_other_words_find_nothing_and_break_nothing(client: Client, practice: None, query: str) -> None:
    assert not found(client, query)


def test_the_words_of_a_search_come_back_escaped(client: Client) -> None:
    text = client.get("/zoeken/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in text


def test_search_results_are_not_for_search_engines(client: Client) -> None:
    assert "noindex" in client.get("/zoeken/", {"q": "wijk"}).content.decode()


def test_when_no_page_has_all_words_those_with_some_are_shown_and_that_is_said(client: Client) -> None:
    page = PracticePageFactory(title="Het wijkcentrum")
    get_search_backend().add(page)
    text = client.get("/zoeken/?q=wijkcentrum+onvindbaar").content.decode()
    assert "Het wijkcentrum" in text
    assert "Geen pagina heeft alle woorden" in text
    assert "Geen pagina heeft alle woorden" not in client.get("/zoeken/?q=wijkcentrum").content.decode()


def test_another_word_for_a_concept_leads_to_that_concept(client: Client) -> None:
    concept = ConceptFactory(term="Wijkcentrum", alternative_terms="buurthuis\ndorpshuis")
    link = f'href="{concept.get_absolute_url()}"'
    for words in ("buurthuis", "Dorpshuis+te+duur", "wijkcentrum"):
        assert link in client.get(f"/zoeken/?q={words}").content.decode(), words
    for words in ("", "duur", "huis"):
        assert link not in client.get(f"/zoeken/?q={words}").content.decode(), words
