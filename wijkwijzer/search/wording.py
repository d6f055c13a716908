"""The words of a document as `SearchText` keeps them: analysed once, when it is written.

Plain data and pure functions without Django, as long runs have this done in another process (`second_process.py`).
"""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from .analysis import Term, fold, terms
from .folding import written_words

# What A to Z does not look at.
ARTICLES = ("de ", "het ", "een ", "t ")


class Texts(NamedTuple):
    """What a document says, as plain text, by field."""

    title: str
    summary: str
    extra: list[str]
    body: list[str]


class Words(NamedTuple):
    """The words of a document: the fields of `SearchText`, and its words as written with their folded form and lemma,
    for “Bedoelde u”."""

    title: str
    summary: str
    extra: str
    body: str
    keys: str
    marks: str
    spellings: dict[str, tuple[str, str]]
    # Only where they were written in the second process (`vectors.vectors`).
    vectors: tuple[str, str] | None = None


def words_of(texts: Texts) -> Words:
    collected = _Collected()
    title, summary = collected.field("t", [texts.title]), collected.field("s", [texts.summary])
    extra, body = collected.field("e", texts.extra), collected.field("b", texts.body)
    keys, marks = " ".join(sorted(collected.keys)), " ".join(sorted(collected.marks))
    return Words(title, summary, extra, body, keys, marks, collected.spellings)


class _Collected:
    """The keys, marks and spellings of all fields of one document."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.marks: set[str] = set()
        self.spellings: dict[str, tuple[str, str]] = {}

    def field(self, name: str, texts: Iterable[str]) -> str:
        """The lemmas of a field, in order."""
        written = list(chain.from_iterable(map(written_words, texts)))
        known = terms(written)
        seen: dict[str, Term] = {}
        for word, found in known.items():
            if found.exact and found.exact not in seen:
                seen[found.exact] = found
                self.spellings[word.lower()] = (found.exact, found.lemma)
        self._mark(name, seen)
        return " ".join([lemma for word in written if (lemma := known[word].lemma)])

    def _mark(self, name: str, terms: dict[str, Term]) -> None:
        stems = {found.stem for found in terms.values() if found.stem != found.lemma}
        parts = {part for found in terms.values() for part in found.parts}
        self.marks.update([f"{name}x_{exact}" for exact in terms])
        if name == "t":
            self.keys.update([f"x_{exact}" for exact in terms])
        for kind, words in (("s", stems), ("p", parts)):
            self.marks.update([f"{name}{kind}_{word}" for word in words])
            self.keys.update([f"{kind}_{word}" for word in words])


def title_key(title: str) -> str:
    """What a title is sorted by: folded, without an article in front."""
    key = " ".join(fold(title).split())
    return next((key.removeprefix(article) for article in ARTICLES if key.startswith(article)), key)[:255]
