"""“Bedoelde u”: the word of the index that is nearest to one that no document has."""

from collections import Counter
from collections.abc import Iterable, Sequence

from .analysis import Term, is_stop_word, term
from .engines import Similar, get_engine
from .engines.grams import furthest
from .lexicon import is_known
from .query import MAX_WORDS

# Of so many words that look most like a wrong one, the nearest is chosen.
CANDIDATES = 100
# Of a shorter word everything is near.
SHORTEST = 3


def correct(words: Sequence[str]) -> list[str] | None:
    """The same words with those that no document has replaced by the nearest word in use, spelled as it is there.

    None when nothing is better. At most two queries, however many words there are.
    """
    terms = {word: term(word) for word in words[:MAX_WORDS]}
    asked = {found.exact: found for found in terms.values() if _may_be_wrong(found)}
    nearest = _nearest(get_engine().similar_to_each(asked, CANDIDATES))
    uses = get_engine().uses(
        {form for exact in nearest for form in (*_forms(asked[exact]), *_part_forms(asked[exact]))}
        | {one.lemma for alike in nearest.values() for one in alike}
    )
    better = {
        exact: min(alike, key=lambda one: (-uses[one.lemma], one.folded != one.lemma, one.word)).word
        for exact, found in nearest.items()
        if not _is_known(asked[exact], uses) and (alike := [one for one in found if uses[one.lemma]])
    }
    corrected = [better.get(terms[word].exact, word) if word in terms else word for word in words]
    return corrected if corrected != list(words) else None


def _forms(found: Term) -> tuple[str, ...]:
    """The words and keys by which documents are found with a word of a query."""
    return found.lemma, found.stem, f"s_{found.stem}", f"p_{found.lemma}"


def _part_forms(found: Term) -> list[str]:
    return [form for part in found.parts for form in (part, f"p_{part}")]


def _is_known(found: Term, uses: Counter[str]) -> bool:
    """Is the word in use, or made of words that are? A compound that nobody wrote yet is not misspelled."""
    parts_known = [bool(uses[part] or uses[f"p_{part}"]) for part in found.parts]
    return any(uses[form] for form in _forms(found)) or (bool(parts_known) and all(parts_known))


def _may_be_wrong(found: Term) -> bool:
    """Numbers are never corrected (2019 is not 2018), nor are words of the language: nobody meant another one."""
    is_a_word = is_stop_word(found.exact) or is_known(found.exact)
    return len(found.exact) >= SHORTEST and found.exact.isalpha() and not is_a_word


def _nearest(similar: Iterable[Similar]) -> dict[str, list[Similar]]:
    """For each asked word those with the fewest mistakes, when it can still be understood with so many."""
    nearest: dict[str, list[Similar]] = {}
    fewest: dict[str, int] = {}
    for one in similar:
        mistakes = distance(one.asked, one.folded)
        if mistakes < fewest.get(one.asked, furthest(one.asked) + 1):
            nearest[one.asked], fewest[one.asked] = [one], mistakes
        elif mistakes == fewest.get(one.asked):
            nearest[one.asked].append(one)
    return nearest


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
