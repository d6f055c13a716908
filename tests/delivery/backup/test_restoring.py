"""A backup comes back whole, or the site stays as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from tests.delivery.backup.conftest import LINE, NOW
from tests.factories import ArticlePageFactory, publish
from wijkwijzer.delivery.backup import restoring
from wijkwijzer.delivery.backup.making import make_backup
from wijkwijzer.delivery.backup.restoring import settle
from wijkwijzer.delivery.backup.sites import database_of_site
from wijkwijzer.mail.models import Link
from wijkwijzer.search.models import SearchDocument, SearchState
from wijkwijzer.search.rebuilding import what_is_wrong

pytestmark = pytest.mark.django_db(transaction=True)


def restore(folder: Path) -> None:
    call_command("restore", str(folder), yes=True, verbosity=0)


def read(address: str) -> tuple[int, list[str]]:
    Site.clear_site_root_paths_cache()
    response = Client().get(address)
    # The stamp of a form is of the second in which it was shown.
    lines = [line for line in response.content.decode().splitlines() if 'name="stamp"' not in line]
    return response.status_code, lines


def files(data: Path) -> dict[str, bytes]:
    found = [path for path in data.rglob("*") if path.suffix != ".lock" and path.is_file()]
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in found}


def media(data: Path) -> dict[str, bytes]:
    return files(data / "media")


def leftovers(data: Path) -> list[str]:
    """What a restore makes meanwhile, of which nothing may be left."""
    found = [path.name for path in data.iterdir() if path.name.startswith("restor")]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            like = f"{connection.settings_dict['NAME']}_%"
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
            found += [row[0] for row in cursor.fetchall()]
    else:
        found += [path.name for path in Path(connection.settings_dict["NAME"]).parent.glob("*restor*")]
    return found


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process beside it runs with: the settings of the tests make a data folder of their own."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wijkwijzer.settings.production")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the process that brings the restored site up to date."""
    monkeypatch.setattr(restoring, "_bring_up_to_date", lambda database, stage: None)


@pytest.mark.usefixtures("production")
def test_a_site_comes_back_as_it_was(data: Path, tmp_path: Path) -> None:
    article = ArticlePageFactory(title="Soep op het plein", slug="soep")
    publish(article)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=timezone.now())
    link = Link.objects.make("akkoord", days=14)
    before, files_before, numbers = read(article.url), media(data), sorted(Page.objects.values_list("pk", flat=True))
    assert before[0] == 200
    # The code had one migration less.
    migration = MigrationRecorder.Migration.objects.get(app="municipalities", name="0002_help_texts")
    migration.delete()
    backup = make_backup(tmp_path / "backups", NOW)

    # Then a link is withdrawn, and somebody has an accident.
    link.withdraw()
    newer = ArticlePageFactory(title="Later geschreven", slug="later")
    publish(newer)
    Page.objects.get(pk=article.pk).delete()
    shutil.rmtree(data / "media" / "originals")
    (data / "media" / "later.jpg").write_bytes(b"later")
    SearchState.objects.update(analysis_version="of long ago")
    cache.set("remembered", "of another database")
    (data / "printing" / "pages" / "9").mkdir(parents=True)
    (data / "printing" / "pages" / "9" / "2.pdf").write_bytes(b"of another page")

    restore(backup)
    assert read(article.url) == before
    assert read(newer.url)[0] == 404
    assert media(data) == files_before
    assert sorted(Page.objects.values_list("pk", flat=True)) == numbers
    assert MigrationRecorder.Migration.objects.filter(app="municipalities", name="0002_help_texts").exists()
    assert what_is_wrong() == ""
    assert SearchDocument.objects.filter(page=article.pk).exists()
    assert "/publicaties/soep/" in Client().get("/zoeken/?q=soep").content.decode()
    assert not Session.objects.exists()
    assert not Link.objects.get().is_open
    assert cache.get("remembered") is None
    assert not (data / "printing").exists()
    assert (data / "env").is_file()
    assert leftovers(data) == []
    # It is a site to work in again.
    publish(ArticlePageFactory(title="Daarna", slug="daarna"))


@pytest.mark.usefixtures("quick")
def test_it_fills_a_machine_where_there_was_nothing(data: Path, tmp_path: Path) -> None:
    pages = Page.objects.count()
    backup = make_backup(tmp_path / "backups", NOW)
    shutil.rmtree(data)
    restore(backup)
    assert Page.objects.count() == pages
    assert set(media(data)) == {"originals/ab.jpg", "documents/verslag.pdf"}
    assert (data / "erasures.jsonl").read_text() == LINE
    assert (data / "media" / "originals").stat().st_mode & 0o777 == 0o750
    assert (data / "media" / "originals" / "ab.jpg").stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("quick")
def test_what_other_backups_know_of_those_who_were_forgotten_counts_too(data: Path, tmp_path: Path) -> None:
    """The machine is lost, and the newest backup with it was the one that is no good."""
    older = make_backup(tmp_path / "backups", NOW)
    with (data / "erasures.jsonl").open("a") as journal:
        journal.write(LINE.replace('"1"', '"2"'))
    make_backup(tmp_path / "backups", NOW)
    shutil.rmtree(data)
    restore(older)
    assert (data / "erasures.jsonl").read_text() == LINE + LINE.replace('"1"', '"2"')


# --- Failing ---------------------------------------------------------------------------------------------------------


def fails(*_args: Any) -> None:
    raise CommandError("It went wrong.")


def is_told_to_stop(*_args: Any) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def changed(data: Path, tmp_path: Path) -> Path:
    """A backup, and a site that went on since."""
    backup = make_backup(tmp_path / "backups", NOW)
    publish(ArticlePageFactory(title="Later geschreven", slug="later"))
    (data / "media" / "later.jpg").write_bytes(b"later")
    (data / "erasures.jsonl").write_text(LINE + LINE.replace('"1"', '"2"'))
    connection.close()
    return backup


def is_of_later(data: Path) -> bool:
    signs = {
        Page.objects.filter(slug="later").exists(),
        (data / "media" / "later.jpg").exists(),
        read("/publicaties/later/")[0] == 200,
    }
    assert len(signs) == 1, "half of one and half of the other"
    return signs.pop()


@pytest.mark.parametrize(
    ("moment", "wrong"),
    [("make_beside", fails), ("up to date", fails), ("up to date", is_told_to_stop), ("swap", fails)],
)
def test_what_goes_wrong_halfway_leaves_the_site_as_it_was(
    moment: str, wrong: Callable[..., None], changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = type(database_of_site())
    monkeypatch.setattr(restoring, "_bring_up_to_date", wrong if moment == "up to date" else lambda *_args: None)
    if moment != "up to date":
        monkeypatch.setattr(database, moment, lambda self, *args: wrong())
    before = files(data)
    with pytest.raises((CommandError, KeyboardInterrupt)):
        restore(changed)
    assert files(data) == before
    assert is_of_later(data)
    assert leftovers(data) == []


def test_a_migration_that_fails_is_said_and_changes_nothing(
    changed: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "manage.py").write_text("import sys; sys.exit('IntegrityError: no such thing')")
    monkeypatch.setattr(restoring, "PROJECT_DIR", tmp_path)
    with pytest.raises(CommandError, match="could not be brought up to date: IntegrityError: no such thing"):
        restore(changed)
    assert is_of_later(data)
    assert leftovers(data) == []


@pytest.mark.usefixtures("quick")
def test_somebody_who_comes_in_at_the_last_moment_stops_it(
    changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = connection.copy()

    def open_another(*_args: Any) -> None:
        with other.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM wagtailcore_page")

    monkeypatch.setattr(restoring, "_bring_up_to_date", open_another)
    try:
        with pytest.raises(CommandError, match="The database is in use"):
            restore(changed)
    finally:
        other.close()
    assert is_of_later(data)
    assert leftovers(data) == []


class KilledError(BaseException):
    """The power goes: nothing that comes after it runs."""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("moment", ["before the database", "after the database"])
def test_one_that_was_killed_is_settled_at_the_next_start(
    moment: str, changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = type(database_of_site())
    swap = database.swap

    def killed(self: Any, stage: Path) -> None:
        if moment == "after the database":
            swap(self, stage)
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(database, "swap", killed)
        patch.setattr(restoring, "settle", lambda database: None)
        with pytest.raises(KilledError):
            restore(changed)
    assert leftovers(data) != []
    settle()
    assert is_of_later(data) == (moment == "before the database")
    assert leftovers(data) == []
    # A second time it finds nothing to do.
    settle()


@pytest.mark.database("sqlite")
@pytest.mark.usefixtures("quick")
def test_one_that_was_killed_between_two_files_has_its_database_back(
    changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def killed(self: Path, target: Path) -> Path:
        if target == Path(connection.settings_dict["NAME"]).resolve():
            raise KilledError
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        patch.setattr(restoring, "settle", lambda database: None)
        with pytest.raises(KilledError):
            restore(changed)
    # A start looks whether the database answers, which makes an empty one.
    connection.ensure_connection()
    settle()
    assert is_of_later(data)


def test_a_start_settles_first(changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "restoring" / "data").mkdir(parents=True)
    monkeypatch.setattr("wijkwijzer.delivery.startup.call_command", lambda *_args, **_options: None)
    call_command("prepare_site", verbosity=0)
    assert leftovers(data) == []


@pytest.mark.database("postgresql")
@pytest.mark.parametrize("end", ["_restoring", "_before_restore"])
def test_a_database_of_somebody_else_is_never_in_the_way(changed: Path, data: Path, end: str) -> None:
    name = connection.settings_dict["NAME"][:40] + end
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    try:
        with pytest.raises(CommandError, match=f"There is a database called {name} already"):
            restore(changed)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            assert cursor.fetchone()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.mark.database("postgresql")
def test_an_account_that_may_make_no_database_is_refused(
    changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS wijkwijzer_plain")
        cursor.execute("CREATE ROLE wijkwijzer_plain LOGIN")
        name = connection.settings_dict["NAME"]
        cursor.execute(f'GRANT ALL ON DATABASE "{name}" TO wijkwijzer_plain')
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO wijkwijzer_plain")
    connection.close()
    user = connection.settings_dict["USER"]
    monkeypatch.setitem(connection.settings_dict, "USER", "wijkwijzer_plain")
    try:
        with pytest.raises(CommandError, match='let an administrator run ALTER ROLE "wijkwijzer_plain" CREATEDB'):
            restore(changed)
    finally:
        connection.close()
        connection.settings_dict["USER"] = user
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY wijkwijzer_plain")
            cursor.execute("DROP ROLE wijkwijzer_plain")
