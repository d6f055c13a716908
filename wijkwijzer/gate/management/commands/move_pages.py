from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Closed. In place of Wagtail's command, which moves public pages and pages that are judged and asks nobody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("from_id", type=int)
        parser.add_argument("to_id", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("Pages are moved in the editors' site, which asks who may and what is being judged.")
