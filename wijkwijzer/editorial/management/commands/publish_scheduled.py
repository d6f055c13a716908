from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wijkwijzer.editorial.plans.models import Plan
from wijkwijzer.schedule.jobs import run_due


class Command(BaseCommand):
    help = "Publish the planned pages whose moment has come, as `run_schedule` does. In place of Wagtail's command."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dryrun", action="store_true", help="only say which")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            for plan in Plan.objects.due(timezone.now()).select_related("page"):
                self.stdout.write(f"{plan.page_id}  {plan.page.title}")
            return
        # By hand one wants what failed a moment ago to be tried too.
        Plan.objects.open().update(failed_at=None)
        if run_due(only="plans", force=True):
            raise CommandError("Not every planned page could be published. Their screens of progress say why.")
