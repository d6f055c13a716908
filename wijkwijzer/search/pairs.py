"""Common words that stand near each other, as keys of a vector: “n_plan_wijk”.

Places are not in an index of PostgreSQL. To find two words near each other it reads every document that has both, and
of two common words that is nearly all of them: 50 ms for “wijkplan” of 10,000 publications, 2 ms with a key. A rare
word needs none, as few documents have it. A page of 600 words gets some fifty keys.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from .compounds import possible_parts
from .expressions import DISTANCE
from .frequencies import read_words
from .lexicon import is_noun_like, known_lemma

# As often as once in five thousand words, in tenths of powers of ten; the words of the field besides.
COMMON = -37


@cache
def common_words() -> frozenset[str]:
    """The lemmas of words that may be parts of compounds and that many publications have."""
    often = (word for word, step in possible_parts().items() if step >= COMMON and is_noun_like(word))
    return frozenset(known_lemma(word) or word for word in (*often, *read_words("field_words.txt")))


def pair_key(one: str, other: str) -> str:
    """The key of two lemmas near each other; the empty string where they have none."""
    words = common_words()
    if one == other or one not in words or other not in words:
        return ""
    return f"n_{min(one, other)}_{max(one, other)}"


def pair_keys(fields: Iterable[Sequence[str]]) -> list[str]:
    """The keys of all common lemmas that stand near each other in one of the fields."""
    words, found = common_words(), dict[str, None]()
    for field in fields:
        last: list[tuple[int, str]] = []
        for place, word in enumerate(field):
            if word in words:
                last = [(before, other) for before, other in last if place - before <= DISTANCE]
                found |= dict.fromkeys(pair_key(other, word) for _before, other in last if other != word)
                last.append((place, word))
    return list(found)
