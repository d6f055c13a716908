"""A real site (gunicorn, production settings, the demo) and the system's own Chromium in front of it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .kinds import KINDS_OF_PAGE
from .running import CHROMIUM, HOW_TO_GET_CHROMIUM, RunningSite, running_site
from .whole_site import SitePage, WholeSite

# Playwright leaves an event loop running in this process, which Django takes for asynchronous code in every later test.
# There it has connections of their own: what stands open on the one from before would stay open (see `browser`).
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# No measure of speed: the whole suite shares the machine, and only what is broken should fail.
TIMEOUT = 60_000
expect.set_options(timeout=TIMEOUT)

HOW_TO_GET_JAVA = "no Java found, which the Nu Html Checker needs: install `default-jre-headless` of your system"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL few of them are left: one worker runs them all, as each worker makes a site of its own."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if connection.vendor == "postgresql":
                item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[pytest.TestReport]:
    """Beside what the browser saw stands what the site said of it."""
    report = yield
    running = getattr(item, "funcargs", {}).get("site")
    if report.failed and isinstance(running, RunningSite):
        report.sections.append(("The end of the site's log", running.log.read_text(errors="replace")[-8000:]))
    return report


def missing(how_to_get: str) -> NoReturn:
    """Skip where something of the system is not there; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(how_to_get)
    pytest.skip(how_to_get)


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
        missing(HOW_TO_GET_CHROMIUM)
    with running_site(tmp_path_factory.mktemp("site"), database_url, with_made_up_person=True) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        missing(HOW_TO_GET_CHROMIUM)
    assert not connection.in_atomic_block, "What opens a transaction for several tests must ask for `browser` first."
    connection.close()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def java() -> str:
    """The command that starts Java."""
    return shutil.which("java") or missing(HOW_TO_GET_JAVA)


@pytest.fixture(scope="session")
def whole_site(site: RunningSite) -> WholeSite:
    """Every page that links lead to from the home page."""
    return WholeSite(site.url).crawl()


@pytest.fixture(scope="session")
def comparisons(whole_site: WholeSite) -> list[str]:
    """The addresses of two, three and four practices of the demo side by side."""
    found = whole_site.visit("/praktijkvoorbeelden/").soup.select("[data-compare]")
    keys = [f"p={link['data-compare']}" for link in found]
    return [f"/vergelijk/?{'&'.join(keys[:number])}" for number in (2, 3, 4)]


@pytest.fixture(scope="session")
def all_pages(whole_site: WholeSite, comparisons: list[str]) -> dict[str, SitePage]:
    """The same, with what only a form, a wrong address or an account leads to."""
    return whole_site.pages | {path: whole_site.visit(path) for path in (*KINDS_OF_PAGE.values(), *comparisons)}


@pytest.fixture
def context(browser: Browser, site: RunningSite) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, locale="nl-NL", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(TIMEOUT)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
