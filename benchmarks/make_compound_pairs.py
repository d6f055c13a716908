"""Makes `wijkwijzer/search/data/compound_pairs.txt.gz` again: which words make a compound with which.

    .venv/bin/python benchmarks/make_compound_pairs.py

Every word of simplemma's Dutch lexicon is analysed as search does, which takes half a minute. To be run when the rules
of the analysis or its data change; a test looks at a sample of the words. The same rules and packages give the same
file, byte for byte.
"""

import gzip
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkwijzer.settings.test")

from wijkwijzer.search.analysis import analyse
from wijkwijzer.search.compounds import SHORTEST
from wijkwijzer.search.expressions import is_word
from wijkwijzer.search.frequencies import DATA

FILE = DATA / "compound_pairs.txt.gz"


def compounds() -> Iterator[str]:
    """The words of the lexicon that are long enough to be a compound, in their own order."""
    words = (str(word) for word in DefaultDictionaryFactory().get_dictionary("nl"))
    return (word for word in words if len(word) >= SHORTEST and word.isalpha())


def pairs_of(word: str) -> Iterator[tuple[str, str]]:
    """The parts of a compound two by two, in the order of the alphabet."""
    for term in analyse(word):
        for one, other in combinations(sorted(set(term.parts)), 2):
            if is_word(one) and is_word(other) and "_" not in one + other:
                yield one, other


def main() -> None:
    """One line for each word: the word, then those behind it in the alphabet that it makes a compound with."""
    partners: dict[str, set[str]] = defaultdict(set)
    for word in compounds():
        for one, other in pairs_of(word):
            partners[one].add(other)
    lines = [" ".join([one, *sorted(others)]) for one, others in sorted(partners.items())]
    FILE.write_bytes(gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0))
    print(f"{sum(map(len, partners.values()))} pairs, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
