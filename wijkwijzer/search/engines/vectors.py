"""The words of a document as PostgreSQL writes a tsvector: each word with its places in the text."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..models import SearchText
from .plain import is_word

# Between fields, so that no phrase or pair of near words goes from one to the next.
_GAP = 10
# PostgreSQL counts no further, and keeps no more places of one word.
_LAST_PLACE = 16_382
_PLACES = 256
# It takes at most 1,048,575 bytes for the words of a vector and their places.
_ROOM = 1_000_000
# At most: 4 bytes for a letter, 4 around a word, 2 for a place.
_LONGEST_WRITTEN = 10


def vectors(text: SearchText) -> tuple[str, str]:
    """The vector of all words and keys of a document, and that of its title."""
    keys = text.keys.split()
    words = _vector((text.title, text.summary, text.extra, text.body), keys)
    return words, _vector((text.title,), [key for key in keys if key.startswith("x_")])


def _vector(fields: Sequence[str], keys: Iterable[str]) -> str:
    places: dict[str, list[int]] = {}
    start = 1
    for field in fields:
        words = field.split()
        for place, word in enumerate(words, start):
            if word in places:
                places[word].append(place)
            else:
                places[word] = [place]
        start += len(words) + _GAP
    for key in keys:
        places.setdefault(key, [])
    if start <= _LAST_PLACE and _LONGEST_WRITTEN * sum(map(len, (*fields, *places))) < _ROOM:
        return " ".join([_part(written, found) for word, found in places.items() if (written := _written(word))])
    return " ".join(_with_room(places))


def _part(written: str, found: list[int]) -> str:
    """A word with its places."""
    if len(found) == 1:
        return f"{written}:{found[0]}"
    return f"{written}:{','.join(map(str, found))}" if found else written


def _with_room(places: dict[str, list[int]]) -> Iterable[str]:
    """The parts of a vector as long as they fit: of a text of some hundred thousand words the end is left out."""
    room = _ROOM
    for word, found in places.items():
        written = _written(word)
        if written:
            if found and (found[-1] > _LAST_PLACE or len(found) > _PLACES):
                found = [place for place in found[:_PLACES] if place <= _LAST_PLACE]
            # At most 4 bytes a letter, 2 for a place, and those around them.
            room -= len(word) * (1 if word.isascii() else 4) + 2 * len(found) + 4
            if room < 0:
                return
            yield _part(written, found)


# The words of one text are mostly those of the last.
@lru_cache(maxsize=50_000)
def _written(word: str) -> str:
    """A word for a vector; empty for what no query can ask."""
    return quoted(word) if is_word(word) else ""


def quoted(word: str) -> str:
    """A word for a vector or a query: between quotes only a quote and a backslash have a meaning."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
