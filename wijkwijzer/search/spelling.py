"""“Bedoelde u”: the word of the index that is nearest to one that no document has."""

from collections.abc import Iterable, Sequence

from .analysis import Term, is_stop_word, term
from .engines import Similar, get_engine
from .engines.grams import furthest
from .query import MAX_WORDS

# Of so many words that look most like a wrong one, the nearest is chosen.
CANDIDATES = 100
# Of a shorter word everything is near.
SHORTEST = 3


def correct(words: Sequence[str]) -> list[str] | None:
    """The same words with those that no document has replaced by the nearest word in use, spelled as it is there.

    None when nothing is better. Two queries, however many words there are.
    """
    terms = {word: term(word) for word in words[:MAX_WORDS]}
    engine = get_engine()
    known = engine.words_in_use({way for found in terms.values() for way in (*_forms(found), *_part_forms(found))})
    unknown = {found.exact for found in terms.values() if _may_be_wrong(found) and not _is_known(found, known)}
    nearest = _nearest(engine.similar_to_each(sorted(unknown), CANDIDATES)) if unknown else {}
    corrected = [nearest.get(terms[word].exact, word) if word in terms else word for word in words]
    return corrected if corrected != list(words) else None


def _forms(found: Term) -> tuple[str, ...]:
    """The words and keys by which documents are found with a word of a query."""
    return found.lemma, found.stem, f"s_{found.stem}", f"p_{found.lemma}"


def _part_forms(found: Term) -> list[str]:
    return [form for part in found.parts for form in (part, f"p_{part}")]


def _is_known(found: Term, known: set[str]) -> bool:
    """Is the word in use, or made of words that are? A compound that nobody wrote yet is not misspelled."""
    parts_known = [part in known or f"p_{part}" in known for part in found.parts]
    return not known.isdisjoint(_forms(found)) or (bool(parts_known) and all(parts_known))


def _may_be_wrong(found: Term) -> bool:
    """Numbers are never corrected (2019 is not 2018), nor are the small words of the language."""
    return len(found.exact) >= SHORTEST and found.exact.isalpha() and not is_stop_word(found.exact)


def _nearest(similar: Iterable[Similar]) -> dict[str, str]:
    """For each asked word the nearest: with the fewest mistakes, then used most, then first in the alphabet."""
    best: dict[str, tuple[int, int, str]] = {}
    for one in similar:
        mistakes = distance(one.asked, one.folded)
        candidate = (mistakes, -one.uses, one.word)
        if 0 < mistakes <= furthest(one.asked) and candidate < best.get(one.asked, (len(one.asked) + 1, 0, "")):
            best[one.asked] = candidate
    return {asked: word for asked, (_mistakes, _uses, word) in best.items()}


def distance(one: str, other: str) -> int:
    """The fewest mistakes that make one word of another: a letter too many, too few, wrong, or two swapped.

    The Damerau–Levenshtein distance in which no letter is changed twice (“optimal string alignment”): F. J. Damerau,
    “A technique for computer detection and correction of spelling errors”, Communications of the ACM 7 (1964).
    """
    one, other = _without_what_is_equal(one, other)
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, its in enumerate(other, 1):
            best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and its == one[row - 2]:
                best = min(best, before_last[column - 2] + 1)
            current.append(best)
        before_last, last = last, current
    return last[-1]


def _without_what_is_equal(one: str, other: str) -> tuple[str, str]:
    """Both words without the letters that begin or end both: they cost nothing, and most of a word is like that."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
