"""What the command says about a search."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import ConceptFactory, PracticePageFactory, ThemeFactory
from wijkwijzer.pages.models import PageTheme

pytestmark = pytest.mark.django_db


def explained(*arguments: str) -> str:
    out = StringIO()
    call_command("explain_search", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def practice() -> None:
    page = PracticePageFactory(title="De wijkcentra", slug="wijkcentra")
    page.theme_links = [PageTheme(tag=ThemeFactory(slug="vastgoed"))]
    page.save()
    ConceptFactory(term="Wijkcentrum", alternative_terms="buurthuis", slug="wijkcentrum")


def test_it_gives_an_object_for_each_query_with_everything_that_decided() -> None:
    first, second = json.loads(explained("Buurthuizen", "  iets anders ", "--json"))
    assert set(first) == {"query", "terms", "synonyms", "suggestion", "total", "hits", "facets"}
    assert (first["query"], second["query"]) == ("Buurthuizen", "  iets anders ")
    assert first["terms"] == [
        {
            "word": "Buurthuizen",
            "exact": "buurthuizen",
            "lemma": "buurthuis",
            "stem": "buurthuis",
            "parts": ["buurt", "huis"],
        }
    ]
    assert first["synonyms"] == ["Wijkcentrum"]
    assert first["suggestion"] is None
    assert first["total"] == 2
    assert first["facets"]["thema"] == {"vastgoed": 1}
    hit = next(hit for hit in first["hits"] if hit["title"] == "De wijkcentra")
    assert hit["url"] == "/praktijkvoorbeelden/wijkcentra/"
    assert hit["score"] > 0
    assert "title:synonym" in hit["matched"]
    assert [term["word"] for term in second["terms"]] == ["iets", "anders"]


def test_filters_count_as_on_the_page() -> None:
    [filtered] = json.loads(explained("wijkcentrum", "--json", "--filter", "soort=praktijk"))
    assert [hit["title"] for hit in filtered["hits"]] == ["De wijkcentra"]


@pytest.mark.parametrize("given", ["kleur=rood", "thema", "=x"])
def test_a_filter_that_is_none_is_said(given: str) -> None:
    with pytest.raises(CommandError, match="name=value"):
        explained("wijk", "--filter", given)


def test_for_people_it_is_a_readable_table() -> None:
    text = explained("wijkcentra")
    assert "“wijkcentra”: 2 results" in text
    assert "De wijkcentra  /praktijkvoorbeelden/wijkcentra/" in text
    assert "also: buurthuis" in text


def test_words_can_be_asked_without_their_synonyms() -> None:
    [plain] = json.loads(explained("buurthuis", "--json", "--no-synonyms"))
    assert plain["synonyms"] == []
