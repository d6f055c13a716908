"""The words of the index as people write them, from which “Bedoelde u” chooses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from .engines import get_engine
from .models import SearchText, SearchWord

# Databases take a limited number of values in one statement.
BATCH = 900
SHORTEST_WORD, LONGEST_WORD = 3, 60


@dataclass
class KnownWords:
    """The words that a long run stored or met, so that it asks for each only once.

    True as long as nobody else changed the index: `version` is that of the index after the run's last turn.
    """

    version: UUID | None = None
    words: set[str] = field(default_factory=set)

    def forget_if_changed(self, version: UUID) -> None:
        if version != self.version:
            self.words.clear()
            self.version = version


def add_words(texts: Iterable[SearchText], known: KnownWords) -> None:
    """Keep the words of these documents; those that the analysis now sees otherwise are corrected."""
    spellings: dict[str, tuple[str, str]] = {}
    for text in texts:
        spellings |= text.spellings
    unknown = spellings.keys() - known.words
    wanted = [(word, *spellings[word]) for word in sorted(unknown) if _is_suggestible(word, *spellings[word])]
    if wanted:
        get_engine().keep_words(wanted)
    known.words |= unknown


def _is_suggestible(word: str, exact: str, lemma: str) -> bool:
    """Only letters, and not too few; what is longer than any word is none."""
    is_of_letters = len(exact) >= SHORTEST_WORD and exact.isalpha()
    return is_of_letters and max(len(word), len(exact), len(lemma)) <= LONGEST_WORD


def drop_unused_words(lemmas: Iterable[str]) -> None:
    """Remove the words of those lemmas that no document has any more: they may be from a page that was withdrawn."""
    for some in _batches(sorted(lemmas)):
        unused = set(some) - get_engine().words_in_use(some)
        if unused:
            SearchWord.objects.filter(lemma__in=unused).delete()


def drop_all_unused_words() -> None:
    """The same for every word there is."""
    lemmas = SearchWord.objects.order_by("lemma").values_list("lemma", flat=True).distinct()
    drop_unused_words(list(lemmas))


def lemmas_of_texts(texts: Iterable[SearchText]) -> set[str]:
    lemmas: set[str] = set()
    for text in texts:
        for words in (text.title, text.summary, text.extra, text.body):
            lemmas.update(words.split())
    return lemmas


def _batches(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
