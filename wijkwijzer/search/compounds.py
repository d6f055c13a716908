"""Splits a Dutch compound in two: “bewonersinitiatief” is bewoners + initiatief.

Of all places where both sides are words, the one whose sides have the highest geometric mean of their frequencies is
taken, and only when that is higher than the frequency of the word itself: people meet “samenwerking” more often than
its parts suggest, and “buurthuis” less often (Koehn and Knight, “Empirical Methods for Compound Splitting”, EACL 2003).
Between the sides may stand -s-, -en- or -e-. The word lists are in `data/`; their sources in `data/SOURCES.md`.
"""

from functools import cache

from .frequencies import NEVER, all_frequencies, frequency, read_table, read_words
from .lexicon import can_be_head, is_known, is_noun_like, known_lemma

SHORTEST = 7
_SHORTEST_PART = 3
_SHORTEST_END = 4
_LONGEST_HEAD = 24
_SHORT_COSTS = 10
_NESTED_COSTS = 25
# What may stand between two parts: nothing, or these.
_LINKS = ("", "s", "en", "e")


@cache
def possible_parts() -> dict[str, int]:
    """The frequencies of words that may be a part of a compound."""
    short, never = read_words("short_parts.txt"), read_words("not_parts.txt") | read_words("stop_words.txt")
    return {
        word: step
        for word, step in all_frequencies().items()
        if word not in never and (len(word) > _SHORTEST_PART or word in short)
    }


@cache
def _exceptions() -> dict[str, str]:
    return read_table("compounds.tsv")


def warm_up() -> None:
    possible_parts()
    _exceptions()


def split(word: str) -> tuple[str, str] | None:
    """The two sides of a folded compound as written, the linking letters left out; None when it is none."""
    if len(word) < SHORTEST:
        return None
    if (exception := _exceptions().get(word)) is not None:
        pinned = exception.split()
        return (pinned[0], pinned[1]) if pinned else None
    if word.endswith("en") and known_lemma(word) == word:  # a verb: “bestrijken” is not about something rich
        return None
    score, sides = _best(word)
    return sides if score >= frequency(word) else None


def _best(word: str) -> tuple[float, tuple[str, str] | None]:
    """The best two sides of a word and how good they are."""
    best: float = NEVER
    found: tuple[str, str] | None = None
    parts = possible_parts()
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        tail = word[at:]
        if tail not in parts:
            continue
        head_score, modifier = _modifier(word[:at])
        score = (head_score + _score(tail)) / 2
        if score > best and can_be_head(tail):
            best, found = score, (modifier, tail)
    return best, found


def _score(part: str) -> float:
    """How often a part is used; the shortest words are met by chance too often to count in full."""
    return possible_parts().get(part, NEVER) - (_SHORT_COSTS if len(part) == _SHORTEST_PART else 0)


def _modifier(head: str) -> tuple[float, str]:
    """How often the front of a compound is used, and which word it is: as it stands, or without linking letters."""
    forms = [head.removesuffix(link) for link in _LINKS if head.endswith(link) and len(head) > len(link) + 2]
    best = max(forms, key=_score)
    if head in possible_parts() and (head.endswith("en") or best not in possible_parts()):
        best = head  # a plural as it stands: ouderen + zorg
    if best in possible_parts():
        return _score(best), best
    if SHORTEST <= len(head) <= _LONGEST_HEAD:  # a compound itself: wijkverbinder + netwerk
        bare = head.removesuffix("s")
        score, sides = _best(bare)
        if sides:
            return score - _NESTED_COSTS, bare
    return 3 * NEVER, head


def known_end(word: str) -> str:
    """The longest known noun or adjective at the end of a word whose front is unknown, as a name or a new word is;
    empty when there is none."""
    for at in range(2, len(word) - _SHORTEST_END + 1):
        end = word[at:]
        if (end in possible_parts() or len(end) > _SHORTEST_END) and is_known(end) and is_noun_like(end):
            return end
    return ""
