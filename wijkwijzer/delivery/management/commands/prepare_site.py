from typing import Any

from django.core.management.base import BaseCommand

from wijkwijzer.delivery.startup import prepare_site


class Command(BaseCommand):
    help = "Migrate, collect static files, lay out the site and fill an empty one with the demo, where not done yet."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_site(self.stdout.write)
