"""The words of a document as `SearchText` keeps them: analysed once, when it is written."""

from collections.abc import Iterable, Sequence
from itertools import chain

from .analysis import Term, fold, terms
from .folding import written_words
from .models import SearchText
from .sections import Section

# What A to Z does not look at.
ARTICLES = ("de ", "het ", "een ", "t ")


def analysed(title: str, summary: str, extra: Iterable[str], sections: Sequence[Section]) -> SearchText:
    """The unsaved words of a document. `spellings` on it are its words as written, for “Bedoelde u”."""
    pieces = [(section, section.text) for section in sections]
    body = [part for section, piece in pieces for part in (section.heading if section.is_written else "", piece)]
    collected = _Collected()
    text = SearchText(
        title=collected.field("t", [title]),
        summary=collected.field("s", [summary]),
        extra=collected.field("e", extra),
        body=collected.field("b", body),
        sections=[{"anchor": section.anchor, "heading": section.heading, "text": piece} for section, piece in pieces],
    )
    text.keys = " ".join(sorted(collected.keys))
    text.marks = " ".join(sorted(collected.marks))
    text.spellings = collected.spellings
    return text


class _Collected:
    """The keys, marks and spellings of all fields of one document."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.marks: set[str] = set()
        self.spellings: dict[str, Term] = {}

    def field(self, name: str, texts: Iterable[str]) -> str:
        """The lemmas of a field, in order."""
        written = list(chain.from_iterable(map(written_words, texts)))
        known = terms(written)
        seen: dict[str, Term] = {}
        for word, found in known.items():
            if found.exact and found.exact not in seen:
                seen[found.exact] = found
                self.spellings[word.lower()] = found
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
