"""Marks the words that matched in the original text, and cuts out the passage that shows most of them.

Twelve long texts are marked for every page of results, so each different word of them is analysed once; whoever
knows what all matching words have in common gives `needles` (lemmas and stems), and only words with the beginning of
one are analysed: twenty times as quick. Forms that begin otherwise (ging for gaan) are then not marked.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .analysis import Term, spans
from .results import Passage
from .sections import SOURCES_ANCHOR

IsMatch = Callable[[Term], bool]

LENGTH = 240
CUT = "…"
# What stands between two spaces: words are found inside, by the analysis.
CHUNK = re.compile(r"\S+")
SENTENCE_END = re.compile(r"[.!?]['’”\")]*\s+")
# A form of a word differs in its last letters only (huis, huizen; wijkcentrum, wijkcentra).
ENDING, SHORTEST_NEEDLE = 3, 2
ACCENTED = {
    "a": "[aàáâãäå]",
    "c": "[cç]",
    "e": "[eèéêë]",
    "i": "[iìíîï]",
    "n": "[nñ]",
    "o": "[oòóôõöø]",
    "u": "[uùúûü]",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A word that matched: its place in the text, and its lemma."""

    start: int
    end: int
    lemma: str


class Marker:
    """Marks in any number of texts the words for which `is_match` is true."""

    def __init__(self, is_match: IsMatch, needles: Collection[str] = ()) -> None:
        self._is_match = is_match
        self._beginnings = _beginnings(needles) if needles else None
        # The texts of a page of results say the same words again and again.
        self._known: dict[str, list[Match]] = {}

    def marked(self, text: str) -> list[Passage]:
        """The whole text, cut where words matched."""
        return list(_pieces(text, 0, len(text), self._matches(text)))

    def passages(self, text: str, length: int = LENGTH) -> list[Passage]:
        """The part of `text` of about `length` characters that shows most of what matched; its beginning if nothing
        did."""
        matches = self._matches(text)
        start, end = _window(text, _densest(matches, length), length)
        pieces = list(_pieces(text, start, end, matches))
        if start and not _begins_sentence(text, start):
            pieces.insert(0, Passage(f"{CUT} "))
        if end < len(text.rstrip()):
            pieces.append(Passage(f" {CUT}"))
        return _joined(pieces)

    def best_section(self, sections: Sequence[dict[str, Any]]) -> tuple[str, str, str]:
        """Anchor, heading and text of the section with the best passage; three empty texts where no word matched."""
        best, most = {"anchor": "", "heading": "", "text": ""}, (False, 0, 0)
        for section in sections:
            passage = _densest(self._matches(section["text"]), LENGTH)
            # A title among the sources says least of what a page is about.
            is_content = section["anchor"] != SOURCES_ANCHOR
            worth = (is_content, len({match.lemma for match in passage}), len(passage))
            if passage and worth > most:
                best, most = section, worth
        return best["anchor"], best["heading"], best["text"]

    def _matches(self, text: str) -> list[Match]:
        """The words of `text` that match, in their order."""
        found: list[Match] = []
        for offset, chunk in self._chunks(text):
            inside = self._known.get(chunk)
            if inside is None:
                inside = [Match(start, end, term.lemma) for start, end, term in spans(chunk) if self._is_match(term)]
                self._known[chunk] = inside
            if inside:
                found += [Match(offset + match.start, offset + match.end, match.lemma) for match in inside]
        return found

    def _chunks(self, text: str) -> Iterator[tuple[int, str]]:
        """The chunks of a text with their places; with needles only where one begins a word or a part of it."""
        if not self._beginnings:
            yield from ((chunk.start(), chunk[0]) for chunk in CHUNK.finditer(text))
            return
        end = 0
        # Small letters first: telling the expression to ignore capitals takes three times as long.
        for hit in self._beginnings.finditer(_in_small_letters(text)):
            if hit.start() >= end and (chunk := CHUNK.match(text, _chunk_start(text, hit.start(), end))):
                end = chunk.end()
                yield chunk.start(), chunk[0]


def _in_small_letters(text: str) -> str:
    """The text in small letters, each at its place: a few capitals have small forms of two signs (İ)."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one) == 1 else sign for sign, one in ((sign, sign.lower()) for sign in text))


def _chunk_start(text: str, place: int, least: int) -> int:
    while place > least and not text[place - 1].isspace():
        place -= 1
    return place


def _beginnings(needles: Collection[str]) -> re.Pattern[str]:
    """The beginnings of the needles, which are folded, with every accent that their letters may have in a text."""
    beginnings = {needle[: max(SHORTEST_NEEDLE, len(needle) - ENDING)] for needle in needles}
    spelled = ("".join(ACCENTED.get(letter, re.escape(letter)) for letter in word) for word in sorted(beginnings))
    return re.compile("|".join(spelled))


def _densest(matches: Sequence[Match], length: int) -> Sequence[Match]:
    """The matches within `length` of each other with the most different words, then the most words, then the first."""
    best: Sequence[Match] = ()
    most = (0, 0)
    stop = 0
    for start, first in enumerate(matches):
        while stop < len(matches) and matches[stop].end - first.start <= length:
            stop += 1
        together = matches[start : max(stop, start + 1)]
        worth = (len({match.lemma for match in together}), len(together))
        if worth > most:
            best, most = together, worth
    return best


def _window(text: str, shown: Sequence[Match], length: int) -> tuple[int, int]:
    """Where a passage begins and ends: between two words, the matches in its middle, from a new sentence if it can."""
    if len(text) <= length:
        return 0, len(text)
    first, last = (shown[0].start, shown[-1].end) if shown else (0, 0)
    room = max(0, length - (last - first))
    start = _after_space(text, min(max(0, first - room // 2), len(text) - length), first)
    start = next((end.end() for end in SENTENCE_END.finditer(text, start, first)), start)
    return start, _before_space(text, min(len(text), max(last, start + length)), last)


def _after_space(text: str, start: int, limit: int) -> int:
    """The beginning of the first word from `start` on, not beyond `limit`."""
    if start == 0 or text[start - 1].isspace():
        return start
    space = next((place for place in range(start, limit) if text[place].isspace()), None)
    return start if space is None else space + 1


def _before_space(text: str, end: int, limit: int) -> int:
    """The end of the last whole word before `end`, not before `limit`."""
    if end >= len(text) or text[end].isspace():
        return end
    return next((place for place in range(end - 1, limit, -1) if text[place].isspace()), end)


def _begins_sentence(text: str, start: int) -> bool:
    return bool(re.search(r"[.!?]['’”\")]*\s+$", text[max(0, start - 10) : start]))


def _pieces(text: str, start: int, end: int, matches: Sequence[Match]) -> Iterator[Passage]:
    """`text` from `start` to `end`, cut around the matches in it."""
    place = start
    for match in matches:
        if place <= match.start and match.end <= end:
            if match.start > place:
                yield Passage(text[place : match.start])
            yield Passage(text[match.start : match.end], True)
            place = match.end
    if place < end:
        yield Passage(text[place:end])


def _joined(pieces: list[Passage]) -> list[Passage]:
    """Plain pieces next to each other as one."""
    joined: list[Passage] = []
    for piece in pieces:
        if joined and not piece.is_match and not joined[-1].is_match:
            joined[-1] = Passage(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
