"""How well a document answers a query, the same for every database.

A word counts by where it stands (title above summary above body) and in what form: exactly as typed above another
form, above a part of a compound, above another word for it. A synonym in a title stays below the word itself in a body:
whoever types a word wants that word first. Rare words count more (inverse document frequency, Spärck Jones 1972), and
a word that returns in a body counts a little more, ever less each time. The weights were set on the demo's questions
in `tests/search/test_questions.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from .analysis import Term
from .plan import Plan, Unit

FIELDS = {"t": 10.0, "s": 4.0, "e": 3.0, "b": 1.5}
NAMES = {"t": "title", "s": "summary", "e": "extra", "b": "body"}
# A synonym in every field of the best page is worth less than the word itself in the text of the worst.
EXACT, LEMMA, STEM, PART, SPREAD, SYNONYM, RELATED = 1.0, 0.85, 0.7, 0.4, 0.4, 0.1, 0.07
FORMS = {EXACT: "exact", LEMMA: "lemma", STEM: "stem", PART: "part", SYNONYM: "synonym", RELATED: "related"}
# What a word adds that stands in other fields too, and that returns in a body.
ELSEWHERE, AGAIN, MOST_AGAIN = 0.15, 0.12, 4
# All words of the query right after each other, in a title or a body.
TOGETHER_IN_TITLE, TOGETHER_IN_BODY = 1.5, 1.2
SPREAD_WORDS = 3


class Words(NamedTuple):
    """The words of one candidate, as `SearchText` holds them."""

    document_id: int
    title: str
    summary: str
    extra: str
    body: str
    marks: str


@dataclass(frozen=True, slots=True)
class Scored:
    document_id: int
    score: float
    matched: tuple[str, ...]


class Ranking:
    """The scores of documents for one plan. `frequencies` has, for each unit, in how many documents it is found."""

    def __init__(self, plan: Plan, frequencies: Iterable[int], documents: int) -> None:
        self.units = [
            (unit, _phrases(unit), log2(2 + documents / (frequency + 1)))
            for unit, frequency in zip(plan.units, frequencies, strict=True)
        ]
        lemmas = [term.lemma for unit in plan.units for term in unit.terms]
        self.together = f" {' '.join(lemmas)} " if len(lemmas) > 1 else ""

    def score(self, words: Words, quality: int) -> Scored:
        """How well a document answers the query, with where and in what form its words were found."""
        streams = {"t": words.title, "s": words.summary, "e": words.extra, "b": words.body}
        streams = {name: f" {stream} " for name, stream in streams.items()}
        marks = f" {words.marks} "
        total, matched = 0.0, []
        for unit, phrases, weight in self.units:
            worth = _worth(unit, phrases, streams, marks)
            total += weight * _joined(worth, unit, streams["b"])
            matched += [f"{NAMES[name]}:{FORMS[form]}" for name, form in worth.items() if form]
        if self.together and self.together in streams["t"]:
            total *= TOGETHER_IN_TITLE
        elif self.together and self.together in streams["b"]:
            total *= TOGETHER_IN_BODY
        return Scored(words.document_id, round(total * (1 + quality / 100), 6), tuple(dict.fromkeys(matched)))


def _joined(worth: dict[str, float], unit: Unit, body: str) -> float:
    """The best field whole, the others a little, and a little more where the body says it again."""
    values = [FIELDS[name] * form for name, form in worth.items()]
    best = max(values)
    again = 0
    if worth["b"] >= STEM and len(unit.terms) == 1:
        again = _times(f" {unit.terms[0].lemma} ", body, MOST_AGAIN + 1) - 1
    return best + ELSEWHERE * (sum(values) - best) + FIELDS["b"] * worth["b"] * AGAIN * max(again, 0)


def _times(word: str, stream: str, most: int) -> int:
    """How often a stream has a word, counted no further than `most`. Two in a row share the space between them."""
    place = stream.find(word)
    times = 0
    while place >= 0 and times < most:
        times += 1
        place = stream.find(word, place + len(word) - 1)
    return times


def _phrases(unit: Unit) -> list[tuple[str, float]]:
    """The other words for a unit as they stand in a stream, with what they are worth."""
    return [(f" {' '.join(synonym.lemmas)} ", SYNONYM if synonym.is_close else RELATED) for synonym in unit.synonyms]


def _worth(unit: Unit, phrases: list[tuple[str, float]], streams: dict[str, str], marks: str) -> dict[str, float]:
    """The form in which each field has a unit: its words (as good as the worst of them) or a synonym; 0 for neither."""
    forms = [_forms(term, streams, marks) for term in unit.terms]
    worth = {name: min(found[name] for found in forms) for name in streams} if len(forms) > 1 else forms[0]
    if phrases:
        for name, stream in streams.items():
            if not worth[name]:
                worth[name] = next((value for phrase, value in phrases if phrase in stream), 0.0)
    return worth


def _forms(term: Term, streams: dict[str, str], marks: str) -> dict[str, float]:
    """The form in which each field has a word; 0 where it has none."""
    exact = _fields_with(f"x_{term.exact} ", marks)
    lemma, stem = f" {term.lemma} ", f" {term.stem} "
    forms = {name: EXACT if name in exact else LEMMA if lemma in stream else 0.0 for name, stream in streams.items()}
    rest = [name for name, form in forms.items() if not form]
    stems = _fields_with(f"s_{term.stem} ", marks) if rest else ""
    parts = _fields_with(f"p_{term.lemma} ", marks) if rest else ""
    for name in rest:
        if name in stems or (stem != lemma and stem in streams[name]):
            forms[name] = STEM
        elif name in parts:
            forms[name] = PART
        elif len(term.parts) > 1 and _is_spread(term.parts, streams[name]):
            forms[name] = SPREAD
    return forms


def _fields_with(mark: str, marks: str) -> str:
    """The letters of the fields with a mark. One search for all: this is done for every candidate."""
    fields = ""
    place = marks.find(mark)
    while place > 0:
        if marks[place - 2] == " ":
            fields += marks[place - 1]
        place = marks.find(mark, place + 1)
    return fields


def _is_spread(parts: tuple[str, ...], stream: str) -> bool:
    """Do all parts stand near each other (“initiatief van bewoners”)?"""
    if not all(f" {part} " in stream for part in parts):
        return False
    places = [[place for place, word in enumerate(stream.split()) if word == part] for part in parts]
    first, *others = places
    reach = (SPREAD_WORDS + 1) * len(others)
    return any(all(any(abs(at - place) <= reach for place in other) for other in others) for at in first)
