"""Filters and their counts, over a small index made by hand."""

import random
from array import array
from uuid import uuid4

import pytest

from wijkwijzer.search import facets
from wijkwijzer.search.facets import Facets
from wijkwijzer.search.results import FacetGroup
from wijkwijzer.search.snapshot import PlaceName, ProvinceName, Row, Snapshot, ThemeName, Vocabulary, bits, ids_in

# 1 and 2 are practices, 3 a portrait. 1 is about Breda and mentions Utrecht; 2 is about Utrecht; 3 about Breda.
DOCUMENTS = {
    1: "soort=praktijk thema=1 gemeente=10 gemeente=10/onderwerp gemeente=20 gemeente=20/genoemd rol=onderwerp "
    "rol=genoemd provincie=noord-brabant provincie=noord-brabant/onderwerp provincie=utrecht provincie=utrecht/genoemd "
    "jaar=2021 status=actueel levensloop=loopt belemmering=financieel",
    2: "soort=praktijk thema=2 thema=1 gemeente=20 gemeente=20/onderwerp rol=onderwerp provincie=utrecht "
    "provincie=utrecht/onderwerp jaar=2023 status=actueel levensloop=gestopt",
    3: "soort=portret thema=2 gemeente=10 gemeente=10/onderwerp rol=onderwerp provincie=noord-brabant "
    "provincie=noord-brabant/onderwerp jaar=2021 status=vervangen",
}
EVERYTHING = bits([1, 2, 3])


@pytest.fixture(params=[0, 10**9], ids=["one by one", "by bits"], autouse=True)
def each_way_of_counting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few results are counted one by one, many by the bits of all documents."""
    monkeypatch.setattr(facets, "SPARSE", request.param)


def small_index() -> Snapshot:
    rows = {number: Row(10, None, None, str(number), tuple(tokens.split())) for number, tokens in DOCUMENTS.items()}
    tokens: dict[str, array[int]] = {}
    for number, row in rows.items():
        for token in row.tokens:
            tokens.setdefault(token, array("I")).append(number)
    vocabulary = Vocabulary(
        themes=(ThemeName(1, "geld", "Geld", None), ThemeName(2, "ontmoeten", "Ontmoeten", 1)),
        municipalities=(
            PlaceName(10, "breda", "Breda", ("Breda",), "PV30", "100-200", None),
            PlaceName(20, "utrecht", "Utrecht", ("Utrecht",), "PV26", "200-", None),
            PlaceName(30, "urk", "Urk", ("Urk",), "PV24", "20-40", None),
        ),
        provinces=(ProvinceName("PV30", "noord-brabant", "Noord-Brabant"), ProvinceName("PV26", "utrecht", "Utrecht")),
    )
    return Snapshot(uuid4(), rows, tokens, vocabulary)


def chosen(**filters: str) -> Facets:
    return Facets(small_index(), {name: tuple(values.split()) for name, values in filters.items()})


def found(**filters: str) -> list[int]:
    return list(ids_in(chosen(**filters).narrow(EVERYTHING)))


def counts(name: str, documents: int = EVERYTHING, **filters: str) -> dict[str, int]:
    groups: list[FacetGroup] = chosen(**filters).groups(documents)
    group = next(group for group in groups if group.name == name)
    return {option.value: option.count for option in group.options}


def test_values_of_one_facet_widen_and_facets_narrow_each_other() -> None:
    assert found(gemeente="breda") == [1, 3]
    assert found(gemeente="breda utrecht") == [1, 2, 3]
    assert found(gemeente="breda utrecht", soort="praktijk") == [1, 2]
    assert found(gemeente="breda", soort="praktijk", jaar="2023") == []


def test_a_count_says_what_choosing_the_value_as_well_would_give() -> None:
    assert counts("soort", gemeente="breda") == {"portret": 1, "praktijk": 1}
    assert counts("soort", gemeente="breda", soort="portret") == {"portret": 1, "praktijk": 1}
    assert counts("gemeente", gemeente="breda", soort="praktijk") == {"utrecht": 2, "breda": 1}


def test_every_count_is_what_one_gets_by_choosing_it_alone_in_its_group() -> None:
    for group in chosen(soort="praktijk", rol="onderwerp", provincie="utrecht").groups(EVERYTHING):
        for option in group.options:
            filters = {"soort": "praktijk", "rol": "onderwerp", "provincie": "utrecht", group.name: option.value}
            assert option.count == len(found(**filters)), (group.name, option.value)


def test_the_role_is_that_of_the_place_that_was_asked() -> None:
    assert found(gemeente="utrecht") == [1, 2]
    assert found(gemeente="utrecht", rol="onderwerp") == [2]
    assert found(gemeente="utrecht", rol="genoemd") == [1]
    assert found(gemeente="breda", rol="genoemd") == []
    assert found(rol="genoemd") == [1]
    assert counts("rol", gemeente="utrecht") == {"onderwerp": 1, "genoemd": 1}
    assert counts("rol", gemeente="breda") == {"onderwerp": 2, "genoemd": 0}
    assert counts("gemeente", rol="genoemd") == {"utrecht": 1, "breda": 0}


def test_a_main_theme_counts_the_themes_below_it() -> None:
    assert found(thema="geld") == [1, 2]
    assert counts("thema") == {"geld": 2, "ontmoeten": 2}


def test_values_that_no_longer_give_anything_stay_with_a_zero_and_unknown_ones_are_ignored() -> None:
    assert counts("jaar", soort="portret") == {"2023": 0, "2021": 1}
    assert "urk" not in counts("gemeente")
    assert found(gemeente="urk") == [1, 2, 3]
    assert found(gemeente="nergens breda") == [1, 3]


def test_the_life_cycle_is_only_asked_of_practices() -> None:
    def shown(**filters: str) -> list[str]:
        return [group.name for group in chosen(**filters).groups(EVERYTHING)]

    assert "levensloop" not in shown()
    assert "levensloop" in shown(soort="praktijk")
    assert "levensloop" in shown(levensloop="loopt")


def test_counts_are_of_what_the_words_found() -> None:
    assert counts("soort", bits([2])) == {"portret": 0, "praktijk": 1}


def test_few_results_are_counted_as_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    choices: list[dict[str, str]] = [{}, {"gemeente": "breda"}, {"gemeente": "utrecht", "rol": "genoemd"}]
    choices += [{"rol": "onderwerp", "soort": "praktijk"}, {"jaar": "2021", "provincie": "noord-brabant utrecht"}]
    for filters in choices:
        documents = bits(chance.sample([1, 2, 3], 2))
        answers = []
        for sparse in (0, 10**9):
            monkeypatch.setattr(facets, "SPARSE", sparse)
            answers.append(chosen(**filters).groups(documents))
        assert answers[0] == answers[1]
        assert any(option.count for group in answers[0] for option in group.options)
