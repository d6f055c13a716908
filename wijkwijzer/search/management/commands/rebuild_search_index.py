from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from wijkwijzer.search.rebuilding import BATCH, rebuild


class Command(BaseCommand):
    help = (
        "Make the search index anew, in place: visitors keep their results and editors can publish meanwhile. "
        "One that was stopped goes on where it was. May be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from-start", action="store_true", help="Do not go on where a stopped rebuild was.")
        parser.add_argument("--batch", type=int, default=BATCH, help="Pages in one transaction.")

    def handle(self, *args: Any, **options: Any) -> None:
        is_silent = options["verbosity"] == 0
        is_terminal = self.stderr.isatty()
        start = monotonic()

        def say(done: int, total: int) -> None:
            if not is_silent:
                self.stderr.write(f"{done} of {total}", ending="\r" if is_terminal else "\n")
                self.stderr.flush()

        count = rebuild(say, max(1, options["batch"]), from_start=options["from_start"])
        if not is_silent:
            seconds = max(monotonic() - start, 0.001)
            self.stdout.write(f"Search index: {count} pages and concepts in {seconds:.1f} s.")
