"""Common words that stand near each other, as keys of a vector: “n_plan_wijk”.

Places are not in an index of PostgreSQL. To find two words near each other it reads every document that has both, and
of two common words that is nearly all of them: 48 ms for “wijkplan” of 10,000 publications. A key is found as any word
is. A rare word needs none, as few documents have it. A page of 600 words gets some eighty keys.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from .compounds import possible_parts
from .expressions import DISTANCE
from .frequencies import read_words
from .lexicon import is_noun_like, known_lemma

# Once in five thousand words, in tenths of powers of ten; words that texts of this field have often besides.
COMMON = -37
_OF_THE_FIELD = ("field_words.txt", "near_words.txt")


@cache
def common_words() -> frozenset[str]:
    """The lemmas of words that may be parts of compounds and that many publications have."""
    often = (word for word, step in possible_parts().items() if step >= COMMON and is_noun_like(word))
    of_the_field = (word for name in _OF_THE_FIELD for word in read_words(name))
    return frozenset(known_lemma(word) or word for word in (*often, *of_the_field))


def pair_key(one: str, other: str) -> str:
    """The key of two lemmas near each other; the empty string where they have none."""
    words = common_words()
    return _key(one, other) if one != other and one in words and other in words else ""


def pair_keys(fields: Iterable[Sequence[str]]) -> list[str]:
    """The keys of all common lemmas that stand near each other in one of the fields."""
    words, found = common_words(), dict[str, None]()
    for field in fields:
        last: list[tuple[int, str]] = []
        for place, word in enumerate(field):
            if word in words:
                for before, other in last:
                    if place - before <= DISTANCE and other != word:
                        found[_key(other, word)] = None
                last = [*last[1 - DISTANCE :], (place, word)]
    return list(found)


def _key(one: str, other: str) -> str:
    return f"n_{one}_{other}" if one < other else f"n_{other}_{one}"
