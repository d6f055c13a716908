"""How often Dutch words are used: what decides whether a word is a compound, and which reading of a form is meant."""

import gzip
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
# Tenths of powers of ten: a word of the field counts as used once in a hundred thousand words.
_FIELD = -50
NEVER = -1000


def read_words(name: str) -> frozenset[str]:
    """The words of a data file, separated by spaces; lines with # in front are remarks."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def read_table(name: str) -> dict[str, str]:
    """A data file with a word and what is said of it on each line, a tab between; lines with # in front are remarks."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows}


@cache
def all_frequencies() -> dict[str, int]:
    """Folded words with their share of all words in tenths of powers of ten: −50 is one in a hundred thousand."""
    found: dict[str, int] = {}
    for line in gzip.decompress((DATA / "frequencies.txt.gz").read_bytes()).decode().splitlines():
        step, *words = line.split(" ")
        found.update(dict.fromkeys(words, int(step)))
    for word in read_words("field_words.txt"):
        found[word] = max(found.get(word, _FIELD), _FIELD)
    return found


def frequency(word: str) -> int:
    """How often a folded word is used; NEVER for words that are rarer than one in ten million."""
    return all_frequencies().get(word, NEVER)
