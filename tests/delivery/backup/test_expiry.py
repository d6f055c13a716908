"""Old backups go, the newest stays, and nothing that is no backup of ours is touched."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.delivery.backup.conftest import NOW, rewrite
from wijkwijzer.delivery.backup import expiry, making, manifest
from wijkwijzer.delivery.backup.expiry import backups_in, expire
from wijkwijzer.delivery.backup.manifest import Manifest
from wijkwijzer.settings.data_folder import try_hold

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """A backup of so many days ago, with nothing in it but its manifest."""

    def make(days: float, name: str = "") -> Path:
        moment = NOW - timedelta(days=days)
        folder = tmp_path / (name or f"wijkwijzer-{moment:%Y-%m-%dT%H%M%SZ}")
        folder.mkdir()
        manifest.write(folder, Manifest(moment, {"vendor": "sqlite", "version": 3}, {}, [], {}, {}))
        return folder

    return make


def test_what_is_older_than_the_days_goes(made: Callable[..., Path], tmp_path: Path) -> None:
    old, kept, new = made(90.1), made(89.9), made(0)
    assert expire(tmp_path, 90, NOW).removed == [old]
    assert sorted(tmp_path.iterdir()) == [kept, new]


def test_the_newest_stays_however_old_it_is(made: Callable[..., Path], tmp_path: Path) -> None:
    older, newest = made(400), made(300)
    assert expire(tmp_path, 90, NOW).removed == [older]
    assert list(tmp_path.iterdir()) == [newest]


def test_age_is_what_the_manifest_says_and_not_the_name(made: Callable[..., Path], tmp_path: Path) -> None:
    renamed, _new = made(100, "before the upgrade"), made(0)
    assert expire(tmp_path, 90, NOW).removed == [renamed]


def test_a_new_key_of_the_site_does_not_keep_old_backups(
    made: Callable[..., Path], tmp_path: Path, settings: object
) -> None:
    old, _new = made(100), made(0)
    settings.SECRET_KEY = "another"
    assert expire(tmp_path, 90, NOW).removed == [old]


def test_nothing_else_in_the_folder_is_touched(made: Callable[..., Path], tmp_path: Path) -> None:
    made(0)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "photos").mkdir()
    (tmp_path / ".hidden.unfinished").mkdir()
    other = made(400, "other")
    text = (other / manifest.FILE).read_text().replace('"project": "wijkwijzer"', '"project": "other"')
    (other / manifest.FILE).write_text(text)
    elsewhere = made(400, "elsewhere").rename(tmp_path.parent / f"{tmp_path.name}-elsewhere")
    (tmp_path / "link").symlink_to(elsewhere, target_is_directory=True)
    before = sorted(tmp_path.rglob("*"))
    assert expire(tmp_path, 90, NOW).removed == []
    expiry.remove_unfinished(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before
    assert (elsewhere / manifest.FILE).is_file()


def test_one_whose_manifest_cannot_be_read_is_named_and_left(made: Callable[..., Path], tmp_path: Path) -> None:
    damaged, new = made(100), made(0)
    (damaged / manifest.FILE).write_text("{")
    expired = expire(tmp_path, 90, NOW)
    assert (expired.removed, expired.unreadable) == ([], [damaged])
    assert [folder for folder, _manifest in backups_in(tmp_path)] == [new]


def test_one_that_is_removed_halfway_does_not_look_whole(
    made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(100), made(0)
    with monkeypatch.context() as killed:
        killed.setattr(expiry.shutil, "rmtree", lambda folder: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            expire(tmp_path, 90, NOW)
    assert len(backups_in(tmp_path)) == 1
    expiry.remove_unfinished(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("days", ["0", "-1", "91"])
def test_no_other_number_of_days_is_taken(days: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--keep-days is from 1 to 90"):
        call_command("backup", str(tmp_path / "backups"), "--keep-days", days)
    assert not (tmp_path / "backups").exists()


def test_the_command_removes_what_is_too_old_and_says_so(
    unblocked: None, data: Path, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(backup, lambda found: {"made_at": found.made_at - timedelta(days=4000)})
    damaged = backup.with_name("wijkwijzer-2020-01-01T000000Z")
    damaged.mkdir()
    call_command("backup", str(backup.parent), "--keep-days", "7")
    said = capsys.readouterr()
    assert f"Removed, older than 7 days: {backup}" in said.out
    assert str(damaged) in said.err
    assert not backup.exists()
    assert damaged.is_dir()


def test_what_is_too_old_goes_also_where_no_new_one_can_be_made(
    unblocked: None, data: Path, made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, newest = made(100), made(99)
    full = CommandError("There is not enough room.")
    monkeypatch.setattr(making, "check_space", lambda parent, needed: (_ for _ in ()).throw(full))
    with pytest.raises(CommandError, match="not enough room"):
        call_command("backup", str(tmp_path))
    assert not old.exists()
    assert newest.exists()


def test_nothing_goes_while_a_backup_may_be_being_restored(
    unblocked: None, data: Path, made: Callable[..., Path], tmp_path: Path
) -> None:
    old, _newest = made(100), made(99)
    with try_hold(data, alone=True), pytest.raises(CommandError, match="A restore is going on"):
        call_command("backup", str(tmp_path))
    assert old.exists()
