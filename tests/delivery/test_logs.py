"""The log says that something failed, not how to open it."""

import copy
import io
import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from logging.config import DictConfigurator
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from gunicorn.config import Config

from tests.delivery.addresses import secret_addresses
from tests.threads import PROJECT_DIR
from wijkwijzer.delivery.logs import TokensHidden, trace
from wijkwijzer.delivery.request_context import RequestContextMiddleware
from wijkwijzer.delivery.server import ServerLog
from wijkwijzer.settings import base

TOKEN = "k3H-x_9aZ" * 4


def logged(message: str, *arguments: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert TokensHidden().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("purpose", ["akkoord", "mijn-portret", "bevestigen"])
@pytest.mark.parametrize("rest", ["/", "", "?next=/", "/meer/"])
def test_an_address_that_opens_something_is_masked(purpose: str, rest: str) -> None:
    said = logged("%s: %s", "Gone", f"/{purpose}/{TOKEN}{rest}")
    assert TOKEN not in said
    assert said.startswith(f"Gone: /{purpose}/…")


def test_no_address_of_the_site_is_written_with_its_secret() -> None:
    assert [said for said in map(logged, secret_addresses(TOKEN)) if TOKEN in said] == []


@pytest.mark.parametrize("said", ["Not Found: /praktijkvoorbeelden/akkoord/", "100 %", "Not Found: /akkoord/"])
def test_all_else_is_written_as_it_is(said: str) -> None:
    assert logged(said) == said


@pytest.mark.django_db
def test_what_django_writes_of_a_request_that_failed_goes_through_it(caplog: pytest.LogCaptureFixture) -> None:
    console = base.LOGGING["handlers"]["console"]
    assert console["filters"] == ["no_tokens"]
    assert re.search(r"TokensHidden$", base.LOGGING["filters"]["no_tokens"]["()"])
    caplog.handler.addFilter(TokensHidden())
    Client().get(f"/akkoord/{TOKEN}/bestaat-niet/")
    assert "/akkoord/…" in caplog.text
    assert TOKEN not in caplog.text


# --- What is hidden --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Not Found: /zoeken/?q=Jan+Jansen&pagina=2", "Not Found: /zoeken/?…"),
        ("to /beheer/aanmelden/?next=/mensen/1/ again", "to /beheer/aanmelden/?… again"),
        (f"/beheer/account/wachtwoord/nieuw/1f-{TOKEN}/", "/beheer/account/wachtwoord/nieuw/…/"),
        ("No mail to jan.de-vries+wijk@mail.example.org.", "No mail to …@…"),
        ("/reactie/jan%40example.org/", "/reactie/…@…/"),
        ("é: jos€@example.org, müller@例え.jp", "é: jos€@example.org, …@…"),
        ("Invalid request from ip=192.0.2.17: x", "Invalid request from ip=…: x"),
        ("from 2001:db8::8a2e:370:7334 now", "from … now"),
    ],
)
def test_what_is_about_a_person_is_left_out(said: str, hidden: str) -> None:
    assert logged(said) == hidden


@pytest.mark.parametrize(
    "said", ["Is it true? Yes", "at 12:34:56 in 3.5 s", "Wagtail 8.0.1", "SELECT a @> b @@ c", "Klaar: /themas/"]
)
def test_what_only_looks_like_it_stays(said: str) -> None:
    assert logged(said) == said


def test_arguments_that_do_not_fit_are_not_written_down_to_complain_of_it() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "%d of %s", ("jan@example.org",), None)
    assert TokensHidden().filter(record)
    assert record.getMessage() == "%d of %s"


# --- How a line looks ------------------------------------------------------------------------------------------------


class Log:
    """The console of the settings, written to memory."""

    def __init__(self, formatter: str, **options: bool) -> None:
        settings = copy.deepcopy(base.LOGGING)
        settings["formatters"][formatter].update(options)
        configurator = DictConfigurator(settings)
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(configurator.configure_formatter(dict(settings["formatters"][formatter])))
        self.handler.addFilter(TokensHidden())
        self.logger = logging.Logger("wijkwijzer.test")
        self.logger.addHandler(self.handler)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def line(self) -> dict[str, object]:
        (line,) = self.text.splitlines()
        return json.loads(line)


def broken(mail: str) -> None:
    try:
        {}[mail]
    except KeyError as error:
        raise ValueError(f"{mail} is not known") from error


def test_a_record_is_one_line_of_json_whatever_it_says() -> None:
    log = Log("json")
    log.logger.warning("Één\nlevel: %s\u2028", 'x"}')
    assert log.line["message"] == 'Één\nlevel: x"}\u2028'
    assert (log.line["level"], log.line["logger"]) == ("WARNING", "wijkwijzer.test")
    assert datetime.fromisoformat(str(log.line["time"])).utcoffset() == timedelta(0)
    assert log.text.isascii()


def test_in_a_request_a_line_has_its_id_its_method_and_the_name_of_the_view() -> None:
    log = Log("json")

    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = resolve("/zoeken/")
        log.logger.info("Now", extra={"request": request, "user": "jan", "status": 200})
        return HttpResponse()

    RequestContextMiddleware(view)(RequestFactory().get("/zoeken/?q=jan", headers={"X-Request-ID": "abc"}))
    assert log.line.keys() == {"time", "level", "logger", "message", "request_id", "method", "view", "status"}
    assert (log.line["request_id"], log.line["method"], log.line["view"]) == (
        "abc",
        "GET",
        resolve("/zoeken/").view_name,
    )
    assert "jan" not in log.text


@pytest.mark.parametrize("formatter", ["json", "text"])
def test_a_traceback_says_where_and_what_kind_and_not_what_the_errors_quote(formatter: str) -> None:
    log, name = Log(formatter), "Jan Jansen"
    try:
        broken(name)
    except ValueError:
        log.logger.exception("Failed")
    said = log.line["traceback"] if formatter == "json" else log.text
    assert re.search(
        r"in broken\n.+\nKeyError\n\nwhich led to:\n\n.+in broken\n.+\nValueError$", said.strip(), re.DOTALL
    )
    assert "Jansen" not in log.text


def test_what_another_handler_made_of_a_traceback_is_not_taken_over() -> None:
    log = Log("text")
    other = logging.StreamHandler(io.StringIO())
    log.logger.handlers.insert(0, other)
    mail = "Jan Jansen"
    try:
        broken(mail)
    except ValueError:
        log.logger.exception("Failed")
    assert "Jan Jansen" in other.stream.getvalue()
    assert "Jan Jansen is not known" not in log.text


def test_a_developer_reads_all_that_an_error_says() -> None:
    log = Log("text", quotes=True)
    try:
        broken("Jan")
    except ValueError:
        log.logger.exception("Failed")
    assert "ValueError: Jan is not known" in log.text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AttributeError("'Page' object has no attribute 'x'"), "AttributeError: 'Page' object has no attribute 'x'"),
        (ModuleNotFoundError("No module named 'x'"), "ModuleNotFoundError: No module named 'x'"),
        (FileNotFoundError(2, "No such file", "/media/jan.pdf"), "FileNotFoundError: ENOENT"),
        (ValueError("Field 'id' expected a number but got 'jan'."), "ValueError"),
        (TypeError("unhashable: 'jan'"), "TypeError"),
        (IntegrityError("Key (email)=(jan@example.org) already exists."), "django.db.utils.IntegrityError"),
    ],
)
def test_what_an_error_says_stays_where_it_is_about_the_code(error: Exception, said: str) -> None:
    assert trace(error) == said


def test_an_error_of_the_database_keeps_its_code() -> None:
    with sqlite3.connect(":memory:") as connection, pytest.raises(sqlite3.OperationalError) as raised:
        connection.execute("SELECT jan")
    assert trace(raised.value).endswith("sqlite3.OperationalError: SQLITE_ERROR")


def test_errors_that_led_to_each_other_in_a_circle_come_to_an_end() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__context__, second.__context__ = second, first
    assert trace(first).count("ValueError") == 1


@pytest.mark.parametrize(
    ("module", "given", "formatter"),
    [
        ("production", "", "json"),
        ("development", "", "text"),
        ("production", "text", "text"),
        ("development", "json", "json"),
    ],
)
def test_production_writes_json_and_development_text_unless_told_otherwise(
    module: str, given: str, formatter: str, tmp_path: Path
) -> None:
    code = f"import wijkwijzer.settings.{module} as s; print(s.LOGGING['handlers']['console']['formatter'])"
    environment = {"WIJKWIJZER_DATA": str(tmp_path), "SECRET_KEY": "x", "LOG_FORMAT": given, "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=PROJECT_DIR, capture_output=True, text=True
    )
    assert done.stdout.strip() == formatter, done.stderr


# --- gunicorn --------------------------------------------------------------------------------------------------------


def test_what_gunicorn_says_goes_the_same_way_without_addresses(caplog: pytest.LogCaptureFixture) -> None:
    kept = {name: vars(logging.getLogger(name)).copy() for name in ("gunicorn.error", "gunicorn.access")}
    try:
        config = Config()
        config.set("loglevel", "warning")
        log = ServerLog(config)
        assert log.error_log.handlers == []
        log.warning(f"Invalid request from ip=192.0.2.1: Invalid line '/akkoord/{TOKEN}'")
        log.warning("Worker %s is slow", 7)
        log.exception("Error handling request %s %s", "GET", f"/akkoord/{TOKEN}/?q=jan")
    finally:
        for name, state in kept.items():
            vars(logging.getLogger(name)).update(state)
    assert [record.getMessage() for record in caplog.records] == [
        "A request was refused that cannot be read",
        "Worker 7 is slow",
        "Error handling a request",
    ]
