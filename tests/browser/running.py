"""Start the site as `make run` does (gunicorn, production settings, the demo), on a folder and a port of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT_DIR = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
HOW_TO_GET_CHROMIUM = "no Chromium found: install the package `chromium` of your system, or name a browser in CHROMIUM"
# Of whoever starts this; the site that is started has its own.
OTHERS_OWN = ("SITE_URL", "DATABASE_URL", "ALLOWED_HOSTS", "SENDFILE", "EMAIL_URL")
PATIENCE = 300  # seconds, on a machine that is doing other things too
# Nobody in the demo has a page of their own, and nobody real is given one for a test.
MADE_UP_PERSON = "vera-voorbeeld"
HER_PAGE = "functienamen-in-de-wijk"
MAKE_HER = f"""
from datetime import timedelta
from django.utils import timezone
from wijkwijzer.pages.models import Contribution, KnowledgePage
from wijkwijzer.people.models import Person
her = Person.objects.create(
    name="Vera Voorbeeld",
    slug="{MADE_UP_PERSON}",
    function="wijkregisseur in Voorbeeldstad",
    biography="<p>Vera bestaat niet. Zij laat zien hoe een eigen pagina eruitziet.</p>",
    public_profile=True,
    contact_email="voorbeeld@example.org",
    contact_until=timezone.localdate() + timedelta(days=30),
)
page = KnowledgePage.objects.get(slug="{HER_PAGE}")
Contribution.objects.create(page=page, person=her, role="editor")
"""


@dataclass(frozen=True)
class RunningSite:
    """The address of the site and the accounts of its demo, as `make run` prints them."""

    url: str
    passwords: dict[str, str]
    environment: dict[str, str]

    @property
    def log(self) -> Path:
        """What the process of the site prints, errors with their traceback."""
        return Path(self.environment["WIJKWIJZER_DATA"]) / "log.txt"

    def run(self, code: str) -> str:
        """Run this code in the site, for what the demo does not have; gives what it printed."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(command, cwd=PROJECT_DIR, env=self.environment, capture_output=True, text=True)
        # The shell prints a traceback and leaves with 0.
        if done.returncode or done.stderr.strip():
            raise SiteDidNotStartError(f"The site could not be prepared:\n{done.stderr[-3000:]}")
        return done.stdout


class SiteDidNotStartError(Exception):
    """Says why: with the end of its log."""


@contextmanager
def running_site(
    data: Path, database_url: str | None = None, *, with_made_up_person: bool = False
) -> Iterator[RunningSite]:
    """The site on the data folder `data`, until the block ends; with or without a person who has a public page."""
    port = _free_port()
    environment = _environment(data, port, database_url)
    log = data / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=PROJECT_DIR, env=environment, stdout=output, stderr=output
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process, log)
        accounts = (data / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
        site = RunningSite(url, {line.split()[0]: line.split()[1] for line in accounts}, environment)
        if with_made_up_person:
            site.run(MAKE_HER)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _environment(data: Path, port: int, database_url: str | None) -> dict[str, str]:
    environment = {key: value for key, value in os.environ.items() if key not in OTHERS_OWN}
    environment |= {"WIJKWIJZER_DATA": str(data), "PORT": str(port), "SECRET_KEY": "x" * 60, "LOG_LEVEL": "WARNING"}
    environment |= {"CHECK_LINKS": "no"}
    environment |= {"DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production"}
    return environment | ({"DATABASE_URL": database_url} if database_url else {})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    began = time.monotonic()
    while process.poll() is None and time.monotonic() - began < PATIENCE:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SiteDidNotStartError(f"The site did not start:\n{log.read_text()[-3000:]}")
