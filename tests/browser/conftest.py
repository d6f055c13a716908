"""A real site (gunicorn, production settings, the demo) and the system's own Chromium in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Playwright leaves an event loop running in this process, which Django takes for asynchronous code in every later test.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PROJECT_DIR = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
HOW_TO_GET = "no Chromium found: install the package `chromium` of your system, or name a browser in CHROMIUM"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One worker runs them all, on one site.
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class RunningSite:
    """The address of the site and the accounts of its demo, as `make run` prints them."""

    url: str
    passwords: dict[str, str]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1500):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def database_url(django_db_blocker: pytest.FixtureRequest) -> Iterator[str | None]:
    """On PostgreSQL the site gets a database of its own; on SQLite it makes one in its data folder."""
    if connection.vendor != "postgresql":
        yield None
        return
    base = os.environ["DATABASE_URL"]
    name = f"wijkwijzer_browser_{os.getpid()}"
    address, _, _ = base.rpartition("/")
    with django_db_blocker.unblock():
        _sql(f'CREATE DATABASE "{name}"')
    yield f"{address}/{name}"
    with django_db_blocker.unblock():
        _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sql(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, database_url: str | None) -> Iterator[RunningSite]:
    if CHROMIUM is None:
        pytest.fail(HOW_TO_GET) if os.environ.get("CI") == "true" else pytest.skip(HOW_TO_GET)
    data = tmp_path_factory.mktemp("site")
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if key not in ("SITE_URL", "DATABASE_URL")}
    environment |= {"WIJKWIJZER_DATA": str(data), "PORT": str(port), "SECRET_KEY": "x" * 60, "LOG_LEVEL": "WARNING"}
    environment |= {"DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production"}
    if database_url:
        environment["DATABASE_URL"] = database_url
    log = data / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=PROJECT_DIR, env=environment, stdout=output, stderr=output
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process, log)
        accounts = (data / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
        yield RunningSite(url, {line.split()[0]: line.split()[1] for line in accounts})
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser(site: RunningSite) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, site: RunningSite) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, locale="nl-NL", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
