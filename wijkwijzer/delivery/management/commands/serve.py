from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application

from wijkwijzer.delivery.headers import EDITORS_PREFIX
from wijkwijzer.delivery.server import SiteServer, options_from_environment, schedule_from_environment
from wijkwijzer.delivery.startup import prepare_site


class Command(BaseCommand):
    help = "Prepare the site and serve it with gunicorn on 127.0.0.1, port PORT. Ctrl-C stops it."
    # A start must be quick; `make check` runs the checks.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        # Read first: a mistake in them is said before the work, not after it.
        server_options = options_from_environment()
        self.schedule = schedule_from_environment()
        prepare_site(self._say)
        # The project's own: it loads what workers are to share before they are made.
        SiteServer(get_internal_wsgi_application(), server_options, self._begin, self.schedule.stop).run()

    def _begin(self) -> None:
        self.schedule.start()
        self._greet()

    def _greet(self) -> None:
        self._say(f"\nWijkWijzer  {settings.SITE_URL}/\nEditors     {settings.SITE_URL}{EDITORS_PREFIX}")
        accounts = Path(settings.DATA_DIR) / "demo-accounts.txt"
        if accounts.is_file() and settings.IS_HTTPS:
            # What is said here goes into the journal of a server, which others read.
            self._say(f"\nDemo accounts: their passwords are in {accounts}")
        elif accounts.is_file():
            self._say(f"\nDemo accounts ({accounts}):\n{accounts.read_text(encoding='utf-8').rstrip()}")
        self._say("\nCtrl-C stops the site.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
