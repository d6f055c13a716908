"""Words that stand near each other, as keys of a vector: “n_plan_wijk”.

Places are not in an index of PostgreSQL. To find two words near each other it reads every document that has both: 48 ms
for “wijkplan” of 10,000 publications, 24 to 63 ms for “motorclub” of 100,000. A key is found as any word is. There are
keys for two words that a compound of the lexicon is made of, and for two common words, as this field makes its own
compounds. A page of 600 words gets some forty-five.
"""

import gzip
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from sys import intern

from .compounds import possible_parts
from .expressions import DISTANCE
from .frequencies import DATA, read_words
from .lexicon import known_lemma

# A word is common that is used once in five thousand words (in tenths of powers of ten) and makes so many compounds
# with others, and a word that texts of this field have often.
COMMON, PRODUCTIVE = -37, 20
_OF_THE_FIELD = ("field_words.txt", "near_words.txt")
_COMPOUNDS = "compound_pairs.txt.gz"
_NONE: frozenset[str] = frozenset()


@cache
def partners() -> dict[str, frozenset[str]]:
    """For each lemma those that it makes a compound with, in front or behind."""
    found: dict[str, set[str]] = {}
    for line in gzip.decompress((DATA / _COMPOUNDS).read_bytes()).decode().splitlines():
        first, *others = map(intern, line.split(" "))
        for other in others:
            found.setdefault(first, set()).add(other)
            found.setdefault(other, set()).add(first)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def common_words() -> frozenset[str]:
    """The lemmas of words that many publications have and that are often a part of compounds."""
    often = {known_lemma(word) or word for word, step in possible_parts().items() if step >= COMMON}
    of_the_field = (word for name in _OF_THE_FIELD for word in read_words(name))
    productive = (word for word in often if len(partners().get(word, _NONE)) >= PRODUCTIVE)
    return frozenset((*productive, *(known_lemma(word) or word for word in of_the_field)))


@cache
def pairs_version() -> str:
    """Changes with what pairs there are keys for, and how near they must be."""
    return sha256(repr((sorted(common_words()), DISTANCE)).encode() + (DATA / _COMPOUNDS).read_bytes()).hexdigest()


def warm_up() -> None:
    common_words()


def pair_key(one: str, other: str) -> str:
    """The key of two lemmas near each other; the empty string where they have none."""
    common = common_words()
    has_key = (one in common and other in common) or other in partners().get(one, _NONE)
    return _key(one, other) if has_key and one != other else ""


def pair_keys(fields: Iterable[Sequence[str]]) -> list[str]:
    """The keys of all lemmas with a key that stand near each other in one of the fields."""
    common, known, found = common_words(), partners(), dict[str, None]()
    for field in fields:
        last: list[tuple[int, str]] = []
        for place, word in enumerate(field):
            others, is_common = known.get(word, _NONE), word in common
            if not (others or is_common):
                continue
            for before, other in last:
                has_key = other in others or (is_common and other in common and other != word)
                if has_key and place - before <= DISTANCE:
                    found[_key(other, word)] = None
            last = [*last[1 - DISTANCE :], (place, word)]
    return list(found)


def _key(one: str, other: str) -> str:
    return f"n_{one}_{other}" if one < other else f"n_{other}_{one}"
