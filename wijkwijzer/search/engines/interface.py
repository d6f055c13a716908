"""What search asks of a database. Each engine answers the same questions with the same documents and words.

An engine only says which documents match. Their order, the filters and the counts are made in Python, so that they are
the same on every database (ADR 0013).
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ..expressions import Expression, is_word
from ..models import SearchDocument, SearchText, SearchWord
from .plain import simplified

# In how many documents a word is, is counted no further than this.
MANY = 1000


class Similar(NamedTuple):
    """A word of the index that looks like one that was asked."""

    asked: str
    word: str
    folded: str
    lemma: str


class Asked(NamedTuple):
    """Which documents have these words? With `title_only` in their title: lemmas, and `x_` keys.

    What `besides` finds may be left out of the answer, as somebody asked for that too: an engine need not look at those
    documents.
    """

    expression: Expression
    title_only: bool = False
    besides: Expression | None = None


class Engine(ABC):
    """The words of the index in one database.

    Words may be anything a visitor typed: they find nothing when no document can have them, and are never an error.
    """

    # Whether it stores what `vectors.vectors` writes, which long runs then have done in the second process.
    stores_vectors = False

    @abstractmethod
    def create(self) -> None:
        """Make the tables that Django does not know, and fill them when they are new or were made otherwise.

        Does nothing when all is there; removes them where the tables of Django are gone. Called after `migrate`.
        """

    @abstractmethod
    def store(self, texts: Sequence[SearchText]) -> None:
        """Take in the words of these documents, after their rows were saved. What is deleted goes by itself."""

    @abstractmethod
    def keep_words(self, words: Sequence[tuple[str, str, str]]) -> None:
        """Keep words as people write them, with their folded form and their lemma; each is given once.

        What is there is corrected where it differs, and uses up no number. Whoever calls this has the turn.
        """

    def compact(self) -> None:
        """Let nothing be left of texts that were deleted, as far as the engine can."""
        return

    @contextmanager
    def unawaited(self) -> Iterator[None]:
        """Changes in this block are done when it ends; where the database can, the program goes on meanwhile."""
        yield

    def matching(self, expression: Expression, *, title_only: bool = False) -> list[int]:
        """The numbers of the documents with these words, in any order."""
        return self.matching_each([Asked(expression, title_only)])[0]

    def matching_each(self, asked: Sequence[Asked]) -> list[list[int]]:
        """The numbers of the documents for each question, in any order; in one query."""
        plain = [_plainest(one) for one in asked]
        sought = [one for one in plain if one]
        answers = iter(self._matching_each(sought) if sought else [])
        return [next(answers) if one else [] for one in plain]

    @abstractmethod
    def _matching_each(self, asked: Sequence[Asked]) -> list[list[int]]:
        """The same for expressions in their plainest form (`plain.simplified`), of which there is at least one."""

    def title_prefix(self, prefixes: Sequence[str], limit: int) -> list[int]:
        """The best documents that have, for each of these folded prefixes, a word in the title that begins so."""
        keys = list(dict.fromkeys(f"x_{prefix}" for prefix in prefixes))
        return self._title_prefix(keys, limit) if keys and all(len(key) > 2 and is_word(key) for key in keys) else []

    @abstractmethod
    def _title_prefix(self, keys: Sequence[str], limit: int) -> list[int]:
        """The same for prefixes of keys."""

    def similar_words(self, folded: str, limit: int = 50) -> list[Similar]:
        """The words of the index that look most like this one, in any order."""
        return self.similar_to_each([folded], limit)

    def similar_to_each(self, asked: Collection[str], limit: int = 50) -> list[Similar]:
        """For each of these folded words, those of the index that look most like it; in one query.

        Alike is: has many of the same three letters in a row, and is at most two letters longer or shorter (one, for a
        word of at most five letters): nobody misspells further than that and is still understood.
        """
        words = [word for word in dict.fromkeys(asked) if is_word(word)]
        return self._similar_to_each(words, limit) if words else []

    @abstractmethod
    def _similar_to_each(self, asked: Sequence[str], limit: int) -> list[Similar]:
        """The same for words that a document can have."""

    def words_in_use(self, words: Collection[str]) -> set[str]:
        """Those of these lemmas (or keys) that a document has."""
        usable = [word for word in dict.fromkeys(words) if is_word(word)]
        return self._words_in_use(usable) if usable else set()

    @abstractmethod
    def _words_in_use(self, words: Sequence[str]) -> set[str]:
        """The same for words that a document can have."""

    def uses(self, words: Collection[str]) -> Counter[str]:
        """In how many documents each of these lemmas (or keys) is, at most MANY; in one query.

        For a few: counting the documents of a common word takes as long as searching it.
        """
        usable = [word for word in dict.fromkeys(words) if is_word(word)]
        return +self._uses(usable) if usable else Counter()

    @abstractmethod
    def _uses(self, words: Sequence[str]) -> Counter[str]:
        """The same for words that a document can have."""

    @abstractmethod
    def size(self) -> int:
        """How many bytes the index takes: the tables of `tables()`, their own indexes included."""

    @staticmethod
    def tables() -> list[str]:
        """The tables of Django that belong to the index."""
        return [model._meta.db_table for model in (SearchDocument, SearchText, SearchWord)]


def _plainest(asked: Asked) -> Asked | None:
    """The question in its plainest form, or None when no document can be the answer."""
    expression = simplified(asked.expression, title_only=asked.title_only)
    if not expression:
        return None
    besides = simplified(asked.besides, title_only=asked.title_only) if asked.besides else None
    return Asked(expression, asked.title_only, besides)
