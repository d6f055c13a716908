"""What the log holds, a line a record, and what it leaves out: everything that is about a person.

Own formatters and no package: python-json-logger and structlog write down all that is handed to a record, and Django
hands over the request itself. Here a field is written only when it is named.
"""

import errno
import json
import logging
import re
import traceback
from datetime import UTC, datetime

from .request_context import request_fields

# Addresses that open something for whoever has them. deploy/nginx.conf hides the same.
SECRET_ADDRESS = re.compile(r"/(akkoord|mijn-portret|bevestigen|beleidsbrief)/[^/\s]+(?:/beheer/[^/\s]+)?")
HIDDEN = (
    (SECRET_ADDRESS, r"/\1/…"),
    (re.compile(r"/(wachtwoord/nieuw|password_reset/confirm/[^/\s]+)/[^/\s]+"), r"/\1/…"),
    # What people search for, and `next` with an address in it.
    (re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>]+"), r"\1?…"),
    (re.compile(r"[\w.+%'-]+(?:@|%40)[\w.-]+"), "…@…"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "…"),  # IPv4
    (re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}(?![\w:])"), "…"),  # IPv6
)
# What Python itself says about code. Every other error may quote what stands in a row or a form: a name, a sentence.
ABOUT_CODE = (AttributeError, NameError, ImportError)
# What a record of `wijkwijzer.requests` and `wijkwijzer.queries` has besides.
FIELDS = ("status", "milliseconds", "bytes")


def hide(text: str) -> str:
    """`text` without tokens, query strings, mail addresses and addresses of machines."""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def said_by(error: BaseException) -> str:
    """What may be written down of what an error says: all of it where it is about code, otherwise its code if any."""
    if isinstance(error, ABOUT_CODE):
        return hide(str(error))
    # The codes of SQLite, PostgreSQL and the operating system.
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return str(code or errno.errorcode.get(getattr(error, "errno", None) or 0, ""))


def trace(error: BaseException, seen: frozenset[int] = frozenset()) -> str:
    """Where it went wrong: files, lines and kinds of error, and those it came from, without what they quote."""
    seen |= {id(error)}
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    first = f"{trace(before, seen)}\n\nwhich led to:\n\n" if before is not None and id(before) not in seen else ""
    said = said_by(error)
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"{first}{''.join(traceback.format_tb(error.__traceback__))}{name}{': ' if said else ''}{said}"


class TokensHidden(logging.Filter):
    """Django writes the address of each request that fails into the log; this writes it without the secret in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "wijkwijzer.requests":
            # Numbers only, and one for each request: looking through them would be half of what such a line costs.
            return True
        try:
            said = record.getMessage()
        except Exception:
            # Arguments that do not fit: logging itself would write them down to complain.
            said = str(record.msg)
            record.args = ()
        if (hidden := hide(said)) != said:
            record.msg, record.args = hidden, ()
        return True


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


class JSONFormatter(logging.Formatter):
    """One line of JSON in ASCII, so that nothing in it can end the line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **request_fields(),
            **{name: getattr(record, name) for name in FIELDS if hasattr(record, name)},
        }
        if error := _error(record):
            line["traceback"] = trace(error)
        return json.dumps(line)


class TextFormatter(logging.Formatter):
    """For people: a line, and below it the traceback. With `quotes` errors say all they have to say, which is only for
    the machine of a developer."""

    def __init__(self, *, quotes: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(request)s%(message)s")
        self.quotes = quotes

    def format(self, record: logging.LogRecord) -> str:
        fields = request_fields()
        record.request = f"[{' '.join(value for value in fields.values() if value)}] " if fields else ""
        # What another handler made of the traceback is not ours to write.
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: object) -> str:  # noqa: N802 (its name in logging)
        error = ei[1]  # type: ignore[index]
        return super().formatException(ei) if self.quotes or error is None else trace(error)  # type: ignore[arg-type]
