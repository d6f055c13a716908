"""The words of a document as `SearchText` keeps them: analysed once, when it is written."""

from collections.abc import Iterable, Sequence

from .analysis import Term, fold, spans
from .models import SearchText
from .sections import Section

# What A to Z does not look at.
ARTICLES = ("de ", "het ", "een ", "t ")


def analysed(title: str, summary: str, extra: Iterable[str], sections: Sequence[Section]) -> SearchText:
    """The unsaved words of a document. `spellings` on it are its words as written, for “Bedoelde u”."""
    body = [part for section in sections for part in (section.heading if section.is_written else "", section.text)]
    collected = _Collected()
    text = SearchText(
        title=collected.field("t", [title]),
        summary=collected.field("s", [summary]),
        extra=collected.field("e", extra),
        body=collected.field("b", body),
        sections=[{"anchor": section.anchor, "heading": section.heading, "text": section.text} for section in sections],
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
        lemmas: list[str] = []
        seen: dict[str, Term] = {}
        for text in texts:
            for start, end, term in spans(text):
                lemmas.append(term.lemma)
                if term.exact not in seen:
                    seen[term.exact] = term
                    self.spellings[text[start:end].lower()] = term
        for exact, term in seen.items():
            self._mark(name, exact, term)
        return " ".join(lemmas)

    def _mark(self, name: str, exact: str, term: Term) -> None:
        self.marks.add(f"{name}x_{exact}")
        if name == "t":
            self.keys.add(f"x_{exact}")
        if term.stem != term.lemma:
            self.keys.add(f"s_{term.stem}")
            self.marks.add(f"{name}s_{term.stem}")
        for part in term.parts:
            self.keys.add(f"p_{part}")
            self.marks.add(f"{name}p_{part}")


def title_key(title: str) -> str:
    """What a title is sorted by: folded, without an article in front."""
    key = " ".join(fold(title).split())
    return next((key.removeprefix(article) for article in ARTICLES if key.startswith(article)), key)[:255]
