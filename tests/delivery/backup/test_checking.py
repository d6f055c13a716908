"""What is damaged or of something else is refused with its own sentence, and nothing of the site is touched."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.delivery.backup.conftest import rewrite
from wijkwijzer.delivery.backup import files, manifest, postgres
from wijkwijzer.delivery.backup.files import Entry
from wijkwijzer.delivery.backup.sites import database_of_site
from wijkwijzer.settings.data_folder import hold

pytestmark = pytest.mark.usefixtures("unblocked")

PHOTO = "media/originals/ab.jpg"


def database_file(folder: Path) -> Path:
    return folder / database_of_site().file


def rewritten(**changed: Any) -> Callable[[Path], None]:
    return lambda folder: rewrite(folder, lambda found: changed)


def with_file(name: str) -> Callable[[Path], None]:
    return lambda folder: rewrite(folder, lambda found: {"files": {**found.files, name: Entry(1, "a" * 64)}})


def edit(change: Callable[[dict[str, Any]], object], *, also_its_hash: bool = False) -> Callable[[Path], None]:
    """Somebody with a text editor, who may know how the hash is made but has no key."""

    def damage(folder: Path) -> None:
        content = json.loads((folder / manifest.FILE).read_text())
        change(content)
        if also_its_hash:
            content["sha256"] = hashlib.sha256(manifest._canonical(content)).hexdigest()
        (folder / manifest.FILE).write_text(json.dumps(content))

    return damage


def cut(file: Path, keep: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep)])


def cut_and_sealed(folder: Path) -> None:
    file = database_file(folder)
    cut(file, 0.6)
    rewrite(folder, lambda found: {"files": {**found.files, file.name: files.read(file)}})


def link(folder: Path) -> None:
    (folder / PHOTO).rename(folder.parent / "elsewhere.jpg")
    (folder / PHOTO).symlink_to(folder.parent / "elsewhere.jpg")


def link_the_folder(folder: Path) -> None:
    (folder / "media").rename(folder.parent / "elsewhere")
    (folder / "media").symlink_to(folder.parent / "elsewhere", target_is_directory=True)


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda folder: (folder / manifest.FILE).unlink(), "is no backup: there is no manifest.json in it"),
    "half a manifest": (lambda folder: cut(folder / manifest.FILE, 0.5), "The manifest of .* cannot be read"),
    "a manifest that is a link": (
        lambda folder: (folder / manifest.FILE).rename(folder / "m") and (folder / manifest.FILE).symlink_to("m"),
        "is no backup",
    ),
    "a changed manifest": (edit(lambda content: content["counts"].update(pages=0)), "was changed or is damaged"),
    "a changed manifest with a right hash": (
        edit(lambda content: content["counts"].update(pages=0), also_its_hash=True),
        "was not written by this site",
    ),
    "of something else": (edit(lambda content: content.update(project="other")), "a backup of something else"),
    "a later format": (edit(lambda content: content.update(format=2)), "has format 2 and this version reads 1"),
    "another key": (edit(lambda content: content.update(key="0"), also_its_hash=True), "under another SECRET_KEY"),
    "a missing file": (lambda folder: (folder / PHOTO).unlink(), f"not whole: {PHOTO} is missing"),
    "an extra file": (
        lambda folder: (folder / "media" / "evil.html").write_text("x"),
        "holds media/evil.html, which is not in its manifest",
    ),
    "other bytes": (lambda folder: (folder / PHOTO).write_bytes(b"A photograph"), f"damaged: {PHOTO} is not what"),
    "a longer file": (lambda folder: (folder / PHOTO).write_bytes(b"a longer photograph"), f"damaged: {PHOTO}"),
    "half a database": (lambda folder: cut(database_file(folder), 0.5), "damaged: database.* is not what was written"),
    "half a database that was sealed so": (cut_and_sealed, "The database in the backup is damaged: "),
    "another database": (rewritten(database={"vendor": "oracle", "version": 9}), "is of a oracle database"),
    "a newer server": (
        lambda folder: rewrite(folder, lambda found: {"database": {**found.database, "version": 99}}),
        "of (PostgreSQL|SQLite) 99 and this",
    ),
    "newer code": (
        lambda folder: rewrite(folder, lambda found: {"migrations": [*found.migrations, "pages.9999_later"]}),
        "made by newer code .*pages.9999_later",
    ),
    "another number of pages": (
        lambda folder: rewrite(folder, lambda found: {"counts": {**found.counts, "pages": 1}}),
        "The restored database holds .* and the backup had",
    ),
    "no database": (
        lambda folder: (
            database_file(folder).unlink(),
            rewrite(folder, lambda found: {"files": {n: e for n, e in found.files.items() if n[:8] != "database"}}),
        ),
        "names no database",
    ),
    "a way out": (with_file("media/../../evil"), "'media/../../evil', which is no place in a backup"),
    "a way to the root": (with_file("/etc/cron.d/evil"), "which is no place in a backup"),
    "a way with a dot": (with_file("media/./evil"), "which is no place in a backup"),
    "another file of the data folder": (with_file("env"), "'env', which is no place in a backup"),
    "a link": (link, "is a link or something else that is no file"),
    "a folder that is a link": (link_the_folder, "is a link or something else that is no file"),
    "an empty folder": (lambda folder: shutil.rmtree(folder) or folder.mkdir(), "is no backup"),
    "nothing at all": (shutil.rmtree, "There is no folder"),
}


def state(data: Path) -> dict[str, Any]:
    """Every file of the site and all that its database says; the locks hold nothing."""
    found: dict[str, Any] = {
        path.relative_to(data).as_posix(): path.read_bytes() if path.is_file() else path.stat().st_mode
        for path in sorted(data.rglob("*"))
        if path.suffix != ".lock"
    }
    with connection.cursor() as cursor:
        for table in ("wagtailcore_page", "django_migrations"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{connection.settings_dict['NAME']}%"]
            )
            found["databases"] = cursor.fetchall()
    connection.close()
    return found


def restore(folder: Path, **options: Any) -> None:
    call_command("restore", str(folder), **{"yes": True, "verbosity": 0, **options})


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(damage: str, backup: Path, data: Path) -> None:
    do, sentence = DAMAGES[damage]
    do(backup)
    before = state(data)
    with pytest.raises(CommandError, match=sentence) as refused:
        restore(backup)
    assert len(str(refused.value).splitlines()) == 1
    assert state(data) == before


def test_every_damage_has_a_sentence_of_its_own_or_names_the_file() -> None:
    assert len(DAMAGES) >= 10
    assert len({sentence for _do, sentence in DAMAGES.values()}) >= 18


def test_a_backup_that_was_not_finished_is_refused(backup: Path, data: Path) -> None:
    unfinished = backup.rename(backup.with_name(f".{backup.name}.unfinished"))
    with pytest.raises(CommandError, match="was not finished"):
        restore(unfinished)


def test_a_folder_of_backups_names_the_newest_in_it(backup: Path, data: Path) -> None:
    with pytest.raises(CommandError, match=rf"holds several backups: name one, for example .*{backup.name}"):
        restore(backup.parent)


def test_another_key_of_the_site_is_another_site(backup: Path, data: Path, settings: Any) -> None:
    settings.SECRET_KEY = "another"
    before = state(data)
    with pytest.raises(CommandError, match="under another SECRET_KEY"):
        restore(backup)
    assert state(data) == before


def test_without_yes_no_site_is_replaced(backup: Path, data: Path) -> None:
    before = state(data)
    with pytest.raises(CommandError, match="There is a site here already"):
        restore(backup, yes=False)
    assert state(data) == before


def test_a_full_disk_is_seen_before_anything_is_written(
    backup: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(data)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda folder: SimpleNamespace(free=1024))
    with pytest.raises(CommandError, match="has 0 MB free and this needs"):
        restore(backup)
    assert state(data) == before


def test_a_running_site_is_not_replaced(backup: Path, data: Path) -> None:
    with hold(data), pytest.raises(CommandError, match="The site is running"):
        restore(backup)


def test_a_database_in_which_somebody_is_at_work_is_not_replaced(backup: Path, data: Path) -> None:
    before = state(data)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "SELECT 1")
        with pytest.raises(CommandError, match="The database is in use"):
            restore(backup)
    finally:
        other.close()
    assert state(data) == before


@pytest.mark.database("postgresql")
def test_somebody_who_is_just_leaving_it_is_waited_for(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that is closed stands in the list of the server for a moment longer."""
    monkeypatch.setattr(postgres, "LEAVING", 30)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
    leaving = Timer(0.5, other.connection.close)
    leaving.start()
    try:
        database_of_site().check_replaceable()
    finally:
        leaving.join()
    assert other.connection.closed
    other.close()


@pytest.mark.database("postgresql")
def test_somebody_of_another_account_is_seen_by_an_ordinary_one(data: Path) -> None:
    role = connection.ops.quote_name(f"{connection.settings_dict['NAME'][:40]}_ordinary")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        try:
            cursor.execute(f"SET ROLE {role}")
            cursor.execute(postgres._OTHERS, [connection.settings_dict["NAME"]])
            assert (number,) in cursor.fetchall()
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP ROLE {role}")
            other.close()


def test_media_elsewhere_are_not_replaced(backup: Path, data: Path, tmp_path: Path) -> None:
    (data / "media").rename(tmp_path / "other disk")
    (data / "media").symlink_to(tmp_path / "other disk")
    with pytest.raises(CommandError, match="must be an ordinary folder"):
        restore(backup)


def test_only_the_account_of_the_site_restores(backup: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "geteuid", lambda: 12345)
    with pytest.raises(CommandError, match="Run this as the account of the site"):
        restore(backup)
