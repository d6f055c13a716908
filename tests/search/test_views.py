"""The search page and its JSON, on results made by hand: what they show and where their links lead."""

import json
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.models import PracticePage
from tests.factories import ConceptFactory, MunicipalityFactory, PortraitPageFactory, PracticePageFactory
from tests.search import made_up
from wijkwijzer.pages.models import PageMunicipality
from wijkwijzer.search import searching, views
from wijkwijzer.search.indexing import index_concepts, index_pages, vocabulary_changed
from wijkwijzer.search.query import Query
from wijkwijzer.search.results import Expansion, Loosening, Passage, Results
from wijkwijzer.search.snapshot import ConceptName, Snapshot, Vocabulary

pytestmark = pytest.mark.django_db

FRAME = 3
MOST_QUERIES = 10
Answer = Callable[[Results], None]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Lets every search have the results that a test made."""

    def give(results: Results) -> None:
        monkeypatch.setattr(searching, "search", lambda query: results)

    return give


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was counted; and no thread that writes it, after the test, into a database that is closed by then."""
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(views.searches, "note", lambda text, total: found.append((text, total)))
    return found


def page(client: Client, address: str = "/zoeken/") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag: object) -> str:
    return re.sub(r"\s+", " ", tag.get_text()).strip()  # type: ignore[attr-defined]


PLACES = [(f"plaats-{number}", f"Plaats {number}", max(0, 11 - number)) for number in range(14)]
FILTERED = made_up.results(
    "wijkcentra",
    30,
    made_up.group("soort", ("casus", "Casus", 5), ("tips", "Tips", 0), ("artikel", "Artikel", 0), chosen=("artikel",)),
    made_up.group("gemeente", *PLACES, chosen=("plaats-1",)),
    query=Query("wijkcentra", {"soort": ("artikel",), "gemeente": ("plaats-1",)}, "nieuwste", 2, False),
)


class TestPage:
    def test_a_result_shows_its_kind_its_marked_words_and_where_they_stand(
        self, client: Client, answer: Answer
    ) -> None:
        hit = made_up.hit(status="mogelijk-verouderd")
        hit.anchor, hit.heading = "vraagstuk", "Vraagstuk"
        hit.title = [Passage("Een "), Passage("wijkcentrum", True)]
        answer(made_up.results("wijkcentrum", 1, hits=[hit]))
        shown = page(client).select_one(".hit")
        assert shown.select_one(".kind svg")
        assert words(shown.select_one(".kind")) == "Praktijkvoorbeeld"
        assert [mark.text for mark in shown.select("mark")] == ["wijkcentrum", "wijkcentrum"]
        assert shown.select_one("h3 a")["href"] == "/praktijkvoorbeelden/wijkcentrum-1/"
        assert words(shown.select_one(".hit__text")) == "Het wijkcentrum gaat dicht."
        assert words(shown.select_one(".meta")) == "Breda · 2023 · mogelijk verouderd · in de paragraaf Vraagstuk"
        assert shown.select_one(".meta a")["href"] == "/praktijkvoorbeelden/wijkcentrum-1/#vraagstuk"

    def test_the_title_the_sentence_and_the_field_say_what_was_asked(self, client: Client, answer: Answer) -> None:
        answer(made_up.results("wijkcentra dicht", 7))
        soup = page(client)
        assert soup.title.text == "wijkcentra dicht: 7 resultaten | WijkWijzer"
        assert words(soup.select_one("#stand")) == "7 resultaten voor “wijkcentra dicht”."
        assert soup.select_one("#stand")["role"] == "status"
        assert soup.select_one("#zoekveld")["value"] == "wijkcentra dicht"

    def test_values_of_a_facet_are_checkboxes_with_their_number(self, client: Client, answer: Answer) -> None:
        answer(FILTERED)
        soup = page(client)
        boxes = {box["id"]: box for box in soup.select("#filters input[type=checkbox]")}
        assert words(boxes["soort-casus"].parent) == "Casus 5"
        assert [legend.text for legend in soup.select("fieldset legend")] == ["Soort", "Gemeente"]
        assert boxes["soort-tips"].has_attr("disabled"), "nothing to get"
        assert not boxes["soort-artikel"].has_attr("disabled"), "nothing to get, but it is on"
        assert {name for name, box in boxes.items() if box.has_attr("checked")} == {
            "soort-artikel",
            "gemeente-plaats-1",
        }
        assert len(soup.select("details#alle-gemeente input")) == 4
        assert words(soup.select_one("#alle-gemeente summary")) == "Toon alle 14 (Gemeente)"

    def test_the_form_of_the_facets_keeps_the_rest_of_the_question(self, client: Client, answer: Answer) -> None:
        answer(FILTERED)
        form = page(client).select_one("#filters")
        kept = {(field["name"], field["value"]) for field in form.select("input[type=hidden]")}
        assert kept == {("q", "wijkcentra"), ("sorteer", "nieuwste"), ("synoniemen", "uit")}
        assert form["method"] == "get"
        assert words(form.select_one("button[type=submit]")) == "Toon resultaten"

    def test_links_lead_to_the_same_question_in_another_way(self, client: Client, answer: Answer) -> None:
        answer(FILTERED)
        links = {words(link): unescape(link["href"]) for link in page(client).select("main a")}
        same = "q=wijkcentra&soort=artikel&gemeente=plaats-1"
        assert links["Gemeente: Plaats 1 ×weghalen"] == (
            "/zoeken/?q=wijkcentra&soort=artikel&sorteer=nieuwste&synoniemen=uit"
        )
        assert links["Alles wissen"] == "/zoeken/?q=wijkcentra&sorteer=nieuwste&synoniemen=uit"
        assert links["A tot Z"] == f"/zoeken/?{same}&sorteer=a-z&synoniemen=uit"
        assert links["Zoek ook op andere woorden"] == f"/zoeken/?{same}&sorteer=nieuwste"
        assert links["Volgende"] == f"?{same}&sorteer=nieuwste&synoniemen=uit&pagina=3"
        assert links["Volg deze zoekvraag (Atom-feed)"] == f"/zoeken/feed/?{same}&synoniemen=uit"
        assert links["Download deze resultaten (JSON)"] == f"/zoeken.json?{same}&sorteer=nieuwste&synoniemen=uit"

    def test_the_pages_of_a_search_keep_words_with_strange_characters(self, client: Client, answer: Answer) -> None:
        answer(made_up.results("a&b=c d", 30))
        assert 'href="?q=a%26b%3Dc+d&amp;pagina=2"' in client.get("/zoeken/").content.decode()

    def test_the_numbers_of_a_further_page_go_on(self, client: Client, answer: Answer) -> None:
        answer(FILTERED)
        assert page(client).select_one("ol.hits")["start"] == "13"

    def test_other_words_that_were_searched_are_named_with_a_way_out(self, client: Client, answer: Answer) -> None:
        expansion = Expansion("Wijkcentrum", "/begrippen/wijkcentrum/", ("buurthuis", "dorpshuis"))
        answer(made_up.results("wijkcentrum", expansions=[expansion]))
        also = page(client).select_one(".also")
        assert words(also).startswith("Ook gezocht op: buurthuis, dorpshuis. Alleen mijn woorden")
        assert [link["href"] for link in also.select("a")] == [
            "/zoeken/?q=wijkcentrum&synoniemen=uit",
            "/begrippen/wijkcentrum/",
        ]

    def test_where_there_are_no_other_words_nothing_is_said_of_them(self, client: Client, answer: Answer) -> None:
        answer(made_up.results("wijk"))
        assert page(client).select(".also") == []

    def test_a_better_spelling_is_offered_and_not_forced(self, client: Client, answer: Answer) -> None:
        answer(made_up.results("wijkcentrm open", 2, suggestion="wijkcentrum open"))
        hint = page(client).select_one("#uitleg")
        assert words(hint) == "Bedoelde u wijkcentrum open?"
        assert hint.a["href"] == "/zoeken/?q=wijkcentrum+open"

    def test_the_results_of_another_spelling_say_so(self, client: Client, answer: Answer) -> None:
        answer(made_up.results("wijkcentrm", 2, suggestion="wijkcentrum", is_corrected=True))
        text = words(page(client).select_one("#uitleg"))
        assert text == "Niets gevonden voor “wijkcentrm”. Dit zijn de resultaten voor “wijkcentrum”."

    def test_results_with_some_of_the_words_say_so(self, client: Client, answer: Answer) -> None:
        answer(made_up.results("wijkcentrum zzz", 2, is_partial=True))
        assert "Geen pagina heeft alle woorden van “wijkcentrum zzz”." in words(page(client).select_one("#uitleg"))

    def test_nothing_found_says_what_to_do(
        self, client: Client, answer: Answer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        concept = ConceptName(1, "wijkcentrum", "Wijkcentrum", ("Wijkcentrum", "buurthuis"), None)
        other = ConceptName(2, "inspraak", "Inspraak", ("Inspraak",), None)
        known = Snapshot(vocabulary=Vocabulary(concepts=(concept, other)))
        monkeypatch.setattr(views.snapshot, "current", lambda: known)
        breda = made_up.group("gemeente", ("breda", "Breda", 0), chosen=("breda",))
        answer(made_up.results("buurthuisje", 0, breda, loosenings=[Loosening("gemeente", "", "Breda", 12)]))
        soup = page(client)
        assert words(soup.select_one("#stand")) == "Geen resultaten voor “buurthuisje”, in Breda."
        help_ = soup.select_one(".empty")
        assert "Zonder “Breda”: 12 resultaten" in words(help_)
        assert help_.select_one("a")["href"] == "/zoeken/?q=buurthuisje"
        assert [link["href"] for link in help_.select(".chip")] == ["/begrippen/wijkcentrum/"]
        assert help_.select_one('a[href="/themas/"]')
        assert soup.select(".sortings, .pagination") == []

    def test_a_search_is_not_for_search_engines_and_for_everybody_the_same(
        self, client: Client, answer: Answer
    ) -> None:
        answer(FILTERED)
        for address in ("/zoeken/?q=wijk", "/zoeken/?soort=casus", "/zoeken/"):
            response = client.get(address)
            assert '<meta name="robots" content="noindex">' in response.content.decode()
            assert response.cookies == {}
            assert "Cookie" not in response.get("Vary", "")
        for address in ("/zoeken.json?q=wijk", "/zoeken/feed/?q=wijk"):
            assert client.get(address)["X-Robots-Tag"] == "noindex"

    def test_only_reading_is_allowed(self, client: Client) -> None:
        for address in ("/zoeken/", "/zoeken.json", "/zoeken/feed/"):
            assert client.post(address).status_code == 405

    @pytest.mark.parametrize("total", [0, 1, 12, 300])
    def test_the_page_asks_nothing_of_the_database_beside_its_frame(
        self, client: Client, answer: Answer, total: int
    ) -> None:
        answer(made_up.results("", total, *FILTERED.facets))
        client.get("/zoeken/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/zoeken/")
        assert len(queries) <= FRAME

    def test_words_and_names_come_back_escaped(self, client: Client, answer: Answer) -> None:
        evil = "<script>alert(1)</script>"
        hit = made_up.hit(municipalities=[evil], summary=evil)
        hit.title = [Passage(evil, True)]
        hit.passages, hit.anchor, hit.heading = [Passage(evil)], 'x"><b class=evil>', evil
        facet = made_up.group("thema", ("a", evil, 1), chosen=("a",))
        expansion = Expansion(evil, "/begrippen/x/", (evil,))
        answer(made_up.results(evil, 1, facet, hits=[hit], suggestion=evil, is_partial=True, expansions=[expansion]))
        text = client.get("/zoeken/").content.decode()
        assert "<script>alert" not in text
        assert '"><b class=evil>' not in text


class TestCounting:
    @pytest.mark.parametrize(
        ("results", "expected"),
        [
            (made_up.results("wijk", 7), [("wijk", 7)]),
            (made_up.results("wijk", 7, suggestion="wijken", is_corrected=True), [("wijk", 0)]),
            (made_up.results("wijk zzz", 7, is_partial=True), [("wijk zzz", 0)]),
            (made_up.results("", 7), []),
            (made_up.results(query=Query("wijk", page=2)), []),
            (made_up.results(query=Query("wijk", {"soort": ("casus",)})), []),
            (made_up.results(query=Query("wijk", sorting="a-z")), []),
            (made_up.results(query=Query("wijk", with_synonyms=False)), []),
        ],
    )
    def test_new_words_are_counted_once_with_what_they_themselves_found(
        self, client: Client, answer: Answer, noted: list[tuple[str, int]], results: Results, expected: object
    ) -> None:
        answer(results)
        client.get("/zoeken/")
        client.get("/zoeken.json")
        client.get("/zoeken/feed/")
        client.get("/zoeken/", headers={"HX-Request": "true"})
        assert noted == expected


class TestJson:
    def test_the_same_results_as_data(self, client: Client, answer: Answer) -> None:
        facet = made_up.group("thema", ("ontmoeten", "Ontmoeten", 2), chosen=("ontmoeten",))
        answer(made_up.results("wijkcentrm", 1, facet, suggestion="wijkcentrum"))
        response = client.get("/zoeken.json?q=wijkcentrm&thema=ontmoeten")
        assert response["Content-Type"] == "application/json"
        assert json.loads(response.content) == {
            "query": "wijkcentrm",
            "total": 1,
            "suggestion": "wijkcentrum",
            "results": [
                {
                    "title": "Een wijkcentrum, deel 1",
                    "url": "http://testserver/praktijkvoorbeelden/wijkcentrum-1/",
                    "kind": "praktijk",
                    "municipalities": ["Breda"],
                    "themes": ["Ontmoeten"],
                    "summary": "Over een wijkcentrum.",
                    "published_on": "2023-09-07",
                    "status": "actueel",
                }
            ],
            "facets": {"thema": [{"value": "ontmoeten", "label": "Ontmoeten", "count": 2, "selected": True}]},
        }

    def test_what_is_not_there_is_null(self, client: Client, answer: Answer) -> None:
        answer(made_up.results("wijk", 1, hits=[made_up.hit(published_on=None)]))
        data = client.get("/zoeken.json").json()
        assert data["suggestion"] is None
        assert data["results"][0]["published_on"] is None


@pytest.fixture
def practice() -> PracticePage:
    """One page that is found by its text, its names and its places."""
    page = PracticePageFactory(title="Wat gevonden wordt", summary="Over zonnepanelen.", other_names="Sunny Selwerd")
    place = MunicipalityFactory(display_name="’s-Hertogenbosch", alias="Den Bosch")
    page.municipality_links = [PageMunicipality(municipality=place, role="subject", area="Muntel")]
    page.save()
    index_pages([page.pk])
    return page


class TestFinding:
    """With the real search."""

    @pytest.mark.parametrize("query", ["gevonden", "zonnepaneel", "Selwerd", "den bosch", "muntel", "", " "])
    def test_a_page_is_found_by_its_text_its_names_and_its_places(
        self, client: Client, practice: PracticePage, query: str
    ) -> None:
        assert "Wat gevonden wordt" in words(page(client, f"/zoeken/?{urlencode({'q': query})}"))

    @pytest.mark.parametrize("query", ["nergens", '"', "'; drop", "a" * 10_000, "AND OR NOT"])
    def test_other_words_find_nothing(self, client: Client, practice: PracticePage, query: str) -> None:
        assert "Wat gevonden wordt" not in words(page(client, f"/zoeken/?{urlencode({'q': query})}"))

    def test_a_filter_narrows_and_can_be_removed(self, client: Client, practice: PracticePage) -> None:
        portrait = PortraitPageFactory(title="Een portret", summary="Ook over zonnepanelen.")
        index_pages([portrait.pk])
        soup = page(client, "/zoeken/?q=zonnepanelen&soort=praktijk")
        assert [words(title) for title in soup.select(".hit__title")] == ["Wat gevonden wordt"]
        assert words(soup.select_one("#stand")) == "1 resultaat voor “zonnepanelen”, in praktijkvoorbeelden."
        assert soup.select_one(".chip--on")["href"] == "/zoeken/?q=zonnepanelen"
        assert words(soup.select_one("#soort-portret").parent) == "Portret 1"

    def test_another_word_for_a_concept_leads_to_that_concept(self, client: Client, practice: PracticePage) -> None:
        concept = ConceptFactory(term="Wijkcentrum", alternative_terms="buurthuis\ndorpshuis")
        index_concepts([concept.pk])
        vocabulary_changed()
        address = concept.get_absolute_url()
        for text in ("buurthuis", "Dorpshuis", "wijkcentrum"):
            assert page(client, f"/zoeken/?q={text}").select(f'main a[href="{address}"]'), text
        assert not page(client, "/zoeken/?q=zonnepanelen").select(f'main a[href="{address}"]')

    @pytest.mark.parametrize(
        "address", ["/zoeken/?q={}", "/zoeken/?q={}&soort=praktijk", "/zoeken/?q={}+zzzz", "/zoeken/"]
    )
    def test_a_search_costs_the_same_queries_whatever_it_finds(self, client: Client, address: str) -> None:
        counted = []
        for count in (2, 18):
            index_pages([PracticePageFactory(summary="Over zonnepanelen.").pk for _ in range(count)])
            for _time in range(2):
                client.get(address.format("zonnepanelen"))  # makes what pages share, after renditions that were made
            with CaptureQueriesContext(connection) as queries:
                client.get(address.format("zonnepanelen"))
            counted.append(len(queries))
        assert counted[0] == counted[1] <= MOST_QUERIES

    @pytest.mark.parametrize("text", ["zonnepanelne", "xqzwvk", "xqzwvk zonnepanelne onzin"])
    def test_nothing_found_costs_no_more(self, client: Client, practice: PracticePage, text: str) -> None:
        client.get(f"/zoeken/?q={text}&soort=casus")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/zoeken/?q={text}&soort=casus")
        assert len(queries) <= MOST_QUERIES


HOSTILE = [
    {"q": "wijk AND (OR NOT NEAR/3 *"},
    {"q": "\"'; DROP TABLE x; --"},
    {"q": '"' * 51},
    {"q": "a" * 10_000},
    {"q": "wijk " * 2_000},
    {"q": "🏠👩‍👩‍👧 ‮wijk"},
    {"q": "wijk\x00centrum"},
    {"q": "x:wijk ^wijk {wijk} [wijk] wijk* -wijk +wijk"},
    {"q": "& | ! <-> :*"},
    {"q": "de"},
    {"q": "'"},
    {"thema": [f"waarde-{number}" for number in range(500)]},
    {"jaar": ["0", "-1", "99999999999999999999", "’"], "soort": ["", " ", "%00"]},
    {"q": "wijk", "pagina": "99999"},
    {"pagina": "-1"},
    {"pagina": "٣"},
    {"sorteer": "onzin", "synoniemen": "aan", "onbekend": "x"},
]


@pytest.mark.parametrize("parameters", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_asked_gets_a_normal_page(client: Client, parameters: dict[str, object]) -> None:
    """With the real search, on an empty index: nothing a visitor sends is an error."""
    query = urlencode(parameters, doseq=True)
    for address in ("/zoeken/", "/zoeken.json", "/zoeken/feed/"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 200, address
        assert len(response.content) < 100_000
