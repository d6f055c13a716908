"""Examples of what the search page is made of: results, facets, chips, orders, help."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from wijkwijzer.delivery.navigation import Navigation
from wijkwijzer.pages.kinds import KINDS, Kind

from . import samples
from .example import EMPTY, LONG, LONG_TITLE, LONG_WORD, ONE, UNKNOWN, USUAL, VERY_LONG_WORD, Example, Examples
from .examples_frame import MENU


# As search makes them, without a look into that room: it stands beside this one.
@dataclass(frozen=True)
class Passage:
    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Hit:
    title: list[Passage]
    passages: list[Passage]
    kind: Kind = KINDS["praktijk"]
    url: str = "/voorbeeld/"
    heading: str = ""
    section_url: str = ""
    facts: list[str] = field(default_factory=list)
    name: str = samples.TITLE
    practice_id: int | None = None


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    is_selected: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]
    rest: list[Option] = field(default_factory=list)
    is_open: bool = False

    @property
    def total(self) -> int:
        return len(self.options) + len(self.rest)


@dataclass(frozen=True)
class Way:
    label: str
    url: str
    group: str = ""
    count: int = 0
    is_current: bool = False


@dataclass(frozen=True)
class Expansion:
    term: str
    url: str


MARKED = [Passage("Een "), Passage("huis", True), Passage(" van de "), Passage("wijk", True), Passage(" …")]


def marked() -> Iterator[Example]:
    yield Example(USUAL, {"passages": MARKED}, "text")
    yield Example(VERY_LONG_WORD, {"passages": [Passage(LONG_WORD, True)]}, "text")


def hit() -> Iterator[Example]:
    for title, shown in zip((USUAL, UNKNOWN, LONG, VERY_LONG_WORD), hit_samples(), strict=True):
        yield Example(title, {"hit": shown}, "list")


def hits() -> Iterator[Example]:
    yield Example(USUAL, {"hits": hit_samples()[:2], "first": 1})
    yield Example(ONE, {"hits": hit_samples()[:1], "first": 13})


def facet() -> Iterator[Example]:
    yield Example(USUAL, {"facet": Facet("thema", "Thema", options(3))})
    mixed = Facet("thema", "Thema", [*options(2, selected=0), NOTHING])
    yield Example(_("Eén staat aan, één geeft niets"), {"facet": mixed})
    yield Example(VERY_LONG_WORD, {"facet": Facet("thema", "Thema", [Option("voorbeeld", LONG_WORD, 1)])})
    yield Example(_("Meer dan tien keuzes"), {"facet": many()})
    yield Example(_("Een gevouwen keuze staat aan"), {"facet": many(is_open=True)})


def facets() -> Iterator[Example]:
    kinds = Facet("soort", "Soort", [Option("casus", "Casus", 4, True), Option("tips", "Tips", 0)])
    yield Example(USUAL, {"facets": [kinds, many()], "hidden": [("q", "wijkcentrum")]})
    yield Example(EMPTY, {"facets": [], "hidden": []})


def search_chips() -> Iterator[Example]:
    chips = [Way("Casus", "?q=wijk", "Soort"), Way("Voorbeeldstad", "?q=wijk", "Gemeente")]
    yield Example(USUAL, {"chips": chips, "address": "/voorbeeld/"})
    yield Example(VERY_LONG_WORD, {"chips": [Way(LONG_WORD, "?q=wijk", "Thema")], "address": "/voorbeeld/"})


def sortings() -> Iterator[Example]:
    orders = [Way("Past het best", "?q=wijk", is_current=True), Way("A tot Z", "?q=wijk&sorteer=a-z")]
    yield Example(USUAL, {"sortings": orders})


def also_searched() -> Iterator[Example]:
    ways = {"own_words": "?synoniemen=uit", "other_words": "?q=buurthuis"}
    concept = [Expansion("Wijkcentrum", "/voorbeeld/")]
    found = {"synonyms": ["buurthuis", "dorpshuis"], "expansions": concept, "with_synonyms": True}
    yield Example(USUAL, {**found, **ways})
    yield Example(_("Alleen de eigen woorden"), {**found, **ways, "synonyms": [], "with_synonyms": False})
    yield Example(_("Veel woorden"), {**found, **ways, "synonyms": [f"{USUAL} {n}" for n in range(1, 20)]})
    yield Example(VERY_LONG_WORD, {**found, **ways, "synonyms": [LONG_WORD]})


def nothing_found() -> Iterator[Example]:
    help_ = {"nav": Navigation(main=MENU), "site_settings": samples.site_settings()}
    ways = [Way("Voorbeeldstad", "?q=wijk", count=12), Way("Casus", "?q=wijk", count=1)]
    yield Example(USUAL, {**help_, "loosenings": ways, "concepts": []})
    concepts = [samples.concept("Wijkcentrum"), samples.concept("Ontmoetingsplek")]
    yield Example(_("Zonder filters, met begrippen die erop lijken"), {**help_, "loosenings": [], "concepts": concepts})


NOTHING = Option("niets", "Niets gevonden", 0)


def hit_samples() -> list[Hit]:
    facts = ["Voorbeeldstad, Voorbeelddorp", "2023", "mogelijk verouderd", "gecontroleerd in 2026"]
    return [
        Hit(
            [Passage(samples.TITLE)],
            MARKED,
            heading="Resultaat",
            section_url="/voorbeeld/#resultaat",
            facts=facts,
            practice_id=1,
        ),
        Hit([Passage(samples.TITLE)], [Passage(samples.SUMMARY)], KINDS["begrip"]),
        Hit([Passage(LONG_TITLE)], MARKED, KINDS["casus"], heading="Vraag", section_url="/voorbeeld/#vraag"),
        Hit([Passage(LONG_WORD, True)], [Passage(LONG_WORD)], KINDS["portret"], facts=[LONG_WORD]),
    ]


def options(count: int, *, selected: int | None = None, start: int = 0) -> list[Option]:
    return [
        Option(f"voorbeeld-{number}", f"{samples.PLACES[number % 6]} {number}", 40 - number, number == selected)
        for number in range(start, start + count)
    ]


def many(*, is_open: bool = False) -> Facet:
    rest = options(4, start=10, selected=11 if is_open else None)
    return Facet("gemeente", "Gemeente", options(10), rest, is_open)


EXAMPLES: Examples = {
    "components/also_searched.html": also_searched,
    "components/facet.html": facet,
    "components/facets.html": facets,
    "components/hit.html": hit,
    "components/hits.html": hits,
    "components/marked.html": marked,
    "components/nothing_found.html": nothing_found,
    "components/search_chips.html": search_chips,
    "components/sortings.html": sortings,
}
