"""What the page of results says: the sentence in every combination, chips, orders, the facts of a result."""

from datetime import date

import pytest

from tests.search import made_up
from wijkwijzer.pages.kinds import KINDS
from wijkwijzer.search import facets, presentation
from wijkwijzer.search.query import Query, Sorting
from wijkwijzer.search.results import FacetGroup, Loosening, Passage, Results

LABELS = {
    "soort": {"praktijk": "Praktijkvoorbeeld", "casus": "Casus", "tips": "Tips"},
    "thema": {"vastgoed": "Maatschappelijk vastgoed", "ontmoeten": "Ontmoeten", "ict": "ICT in de wijk"},
    "gemeente": {name.lower(): name for name in ("Breda", "Utrecht", "Zwolle", "Emmen", "Assen", "Goes", "Ede")},
    "provincie": {"groningen": "Groningen", "drenthe": "Drenthe"},
    "rol": {"onderwerp": "onderwerp", "onderzoek": "onderzoek", "genoemd": "genoemd"},
    "status": {"actueel": "actueel", "vervangen": "vervangen"},
    "jaar": {"2023": "2023", "2022": "2022", "2021": "2021"},
    "belemmering": {"financieel": "financieel", "juridisch": "juridisch"},
    "levensloop": {"loopt": "loopt", "gestopt": "gestopt", "idee": "idee", "onbekend": "niet bekend"},
}


def filtered(total: int = 7, text: str = "", **chosen: str) -> Results:
    groups = [
        made_up.group(name, *((value, label, 3) for value, label in LABELS[name].items()), chosen=tuple(values.split()))
        for name, values in chosen.items()
    ]
    return made_up.results(text, total, *groups)


def sentence(results: Results) -> str:
    return presentation.count_text(results.total) + presentation.rest_of_sentence(results)


def test_the_sentence_says_how_much_there_is_for_what_and_where() -> None:
    asked = filtered(text="wijkcentra dicht", soort="praktijk casus", thema="vastgoed", gemeente="breda")
    assert sentence(asked) == (
        "7 resultaten voor “wijkcentra dicht”, in praktijkvoorbeelden en casussen, "
        "over maatschappelijk vastgoed, in Breda."
    )


@pytest.mark.parametrize(
    ("total", "text", "expected"),
    [
        (0, "wijk", "Geen resultaten voor “wijk”."),
        (1, "wijk", "1 resultaat voor “wijk”."),
        (2, "", "2 resultaten."),
        (0, "", "Geen resultaten."),
    ],
)
def test_the_number_and_its_noun_agree(total: int, text: str, expected: str) -> None:
    assert sentence(made_up.results(text, total)) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"soort": "tips"}, "in tips."),
        ({"thema": "vastgoed ontmoeten"}, "over maatschappelijk vastgoed of ontmoeten."),
        ({"thema": "ict"}, "over ICT in de wijk."),
        ({"gemeente": "breda utrecht zwolle"}, "in Breda, Utrecht of Zwolle."),
        ({"gemeente": "breda utrecht zwolle emmen assen"}, "in Breda, Utrecht, Zwolle, Emmen of Assen."),
        ({"gemeente": "breda utrecht zwolle emmen assen goes"}, "in Breda, Utrecht, Zwolle, Emmen of 2 andere."),
        ({"provincie": "groningen drenthe"}, "in de provincie Groningen of Drenthe."),
        ({"gemeente": "breda", "rol": "genoemd"}, "in Breda, waarin de gemeente wordt genoemd."),
        ({"rol": "onderwerp onderzoek"}, "waarin een gemeente het onderwerp is of de plek van een onderzoek is."),
        ({"status": "actueel vervangen"}, "met de status actueel of vervangen."),
        ({"jaar": "2023 2021 2022"}, "uit 2021, 2022 en 2023."),
        ({"belemmering": "financieel juridisch"}, "met een financiële of juridische belemmering."),
        ({"levensloop": "loopt gestopt"}, "over praktijken die lopen of gestopt zijn."),
        ({"levensloop": "onbekend"}, "over praktijken waarvan niet bekend is of ze nog lopen."),
        ({"levensloop": "idee onbekend"}, "over praktijken die een idee zijn of waarvan dat niet bekend is."),
        ({"soort": "casus", "jaar": "2023"}, "in casussen, uit 2023."),
    ],
)
def test_every_filter_has_its_own_words(chosen: dict[str, str], expected: str) -> None:
    assert sentence(filtered(**chosen)) == f"7 resultaten {expected}"
    assert sentence(filtered(text="wijk", **chosen)) == f"7 resultaten voor “wijk”, {expected}"


def test_no_value_of_a_filter_is_without_words() -> None:
    assert set(presentation.KINDS_IN_PLURAL) == set(KINDS)
    assert set(presentation.ROLES) == set(facets.ROLES)
    assert set(presentation.OBSTACLES) == set(facets.FIXED["belemmering"])
    assert {*presentation.LIFE_CYCLES, "onbekend"} == set(facets.FIXED["levensloop"])


def test_the_sentence_tells_of_what_was_searched_in_the_end() -> None:
    corrected = made_up.results("wijkcentrm", suggestion="wijkcentrum", is_corrected=True)
    assert sentence(corrected) == "7 resultaten voor “wijkcentrum”."
    partial = made_up.results("wijkcentrum zzz", is_partial=True)
    assert sentence(partial) == "7 resultaten met een of meer woorden van “wijkcentrum zzz”."


@pytest.mark.parametrize(
    ("query", "total", "expected"),
    [
        (Query("wijkcentra dicht"), 7, "wijkcentra dicht: 7 resultaten"),
        (Query("wijk"), 1, "wijk: 1 resultaat"),
        (Query("zzz"), 0, "zzz: geen resultaten"),
        (Query(), 30, "Zoeken"),
        (Query(page=2), 30, "Zoeken: 30 resultaten, pagina 2"),
        (Query("wijk", page=99), 30, "wijk: 30 resultaten, pagina 3"),
    ],
)
def test_the_title_says_what_was_asked_and_how_much_there_is(query: Query, total: int, expected: str) -> None:
    assert presentation.page_title(made_up.results(total=total, query=query)) == expected


def test_a_chip_leads_to_the_first_page_of_the_search_without_it() -> None:
    results = filtered(text="wijk", soort="casus tips", gemeente="breda")
    results.query = Query("wijk", results.query.filters, page=3)
    found = {chip.label: chip.url for chip in presentation.chips(results)}
    assert found == {
        "Casus": "/zoeken/?q=wijk&soort=tips&gemeente=breda",
        "Tips": "/zoeken/?q=wijk&soort=casus&gemeente=breda",
        "Breda": "/zoeken/?q=wijk&soort=casus&soort=tips",
    }


def test_what_does_not_exist_is_in_no_chip_and_no_link() -> None:
    results = filtered(soort="casus")
    results.query = Query("", {"soort": ("casus", "onzin"), "thema": ("bestaat-niet",)})
    assert [chip.url for chip in presentation.chips(results)] == ["/zoeken/"]
    assert presentation.known_query(results).filters == {"soort": ("casus",)}
    assert sentence(results) == "7 resultaten in casussen."


def test_without_words_there_is_no_order_by_what_fits_best() -> None:
    words = presentation.sortings(made_up.results("wijk"))
    assert [(link.is_current, link.url) for link in words][:2] == [
        (True, "/zoeken/?q=wijk"),
        (False, "/zoeken/?q=wijk&sorteer=nieuwste"),
    ]
    without = presentation.sortings(made_up.results())
    assert Sorting.RELEVANCE.label not in [link.label for link in without]
    assert [link.label for link in without if link.is_current] == [Sorting.NEWEST.label]


def test_a_loosening_leads_to_the_search_without_that_filter() -> None:
    results = filtered(0, "wijk", gemeente="breda", soort="casus")
    results.loosenings = [Loosening("gemeente", "", "Breda", 12)]
    link = presentation.loosenings(results)[0]
    assert (link.url, link.count) == ("/zoeken/?q=wijk&soort=casus", 12)


def test_of_a_long_facet_the_rest_is_folded_unless_something_in_it_is_on() -> None:
    options = [(f"plaats-{number}", f"Plaats {number}", 40 - number) for number in range(14)]
    facet = presentation.shown_facets([made_up.group("gemeente", *options)])[0]
    assert (len(facet.options), len(facet.rest), facet.total, facet.is_open) == (10, 4, 14, False)
    assert presentation.shown_facets([made_up.group("gemeente", *options, chosen=("plaats-12",))])[0].is_open


def test_a_facet_without_values_is_not_shown_nor_any_where_none_gives_something() -> None:
    casus = made_up.group("soort", ("casus", "Casus", 1))
    assert [facet.name for facet in presentation.shown_facets([casus, FacetGroup("jaar", "Jaar")])] == ["soort"]
    assert presentation.shown_facets([made_up.group("soort", ("casus", "Casus", 0))]) == []
    assert presentation.shown_facets([made_up.group("soort", ("casus", "Casus", 0), chosen=("casus",))]) != []


def test_a_result_says_where_when_and_how_far_it_is_true() -> None:
    places = ["Breda", "Utrecht", "Zwolle", "Emmen"]
    shown = presentation.shown_hit(
        made_up.hit(municipalities=places, status="mogelijk-verouderd", reviewed_on=date(2026, 1, 2))
    )
    assert shown.facts == ["Breda, Utrecht, Zwolle en andere", "2023", "mogelijk verouderd", "gecontroleerd in 2026"]
    bare = presentation.shown_hit(made_up.hit(municipalities=[], published_on=None))
    assert bare.facts == []
    assert presentation.shown_hit(made_up.hit()).facts == ["Breda", "2023"]


def test_of_many_places_those_that_were_chosen_are_named_first() -> None:
    chosen = made_up.group("gemeente", ("emmen", "Emmen", 1), ("breda", "Breda", 1), chosen=("emmen",))
    hit = made_up.hit(municipalities=["Breda", "Utrecht", "Zwolle", "Emmen"])
    (shown,) = presentation.shown_hits(Results(Query(), hits=[hit], facets=[chosen]))
    assert shown.facts[0] == "Emmen, Breda, Utrecht en andere"


def test_a_result_leads_to_the_section_its_passage_is_from() -> None:
    hit = made_up.hit()
    hit.anchor, hit.heading = "wat-niet-werkte", "Wat niet werkte"
    assert presentation.shown_hit(hit).section_url == "/praktijkvoorbeelden/wijkcentrum-1/#wat-niet-werkte"
    assert presentation.shown_hit(made_up.hit()).section_url == ""


def test_without_marks_the_title_and_the_summary_are_shown() -> None:
    hit = made_up.hit()
    hit.title, hit.passages = [], []
    shown = presentation.shown_hit(hit)
    assert (shown.title, shown.passages) == (
        [Passage("Een wijkcentrum, deel 1")],
        [Passage("Over een wijkcentrum.")],
    )
