from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijkwijzer.delivery.backup.expiry import LONGEST_DAYS, Expired, expire
from wijkwijzer.delivery.backup.making import alone, check_place, make_backup


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
        check_place(parent)
        # Before it may fail: of a full disk, for one, old backups may be the cause, and what was taken back must go.
        with alone(parent):
            self._expire(parent, days, now)
        folder = make_backup(parent, now)
        self.stdout.write(f"Backup made: {folder}")
        for unreadable in self._expire(parent, days, now).unreadable:
            self.stderr.write(f"Its manifest cannot be read, so remove it by hand when it is too old: {unreadable}")

    def _expire(self, parent: Path, days: int, now: datetime) -> Expired:
        expired = expire(parent, days, now)
        for old in expired.removed:
            self.stdout.write(f"Removed, older than {days} days: {old}")
        return expired
