from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "What a restored database needs before anybody sees it: migrations, what was taken back since, nobody signed "
        "in, no mailed link that opens anything, and the search index of today. `restore` runs it."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        # By name: most of these commands live in rooms above this one.
        call_command("migrate", interactive=False, verbosity=0)
        call_command("replay_erasures", stdout=self.stdout)
        Session.objects.all().delete()
        # Some of them were used or withdrawn since.
        call_command("withdraw_links", stdout=self.stdout)
        # Whether a page is out of date depends on the day, so an index of another day is never right.
        call_command("rebuild_search_index", from_start=True, verbosity=0)
