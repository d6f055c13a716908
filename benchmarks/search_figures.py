"""Fills the database, asks, and prints the tables of `docs/search.md`. Import after Django is set up."""

import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

import wagtail
from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks.measuring import Timings, measure
from benchmarks.search_corpus import Corpus
from benchmarks.search_questions import COMMON, FILTERED, RARE, RARE_PAIR, UNCOMMON, Kind, choose
from benchmarks.stock_search import fill_stock_index, stock_search, stock_suggestions
from wijkwijzer.demo.vocabularies import load_vocabularies
from wijkwijzer.search.engines import get_engine
from wijkwijzer.search.query import Query
from wijkwijzer.search.searching import search
from wijkwijzer.search.suggestions import suggest

# Within how many milliseconds 95 of 100 questions of a kind must be answered by the engine (None: of every kind), and
# the processor time of a page.
GOALS: dict[tuple[str, int], dict[str | None, int]] = {
    ("SQLite", 10_000): {None: 25},
    ("PostgreSQL", 10_000): {None: 40},
    ("SQLite", 100_000): {COMMON: 220, UNCOMMON: 30, RARE: 30},
    ("PostgreSQL", 100_000): {COMMON: 120, UNCOMMON: 30, RARE: 30},
}
PAGE_GOALS = {10_000: 45}
WITH_PAGE = (COMMON, RARE_PAIR, FILTERED)


def print_figures(engine: str, options: Namespace) -> None:
    corpus, publications = Corpus(), options.publications
    facts = fill(corpus, publications, with_rebuild=not options.without_rebuild)
    kinds = choose(corpus, publications)
    ours = {kind.name: measure(search if kind.is_search else suggest, kind.questions, options.runs) for kind in kinds}
    pages = {kind.name: measure(visit, kind.questions, options.runs) for kind in kinds if kind.name in WITH_PAGE}
    stock: dict[str, Timings] = {}
    if not options.without_stock:
        _say("filling the index of the stock search")
        facts["Stock search, filling its index"] = _rate(fill_stock_index, publications)
        for kind in kinds:
            _say(f"stock search: {kind.name}")
            ask = stock_search if kind.is_search else stock_suggestions
            stock[kind.name] = measure(ask, kind.questions, options.runs, options.stock_seconds)
    print_table(engine, options, kinds, ours, pages, stock)
    print("\n".join(f"- {name}: {value}." for name, value in facts.items()))


def fill(corpus: Corpus, publications: int, *, with_rebuild: bool = True) -> dict[str, str]:
    """A site with so many publications, through the commands an operator has; gives what that says of the index."""
    _say("making the site")
    for command in ("migrate", "lay_out_site", "import_municipalities"):
        call_command(command, verbosity=0, stdout=io.StringIO())
    load_vocabularies()
    facts = {}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(corpus.lines(publications))
        file.flush()
        _say("load_corpus")
        load = lambda: call_command("load_corpus", file.name, yes=True, verbosity=0)  # noqa: E731
        facts["`manage.py load_corpus`"] = _rate(load, publications)
    if with_rebuild:
        _say("rebuild_search_index")
        rebuild = lambda: call_command("rebuild_search_index", verbosity=0)  # noqa: E731
        facts["`manage.py rebuild_search_index`"] = _rate(rebuild, publications)
    if connection.vendor == "postgresql":
        # What its autovacuum does by itself within some minutes.
        connection.cursor().execute("VACUUM ANALYZE")
    size = get_engine().size()
    facts["Index"] = f"{size / 1e6:.0f} MB, {size / publications / 1000:.1f} kB a publication"
    return facts | process()


def process() -> dict[str, str]:
    """What a worker holds, asked of a new process."""
    command = [sys.executable, str(Path(__file__).with_name("search.py")), "--process"]
    connection.close()
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {
        "A worker's memory": "{django:.0f} MB without search, {analysis:.0f} MB for the language data, "
        "{snapshot:.0f} MB for the snapshot".format(**figures),
        "Reading them": "{analysis_ms:.0f} ms for the language data, once before the workers fork; "
        "{snapshot_ms:.0f} ms for the snapshot, once in each worker".format(**figures),
    }


def visit(query: Query) -> None:
    """The whole page, as a visitor without cookies asks for it."""
    response = CLIENT.get(f"/zoeken/?{query.encode()}")
    if response.status_code != 200:
        raise SystemExit(f"/zoeken/?{query.encode()} answers {response.status_code}.")


CLIENT = Client(headers={"host": "localhost"})


def print_table(
    engine: str,
    options: Namespace,
    kinds: list[Kind],
    ours: dict[str, Timings],
    pages: dict[str, Timings],
    stock: dict[str, Timings],
) -> None:
    """One row a kind of question. Times are milliseconds."""
    publications = options.publications
    goals = GOALS.get((engine, publications), {})
    print(f"\n### {publications:,} publications, {engine} {_version()}\n")
    versions = f"Python {platform.python_version()}, Wagtail {wagtail.__version__}, {os.cpu_count()} cores"
    print(f"Milliseconds; {date.today().isoformat()}, {versions}.\n")
    columns = ("question", "found", "p50", "p95", "goal (p95)", "CPU", "page CPU", "goal (page)")
    columns += ("stock p50", "stock p95", "stock tries")
    print(f"| {' | '.join(columns)} |\n|---{'|--:' * (len(columns) - 1)}|")
    for kind in kinds:
        own, page, other = ours[kind.name], pages.get(kind.name), stock.get(kind.name)
        cells: list[Any] = [kind.name, f"{kind.found:,}" if kind.is_search else "", own.p50, own.p95]
        cells += [goals.get(kind.name, goals.get(None)), own.cpu_p50, page.cpu_p50 if page else None]
        cells.append(PAGE_GOALS.get(publications) if page else None)
        cells += [other.p50, other.p95, str(len(other.clock))] if other else [None] * 3
        print(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    print()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def _rate(work: Any, publications: int) -> str:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    return f"{publications / seconds:,.0f} publications a second ({seconds:.0f} s)"


def _version() -> str:
    return ".".join(str(part) for part in connection.get_database_version())


def _say(doing: str) -> None:
    print(f"... {doing}", file=sys.stderr, flush=True)
