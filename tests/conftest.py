"""One migrated template database for the whole run; each worker starts from a copy of it."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from tests.factories import Targets

# The same examples in every run, and no measure of speed: a busy machine says nothing about the code.
hypothesis_settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")

PROJECT_DIR = Path(__file__).parent.parent
# How things look, what files say and how PDFs are drawn: nothing in it is asked of a database in its own words.
THE_SAME_ON_EVERY_DATABASE = {
    "blocks",
    "deploy",
    "docs",
    "printing",
    "settings",
    "styleguide",
    "templates",
    "test_architecture.py",
    "test_page_types.py",
    # How often the database is asked. What the engine of the search asks is counted in tests/search, on both.
    "test_query_budgets.py",
}
IS_SQLITE = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


def _template_key() -> str:
    """Changes with what the template is made of: migrations and what runs after them, the pages, the packages."""
    files = [*PROJECT_DIR.glob("*/migrations/*.py"), *PROJECT_DIR.glob("*/*/migrations/*.py")]
    files += [*PROJECT_DIR.glob("*/apps.py"), *PROJECT_DIR.glob("*/*/apps.py"), PROJECT_DIR / "requirements.lock"]
    files += [PROJECT_DIR / "wijkwijzer/pages/layout.py", Path(__file__)]
    files += PROJECT_DIR.glob("wijkwijzer/search/engines/*.py")
    files += [PROJECT_DIR / "wijkwijzer/editorial" / name for name in ("roles.py", "workflow.py", "models.py")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(PROJECT_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


class TemplateDatabase:
    """Makes the template once and copies of it for the worker of this process."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder = folder
        self.key = _template_key()
        self.template = str(folder / f"{self.key}.sqlite3") if IS_SQLITE else f"wijkwijzer_template_{self.key}"
        # Two clones may run on one server.
        clone = hashlib.sha256(str(PROJECT_DIR).encode()).hexdigest()[:8]
        self.copy = settings.DATABASES["default"]["TEST"]["NAME"] if IS_SQLITE else f"wijkwijzer_{clone}_{worker}"

    def prepare(self) -> None:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._exists():
                self._make()
        self.restore()

    def restore(self) -> None:
        """A fresh copy for this worker; also after a test that committed."""
        connection.close()
        if IS_SQLITE:
            for suffix in ("", "-wal", "-shm"):
                Path(self.copy + suffix).unlink(missing_ok=True)
            shutil.copyfile(self.template, self.copy)
        else:
            self._sql(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')
            self._sql(f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.template}"')
        self._use(self.copy)

    def drop(self) -> None:
        connection.close()
        if not IS_SQLITE:
            self._sql(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')

    def _exists(self) -> bool:
        if IS_SQLITE:
            return Path(self.template).is_file()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            return cursor.fetchone() is not None

    def _make(self) -> None:
        unfinished = f"{self.template}_unfinished"
        if IS_SQLITE:
            Path(unfinished).unlink(missing_ok=True)
        else:
            self._sql(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
            self._sql(f'CREATE DATABASE "{unfinished}"')
        self._use(unfinished)
        call_command("migrate", verbosity=0)
        call_command("lay_out_site", verbosity=0, stdout=(self.folder / "layout.log").open("w"))
        if IS_SQLITE:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            Path(unfinished).rename(self.template)
        else:
            connection.close()
            self._sql(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    @staticmethod
    def _use(name: str) -> None:
        connection.close()
        settings.DATABASES["default"]["NAME"] = name
        connection.settings_dict["NAME"] = name

    @staticmethod
    def _sql(statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)


_databases: list[TemplateDatabase] = []


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> Iterator[None]:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    database = TemplateDatabase(Path(request.config.cache.mkdir("template-database")), worker)
    with django_db_blocker.unblock():
        database.prepare()
        _databases.append(database)
    yield
    with django_db_blocker.unblock():
        _databases.clear()
        database.drop()
        connections.close_all()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about one database is only asked of that one; CI runs the suite on both."""

    def is_for_other(item: pytest.Item) -> bool:
        marker = item.get_closest_marker("database")
        if marker is None:
            part = item.path.relative_to(PROJECT_DIR / "tests").parts[0]
            return part in THE_SAME_ON_EVERY_DATABASE and connection.vendor != "sqlite"
        return marker.args[0] != connection.vendor

    others = [item for item in items if is_for_other(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test that commits leaves the tables empty behind it: the next one gets a fresh copy, whatever went wrong."""
    try:
        yield
    finally:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction") and _databases:
            with item.config.stash[blocking_manager_key].unblock():
                _databases[0].restore()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[pytest.TestReport]:
    """In CI everything must run: what is skipped there has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"Skipped, which is a failure with CI=true: {call.excinfo.value if call.excinfo else ''}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.stats.get("skipped", [])[:1]:
        terminalreporter.write_line(f"Skipped: {report.longrepr[2] if report.longrepr else ''}")
    if IS_SQLITE:
        terminalreporter.write_line(
            "This was SQLite. The run on PostgreSQL was skipped: name a server of version 15 or newer, with a user "
            "that may create databases, in DATABASE_URL and run make test again."
        )


@pytest.fixture(scope="class")
def twenty_targets(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Targets]:
    """Twenty of each kind that a page can point at, for all tests of a class: making them is most of the work."""
    with django_db_blocker.unblock(), transaction.atomic():
        targets = Targets.make(20)
        with django_db_blocker.block():
            yield targets
        transaction.set_rollback(True)


@pytest.fixture
def nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages go on their way as they are: what a page may lack has tests of its own (`test_completeness`)."""
    monkeypatch.setattr("wijkwijzer.editorial.completeness.RULES", {})
