"""What the benchmark asks: questions of each kind that there is a figure for. Import after Django is set up.

The words are taken by how common they are in the made-up corpus, and each is checked against the index: what is called
a word in more than 60 % of the publications is found in so many.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from benchmarks.search_corpus import Corpus
from wijkwijzer.search.query import Query
from wijkwijzer.search.results import Results
from wijkwijzer.search.searching import search

COMMON, UNCOMMON, RARE, RARE_PAIR = "common word (> 60 %)", "word in under 5 %", "rare word", "rare pair"
FILTERED = "two words, two filters"
# So many different questions of each kind.
QUESTIONS = 8
THEME, PROVINCE = "ontmoeten", "noord-brabant"
BEGINNINGS = ["wij", "buu", "gem", "gron", "sociale k", "bewo", "ver", "utr"]


@dataclass(frozen=True)
class Kind:
    """Questions of one kind, with what they find in the middle. `is_search`: a query, or the beginning of a word."""

    name: str
    questions: list[Any]
    found: int = 0
    is_search: bool = True


def choose(corpus: Corpus, publications: int) -> list[Kind]:
    def of_most(results: Results) -> bool:
        return results.total > 0.6 * publications

    def of_few(results: Results) -> bool:
        return 0 < results.total < 0.05 * publications and not results.is_partial and not results.is_corrected

    def of_any(results: Results) -> bool:
        return results.total > 0 and not results.is_partial and not results.is_corrected

    def corrected(results: Results) -> bool:
        return bool(results.suggestion)

    common, usual = corpus.words_in(0.6, 1), corpus.words_in(0.3, 0.6)
    uncommon, rare = corpus.words_in(0.01, 0.04), corpus.words_in(0.0005, 0.002)
    filters = {"thema": (THEME,), "provincie": (PROVINCE,)}
    return [
        _kind(COMMON, map(Query, common), of_most),
        _kind(UNCOMMON, map(Query, _spread(uncommon)), of_few),
        _kind(RARE, map(Query, _spread(rare)), of_few),
        _kind(RARE_PAIR, map(Query, _pairs(uncommon)), of_few),
        _kind(FILTERED, (Query(pair, filters) for pair in _pairs(usual)), of_any),
        _kind("nothing found, with suggestion", map(Query, _misspelt(uncommon)), corrected),
        Kind("suggestions", BEGINNINGS, is_search=False),
    ]


def _kind(name: str, candidates: Iterator[Query], suits: Callable[[Results], bool]) -> Kind:
    """The first candidates whose results are of this kind."""
    asked = ((query, search(query)) for query in islice(candidates, 20 * QUESTIONS))
    chosen = list(islice(((query, results.total) for query, results in asked if suits(results)), QUESTIONS))
    if not chosen:
        raise SystemExit(f"No question suits “{name}”: the index is not what the corpus says.")
    totals = sorted(total for _query, total in chosen)
    return Kind(name, [query for query, _total in chosen], totals[len(totals) // 2])


def _spread(words: list[str]) -> list[str]:
    """Some from everywhere in the list, which is in the order of how common they are."""
    return words[:: max(1, len(words) // (10 * QUESTIONS))]


def _pairs(words: list[str]) -> Iterator[str]:
    half = len(words) // 2
    return (f"{one} {other}" for one, other in zip(words[:half], words[half:], strict=False))


def _misspelt(words: list[str]) -> Iterator[str]:
    """Long words without a letter in the middle."""
    return (f"{word[:4]}{word[5:]}" for word in _spread([word for word in words if len(word) >= 9]))
