"""The words of the index as people write them, from which “Bedoelde u” chooses."""

from collections.abc import Iterable, Sequence

from .analysis import Term
from .engines import get_engine
from .models import SearchText, SearchWord

# Databases take a limited number of values in one statement.
BATCH = 900
SHORTEST_WORD, LONGEST_WORD = 3, 60


def add_words(texts: Iterable[SearchText]) -> None:
    """Keep the words of these documents."""
    terms = {word: term for text in texts for word, term in text.spellings.items()}
    wanted = sorted(word for word, term in terms.items() if _is_suggestible(word, term))
    for words in _batches(wanted):
        known = {row.word: row for row in SearchWord.objects.filter(word__in=words)}
        made = [
            SearchWord(word=word, folded=terms[word].exact, lemma=terms[word].lemma)
            for word in words
            if word not in known
        ]
        SearchWord.objects.bulk_create(made)
        # After a change of the analysis.
        stale = [
            row for row in known.values() if (row.folded, row.lemma) != (terms[row.word].exact, terms[row.word].lemma)
        ]
        for row in stale:
            row.folded, row.lemma = terms[row.word].exact, terms[row.word].lemma
        SearchWord.objects.bulk_update(stale, ["folded", "lemma"])


def _is_suggestible(word: str, term: Term) -> bool:
    """Only letters, and not too few; what is longer than any word is none."""
    is_of_letters = len(term.exact) >= SHORTEST_WORD and term.exact.isalpha()
    return is_of_letters and max(len(word), len(term.exact), len(term.lemma)) <= LONGEST_WORD


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
