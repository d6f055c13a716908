"""The made-up publications that search is measured with: the same every time, and as uneven as real text."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from benchmarks.search_corpus import WORDS_A_PAGE, Corpus
from wijkwijzer.demo.vocabularies import load_vocabularies
from wijkwijzer.publications.models import ArticlePage

PROJECT_DIR = Path(__file__).parents[2]
PUBLICATIONS = 300


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus()


@pytest.fixture(scope="module")
def lines(corpus: Corpus) -> list[str]:
    return list(corpus.lines(PUBLICATIONS))


@pytest.fixture(scope="module")
def publications(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def shares(publications: list[dict[str, Any]]) -> dict[str, float]:
    """For each word, the part of the publications that has it."""
    having: Counter[str] = Counter()
    for publication in publications:
        having.update(set(words_of(publication)))
    return {word: number / PUBLICATIONS for word, number in having.items()}


def words_of(publication: dict[str, Any]) -> list[str]:
    text = " ".join((publication["title"], publication["summary"], publication["body"]))
    return re.findall(r"\w+", text.lower())


def test_another_process_makes_the_same_lines(lines: list[str]) -> None:
    again = subprocess.run(
        [sys.executable, "benchmarks/search_corpus.py", "20"],
        cwd=PROJECT_DIR,
        env=os.environ | {"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert again.splitlines(keepends=True) == lines[:20]


def test_a_larger_corpus_begins_with_the_smaller_one(corpus: Corpus, lines: list[str]) -> None:
    assert list(corpus.lines(10)) == lines[:10]
    assert len(set(lines)) == PUBLICATIONS


def test_every_publication_has_as_many_words(publications: list[dict[str, Any]]) -> None:
    assert {len(words_of(publication)) for publication in publications} == {WORDS_A_PAGE}


def test_some_words_of_the_field_are_in_most_publications_and_many_in_hardly_any(
    corpus: Corpus, shares: dict[str, float]
) -> None:
    assert shares["bewoners"] > 0.6
    assert sum(1 for share in shares.values() if share < 0.01) > 10_000
    assert {"bewoners", "gemeente"} <= set(corpus.words_in(0.6, 1))


def test_words_are_as_common_as_the_corpus_says(corpus: Corpus, shares: dict[str, float]) -> None:
    for least, most in ((0.6, 1.0), (0.3, 0.6), (0.02, 0.04)):
        words = corpus.words_in(least, most)
        measured = [shares.get(word, 0) for word in words]
        assert least <= sum(measured) / len(measured) <= most


def test_dates_spread_over_twelve_years(publications: list[dict[str, Any]]) -> None:
    years = Counter(date.fromisoformat(publication["date"]).year for publication in publications)
    assert sorted(years) == list(range(2014, 2026))
    assert min(years.values()) > PUBLICATIONS / 30


def test_markup_of_the_demo_is_no_word(corpus: Corpus) -> None:
    assert {"https", "www", "municipality", "pagina"} & set(corpus.words[:1000]) <= {"pagina"}


@pytest.mark.django_db
def test_the_command_loads_what_is_made(lines: list[str], tmp_path: Path) -> None:
    """Every theme and municipality it names is one of the demo and of the register."""
    load_vocabularies()
    call_command("import_municipalities", verbosity=0)
    file = tmp_path / "corpus.jsonl"
    file.write_text("".join(lines[:40]), encoding="utf-8")
    call_command("load_corpus", str(file), verbosity=0)
    assert ArticlePage.objects.count() == 40
    assert ArticlePage.objects.filter(municipality_links=None).count() == 0
    assert ArticlePage.objects.filter(theme_links=None).count() == 0
