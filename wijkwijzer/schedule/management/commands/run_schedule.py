import os
import signal
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from wijkwijzer.schedule.jobs import jobs, run_due
from wijkwijzer.settings.data_folder import hold


class Command(BaseCommand):
    help = "Do what is due by the clock: publish what is planned, remind, send mail, review. Safe to run twice at once."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=sorted(jobs), default="", help="one job, by name")
        parser.add_argument("--now", action="store_true", help="also what is not due yet")
        parser.add_argument("--loop", type=int, metavar="SECONDS", help="go on, with so many seconds between two runs")

    def handle(self, *args: Any, **options: Any) -> None:
        # Not while a backup is restored.
        with hold(Path(settings.DATA_DIR)):
            self._run(options)

    def _run(self, options: dict[str, Any]) -> None:
        if options["loop"] is None:
            if failed := run_due(only=options["only"], force=options["now"]):
                raise CommandError(f"Not all went well in: {', '.join(failed)}. The log says what.")
            return
        self._go_on(options["only"], options["loop"])

    def _go_on(self, only: str, seconds: int) -> None:
        """Until told to end, or until whoever started this is gone. A job that has begun is finished first."""
        self.was_told, self.parent = False, os.getppid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        while not self._is_ending():
            run_due(only=only, is_ending=self._is_ending)
            connections.close_all()
            for _second in range(max(1, seconds)):
                if self._is_ending():
                    return
                time.sleep(1)

    def _is_ending(self) -> bool:
        return self.was_told or os.getppid() != self.parent

    def _end(self, *_signal: Any) -> None:
        self.was_told = True
