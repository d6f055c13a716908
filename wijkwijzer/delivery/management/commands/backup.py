from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkwijzer.delivery.backup.expiry import LONGEST_DAYS, expire
from wijkwijzer.delivery.backup.making import make_backup


class Command(BaseCommand):
    help = (
        "Make a backup of database and media in a new dated folder in DIR, while the site runs, and remove the backups "
        "there that are too old. See docs/operations.md."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR", help="the folder with backups; made where it is not there")
        parser.add_argument(
            "--keep-days",
            type=int,
            default=LONGEST_DAYS,
            metavar="DAYS",
            help=f"remove backups that are older, but never the newest ({LONGEST_DAYS}, which is also the most)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days, parent = options["keep_days"], options["dir"].absolute()
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(
                f"--keep-days is from 1 to {LONGEST_DAYS}: what was taken back may not live on in backups for longer."
            )
        now = datetime.now(UTC)
        folder = make_backup(parent, now)
        self.stdout.write(f"Backup made: {folder}")
        expired = expire(parent, days, now)
        for old in expired.removed:
            self.stdout.write(f"Removed, older than {days} days: {old}")
        for unreadable in expired.unreadable:
            self.stderr.write(f"Its manifest cannot be read, so remove it by hand when it is too old: {unreadable}")
