from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkwijzer.demo.loader import DemoRefusedError, database_is_empty, load_demo
from wijkwijzer.demo.pictures import prepare_renditions


class Command(BaseCommand):
    help = "Fill the site with the demo content. May be repeated; refuses where accounts or pages of others exist."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Do nothing unless the database is empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not database_is_empty():
            return
        try:
            report = load_demo()
        except DemoRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        prepare_renditions()
        self.stdout.write(
            f"Demo pages: {len(report.made)} made, {len(report.updated)} updated, {len(report.unchanged)} unchanged."
        )
        if report.left_alone:
            self.stdout.write(f"Edited by somebody, so left alone: {', '.join(report.left_alone)}.")
        if report.accounts:
            self.stdout.write(f"Demo accounts made: {', '.join(report.accounts)}.")
