"""A made-up body of Dutch publications to measure search with: the same lines for the same number, every time.

The words of the demo site stand in the order of how often it uses them; those of the word list of the analysis follow.
They are drawn by Zipf's law, in which the share of a word follows from its place. So a few words of the field are in
most of the publications and most words are in hardly any, as in real text. The sentences mean nothing.

    python benchmarks/search_corpus.py 1000 > corpus.jsonl
"""

import csv
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

PROJECT_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT_DIR))

from wijkwijzer.demo.documents import read_documents, read_vocabulary  # noqa: E402 (found by the line above)

SEED = 20_261_124
WORDS_A_PAGE = 600
WORDS_IN_USE = 50_000
# Mandelbrot's form of Zipf's law: the share of a word is as 1 / (its place + OFFSET) ** EXPONENT.
EXPONENT = 1.05
OFFSET = 2.7
FIRST_DAY = date(2014, 1, 1)
DAYS = 12 * 365

_WORD = re.compile(r"[a-zà-ÿ]{2,30}")
# Of the demo's markup, not of its language.
_MARKUP = re.compile(r"^:::.*$|\b\w+:(?=\s)|\]\([^)]*\)|https?://\S+", re.MULTILINE)


class Corpus:
    """The words with their shares, and publications made of them. `lines` gives the same whenever it is called."""

    def __init__(self) -> None:
        self.words = vocabulary()
        weights = [1 / (place + OFFSET) ** EXPONENT for place in range(1, len(self.words) + 1)]
        total = sum(weights)
        self.shares = [weight / total for weight in weights]
        self._cumulative = list(accumulate(weights))
        self._themes = [theme["slug"] for theme in read_vocabulary("themes")]
        with (PROJECT_DIR / "wijkwijzer/municipalities/data/gemeenten_2026.csv").open(encoding="utf-8") as rows:
            self._municipalities = [row["slug"] for row in csv.DictReader(rows)]

    def lines(self, publications: int) -> Iterator[str]:
        """JSON lines for `manage.py load_corpus`."""
        source = random.Random(SEED)
        for _ in range(publications):
            yield json.dumps(self._publication(source), ensure_ascii=False) + "\n"

    def words_in(self, least: float, most: float) -> list[str]:
        """Words of which this part of the publications (0 to 1) has at least one, by their share; the longer ones."""
        chances = ((word, 1 - (1 - share) ** WORDS_A_PAGE) for word, share in zip(self.words, self.shares, strict=True))
        return [word for word, chance in chances if least <= chance <= most and len(word) >= 5]

    def _publication(self, source: random.Random) -> dict[str, Any]:
        words = source.choices(self.words, cum_weights=self._cumulative, k=WORDS_A_PAGE)
        title, summary = words[:5], words[5:28]
        return {
            "title": " ".join(title).capitalize(),
            "summary": _sentence(summary),
            "body": "\n\n".join(_sections(words[28:], source)),
            "theme": source.sample(self._themes, source.choice((1, 1, 2, 3))),
            "municipality": source.choice(self._municipalities),
            "date": (FIRST_DAY + timedelta(days=source.randrange(DAYS))).isoformat(),
        }


def vocabulary() -> list[str]:
    """The words of the demo, the most used first, then other Dutch words in the order of how common they are."""
    used: Counter[str] = Counter()
    for document in read_documents():
        text = " ".join((str(document.meta["title"]), str(document.meta.get("summary", "")), document.body))
        used.update(_WORD.findall(_MARKUP.sub(" ", text).lower()))
    # By word where the number is the same, so that the order never depends on the order of the files.
    words = sorted(used, key=lambda word: (-used[word], word))
    return list(dict.fromkeys([*words, *common_dutch_words()]))[:WORDS_IN_USE]


def common_dutch_words() -> list[str]:
    """From the file the analysis splits compounds with: a line holds words that are equally common, behind a number."""
    file = PROJECT_DIR / "wijkwijzer/search/data/frequencies.txt.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [word for line in lines for word in line.split()[1:] if _WORD.fullmatch(word)]


def _sections(words: list[str], source: random.Random) -> Iterator[str]:
    """Paragraphs of some sentences, every third one under a heading."""
    number = 0
    while words:
        if number % 3 == 0:
            yield "## " + " ".join(words[:3]).capitalize()
            words = words[3:]
        length = source.randint(40, 80)
        yield _paragraph(words[:length], source)
        words, number = words[length:], number + 1


def _paragraph(words: list[str], source: random.Random) -> str:
    sentences = []
    while words:
        length = source.randint(7, 16)
        sentences.append(_sentence(words[:length]))
        words = words[length:]
    return " ".join(sentences)


def _sentence(words: list[str]) -> str:
    return " ".join(words).capitalize() + "."


if __name__ == "__main__":
    sys.stdout.writelines(Corpus().lines(int(sys.argv[1])))
