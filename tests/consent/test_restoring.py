"""A backup does not bring back who was taken back since; and journals that become one."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.consent.conftest import Desk
from tests.consent.crawl import Crawl
from tests.consent.scene import SAID, TITLE, Scene, make_scene
from tests.consent.test_withdrawal import CHOICES, take_back
from tests.delivery.backup.conftest import NOW, folders_of
from wijkwijzer.consent import journal
from wijkwijzer.consent.models import Withdrawal
from wijkwijzer.delivery.backup.making import make_backup
from wijkwijzer.gate.audit import differences
from wijkwijzer.images.models import SiteImage
from wijkwijzer.search.rebuilding import what_is_wrong


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    for name, path in folders_of(tmp_path / "data").items():
        setattr(settings, name, path)
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    (tmp_path / "data" / "static").mkdir(parents=True)
    return tmp_path / "data"


@pytest.fixture
def scene(data: Path, db: Any) -> Scene:
    return make_scene()


@pytest.mark.django_db(transaction=True)
def test_who_was_taken_back_after_the_backup_stays_away(
    scene: Scene, officer: Desk, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wijkwijzer.settings.production")
    backup = make_backup(tmp_path / "backups", NOW)
    photo = data / "media" / SiteImage.objects.get(pk=scene.photo.pk).file.name
    assert (backup / "media" / photo.relative_to(data / "media")).is_file()
    take_back(officer, scene.portrait, CHOICES)
    line = journal.file().read_text()
    call_command("restore", str(backup), yes=True, verbosity=0)
    assert Client().get("/portretten/voordeur/").status_code == 410
    assert Crawl().saying_any(*SAID, TITLE) == {}
    assert Withdrawal.objects.get().is_replayed
    assert not photo.exists()
    assert (data / "media" / scene.shared.file.name).is_file()
    assert journal.file().read_text() == line
    assert what_is_wrong() == ""
    assert list(differences()) == []


# --- Journals --------------------------------------------------------------------------------------------------------


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def merged(tmp_path: Path, *sources: Path) -> list[dict[str, Any]]:
    journal.merge(sources, tmp_path / "merged")
    return [json.loads(line) for line in (tmp_path / "merged").read_text().splitlines()]


def test_every_line_of_every_journal_counts_once(tmp_path: Path) -> None:
    one, two, three = ({"number": number} for number in "123")
    present, older, other = tmp_path / "present", tmp_path / "older", tmp_path / "other"
    sources = write(present, one, two), write(older, one), write(other, one, three), tmp_path / "none"
    assert merged(tmp_path, *sources) == [one, two, three]
    assert (tmp_path / "merged").stat().st_mode & 0o777 == 0o600


def test_an_older_journal_takes_nothing_back_that_the_present_one_says(tmp_path: Path) -> None:
    one, void = {"number": "1"}, {"void": "1"}
    assert merged(tmp_path, write(tmp_path / "present", one), write(tmp_path / "older", one, void)) == [one]


def test_what_the_present_one_takes_back_stays_so(tmp_path: Path) -> None:
    one, void = {"number": "1"}, {"void": "1"}
    assert merged(tmp_path, write(tmp_path / "present", one, void), write(tmp_path / "older", one)) == [one, void]


def test_lines_that_were_cut_off_or_say_nothing_spoil_no_other(tmp_path: Path) -> None:
    (tmp_path / "present").write_text('3\n[]\n{"number": "half')
    assert merged(tmp_path, tmp_path / "present", write(tmp_path / "older", {"number": "1"})) == [{"number": "1"}]


def test_nothing_to_tell_is_no_file(tmp_path: Path) -> None:
    journal.merge([tmp_path / "none"], tmp_path / "merged")
    assert not (tmp_path / "merged").exists()
