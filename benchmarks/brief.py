"""`make benchsearch`: how long a brief of twenty things takes, as a page, for Word and as PDF, on the demo site.

    python benchmarks/brief.py                             on SQLite
    DATABASE_URL=postgres://… python benchmarks/brief.py   on that server

The goal is 3 seconds for the PDF. Times follow what else the machine does: let it rest.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.own_database import own_database

THINGS = 20
GOAL = 3.0


def main() -> None:
    parser = ArgumentParser(description="Measure a brief in a database of its own.")
    parser.add_argument("--runs", type=int, default=5, help="how often each form is made (5)")
    options = parser.parse_args()
    with own_database() as engine:
        print_times(engine, options.runs)


def print_times(engine: str, runs: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415 (needs Django set up)
    from django.template.loader import render_to_string  # noqa: PLC0415

    from wijkwijzer.briefs.document import make_document  # noqa: PLC0415
    from wijkwijzer.briefs.word import as_word  # noqa: PLC0415
    from wijkwijzer.printing.engine import make_pdf  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    brief = _long_brief()

    def page() -> str:
        return render_to_string("pages/briefs/paper.html", {"brief": make_document(brief), "title": brief.title})

    ways: dict[str, Callable[[], Any]] = {
        "page": page,
        "Word": lambda: as_word(make_document(brief)),
        "PDF": lambda: make_pdf(page(), base_url="http://localhost:8000/"),
    }
    print(f"A brief of {THINGS} things on {engine}, seconds (median and longest of {runs}); goal {GOAL} for the PDF")
    for name, make in ways.items():
        times = [_seconds(make) for _run in range(runs)]
        print(f"  {name:5} {median(times):6.2f} {max(times):6.2f}")


def _long_brief() -> Any:
    """All recommendations of the demo, and as many practices as still fit, each with a text of its maker."""
    from wijkwijzer.briefs.models import Brief, BriefItem  # noqa: PLC0415 (needs Django set up)
    from wijkwijzer.pages.models import KnowledgePage  # noqa: PLC0415

    pages = KnowledgePage.objects.visible().filter(kind__in=("aanbeveling", "praktijk")).order_by("kind", "pk")[:THINGS]
    if len(pages) < THINGS:
        raise SystemExit(f"The demo has {len(pages)} recommendations and practices, and {THINGS} are needed.")
    brief, _token, _key = Brief.begin(title="Een lange brief", introduction="Waarom deze brief. " * 20)
    brief.save()
    BriefItem.objects.bulk_create(
        BriefItem(brief=brief, place=place, page=page, context="Wat wij ervan vinden. " * 15)
        for place, page in enumerate(pages)
    )
    return brief


def _seconds(make: Callable[[], Any]) -> float:
    began = time.perf_counter()
    make()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
