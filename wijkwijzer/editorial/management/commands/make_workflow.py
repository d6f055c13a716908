from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from wijkwijzer.editorial.workflow import make_workflow


class Command(BaseCommand):
    help = "Make the workflow with as many steps as EDITORIAL_STEPS says. Changes nothing where it is so already."

    def handle(self, *args: Any, **options: Any) -> None:
        make_workflow(using=DEFAULT_DB_ALIAS)
