"""Rows of the table that need no server: what pages cost that are made anew, that are kept, and publishing one."""

import json
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from math import ceil
from statistics import fmean, median
from typing import Any

from benchmarks.site_lines import Asked
from benchmarks.site_place import Place, spare_database
from benchmarks.site_table import Figure, number

ANSWERING = "benchmarks.site_answering"
WARM_UP = 3
# Requests of one kind that are measured together, a run: the first after another kind
# finds none of its code in the processor's cache, and takes up to half as much again (`request_path.py` measures that).
RUN = 10
# The same where one is too short to measure.
TOGETHER = 50
Costs = dict[str, list[tuple[float, float]]]


class StockSite:
    """The stock Wagtail site in a process of its own; gives milliseconds of the processor."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.lines = Asked("benchmarks.stock_site.answering", environment=environment)

    def page(self) -> float:
        return self._ask("article")

    def publish(self, content: dict[str, Any]) -> float:
        return self._ask(json.dumps(content))

    def _ask(self, line: str) -> float:
        pipe = self.lines.process.stdin
        assert pipe is not None
        pipe.write(line + "\n")
        pipe.flush()
        return float(self.lines.end())


@dataclass
class Sites:
    """Processes to measure in turn: our site with pages made anew and kept, a larger one, and a stock one."""

    made: Asked
    kept: Asked
    larger: Asked
    stock: StockSite
    addresses: dict[str, list[str]]


def open_sites(stack: ExitStack, place: Place, larger: Place, url: str) -> Sites:
    made, kept = (Asked(ANSWERING, how, environment=place.environment) for how in ("made", "kept"))
    grown = Asked(ANSWERING, "made", environment=larger.environment)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="stock-site-"))
    database = stack.enter_context(spare_database(url))
    # None of this site's environment: neither its settings nor its database.
    kept_names = ("PATH", "LANG", "LC_ALL", "HOME")
    environment = {name: value for name, value in place.environment.items() if name in kept_names}
    stock = StockSite(environment | {"STOCK_SITE_DATA": folder, "STOCK_SITE_DATABASE_URL": database})
    for process in (made, kept, grown, stock.lines):
        stack.enter_context(process)
    return Sites(made, kept, grown, stock, made.ask("addresses"))


def pages_made(sites: Sites, rounds: int, sizes: tuple[int, int]) -> tuple[list[Figure], list[float]]:
    """Article, home, list and search made anew, and growth, a run of each in every round; and the calibrations."""
    costs: Costs = defaultdict(list)
    stock, calibrations = [], []
    for turn in range(WARM_UP + rounds):
        is_measured = turn >= WARM_UP
        calibration, pages = sites.made.ask("calibrate"), [sites.stock.page() for _ in range(RUN)]
        if is_measured:
            calibrations.append(calibration)
            stock.append(fmean(pages))
        for site, process in (("", sites.made), ("larger ", sites.larger)):
            for kind in ("article", "long_list") if site else ("article", "home", "list", "search", "long_list"):
                addresses = sites.addresses[kind]
                cost = process.ask("cost", addresses=addresses, times=ceil(RUN / len(addresses)))
                # Until all are warm.
                if is_measured:
                    costs[site + kind].append(cost)
    return [*_made_rows(costs, median(stock)), _growth_row(costs, sizes)], calibrations


def _made_rows(costs: Costs, stock: float) -> list[Figure]:
    article = _cpu(costs["article"])
    others = {kind: _cpu(costs[kind]) for kind in ("home", "list", "search")}
    beside = f"stock Wagtail page {number(stock)} ms, × "
    return [
        Figure(
            part="article",
            what="article, uncached",
            goal="≤ 14 CPU ms",
            measured=number(article),
            checks=[(article, 14)],
            per_second=_rate(costs["article"]),
            beside=f"{beside}{article / stock:.2f}",
            peer="28.6",
            how=f"runs of {RUN} requests, all kinds in turn: five articles of the demo from short to long, through all "
            "middleware, straight into the WSGI application, with the page cache off",
        ),
        Figure(
            part="lists",
            what="home, list, search with facets, uncached",
            goal="≤ 20 CPU ms",
            measured=" · ".join(map(number, others.values())),
            checks=[(cost, 20) for cost in others.values()],
            per_second=" · ".join(_rate(costs[kind]) for kind in others),
            beside=beside + " · ".join(f"{cost / stock:.2f}" for cost in others.values()),
            peer="35.9 without counts",
            how="in the same way; lists with and without a filter; searches with a common word, two of three filtered",
        ),
    ]


def _growth_row(costs: Costs, sizes: tuple[int, int]) -> Figure:
    small = {kind: _cpu(costs[kind]) for kind in ("article", "long_list")}
    large = {kind: _cpu(costs[f"larger {kind}"]) for kind in small}
    ratios = {kind: large[kind] / small[kind] for kind in small}
    said = " · ".join(f"{number(small[kind])} → {number(large[kind])} ms" for kind in small)
    return Figure(
        part="growth",
        what=f"growth, from {sizes[0]:,} to {sizes[1]:,} pages",
        goal="article ± 10 %, list ≤ 1.3 ×",
        measured=f"article {ratios['article'] - 1:+.0%}, list {ratios['long_list']:.2f} ×",
        checks=[(abs(ratios["article"] - 1), 0.10), (ratios["long_list"], 1.3)],
        beside=said,
        how="the same articles, and the list that all the pages are in (whole, filtered, second page), in two sites in "
        "turn",
    )


def page_kept(sites: Sites, rounds: int) -> dict[str, float]:
    """CPU milliseconds of one page that is kept and of a bare view with the same bytes, both without a server."""
    address = sites.addresses["article"][0]
    with tempfile.NamedTemporaryFile(suffix=".gz") as file:
        file.write(bytes.fromhex(sites.kept.ask("body", address=address)))
        file.flush()
        with Asked("benchmarks.bare_site", file.name, environment={"PATH": ""}) as bare:
            costs: Costs = defaultdict(list)
            for _ in range(WARM_UP + rounds):
                costs["kept"].append(sites.kept.ask("cost", addresses=[address], times=TOGETHER))
                costs["bare"].append(bare.ask("cost", times=TOGETHER))
    return {name: _cpu(each[WARM_UP:]) for name, each in costs.items()}


def publishing(sites: Sites, rounds: int) -> Figure:
    content = sites.kept.ask("content")
    ours, same, stock = [], [], []
    for turn in range(WARM_UP + rounds):
        ours.append(sites.kept.ask("publish"))
        same.append(sites.kept.ask("publish_as_wagtail"))
        stock.append(sites.stock.publish(content | {"summary": f"Versie {turn} van deze samenvatting."}))
    cost, bare, limit = (median(each[WARM_UP:]) for each in (ours, same, stock))
    return Figure(
        part="publish",
        what="publish, with gate, index and cache",
        goal="≤ 1.3 × stock",
        measured=f"{cost / bare:.2f} × ({number(cost)} CPU ms)",
        checks=[(cost / bare, 1.3)],
        beside=f"stock publish of the same page {number(bare)} ms; of a simpler one, the page of a stock site with the "
        f"same words, {number(limit)} ms ({cost / limit:.2f} ×)",
        how="`gate.publishing.publish` of a saved draft of a demo article (checks, Wagtail's publication, its log and "
        "references, both search indexes, triggers of the page cache) beside Wagtail's `revision.publish()` of the "
        "same page without any receiver of this site; and beside that of a page of a stock site, with the same words "
        "in as many blocks and as many tags but no rows for places, people and contributions",
    )


def _cpu(costs: list[tuple[float, float]]) -> float:
    return median(cpu for cpu, _clock in costs)


def _rate(costs: list[tuple[float, float]]) -> str:
    """Requests a second that one thread answers, by the clock."""
    return number(1000 / median(clock for _cpu, clock in costs))
