"""What to look for, without saying how: each engine turns an expression into its own query language."""

from dataclasses import dataclass

# Analysis cuts words at 60 letters. PostgreSQL takes none over 2,046 bytes.
MAX_LENGTH = 500
# Near: at most three words between two.
DISTANCE = 4


def is_word(word: str) -> bool:
    """Can a document have this word or key? They are folded, and stand between spaces."""
    return 0 < len(word) <= MAX_LENGTH and word.isprintable() and " " not in word and word == word.casefold()


@dataclass(frozen=True, slots=True)
class Word:
    """A lemma anywhere in a document."""

    lemma: str


@dataclass(frozen=True, slots=True)
class Key:
    """One of the tagged words of `SearchText.keys`, such as `p_wijk`."""

    key: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Lemmas right after each other, in one field."""

    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Lemmas in one field in any order, with at most three words between them (“initiatief van bewoners”)."""

    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Expression", ...]


Expression = Word | Key | Phrase | Near | AllOf | AnyOf
