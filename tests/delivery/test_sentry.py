"""What is sent to a collector of errors, as it arrives there: over HTTP, at a server of the test."""

import gzip
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from types import ModuleType
from typing import Any

import brotli
import pytest
import sentry_sdk
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.threads import PROJECT_DIR
from wijkwijzer.delivery import sentry
from wijkwijzer.delivery.errors import server_error

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.django_db]

TOKEN = "k3H-x_9aZ" * 4
PERSONAL = ("jan@example.org", "Jansen", "geheim", TOKEN, "sessie", "192.0.2.9", "Firefox", "zoekwoord")


class Collector(HTTPServer):
    """Speaks as much of Sentry's protocol as its client wants to hear."""

    def __init__(self) -> None:
        self.bodies: Queue[bytes] = Queue()
        super().__init__(("127.0.0.1", 0), Receiver)

    @property
    def dsn(self) -> str:
        return f"http://key@127.0.0.1:{self.server_port}/1"

    def event(self) -> tuple[dict[str, Any], str]:
        """The next event, and all that was sent with it."""
        sentry_sdk.flush(60)
        sent = self.bodies.get(timeout=60).decode()
        return json.loads(sent.splitlines()[2]), sent


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[self.headers["Content-Encoding"]]
        self.server.bodies.put(unpack(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Nothing on the screen."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    sentry.start(server.dsn)
    yield server
    sentry_sdk.get_client().close(timeout=2)
    sentry_sdk.get_global_scope().set_client(None)
    server.shutdown()
    server.server_close()
    thread.join()


def failing(request: HttpRequest, token: str) -> HttpResponse:
    """All that is personal comes from the request: source lines are sent."""
    mail, name = request.POST["mail"], request.POST["name"]
    try:
        raise KeyError(mail)
    except KeyError as error:
        raise ValueError(f"{name} <{mail}> {token} {request.session['name']}") from error


def mistaken(request: HttpRequest) -> HttpResponse:
    return request.nothing_of_the_kind


urls = ModuleType("urls_that_fail")
urls.urlpatterns = [
    path("akkoord/<token>/", failing, name="consent"),
    path("fout", mistaken, name="mistake"),
]
urls.handler500 = server_error


@pytest.fixture
def visitor(settings: Any) -> Client:
    settings.ROOT_URLCONF = urls
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    client = Client(raise_request_exception=False)
    session = SessionStore()
    session["name"] = "sessie van Jansen"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def test_of_a_view_that_fails_arrives_where_and_nothing_of_who(collector: Collector, visitor: Client) -> None:
    response = visitor.post(
        f"/akkoord/{TOKEN}/?q=zoekwoord",
        {"mail": "jan@example.org", "name": "Jan Jansen", "note": "geheim"},
        headers={"User-Agent": "Firefox", "X-Request-ID": "abc-123", "Referer": "http://testserver/?q=zoekwoord"},
        REMOTE_ADDR="192.0.2.9",
    )
    assert response.status_code == 500

    event, sent = collector.event()
    assert not [word for word in (*PERSONAL, visitor.cookies["sessionid"].value) if word in sent]
    assert [error["type"] for error in event["exception"]["values"]] == ["KeyError", "ValueError"]
    assert [error["value"] for error in event["exception"]["values"]] == ["", ""]
    frame = event["exception"]["values"][1]["stacktrace"]["frames"][-1]
    assert frame["function"] == "failing"
    assert frame["filename"].endswith("tests/delivery/test_sentry.py")
    assert "raise ValueError(" in frame["context_line"]
    assert event["tags"] == {"request_id": "abc-123", "method": "POST", "view": "consent"}
    assert event["logentry"]["message"] == "Internal Server Error: /akkoord/…/"
    assert not {"request", "user", "extra", "breadcrumbs", "server_name", "modules", "contexts"} & event.keys()
    assert not [frame for error in event["exception"]["values"] for frame in error["stacktrace"]["frames"]
                if "vars" in frame or "abs_path" in frame]  # fmt: skip


def test_what_python_says_about_the_code_arrives(collector: Collector, visitor: Client) -> None:
    visitor.get("/fout")
    event, _sent = collector.event()
    assert event["exception"]["values"][0]["value"] == "'WSGIRequest' object has no attribute 'nothing_of_the_kind'"


def test_an_error_that_is_only_logged_arrives_without_addresses(collector: Collector) -> None:
    logging.getLogger("wijkwijzer.mail").error("No mail to %s", "jan@example.org", extra={"name_of": "Jansen"})
    event, sent = collector.event()
    assert event["logentry"] == {"message": "No mail to …@…"}
    assert "Jansen" not in sent


def test_warnings_requests_and_strangers_send_nothing(collector: Collector, client: Client) -> None:
    logging.getLogger("wijkwijzer.mail").warning("Later")
    client.get("/robots.txt", headers={"Host": "elders.example"})
    sentry_sdk.flush(2)
    assert collector.bodies.empty()


@pytest.mark.parametrize("dsn", ["nonsense", "https://key@/1", "https://geheim@example.org", "ftp://geheim@host/1"])
def test_what_is_no_dsn_is_refused_without_quoting_it(dsn: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN cannot be read") as refusal:
        sentry.start(dsn)
    assert "geheim" not in str(refusal.value)


def test_without_the_package_a_site_that_has_a_dsn_says_in_one_sentence_how_to_get_it(tmp_path: Any) -> None:
    """In a process of its own, where the package cannot be imported."""
    code = (
        "import sys; sys.modules['sentry_sdk'] = None; sys.argv = ['manage.py', 'check'];"
        "import runpy; runpy.run_path('manage.py', run_name='__main__')"
    )
    environment = {
        "WIJKWIJZER_DATA": str(tmp_path),
        "SECRET_KEY": "x",
        "SENTRY_DSN": "http://key@127.0.0.1:9/1",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.startswith("SENTRY_DSN is set and the package for it is not installed:")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "requirements-sentry.lock" in done.stderr
