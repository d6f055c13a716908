"""A data folder for one test, and one backup for many."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from wijkwijzer.delivery.backup import manifest
from wijkwijzer.delivery.backup.making import make_backup

NOW = datetime(2026, 11, 29, 3, 15, tzinfo=UTC)
LINE = '{"at": "2026-11-01T10:00:00+00:00", "choices": {}, "number": "1", "originals": true, "pages": []}\n'


def folders_of(data: Path) -> dict[str, Path]:
    return {
        "DATA_DIR": data,
        "MEDIA_ROOT": data / "media",
        "STATIC_ROOT": data / "static",
        "PRINTING_ROOT": data / "printing",
    }


def fill(data: Path) -> None:
    """What lies in the data folder of a site: what must survive and what need not."""
    for name, content in {
        "media/originals/ab.jpg": b"a photograph",
        "media/documents/verslag.pdf": b"a report",
        "erasures.jsonl": LINE.encode(),
        "env": b"SECRET_KEY=secret\n",
        "mail/1.eml": b"to somebody",
        "cache/1.djcache": b"quick",
        "printing/pages/1/1.pdf": b"made again",
        "static/site.css": b"a {}",
    }.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for name, path in folders_of(folder).items():
        setattr(settings, name, path)
    folder.mkdir(mode=0o700)
    fill(folder)
    return folder


@pytest.fixture
def unblocked(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of the worker without a transaction around it, for what changes nothing in it."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture(scope="package")
def made_once(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    with django_db_blocker.unblock(), override_settings(**folders_of(folder / "data")):
        (folder / "data").mkdir()
        fill(folder / "data")
        backup = make_backup(folder / "backups", NOW)
        connection.close()
    return backup


@pytest.fixture
def backup(made_once: Path, tmp_path: Path) -> Path:
    """A copy of it, to damage."""
    return Path(shutil.copytree(made_once, tmp_path / "backups" / made_once.name))


def rewrite(folder: Path, change: Callable[[manifest.Manifest], dict[str, Any]]) -> None:
    """Another manifest, sealed as the site itself would."""
    found = manifest.recognise(folder)
    assert found is not None
    (folder / manifest.FILE).unlink()
    manifest.write(folder, dataclasses.replace(found, **change(found)))
