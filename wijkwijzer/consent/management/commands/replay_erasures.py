from typing import Any

from django.core.management.base import BaseCommand

from wijkwijzer.consent.withdrawing import replay


class Command(BaseCommand):
    help = "Take back once more what was withdrawn and a restored backup brought back; a start of the site does it too."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        done = replay(self.stdout.write)
        if done:
            self.stdout.write(f"Pages taken back once more: {done}.")
