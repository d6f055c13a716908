from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wijkwijzer.mail.models import Link


class Command(BaseCommand):
    help = (
        "Withdraw every link in a mail that still opens something; who needs one is sent a new one. A restore does it, "
        "as it brings back links that were used or withdrawn since."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        still_open = Link.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)
        self.stdout.write(f"Links withdrawn: {still_open.update(withdrawn_at=now)}.")
