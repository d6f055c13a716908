#!/usr/bin/env python3
"""Set the project up and start it: what `make run`, `make dev` and `make test` call.

Standard library only, and written so that even Python 3.6 reads far enough to say that it is too old.
Every failure is one sentence and a non-zero exit code.
"""

import argparse
import errno
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
VENV_DIR = PROJECT_DIR / ".venv"
OLDEST_PYTHON = (3, 11)
RUNTIME_LOCK = "requirements.lock"
SENTRY_LOCK = "requirements-sentry.lock"
# What pip installs for each kind of set-up, and which locks that satisfies: each lock holds those after it whole.
LOCKS = {
    "run": (RUNTIME_LOCK,),
    "sentry": (SENTRY_LOCK, RUNTIME_LOCK),
    "dev": ("requirements-dev.lock", SENTRY_LOCK, RUNTIME_LOCK),
}
GENERATED_SECRETS = ("SECRET_KEY",)


class CannotStartError(Exception):
    """Why the site cannot start, as one sentence that says what to do."""


def say(text):
    print(text, flush=True)


# --- What must be right before anything is made ----------------------------------------------------------------------


def check_python(version):
    """Refuse a Python that the project does not run on. `version` is `sys.version_info` or a tuple like it."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise CannotStartError(
            f"WijkWijzer needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer and this is "
            f"{version[0]}.{version[1]}: name a newer one, for example `PYTHON=python3.12 make run`."
        )


def data_folder(environment):
    """The folder of database, media, mail and secrets; a relative path counts from the project, as in settings."""
    return (PROJECT_DIR / Path(environment.get("WIJKWIJZER_DATA") or "var").expanduser()).resolve()


def make_data_folder(folder):
    """Make `folder`, closed to other users because it holds secrets, and see that it can be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(folder)):
            pass
    except OSError as error:
        raise CannotStartError(
            f"The data folder {folder} cannot be written ({error.strerror}): choose another one, for example "
            "`WIJKWIJZER_DATA=~/wijkwijzer-data make run`."
        ) from error


def check_port(text):
    """Refuse a port that is no number, not allowed or in use."""
    if not (re.match("[0-9]{1,5}$", text) and 0 < int(text) < 65536):
        raise CannotStartError(f"PORT is {text!r} and must be a number from 1 to 65535: try `PORT=8001 make run`.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As gunicorn does: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            reason = "is in use by another program" if error.errno == errno.EADDRINUSE else "cannot be used"
            other = int(text) + 1 if 1024 <= int(text) < 65535 else 8001
            raise CannotStartError(
                f"Port {text} {reason}: choose another one, for example `PORT={other} make run`."
            ) from error


# --- Secrets ---------------------------------------------------------------------------------------------------------


def read_env_file(file):
    """The `NAME=value` lines of `file` as a dict; settings/env.py reads the same file with the same precedence."""
    if not file.is_file():
        return {}
    values = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            name = name.strip()
            if name.startswith("export "):
                name = name[len("export ") :].strip()
            values.setdefault(name, value.strip().strip("'\""))
    return values


def write_secrets(folder, environment):
    """Add the secrets that are set nowhere to `folder`/env, readable by its owner only. What stands there is kept."""
    file = folder / "env"
    present = read_env_file(file)
    missing = [name for name in GENERATED_SECRETS if not environment.get(name) and not present.get(name)]
    empty = [name for name in missing if name in present]
    if empty:
        raise CannotStartError(f"{empty[0]} is empty in {file}: give it a value or remove its line.")
    if not missing:
        return
    lines = "".join(f"{name}={secrets.token_urlsafe(50)}\n" for name in missing)
    existing = file.read_bytes() if file.is_file() else b""
    if existing and not existing.endswith(b"\n"):
        lines = "\n" + lines
    say(f"Writing generated secrets to {file} ...")
    with os.fdopen(os.open(str(file), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as stream:
        stream.write(lines.encode())


# --- The virtual environment -----------------------------------------------------------------------------------------


@contextmanager
def only_one(path):
    """Hold a lock on `path` (a file or folder that exists), so that two starts at once do not undo each other."""
    handle = os.open(str(path), os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another start to finish ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def lock_digests(names):
    """Lines of the stamp that says these lock files are installed."""
    return {f"{name} {hashlib.sha256((PROJECT_DIR / name).read_bytes()).hexdigest()}" for name in names}


def venv_python():
    return VENV_DIR / "bin" / "python"


def is_made(venv):
    """Whether `venv` was made whole, here: an interrupted creation and a moved folder both show."""
    mark = venv / "made"
    return mark.is_file() and mark.read_text(encoding="utf-8") == str(venv) and (venv / "bin" / "python").exists()


def is_installed(venv, kind):
    stamp = venv / "installed"
    return stamp.is_file() and lock_digests(LOCKS[kind]) <= set(stamp.read_text(encoding="utf-8").splitlines())


def make_venv(venv):
    # Debian's own Python leaves one or both out.
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise CannotStartError(
            "This Python has no venv module: install it (on Debian and Ubuntu: `apt install python3-venv`)."
        )
    say(f"Making a virtual environment in {venv} ...")
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        shutil.rmtree(str(venv))
    run([sys.executable, "-m", "venv", str(venv)], f"The virtual environment {venv} could not be made")
    (venv / "made").write_text(str(venv), encoding="utf-8")


def install(venv, kind):
    stamp = venv / "installed"
    if stamp.exists():
        stamp.unlink()
    lock = LOCKS[kind][0]
    # Read before pip reads them: a lock that changes meanwhile is seen at the next start.
    digests = lock_digests(LOCKS[kind])
    say(f"Installing Python packages from {lock} (a few minutes the first time) ...")
    # The lock is complete, so pip need not (and with --no-deps may not) look for anything beside it.
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--require-hashes", "--no-deps"]
    run(
        [str(venv / "bin" / "python"), "-m", "pip", "install", *options, "-r", str(PROJECT_DIR / lock)],
        f"The packages of {lock} could not be installed",
    )
    stamp.write_text("\n".join(sorted(digests)) + "\n", encoding="utf-8")


def run(command, failure):
    code = subprocess.call(command, stdin=subprocess.DEVNULL)
    if code:
        raise CannotStartError(f"{failure}: see the lines above, and try again.")


def set_up(kind):
    """Make `.venv` and install what `kind` needs, as far as that was not done before."""
    if is_made(VENV_DIR) and is_installed(VENV_DIR, kind):
        return
    with only_one(PROJECT_DIR):
        if not is_made(VENV_DIR):
            make_venv(VENV_DIR)
        if not is_installed(VENV_DIR, kind):
            install(VENV_DIR, kind)


# --- Commands --------------------------------------------------------------------------------------------------------


def prepare_to_serve(environment):
    """Check and make what a running site needs; returns the environment to run it in."""
    folder = data_folder(environment)
    make_data_folder(folder)
    port = environment.get("PORT") or read_env_file(folder / "env").get("PORT") or "8000"
    check_port(port)
    with only_one(folder):
        write_secrets(folder, environment)
    return dict(environment, WIJKWIJZER_DATA=str(folder), PORT=port)


def kind_of_site(environment):
    """Which packages the site needs: those that send errors elsewhere only where they are sent."""
    file = Path(environment["WIJKWIJZER_DATA"]) / "env"
    return "sentry" if environment.get("SENTRY_DSN") or read_env_file(file).get("SENTRY_DSN") else "run"


def become(arguments, environment):
    """Let this process become `.venv/bin/python manage.py ...`, so that Ctrl-C and the exit code reach it directly."""
    os.chdir(str(PROJECT_DIR))
    os.execve(str(venv_python()), [str(venv_python()), "manage.py", *arguments], environment)


def start(options, environment):
    check_python(sys.version_info)
    if options.setup:
        set_up(options.setup)
        return
    environment = prepare_to_serve(environment)
    set_up("dev" if options.dev else kind_of_site(environment))
    if not options.dev:
        become(["serve"], dict(environment, DJANGO_SETTINGS_MODULE="wijkwijzer.settings.production"))
    environment["DJANGO_SETTINGS_MODULE"] = "wijkwijzer.settings.development"
    prepare = [str(venv_python()), str(PROJECT_DIR / "manage.py"), "prepare_site"]
    if subprocess.call(prepare, env=environment, cwd=str(PROJECT_DIR)):
        raise CannotStartError("The site could not be prepared: see the lines above.")
    become(["runserver", "127.0.0.1:" + environment["PORT"]], environment)


def main(arguments):
    parser = argparse.ArgumentParser(description="Set WijkWijzer up and start it on this machine.")
    parser.add_argument("--dev", action="store_true", help="start Django's autoreloading server instead of gunicorn")
    parser.add_argument("--setup", choices=sorted(LOCKS), help="only make .venv and install the packages for this use")
    try:
        start(parser.parse_args(arguments), dict(os.environ))
    except CannotStartError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"WijkWijzer cannot start: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
