from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkwijzer.gate.audit import differences


class Command(BaseCommand):
    help = "Compare every public page with what was approved. Names the pages that differ; fails when there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        for difference in found:
            self.stdout.write(f"{difference.page_id}  {difference.title}: {difference.what}")
        if found:
            raise CommandError(f"{len(found)} public pages are not what was approved.")
        self.stdout.write("Every public page is what was approved.")
