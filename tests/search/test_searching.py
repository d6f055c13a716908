"""A search from question to results, on whichever database the tests run."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from tests.factories import ConceptFactory, MunicipalityFactory, PracticePageFactory, ThemeFactory
from wijkwijzer.pages.models import PageMunicipality, PageTheme
from wijkwijzer.search.query import PER_PAGE, Query
from wijkwijzer.search.results import Results
from wijkwijzer.search.searching import CANDIDATES, explain, search
from wijkwijzer.search.snapshot import current

pytestmark = pytest.mark.django_db


def titles(text: str, **filters: str) -> list[str]:
    return [hit.document.title for hit in results(text, **filters).hits]


def results(text: str, **filters: str) -> Results:
    return search(Query(text, {name: tuple(values.split()) for name, values in filters.items()}))


def practice(title: str, summary: str = "Een praktijk.", **fields: str) -> None:
    PracticePageFactory(title=title, summary=summary, **fields)


def test_every_form_of_a_word_finds_the_others() -> None:
    for title in ("De wijkcentra", "Een wijkcentrum", "Onze buurthuizen"):
        practice(title)
    assert titles("wijkcentrum") == ["Een wijkcentrum", "De wijkcentra"]
    assert titles("wijkcentra") == ["De wijkcentra", "Een wijkcentrum"]
    assert titles("buurthuis") == ["Onze buurthuizen"]
    assert titles("WIJKCENTRUM!") == titles("wijkcentrum")


def test_a_compound_finds_its_phrase_and_a_part_finds_its_compounds() -> None:
    practice("Een initiatief van bewoners")
    practice("Bewonersinitiatieven")
    assert titles("bewonersinitiatief") == ["Bewonersinitiatieven", "Een initiatief van bewoners"]
    assert set(titles("initiatief")) == {"Bewonersinitiatieven", "Een initiatief van bewoners"}


def test_unlike_words_stay_apart() -> None:
    practice("Over kwaliteit")
    practice("Een kwaal")
    assert titles("kwaliteit") == ["Over kwaliteit"]
    assert titles("kwaal") == ["Een kwaal"]


def test_all_words_must_be_there_in_whatever_field() -> None:
    practice("Het wijkcentrum", "Over geld.")
    practice("Geld")
    assert titles("wijkcentrum geld") == ["Het wijkcentrum"]
    assert not results("wijkcentrum geld").is_partial


def test_when_no_page_has_all_words_those_with_most_come_first_and_that_is_said() -> None:
    practice("Het wijkcentrum", "Over zonnepanelen.")
    practice("Een tuin")
    found = results("wijkcentrum zonnepanelen tuin")
    assert [hit.document.title for hit in found.hits] == ["Het wijkcentrum", "Een tuin"]
    assert found.is_partial


def test_the_thesaurus_finds_the_other_word_below_the_word_itself() -> None:
    ConceptFactory(term="Ontmoetingsgebouw", alternative_terms="buurtschuur\nsociale huiskamer")
    practice("Een sociale huiskamer")
    practice("De buurtschuur")
    found = results("buurtschuur")
    assert [hit.document.title for hit in found.hits if hit.document.kind == "praktijk"] == [
        "De buurtschuur",
        "Een sociale huiskamer",
    ]
    assert found.expansions[0].words == ("Ontmoetingsgebouw", "sociale huiskamer")
    without = search(Query("buurtschuur", with_synonyms=False))
    assert "Een sociale huiskamer" not in [hit.document.title for hit in without.hits]


def test_a_word_that_nobody_wrote_is_corrected_when_nothing_else_is_found() -> None:
    practice("Het wijkcentrum van de buurt")
    found = results("wijkcentrm")
    assert (found.suggestion, found.is_corrected, found.total) == ("wijkcentrum", True, 1)
    assert not results("wijkcentrum").suggestion
    assert results("qqqqqqqq").suggestion == ""


def test_a_word_with_results_is_never_replaced() -> None:
    practice("Het portret")
    practice("Het portaal")
    assert titles("portaal") == ["Het portaal"]
    assert not results("portaal").is_corrected


def test_filters_narrow_and_what_loosening_one_would_give_is_offered() -> None:
    page = PracticePageFactory(title="Het wijkcentrum")
    place, theme = MunicipalityFactory(slug="breda", display_name="Breda"), ThemeFactory(slug="geld", name="Geld")
    page.municipality_links = [PageMunicipality(municipality=place, role="subject")]
    page.save()
    other = PracticePageFactory(title="Een tuin")
    other.theme_links = [PageTheme(tag=theme)]
    other.save()
    assert titles("wijkcentrum", gemeente="breda") == ["Het wijkcentrum"]
    found = results("wijkcentrum", gemeente="breda", thema="geld")
    assert found.total == 0
    assert [(item.name, item.label, item.count) for item in found.loosenings] == [("thema", "Geld", 1)]


def test_matched_words_are_marked_in_the_original_text() -> None:
    practice("Onze Buurthuizen", "Het buurthuis is open.")
    hit = results("buurthuis").hits[0]
    assert [(part.text, part.is_match) for part in hit.title] == [("Onze ", False), ("Buurthuizen", True)]
    assert [part.text for part in hit.passages if part.is_match] == ["buurthuis"]


def test_the_section_that_matched_is_named() -> None:
    practice("Een tuin", did_not_work="<p>De zonnepanelen waren te duur.</p>")
    hit = results("zonnepanelen").hits[0]
    assert (hit.anchor, hit.heading) == ("wat-niet-werkte", "Wat niet werkte")
    assert [part.text for part in hit.passages if part.is_match] == ["zonnepanelen"]


def test_without_words_everything_is_listed_in_the_order_that_was_asked() -> None:
    for title in ("De boom", "Een appel", "Citroen"):
        practice(title)
    query = Query(sorting="a-z", filters={"soort": ("praktijk",)})
    assert [hit.document.title for hit in search(query).hits] == ["Een appel", "De boom", "Citroen"]


def test_every_page_of_the_results_shows_other_ones() -> None:
    for number in range(PER_PAGE + 3):
        practice(f"Tuin {number}")
    first, second = search(Query("tuin")), search(Query("tuin", page=2))
    assert (first.total, first.pages, len(second.hits)) == (PER_PAGE + 3, 2, 3)
    shown = [hit.document.pk for hit in (*first.hits, *second.hits)]
    assert len(set(shown)) == PER_PAGE + 3
    assert [hit.document.pk for hit in search(Query("tuin", page=99)).hits] == [hit.document.pk for hit in second.hits]


def test_what_is_not_scored_still_stands_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a word that very many have, only the candidates are scored: the best titles, then the best quality."""
    monkeypatch.setattr("wijkwijzer.search.searching.CANDIDATES", 3)
    for number in range(8):
        practice(f"Pagina {number}", "Over de tuin.")
    practice("De tuin")
    found = titles("tuin")
    assert found[0] == "De tuin"
    assert len(set(found)) == 9
    assert CANDIDATES > PER_PAGE


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only three documents are scored, and “buurtschuur” has a synonym."""
    monkeypatch.setattr("wijkwijzer.search.searching.CANDIDATES", 3)
    ConceptFactory(term="Ontmoetingsgebouw", alternative_terms="buurtschuur")


def test_the_word_itself_is_scored_before_pages_with_another_word_however_many_and_good(
    crowded: None,
) -> None:
    for number in range(4):
        practice(f"Ontmoetingsgebouw {number}")
        practice(f"Het buurtschuurdak {number}")
    practice("Een oud plan", "Over de buurtschuur.", life_cycle="gestopt")
    practice("Nog een plan", "Over geld.", did_not_work="<p>Niemand kent de buurtschuur.</p>")
    # The concept has the word as one of its own.
    assert set(titles("buurtschuur")[:3]) == {"Een oud plan", "Nog een plan", "Ontmoetingsgebouw"}


def test_also_where_no_page_has_all_words_those_with_the_word_itself_are_scored(
    crowded: None,
) -> None:
    for number in range(4):
        practice(f"Pagina {number}", "Over het ontmoetingsgebouw.")
    practice("De buurtschuur", life_cycle="gestopt")
    practice("De zonnepanelen")
    found = results("buurtschuur zonnepanelen")
    assert found.is_partial
    assert {hit.document.title for hit in found.hits[:2]} == {"De buurtschuur", "De zonnepanelen"}


def test_another_form_is_scored_before_pages_with_another_word(crowded: None) -> None:
    for number in range(4):
        practice(f"Ontmoetingsgebouw {number}")
    practice("Een oud plan", "Over het buurtschuurdak.", life_cycle="gestopt")
    hits = results("buurtschuur").hits
    assert [hit.matched for hit in hits if hit.document.title == "Een oud plan"] == [["summary:part"]]


@pytest.mark.parametrize("text", ["tuin", "tuin wijkcentrum", "tuin wijkcentrm onbekendwoord", "qqqq"])
def test_a_search_costs_at_most_seven_queries_whatever_is_found(text: str) -> None:
    for number in range(20):
        practice(f"Tuin {number}")
    practice("Het wijkcentrum")
    search(Query(text))
    with CaptureQueriesContext(connection) as queries:
        search(Query(text))
    assert len(queries) <= 7


def test_what_the_other_words_for_a_concept_find_is_remembered_until_the_index_changes() -> None:
    ConceptFactory(term="Wijkcentrum", alternative_terms="Buurthuis")
    practice("Het buurthuis")
    assert titles("wijkcentrum fietsenhok") == titles("wijkcentrum") == ["Wijkcentrum", "Het buurthuis"]
    known = current().derived["other words"]
    assert len(known) == 1
    assert "fietsenhok" not in repr(known), "what visitors type is not kept"
    practice("Nog een buurthuis")
    assert sorted(titles("wijkcentrum")) == ["Het buurthuis", "Nog een buurthuis", "Wijkcentrum"]
    Page.objects.get(title="Het buurthuis").specific.unpublish()
    assert titles("wijkcentrum") == ["Wijkcentrum", "Nog een buurthuis"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    found = explain(Query(text[:200]))
    assert found["total"] >= 0


@pytest.mark.parametrize(
    "text",
    ['"', "'; DROP TABLE x; --", "a AND OR NOT (", "*", "title:tuin", "NEAR(a b)", "<->", "\\", "%s", "🏘️", "tuin*"],
)
def test_the_languages_of_databases_are_plain_words_here(text: str) -> None:
    practice("Een tuin")
    assert results(text).total in (0, 1)
