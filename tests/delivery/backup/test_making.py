"""One new folder, whole or not at all, with what must survive and nothing else."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.delivery.backup.conftest import LINE, NOW
from wijkwijzer.delivery.backup import making, manifest, postgres
from wijkwijzer.delivery.backup.databases import Facts
from wijkwijzer.delivery.backup.files import read
from wijkwijzer.delivery.backup.making import make_backup
from wijkwijzer.delivery.backup.postgres import PostgresDatabase
from wijkwijzer.delivery.backup.sites import database_of_site
from wijkwijzer.delivery.backup.sqlite import SqliteDatabase
from wijkwijzer.settings.data_folder import try_hold

pytestmark = pytest.mark.usefixtures("unblocked")

ON_SQLITE, ON_POSTGRES = pytest.mark.database("sqlite"), pytest.mark.database("postgresql")


class QuickDatabase(SqliteDatabase):
    """Any file: for what is not about the database."""

    def copy(self, target: Path) -> Any:
        target.write_bytes(b"a database")
        return Facts(["pages.0001_initial"], {"pages": 2})


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    database = QuickDatabase()
    monkeypatch.setattr(database, "check_tools", lambda: None)
    monkeypatch.setattr(database, "size", lambda: 0)
    monkeypatch.setattr(making, "database_of_site", lambda: database)


def test_it_holds_what_must_survive_and_nothing_that_can_be_made_again(made_once: Path) -> None:
    names = {path.relative_to(made_once).as_posix() for path in made_once.rglob("*") if path.is_file()}
    database = database_of_site().file
    assert names == {
        database,
        "manifest.json",
        "erasures.jsonl",
        "media/documents/verslag.pdf",
        "media/originals/ab.jpg",
    }
    assert (made_once / "erasures.jsonl").read_text() == LINE
    assert made_once.name == "wijkwijzer-2026-11-29T031500Z"


def test_it_is_for_nobody_else(made_once: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in made_once.rglob("*") if path.is_dir()}
    assert modes | {stat.S_IMODE(made_once.stat().st_mode), stat.S_IMODE(made_once.parent.stat().st_mode)} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made_once.rglob("*") if path.is_file()} == {0o600}


def test_the_manifest_says_what_it_is_made_of(made_once: Path) -> None:
    content = json.loads((made_once / manifest.FILE).read_text())
    assert content["project"] == "wijkwijzer"
    assert content["made_at"] == "2026-11-29T03:15:00+00:00"
    assert content["database"]["vendor"] == connection.vendor
    assert set(content["versions"]) == {"wijkwijzer", "django", "wagtail", "python", "database"}
    assert content["versions"]["wagtail"].startswith("8.")
    assert "pages.0001_initial" in content["migrations"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM wagtailcore_page")
        assert content["counts"]["pages"] == cursor.fetchone()[0] > 1
    for name, entry in content["files"].items():
        assert entry == vars(read(made_once / name))
    assert len(content["sha256"]) == len(content["seal"]) == 64
    assert "secret" not in json.dumps(content).lower()


def test_a_second_one_in_the_same_second_stands_beside_it(data: Path, tmp_path: Path, quick: None) -> None:
    folders = [make_backup(tmp_path / "backups", NOW) for _ in range(2)]
    assert [folder.name for folder in folders] == ["wijkwijzer-2026-11-29T031500Z", "wijkwijzer-2026-11-29T031500Z-2"]


@pytest.mark.parametrize("moment", ["copy", "write", "rename"])
def test_one_that_fails_leaves_nothing(
    moment: str, data: Path, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    target = {"copy": (making, "copy"), "write": (manifest, "write"), "rename": (Path, "rename")}[moment]
    monkeypatch.setattr(*target, full)
    with pytest.raises(CommandError, match="The backup was not made: No space left on device"):
        make_backup(tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_one_left_does_not_look_whole_and_goes_at_the_next(
    data: Path, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(making.shutil, "rmtree", lambda *_args, **_options: None)
        killed.setattr(manifest, "write", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            make_backup(tmp_path / "backups", NOW)
    (left,) = (tmp_path / "backups").iterdir()
    assert left.name == ".wijkwijzer-2026-11-29T031500Z.unfinished"
    assert manifest.recognise(left) is None
    whole = make_backup(tmp_path / "backups", NOW + timedelta(days=1))
    assert list((tmp_path / "backups").iterdir()) == [whole]


def test_two_at_once_are_one_too_many(data: Path, tmp_path: Path, quick: None) -> None:
    (tmp_path / "backups").mkdir()
    with (
        making._one_at_a_time(tmp_path / "backups"),
        pytest.raises(CommandError, match=r"Another backup in .* is not finished"),
    ):
        make_backup(tmp_path / "backups", NOW)


def test_none_is_made_while_one_is_restored(data: Path, tmp_path: Path, quick: None) -> None:
    with try_hold(data, alone=True), pytest.raises(CommandError, match="A restore is going on"):
        make_backup(tmp_path / "backups", NOW)


def test_it_does_not_stand_where_the_web_server_looks(data: Path, quick: None) -> None:
    for served in ("media/backups", "static"):
        with pytest.raises(CommandError, match="is part of the site"):
            make_backup(data / served, NOW)


def test_a_place_that_cannot_be_made_is_said(data: Path, tmp_path: Path, quick: None) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be made: "):
        make_backup(tmp_path / "file" / "backups", NOW)


def test_a_link_among_the_media_is_said_instead_of_left_out(data: Path, tmp_path: Path, quick: None) -> None:
    (data / "media" / "link").symlink_to("/etc/hostname")
    with pytest.raises(CommandError, match="media/link is a link"):
        make_backup(tmp_path / "backups", NOW)


def test_a_file_that_is_removed_meanwhile_is_left_out(
    data: Path, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(source: Path, target: Path) -> Any:
        if source.name == "ab.jpg":
            raise FileNotFoundError
        return copy(source, target)

    copy = making.copy
    monkeypatch.setattr(making, "copy", vanish)
    folder = make_backup(tmp_path / "backups", NOW)
    assert set(manifest.read(folder).files) == {"database.sqlite3", "media/documents/verslag.pdf", "erasures.jsonl"}


def test_the_command_says_where_it_is(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", str(tmp_path / "backups"))
    (folder,) = (tmp_path / "backups").iterdir()
    assert capsys.readouterr().out == f"Backup made: {folder}\n"
    assert manifest.read(folder).counts["pages"] > 1


# --- The database ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of its own to write in, with the tables that are counted."""
    path = tmp_path / "small.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE django_migrations (app, name)")
        for table in ("wagtailcore_page", "images_siteimage", "wagtaildocs_document", "users_user"):
            database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, text)")
    database.close()
    monkeypatch.setattr(SqliteDatabase, "path", path)
    return path


@ON_SQLITE
def test_the_copy_is_of_one_moment_while_others_write(small: Path, tmp_path: Path) -> None:
    """A writer keeps two tables equal in every transaction; they are equal in every copy, and it never waits long."""
    ended, under_way, written = threading.Event(), threading.Event(), []

    def write() -> None:
        database = sqlite3.connect(small, isolation_level=None, timeout=20)
        while not ended.is_set():
            database.execute("BEGIN IMMEDIATE")
            for table in ("wagtailcore_page", "users_user"):
                database.execute(f"INSERT INTO {table} (text) VALUES (?)", ["x" * 5000])
            database.execute("COMMIT")
            written.append(1)
            if len(written) == 20:
                under_way.set()
        database.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert under_way.wait(30)
        found = [SqliteDatabase().copy(tmp_path / f"{number}.sqlite3").counts for number in range(4)]
    finally:
        ended.set()
        thread.join()
    assert all(counts["pages"] == counts["users"] >= 20 for counts in found)
    assert found[-1]["pages"] > found[0]["pages"]


@ON_SQLITE
def test_the_copy_holds_no_bytes_of_what_was_deleted(small: Path, tmp_path: Path) -> None:
    with sqlite3.connect(small) as database:
        database.execute("INSERT INTO users_user (text) VALUES (?)", ["Zoë van der Meer" * 500])
        database.execute("PRAGMA secure_delete=OFF")
        database.commit()
        database.execute("DELETE FROM users_user")
    database.close()
    assert "Zoë".encode() in small.read_bytes()
    SqliteDatabase().copy(tmp_path / "copy.sqlite3")
    assert "Zoë".encode() not in (tmp_path / "copy.sqlite3").read_bytes()


@ON_SQLITE
def test_a_damaged_database_gives_no_backup(small: Path, tmp_path: Path) -> None:
    with small.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 4096)
    with pytest.raises(CommandError, match=r"could not be copied|is damaged"):
        SqliteDatabase().copy(tmp_path / "copy.sqlite3")


def stand_in(folder: Path, says: str, code: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    for tool in ("pg_dump", "pg_restore"):
        (folder / tool).write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
        (folder / tool).chmod(0o755)


@ON_POSTGRES
def test_without_pg_dump_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump is not there: install PostgreSQL's client programs"):
        PostgresDatabase().check_tools()


@ON_POSTGRES
def test_an_older_pg_dump_is_refused_with_both_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path / "bin", "pg_dump (PostgreSQL) 11.2 (Debian)")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(CommandError, match=r"pg_dump is older than the server \(.* 11\.2 .*; PostgreSQL \d\d\)"):
        PostgresDatabase().check_tools()


@ON_POSTGRES
def test_a_dump_that_fails_leaves_nothing_and_says_why(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = PostgresDatabase._run

    def fail(self: PostgresDatabase, tool: str, *arguments: str) -> Any:
        return run(self, "false") if tool == "pg_dump" else run(self, tool, *arguments)

    monkeypatch.setattr(PostgresDatabase, "_run", fail)
    with pytest.raises(CommandError, match="The database could not be copied: exit code 1"):
        make_backup(tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []


@ON_POSTGRES
def test_no_password_stands_on_a_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], env: dict[str, str], **options: Any) -> Any:
        seen.update(command=command, env=env)
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(postgres.subprocess, "run", run)
    parameters = {
        **connection.get_connection_params(),
        "password": "hunter2",
        "host": "db.example",
        "sslmode": "require",
    }
    monkeypatch.setattr(connection, "get_connection_params", lambda: parameters)
    PostgresDatabase()._run("pg_dump", "--format=custom")
    assert seen["command"] == ["pg_dump", "--format=custom"]
    assert (seen["env"]["PGPASSWORD"], seen["env"]["PGHOST"], seen["env"]["PGSSLMODE"]) == (
        "hunter2",
        "db.example",
        "require",
    )


def test_the_tools_of_this_machine_will_do(unblocked: None) -> None:
    if connection.vendor == "postgresql":
        assert shutil.which("pg_dump")
    database_of_site().check_tools()
