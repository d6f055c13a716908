"""Every environment variable of the site, declared once: name, type, default and help.

The README table and `.env.example` are checked against this file. Values come from the process environment first,
then from `$WIJKWIJZER_DATA/env` (written by `make run`), then from the default here.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Variable:
    """One environment variable. `default` is the text a user would have written; empty means "not set"."""

    name: str
    type: type
    default: str
    help: str
    secret: bool = False
    choices: tuple[str, ...] = ()


VARIABLES = (
    Variable("WIJKWIJZER_DATA", Path, "var", "Folder for the database, media, mail, cache and secrets."),
    Variable("PORT", int, "8000", "Port that `make run` listens on, on 127.0.0.1."),
    Variable(
        "SITE_URL", str, "http://127.0.0.1:$PORT", "Public address. With https, cookies and headers are HTTPS-only."
    ),
    Variable("SECRET_KEY", str, "", "Signs sessions and links; `make run` generates it.", secret=True),
    Variable("DATABASE_URL", str, "sqlite:///$WIJKWIJZER_DATA/db.sqlite3", "SQLite, or PostgreSQL 15 or newer."),
    Variable("ALLOWED_HOSTS", list, "", "Host names besides the one of SITE_URL, separated by commas."),
    Variable(
        "EMAIL_URL", str, "", "SMTP server, as smtp+tls://user:password@host:587; empty: files in the mail folder."
    ),
    Variable("DEFAULT_FROM_EMAIL", str, "WijkWijzer <redactie@localhost>", "Sender of the site's mail."),
    Variable(
        "SENDFILE",
        str,
        "",
        "How the web server sends files: empty (Django itself), nginx or xsendfile.",
        choices=("", "nginx", "xsendfile"),
    ),
    Variable(
        "EDITORIAL_STEPS",
        int,
        "2",
        "How many pairs of other eyes see a page before it is published: 1 or 2.",
        choices=("1", "2"),
    ),
    Variable(
        "SCHEDULE_SECONDS",
        int,
        "20",
        "Seconds between two rounds of planned work and outgoing mail; 0: a timer runs `manage.py run_schedule`.",
    ),
    Variable(
        "CHECK_LINKS",
        str,
        "yes",
        "Whether links to other sites are asked once a week if they still work: yes or no.",
        choices=("yes", "no"),
    ),
    Variable(
        "REDIS_URL", str, "", "A Redis for pages that were made, as redis://host:6379/0; empty: each process's memory."
    ),
    Variable(
        "PROXY_STALE_SECONDS",
        int,
        "0",
        "How long a proxy may show its copy of a page while it asks for a new one; a withdrawn page too.",
    ),
    Variable("WEB_WORKERS", int, "2", "Number of gunicorn processes."),
    Variable("WEB_THREADS", int, "4", "Threads in each gunicorn process."),
    Variable("LOG_LEVEL", str, "INFO", "DEBUG, INFO, WARNING or ERROR.", choices=("DEBUG", "INFO", "WARNING", "ERROR")),
)
BY_NAME = {variable.name: variable for variable in VARIABLES}


class Environment:
    """Typed access to the declared variables; asking for an undeclared one is a programming error (`KeyError`)."""

    def __init__(self) -> None:
        self._env = environ.Env()
        self.data_dir = self._path("WIJKWIJZER_DATA")
        env_file = self.data_dir / "env"
        if env_file.is_file():
            # The process environment wins: the file only fills what is not set.
            self._env.read_env(str(env_file), overwrite=False)

    def _raw(self, name: str) -> str:
        variable = BY_NAME[name]
        value = os.environ.get(name, "")
        return value if value != "" else variable.default

    def _path(self, name: str) -> Path:
        return (PROJECT_DIR / Path(self._raw(name)).expanduser()).resolve()

    def text(self, name: str) -> str:
        value = self._raw(name)
        choices = BY_NAME[name].choices
        if choices and value not in choices:
            raise self._unreadable(name, f"{value!r} is not one of the values it may have")
        if "$PORT" in value:
            value = value.replace("$PORT", str(self.port()))
        return value.replace("$WIJKWIJZER_DATA", str(self.data_dir))

    def integer(self, name: str) -> int:
        return self._convert(name, int, self.text(name), "a whole number")

    def port(self) -> int:
        port = self.integer("PORT")
        if not 1 <= port <= 65535:
            raise self._unreadable("PORT", f"{port} is not between 1 and 65535")
        return port

    def items(self, name: str) -> list[str]:
        return [item.strip() for item in self._raw(name).split(",") if item.strip()]

    def site_url(self) -> str:
        """SITE_URL without a slash at the end: a scheme and a host, nothing after it."""
        url = self.text("SITE_URL").rstrip("/")
        parts = self._convert("SITE_URL", urlsplit, url, "a web address")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
            raise self._unreadable("SITE_URL", f"{url!r} is not an address such as https://wijkwijzer.example.org")
        return url

    def database(self) -> dict[str, Any]:
        # The data folder may have any name: in a URL, "#" and "?" would end the path.
        url = self._raw("DATABASE_URL").replace("$WIJKWIJZER_DATA", quote(str(self.data_dir)))
        if url.partition(":")[0] not in ("sqlite", "postgres", "postgresql"):
            raise self._unreadable("DATABASE_URL", "it does not start with sqlite:/// or postgres://")
        config: dict[str, Any] = self._convert("DATABASE_URL", self._env.db_url_config, url, "a database address")
        # A folder with a socket is written as PostgreSQL's own tools write it: postgres://user@%2Frun%2Fsocket/name.
        config["HOST"] = unquote(config.get("HOST") or "")
        return config

    def email(self) -> dict[str, Any]:
        url = self.text("EMAIL_URL")
        return self._convert("EMAIL_URL", self._env.email_url_config, url, "a mail server's address") if url else {}

    def missing_secrets(self) -> list[str]:
        return [v.name for v in VARIABLES if v.secret and not os.environ.get(v.name)]

    def _convert(self, name: str, convert: Callable[[str], Any], value: str, shape: str) -> Any:
        try:
            return convert(value)
        except (ValueError, KeyError, ImproperlyConfigured):
            # The error itself may quote the value, and with it a password.
            raise self._unreadable(name, f"it is not {shape}") from None

    @staticmethod
    def _unreadable(name: str, reason: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"{name} cannot be read: {reason}. What it holds: {BY_NAME[name].help}")
