"""Many at work in the data folder, or one alone; the lock goes with the process."""

import subprocess
import sys
from pathlib import Path

import pytest

from wijkwijzer.settings.data_folder import hold, try_hold

pytestmark = pytest.mark.database("sqlite")


def test_many_hold_it_together(tmp_path: Path) -> None:
    with hold(tmp_path), hold(tmp_path), try_hold(tmp_path):
        assert try_hold(tmp_path, alone=True) is None


def test_one_alone_keeps_all_others_out(tmp_path: Path) -> None:
    with try_hold(tmp_path, alone=True):
        assert try_hold(tmp_path) is None
        assert try_hold(tmp_path, alone=True) is None
    with try_hold(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_made_for_its_owner(tmp_path: Path) -> None:
    with hold(tmp_path / "data"):
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "data" / "in-use.lock").stat().st_mode & 0o777 == 0o600


def test_a_worker_holds_it_after_the_process_that_made_it_is_gone(tmp_path: Path) -> None:
    """As gunicorn makes its workers: whoever is left of a site is at work in it."""
    code = (
        "import os, sys, time; from pathlib import Path; from wijkwijzer.settings.data_folder import hold\n"
        "lock = hold(Path(sys.argv[1]))\n"
        "if os.fork() == 0: sys.stdin.read()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE)
    assert process.wait(30) == 0
    assert try_hold(tmp_path, alone=True) is None
    process.stdin.close()
    for _ in range(300):
        if lock := try_hold(tmp_path, alone=True):
            lock.close()
            return
        subprocess.run(["sleep", "0.1"], check=True)
    pytest.fail("nobody is left, and still it is held")
