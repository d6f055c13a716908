"""Makes `wijkwijzer/search/data/frequencies.txt.gz` again: how often Dutch words are used, for splitting compounds.

    python -m venv /tmp/frequencies && /tmp/frequencies/bin/pip install "wordfreq==3.1.1" "simplemma==2.0.0"
    /tmp/frequencies/bin/python benchmarks/make_frequencies.py

`wordfreq` is no dependency of the site: its data (CC BY-SA 4.0, see `SOURCES.md` beside the file) is trimmed here once.
Kept are the words that `simplemma` knows as Dutch, of at least three letters, used at least once in ten million words:
rarer words are seldom a part of another. The same packages give the same file, byte for byte.
"""

import gzip
import math
import unicodedata
from collections import defaultdict
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

FILE = Path(__file__).parent.parent / "wijkwijzer" / "search" / "data" / "frequencies.txt.gz"
LEAST = 1e-7
SHORTEST, LONGEST = 3, 20


def folded(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word) if char.isalpha())


def known_words() -> dict[str, float]:
    """The words to keep, without accents, each with its share of all words."""
    lexicon = DefaultDictionaryFactory().get_dictionary("nl")
    shares: dict[str, float] = defaultdict(float)
    for word, share in get_frequency_dict("nl", "large").items():
        if word.isalpha() and SHORTEST <= len(word) <= LONGEST and share >= LEAST and lexicon.get(word) is not None:
            shares[folded(word)] += share
    return shares


def main() -> None:
    """One line for each tenth of a power of ten: that number (−71 is 10^−7.1), then its words."""
    steps: dict[int, list[str]] = defaultdict(list)
    for word, share in known_words().items():
        steps[round(math.log10(share) * 10)].append(word)
    lines = [" ".join([str(step), *sorted(words)]) for step, words in sorted(steps.items(), reverse=True)]
    FILE.write_bytes(gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0))
    print(f"{sum(map(len, steps.values()))} words, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
