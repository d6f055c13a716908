"""The words of a document as PostgreSQL writes a tsvector: each word with its places in the text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .expressions import MAX_LENGTH, is_word
from .pairs import pair_keys

# Between fields, so that no phrase or pair of near words goes from one to the next.
_GAP = 10
# PostgreSQL counts no further, and keeps no more places of one word.
_LAST_PLACE = 16_382
_PLACES = 256
# It takes at most 1,048,575 bytes for the words of a vector and their places.
_ROOM = 1_000_000


def vectors(text: Any) -> tuple[str, str]:
    """The vector of all words, keys and pairs of a document (`SearchText` or `Words`), and that of its title."""
    keys = text.keys.split()
    fields = (text.title, text.summary, text.extra, text.body)
    words = _vector(fields, [*keys, *pair_keys(field.split() for field in fields)])
    return words, _vector((text.title,), [key for key in keys if key.startswith("x_")])


def _vector(fields: Sequence[str], keys: Sequence[str]) -> str:
    words = [field.split() for field in fields]
    if not _is_plain(fields, keys) or sum(map(len, words)) + _GAP * len(words) > _LAST_PLACE:
        return " ".join(_with_room(words, keys))
    # The same for a text as nearly all are, in half the time.
    parts: dict[str, str] = {}
    start = 1
    for row in words:
        for place, word in enumerate(row, start):
            if word in parts:
                parts[word] += f",{place}"
            else:
                parts[word] = f"'{word}':{place}"
        start += len(row) + _GAP
    for key in keys:
        parts.setdefault(key, f"'{key}'")
    return " ".join(parts.values())


def _is_plain(fields: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether all words can be asked for, none has a sign with a meaning in a vector, and there is room for all."""
    text = " ".join((*fields, *keys))
    # At most: 4 bytes for a letter, 4 around a word, 2 for a place.
    return (
        10 * len(text) < _ROOM
        and text.isprintable()
        and text == text.casefold()
        and not ("'" in text or "\\" in text)
        and max(map(len, text.split(" "))) <= MAX_LENGTH
    )


def _with_room(fields: Iterable[Sequence[str]], keys: Iterable[str]) -> Iterator[str]:
    """The parts of any vector as long as they fit: of a text of some hundred thousand words the end is left out."""
    places: dict[str, list[int]] = {}
    start = 1
    for words in fields:
        for place, word in enumerate(words, start):
            places.setdefault(word, []).append(place)
        start += len(words) + _GAP
    for key in keys:
        places.setdefault(key, [])
    room = _ROOM
    for word, found in places.items():
        if is_word(word):
            found = [place for place in found[:_PLACES] if place <= _LAST_PLACE]
            # At most 4 bytes a letter, 2 for a place, and those around them.
            room -= len(word) * (1 if word.isascii() else 4) + 2 * len(found) + 4
            if room < 0:
                return
            yield f"{quoted(word)}:{','.join(map(str, found))}" if found else quoted(word)


def quoted(word: str) -> str:
    """A word for a vector or a query: between quotes only a quote and a backslash have a meaning."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
