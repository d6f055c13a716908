from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from wijkwijzer.delivery.backup.restoring import restore
from wijkwijzer.delivery.startup import one_at_a_time


class Command(BaseCommand):
    help = (
        "Put a backup in the place of this site's database and media, while the site is stopped. A backup that is "
        "damaged or of something else is refused and nothing changes. See docs/operations.md."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR", help="the folder of one backup")
        parser.add_argument("--yes", action="store_true", help="also where there is a site already, which it replaces")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, data = options["dir"].absolute(), Path(settings.DATA_DIR)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with one_at_a_time(data):
            restore(folder, is_sure=options["yes"], say=self.stdout.write)
        self.stdout.write(f"Restored: {folder}. Everybody signs in again; start the site.")
        self.stdout.write(
            "Accounts are as they were in the backup: switch off again who left since. Links in mails open nothing any "
            "more. What portrayed people asked since is only in the mails about it. See docs/operations.md."
        )
