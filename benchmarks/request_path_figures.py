"""Fills the database, asks each kind of page, and prints what it costs. Import after Django is set up."""

import cProfile
import gc
import io
import pstats
import tempfile
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from benchmarks.asking import Application, ask, calibration, cpu_of
from benchmarks.publishing import publish_costs
from benchmarks.search_corpus import Corpus
from benchmarks.stock_site.process import StockSite
from portraits.models import PortraitPage
from practices.models import PracticePage
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.taxonomy.models import Theme

# Milliseconds of processor time of a page that is made anew.
GOALS = {"article": 14, "home": 20, "list": 20, "list, filtered": 20, "search": 20}
WARM_UP = 5
PROFILED = 30


def print_figures(engine: str, options: Namespace) -> None:
    settings.PAGE_CACHE = False
    _fill(options.publications)
    application, kinds = _application(), _kinds()
    if options.profile:
        print_profile(application, kinds[options.profile])
        return
    stock = None if options.without_stock else StockSite()
    try:
        _print_pages(engine, options, _measure(application, kinds, stock, options.runs), kinds)
    finally:
        if stock:
            stock.stop()
    if not options.without_publish:
        _print_publishing(publish_costs(options.runs))


def _fill(publications: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    if publications:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(Corpus().lines(publications))
            file.flush()
            call_command("load_corpus", file.name, verbosity=0)
        connection.cursor().execute("ANALYZE")


def _application() -> Application:
    """The door for gunicorn; as there, what is loaded by now is out of sight of the garbage collector."""
    from wijkwijzer.wsgi import application  # noqa: PLC0415 (reads settings when it is imported)

    gc.collect()
    gc.freeze()
    return application


def _kinds() -> dict[str, str]:
    """An address for each kind of page: of publications the one of middling length, of lists the fullest."""
    theme = Theme.objects.annotate(pages=Count("page_links")).order_by("-pages", "pk")[0]
    place = Municipality.objects.annotate(pages=Count("page_links")).order_by("-pages", "pk")[0]
    return {
        "article": _middling(ArticlePage),
        "portrait": _middling(PortraitPage),
        "practice": _middling(PracticePage),
        "home": "/",
        "list": "/praktijkvoorbeelden/",
        "long list": "/publicaties/",
        "list, filtered": f"/praktijkvoorbeelden/?thema={theme.slug}",
        "search": "/zoeken/?q=bewoners",
        "search, filtered": f"/zoeken/?q=bewoners&thema={theme.slug}",
        "theme": theme.get_absolute_url(),
        "municipality": place.get_absolute_url(),
    }


def _middling(model: Any) -> str:
    # Without those of the corpus, which have no links and one kind of block.
    pages = model.objects.visible().exclude(slug__startswith="corpus-").order_by("word_count", "pk")
    return str(pages[pages.count() // 2].url)


def _measure(
    application: Application, kinds: dict[str, str], stock: StockSite | None, runs: int
) -> dict[str, list[float]]:
    """Milliseconds of each kind, of the stock page, and of the fixed piece of work: one of each in every round."""
    times: dict[str, list[float]] = {name: [] for name in ("calibration", "stock", *kinds)}
    for address in kinds.values():
        for _ in range(WARM_UP):
            ask(application, address)
    for _ in range(runs):
        times["calibration"].append(cpu_of(calibration))
        if stock:
            times["stock"].append(stock.ask())
        for name, address in kinds.items():
            times[name].append(cpu_of(lambda address=address: ask(application, address)))  # type: ignore[misc]
    return times


def _print_pages(engine: str, options: Namespace, times: dict[str, list[float]], kinds: dict[str, str]) -> None:
    middle = {name: median(each) for name, each in times.items() if each}
    fixed, stock = middle.pop("calibration"), middle.pop("stock", None)
    print(f"{engine}, the demo site and {options.publications:,} publications; {options.runs} rounds")
    print(f"Fixed piece of work: {fixed:.1f} ms." + (f" Page of a stock site: {stock:.1f} ms." if stock else ""))
    print("\n| page | CPU ms | goal | × fixed work | × stock | queries | HTML kB | gzip kB |")
    print("|---|" + "--:|" * 7)
    for name, cpu in middle.items():
        plain, packed = _sizes(kinds[name])
        versus = f"{cpu / stock:.2f}" if stock else ""
        goal = str(GOALS.get(name, ""))
        print(
            f"| {name} | {cpu:.1f} | {goal} | {cpu / fixed:.2f} | {versus} | {len(_queries(kinds[name]))} "
            f"| {plain / 1000:.0f} | {packed / 1000:.1f} |"
        )


def _print_publishing(costs: dict[str, list[float]]) -> None:
    middle = {name: median(each) for name, each in costs.items()}
    ours, stock = middle["ours"], middle["stock"]
    print(
        f"\nPublishing an article, CPU ms: {ours:.1f}; without what this site adds: {stock:.1f} ({ours / stock:.2f} ×)."
    )


def _sizes(address: str) -> tuple[int, int]:
    application = _application()
    return len(ask(application, address, gzip=False)), len(ask(application, address))


def _queries(address: str) -> list[tuple[str, float]]:
    """The questions to the database of one request, each with its milliseconds."""
    asked: list[tuple[str, float]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer: list[Any] = []
        asked.append((sql, cpu_of(lambda: answer.append(execute(sql, params, many, context)))))
        return answer[0]

    application = _application()
    with connection.execute_wrapper(note):
        ask(application, address)
    return asked


def print_profile(application: Application, address: str) -> None:
    """Where the time goes, by cumulative and by own time, and how much of it is in which part of the request."""
    for _ in range(WARM_UP):
        ask(application, address)
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(PROFILED):
        ask(application, address)
    profile.disable()
    for order in ("cumulative", "tottime"):
        out = io.StringIO()
        pstats.Stats(profile, stream=out).sort_stats(order).print_stats(45)
        print("\n".join(line[:140] for line in out.getvalue().splitlines()))
    print(f"Own time by package, ms a request (profiled, so some three times what it is):\n{_by_package(profile)}")
    queries = _queries(address)
    print(f"{len(queries)} queries, {sum(cpu for _sql, cpu in queries):.1f} ms in SQL")


def _by_package(profile: cProfile.Profile) -> str:
    parts: Counter[str] = Counter()
    for (file, _line, _name), (_calls, _all_calls, own, _cumulative, _callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        parts[_part(file)] += own * 1000 / PROFILED
    return "\n".join(f"  {part:28} {own:6.2f}" for part, own in parts.most_common(15))


def _part(file: str) -> str:
    names = Path(file).parts
    for root in ("site-packages", "wijkwijzer", "portraits", "practices"):
        if root in names:
            after = names[names.index(root) + (root == "site-packages") :]
            return ".".join(after[: 3 if after[0] == "django" else 2]).removesuffix(".py")
    return "Python and C" if "lib" in names or file == "~" else "benchmarks"
