"""`make bench`: what this site costs, in one table, beside its goals, its limits in the same run and its best peers.

    python benchmarks/site.py                             on SQLite, from 500 to 3,000 pages
    python benchmarks/site.py 100000                      from 1,000 to so many
    DATABASE_URL=postgres://… python benchmarks/site.py   on that server
    REDIS_URL=redis://… python benchmarks/site.py         with pages that all workers share

Makes sites of its own with the demo and so many publications besides, and throws them away. What is compared is
measured in turn in the same run, and the middle counts. "CPU ms" is time of the processor for one request in the
process that answers (PostgreSQL works in another). Times follow what else the machine does: let it rest.
"""

import os
import platform
import sqlite3
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import site_pages, site_serving
from benchmarks.site_place import Place, copy, two_places
from benchmarks.site_table import Figure, table

# In the order of the goals.
ROWS = ("article", "lists", "kept", "load", "memory", "start", "growth", "publish")
# Row: the kinds of pages that are profiled where it misses its goal.
PROFILED = {"article": ("article",), "lists": ("home", "list", "search"), "kept": ("article",)}


def main() -> None:
    parser = ArgumentParser(description="Measure the site beside its goals, in databases of its own.")
    parser.add_argument("pages", nargs="?", type=int, default=3_000, help="how many to grow to (3000)")
    parser.add_argument("--rounds", type=int, default=60, help="how often each kind of page is asked (60)")
    parser.add_argument("--requests", type=int, default=10_000, help="before memory is measured (10000)")
    parser.add_argument("--seconds", type=float, default=8, help="of each round of readers (8)")
    parser.add_argument("--only", default="", help="one of: pages, kept, publish, load, memory, start")
    parser.add_argument("--prepared", type=Path, help="a data folder (SQLite) that was made before, to copy")
    parser.add_argument("--profiles", type=Path, help="a file to write profiles of what misses its goal to")
    options = parser.parse_args()
    options.small = min(options.pages, max(500, options.pages // 100))
    options.url, options.redis = (os.environ.pop(name, "") for name in ("DATABASE_URL", "REDIS_URL"))
    began, load_before = time.monotonic(), os.getloadavg()[0]
    figures, calibrations = measure(options)
    print(head(options, calibrations, load_before))
    print(table(figures))
    missed = sum(not figure.is_met for figure in figures)
    print(f"\n{len(figures) - missed} of {len(figures)} within their goal, {time.monotonic() - began:.0f} s.")


def measure(options: Namespace) -> tuple[list[Figure], list[float]]:
    """All rows, in the order of the goals, and what the fixed piece of work took meanwhile."""
    with two_places(options.url, options.prepared, options.redis) as (place, larger), ExitStack() as stack:
        _say(f"{options.small} publications, and a copy with {options.pages}")
        place.fill(options.small)
        copy(place, larger)
        larger.fill(options.pages)
        sites = site_pages.open_sites(stack, place, larger, options.url)
        calibrations = [sites.made.ask("calibrate")]
        figures = []
        for name, part in _parts(options, place, sites, calibrations).items():
            if options.only in ("", name):
                _say(name)
                figures += part()
        if options.profiles:
            options.profiles.write_text("".join(_profiles(figures, sites)), encoding="utf-8")
    return sorted(figures, key=lambda figure: ROWS.index(figure.part)), calibrations


def _parts(
    options: Namespace, place: Place, sites: site_pages.Sites, calibrations: list[float]
) -> dict[str, Callable[[], list[Figure]]]:
    """What is measured one after the other, by the name that `--only` takes."""

    def pages() -> list[Figure]:
        figures, measured = site_pages.pages_made(sites, options.rounds, (options.small, options.pages))
        calibrations[:] = measured
        return figures

    return {
        "pages": pages,
        "kept": lambda: [site_serving.kept_page(place, sites, options.rounds)],
        "publish": lambda: [site_pages.publishing(sites, max(3, options.rounds // 3))],
        "load": lambda: [site_serving.load(place, sites, 3, options.seconds)],
        "memory": lambda: [site_serving.memory(place, sites, options.requests)],
        "start": lambda: [site_serving.start(place, 5)],
    }


def head(options: Namespace, calibrations: list[float], load_before: float) -> str:
    """Which machine, how quick it was, and what else it did."""
    engine = "PostgreSQL" if options.url else f"SQLite {sqlite3.sqlite_version}"
    engine += " and Redis" if options.redis else ""
    least, middle, most = min(calibrations), median(calibrations), max(calibrations)
    return (
        f"\n{date.today().isoformat()}, {engine}, {os.cpu_count()} cores, Python {platform.python_version()}, Django "
        f"{version('django')}, Wagtail {version('wagtail')}; the demo with {options.small:,} publications besides. A "
        f"fixed piece of work took {middle:.1f} ms ({least:.1f} to {most:.1f}) in the same run, which says how quick "
        f"the machine was; its load was {load_before:.1f} before and {os.getloadavg()[0]:.1f} after.\n"
    )


def _profiles(figures: list[Figure], sites: site_pages.Sites) -> Iterator[str]:
    """Of what misses its goal and is the work of one process."""
    for figure in figures:
        if figure.is_met:
            continue
        process = sites.kept if figure.part == "kept" else sites.made
        texts = [
            process.ask("profile", addresses=sites.addresses[kind], times=30) for kind in PROFILED.get(figure.part, ())
        ]
        if figure.part == "publish":
            texts.append(sites.kept.ask("profile_publish"))
        yield from (f"## {figure.what}\n\n```text\n{text}\n```\n\n" for text in texts)


def _say(doing: str) -> None:
    print(f"... {doing}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
