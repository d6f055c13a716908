"""The set-up script is run as a newcomer would run it; nothing here installs a package."""

import ast
import importlib.util
import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
SCRIPT = PROJECT_DIR / "deploy" / "start.py"
LOCKS = ("requirements.lock", "requirements-sentry.lock", "requirements-dev.lock")


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deploy_start", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_run(**environment: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT],
        env={"PATH": os.environ["PATH"], **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_one_sentence(result: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.strip().endswith(".")
    for part in parts:
        assert part in result.stderr


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


# --- Refusals --------------------------------------------------------------------------------------------------------


def test_an_old_python_can_read_the_script():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13, "final", 0)])
def test_a_too_old_python_is_refused_with_both_versions_named(start, version):
    with pytest.raises(start.CannotStartError, match=rf"needs Python 3\.11 or newer and this is 3\.{version[1]}:"):
        start.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_newer_python_is_accepted(start, version):
    start.check_python(version)


def test_a_busy_port_is_said_in_one_sentence_with_another_to_try(tmp_path, busy_port):
    result = make_run(PORT=str(busy_port), WIJKWIJZER_DATA=tmp_path)
    assert_one_sentence(result, f"Port {busy_port} is in use", "make run")


def test_a_port_written_in_the_env_file_counts(tmp_path, busy_port):
    (tmp_path / "env").write_text(f"PORT={busy_port}\n")
    assert_one_sentence(make_run(WIJKWIJZER_DATA=tmp_path), f"Port {busy_port} is in use")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "80 80", "-1", "²"])
def test_a_port_that_is_no_port_is_refused(tmp_path, port):
    assert_one_sentence(make_run(PORT=port, WIJKWIJZER_DATA=tmp_path), "must be a number from 1 to 65535")


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    result = make_run(WIJKWIJZER_DATA=tmp_path / "file" / "data")
    assert_one_sentence(result, str(tmp_path / "file" / "data"), "cannot be written", "WIJKWIJZER_DATA=")


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence():
    # Even root cannot make a file here.
    assert_one_sentence(make_run(WIJKWIJZER_DATA="/proc"), "/proc cannot be written")


def test_an_empty_secret_is_not_started_with(tmp_path, start):
    (tmp_path / "env").write_text("SECRET_KEY=\n")
    with pytest.raises(start.CannotStartError, match="SECRET_KEY is empty in"):
        start.write_secrets(tmp_path, {})


# --- Data folder and secrets -----------------------------------------------------------------------------------------


def test_a_relative_data_folder_counts_from_the_project(start):
    assert start.data_folder({}) == PROJECT_DIR / "var"
    assert start.data_folder({"WIJKWIJZER_DATA": "elsewhere/data"}) == PROJECT_DIR / "elsewhere" / "data"


def test_a_new_data_folder_is_closed_to_other_users(start, tmp_path):
    start.make_data_folder(tmp_path / "a" / "data")
    assert stat.S_IMODE((tmp_path / "a" / "data").stat().st_mode) == 0o700


def test_secrets_are_generated_for_their_owner_only(start, tmp_path):
    start.write_secrets(tmp_path, {})
    assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600
    assert len(start.read_env_file(tmp_path / "env")["SECRET_KEY"]) >= 50


def test_secrets_are_never_overwritten(start, tmp_path):
    start.write_secrets(tmp_path, {})
    first = (tmp_path / "env").read_text()
    start.write_secrets(tmp_path, {})
    assert (tmp_path / "env").read_text() == first


def test_what_stands_in_the_env_file_is_kept_when_a_secret_is_added(start, tmp_path):
    (tmp_path / "env").write_text("# mine\nSITE_URL='https://wijk.example'")
    start.write_secrets(tmp_path, {})
    assert (tmp_path / "env").read_text().startswith("# mine\nSITE_URL='https://wijk.example'\nSECRET_KEY=")
    assert start.read_env_file(tmp_path / "env")["SITE_URL"] == "https://wijk.example"


def test_a_secret_of_the_environment_is_not_generated_again(start, tmp_path):
    start.write_secrets(tmp_path, {"SECRET_KEY": "from elsewhere"})
    assert not (tmp_path / "env").exists()


# --- The virtual environment -----------------------------------------------------------------------------------------


@pytest.fixture
def made_venv(start, tmp_path):
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / "made").write_text(str(venv))
    return venv


def write_stamp(start, venv, names):
    (venv / "installed").write_text("\n".join(start.lock_digests(names)))


def test_a_finished_environment_is_used_again(start, made_venv):
    assert start.is_made(made_venv)


def test_an_interrupted_environment_is_made_anew(start, made_venv):
    (made_venv / "made").unlink()
    assert not start.is_made(made_venv)


def test_an_environment_whose_python_is_gone_is_made_anew(start, made_venv):
    (made_venv / "bin" / "python").unlink()
    (made_venv / "bin" / "python").symlink_to(made_venv / "no-such-python")
    assert not start.is_made(made_venv)


def test_an_environment_that_was_moved_is_made_anew(start, made_venv):
    moved = made_venv.rename(made_venv.parent / "moved")
    assert not start.is_made(moved)


def test_an_environment_without_a_stamp_is_not_installed(start, made_venv):
    assert not start.is_installed(made_venv, "run")


def test_a_dev_install_also_serves_make_run(start, made_venv):
    write_stamp(start, made_venv, start.LOCKS["dev"])
    assert start.is_installed(made_venv, "run")
    assert start.is_installed(made_venv, "dev")


def test_a_runtime_install_does_not_serve_make_test(start, made_venv):
    write_stamp(start, made_venv, start.LOCKS["run"])
    assert start.is_installed(made_venv, "run")
    assert not start.is_installed(made_venv, "dev")


def test_the_package_that_sends_errors_is_only_installed_where_they_are_sent(start, made_venv):
    write_stamp(start, made_venv, start.LOCKS["run"])
    assert not start.is_installed(made_venv, "sentry")
    write_stamp(start, made_venv, start.LOCKS["sentry"])
    assert start.is_installed(made_venv, "sentry")
    assert start.is_installed(made_venv, "run")
    assert not start.is_installed(made_venv, "dev")
    assert set(start.LOCKS["sentry"]) < set(start.LOCKS["dev"])


@pytest.mark.parametrize(
    ("environment", "file", "kind"),
    [
        ({}, "", "run"),
        ({"SENTRY_DSN": ""}, "SENTRY_DSN=\n", "run"),
        ({"SENTRY_DSN": "https://key@host/1"}, "", "sentry"),
        ({}, "SENTRY_DSN=https://key@host/1\n", "sentry"),
    ],
)
def test_a_site_that_names_a_collector_gets_the_package(start, tmp_path, environment, file, kind):
    (tmp_path / "env").write_text(file)
    assert start.kind_of_site({"WIJKWIJZER_DATA": str(tmp_path), **environment}) == kind


def test_a_changed_lock_is_installed_again(start, made_venv):
    (made_venv / "installed").write_text("requirements.lock 0123456789abcdef\n")
    assert not start.is_installed(made_venv, "run")


def test_a_failed_install_leaves_no_stamp(start, made_venv, monkeypatch):
    write_stamp(start, made_venv, ["requirements.lock"])

    def fail(command, failure):
        raise start.CannotStartError(failure)

    monkeypatch.setattr(start, "run", fail)
    with pytest.raises(start.CannotStartError):
        start.install(made_venv, "run")
    assert not start.is_installed(made_venv, "run")


def test_two_starts_at_once_set_up_one_after_the_other(start, tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import start\n"
        f"with start.only_one({str(tmp_path)!r}): print('second is in', flush=True)"
    )
    with start.only_one(tmp_path):
        second = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert second.stdout.readline() == "Waiting for another start to finish ...\n"
    assert second.communicate(timeout=60)[0] == "second is in\n"


# --- The locks -------------------------------------------------------------------------------------------------------


def requirements(name: str) -> list[str]:
    return re.sub(r"\\\n", "", (PROJECT_DIR / name).read_text(encoding="utf-8")).splitlines()


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_index(name):
    text = (PROJECT_DIR / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not [line for line in text.splitlines() if re.match(r"\s*(-i|-f|--(index|extra-index|find-links))", line)]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_the_lock_is_pinned_with_a_hash(name):
    lines = requirements(name)
    assert len(lines) > 20
    assert [line for line in lines if not re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


def test_each_lock_holds_the_one_before_it_whole():
    run, sentry, dev = (set(requirements(name)) for name in LOCKS)
    assert run < sentry < dev
    assert {line.partition("==")[0] for line in sentry - run} == {"sentry-sdk"}
