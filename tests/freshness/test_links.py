"""The check of links to other sites: safe wherever a text leads it, polite, and slow to judge."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.factories import ArticlePageFactory, PracticePageFactory
from wijkwijzer.freshness import links, outside
from wijkwijzer.freshness.models import OutsideLink
from wijkwijzer.freshness.outside import Problem, is_public, problem_with
from wijkwijzer.users.roles import Role

from .conftest import Clock, account, signed_in, soup

pytestmark = pytest.mark.django_db
Run = Callable[..., Any]


class Handler(BaseHTTPRequestHandler):
    """Each path is another kind of site."""

    server: "Site"
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        kind = self.path.strip("/").partition("/")[0]
        getattr(self, kind, self.missing)()

    do_GET = do_HEAD  # noqa: N815 (the name that the server looks for)

    def say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def fine(self) -> None:
        self.say(200, Set_Cookie="volg=mij")

    def missing(self) -> None:
        self.say(404)

    def broken(self) -> None:
        self.say(503)

    def private_room(self) -> None:
        self.say(403)

    def only_get(self) -> None:
        self.say(405 if self.command == "HEAD" else 200)

    def lies_to_head(self) -> None:
        self.say(404 if self.command == "HEAD" else 200)

    def moved(self) -> None:
        self.say(301, Location="/fine/")

    def to(self) -> None:
        self.say(302, Location=self.server.elsewhere)

    def round(self) -> None:
        self.say(302, Location="/round/")

    def endless(self) -> None:
        """A body that never ends, as far as anybody reads it."""
        self.say(404 if self.command == "HEAD" else 200, Content_Length="99999999999")
        try:
            while self.command == "GET":
                self.server.sent += self.connection.send(b"x" * 65536)
        except OSError:
            self.close_connection = True

    def drips(self) -> None:
        """A byte now and then, so that no single wait is long."""
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400:
                self.connection.send(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def hangs_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: Any) -> None:
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.sent = 0
        self.elsewhere = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *args: Any) -> None:
        """Somebody hung up; that is what is tested."""


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    settings.LINK_CHECK_ALSO = ["127.0.0.1"]
    settings.CHECK_LINKS = True
    monkeypatch.setattr(outside, "PAUSE", 0)
    with Site() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


class TestOneAddress:
    @pytest.mark.parametrize(
        ("path", "problem"),
        [
            ("fine", ""),
            ("moved", ""),
            ("only_get", ""),
            ("lies_to_head", ""),
            ("private_room", ""),
            ("missing", Problem.MISSING),
            ("broken", Problem.SERVER),
            ("round", Problem.REDIRECTS),
            ("hangs_up", Problem.NO_ANSWER),
        ],
    )
    def test_what_comes_of_it(self, site: Site, path: str, problem: str) -> None:
        assert problem_with(f"{site.url}/{path}/") == problem

    def test_head_comes_first_and_get_only_where_that_fails(self, site: Site) -> None:
        problem_with(f"{site.url}/fine/")
        problem_with(f"{site.url}/lies_to_head/")
        assert [method for method, _path, _headers in site.asked] == ["HEAD", "HEAD", "GET"]

    def test_the_site_hears_who_asks_and_gets_no_cookie_back(self, site: Site) -> None:
        for _time in range(2):
            problem_with(f"{site.url}/fine/?a=b c&d=é")
        for _method, path, headers in site.asked:
            assert path == "/fine/?a=b%20c&d=%C3%A9"
            assert "WijkWijzer" in headers["User-Agent"]
            assert headers["Host"] == site.url.removeprefix("http://")
            assert not {"Cookie", "Referer", "Authorization"} & set(headers)

    def test_a_body_without_end_is_not_read(self, site: Site) -> None:
        started = time.monotonic()
        assert problem_with(f"{site.url}/endless/") == ""
        assert time.monotonic() - started < 3
        # What the machine itself takes in before the connection ends; nothing of it is asked for.
        assert site.sent < 20_000_000

    def test_a_server_that_drips_is_left_after_a_while(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outside, "SECONDS", 0.4)
        started = time.monotonic()
        assert problem_with(f"{site.url}/drips/") == Problem.NO_ANSWER
        assert time.monotonic() - started < 3

    def test_a_server_that_never_speaks_too(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outside, "SECONDS", 0.4)
        with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as silent:
            started = time.monotonic()
            assert problem_with(f"http://127.0.0.1:{silent.server_address[1]}/") == Problem.NO_ANSWER
            assert problem_with(f"https://127.0.0.1:{silent.server_address[1]}/") == Problem.NO_ANSWER
            assert time.monotonic() - started < 4

    def test_nobody_listens(self, site: Site) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        assert problem_with(f"http://127.0.0.1:{port}/") == Problem.NO_ANSWER

    def test_what_answers_on_a_safe_address_without_a_certificate(self, site: Site) -> None:
        assert problem_with(site.url.replace("http:", "https:")) == Problem.CERTIFICATE

    def test_a_name_that_does_not_exist(self, site: Site) -> None:
        assert problem_with("http://bestaat-niet.invalid/") == Problem.NO_HOST


class TestNeverToWhatIsNotPublic:
    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
            *("0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
            *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
            *("::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:a00:1::", "2002:7f00:1::1"),
        ],
    )
    def test_it_is_not(self, address: str) -> None:
        assert not is_public(address)

    @pytest.mark.parametrize("address", ["8.8.8.8", "145.7.2.9", "2a00:1450:4001::1", "::ffff:8.8.8.8"])
    def test_it_is(self, address: str) -> None:
        assert is_public(address)

    @pytest.mark.parametrize(
        "url",
        [
            "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "javascript:alert(1)", "//127.0.0.1/",
            "http://", "http:///fine/", "http://naam:geheim@127.0.0.1/", "http://127.0.0.1:99999/", "http://[::1/",
        ],
    )  # fmt: skip
    def test_another_kind_of_address_is_not_asked(self, site: Site, url: str) -> None:
        assert problem_with(url) == Problem.NOT_PUBLIC
        assert site.asked == []

    @pytest.mark.parametrize("written", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
    def test_however_it_is_written(self, site: Site, settings: Any, written: str) -> None:
        settings.LINK_CHECK_ALSO = []
        port = site.server_address[1]
        assert problem_with(f"http://{written}:{port}/fine/") in (Problem.NOT_PUBLIC, Problem.NO_HOST)
        assert site.asked == []

    @pytest.mark.parametrize(
        "elsewhere",
        ["http://127.0.0.2:{port}/fine/", "http://169.254.169.254/latest/", "//10.0.0.1/", "file:///etc/passwd",
         "http://[::1]:{port}/fine/"],
    )  # fmt: skip
    def test_a_redirect_to_it_is_not_followed(self, site: Site, elsewhere: str) -> None:
        site.elsewhere = elsewhere.format(port=site.server_address[1])
        assert problem_with(f"{site.url}/to/") == Problem.NOT_PUBLIC
        assert [path for _method, path, _headers in site.asked] == ["/to/"]

    def test_one_private_address_among_public_ones_is_enough(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.resolve(monkeypatch, ["8.8.8.8", "10.0.0.1"])
        assert problem_with("http://twee-gezichten.example/") == Problem.NOT_PUBLIC

    def test_a_name_that_changes_its_meaning_in_between_is_asked_where_it_was_looked_at(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.resolve(monkeypatch, ["127.0.0.1"], then=["10.0.0.1"])
        assert problem_with(f"http://wisselt.example:{site.server_address[1]}/fine/") == ""
        assert asked == ["wisselt.example"]
        assert site.asked[0][2]["Host"].startswith("wisselt.example:")

    def resolve(
        self, monkeypatch: pytest.MonkeyPatch, addresses: list[str], then: list[str] | None = None
    ) -> list[str]:
        """Let names mean these addresses; whoever asks a second time gets others."""
        asked: list[str] = []
        real = socket.getaddrinfo

        def getaddrinfo(host: str, port: Any, *args: Any, **kwargs: Any) -> Any:
            if not host.endswith(".example"):
                return real(host, port, *args, **kwargs)
            asked.append(host)
            found = (then or addresses) if len(asked) > 1 else addresses
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked


# --- On the pages ----------------------------------------------------------------------------------------------------


def page_with(*urls: str, **fields: Any) -> Any:
    text = "".join(f'<p><a href="{url}">Lees</a></p>' for url in urls)
    return PracticePageFactory(body=json.dumps([{"type": "text", "value": text}]), **fields)


class TestFinding:
    @pytest.fixture(autouse=True)
    def _switched_on(self, settings: Any) -> None:
        settings.CHECK_LINKS = True

    def test_in_texts_in_fields_and_in_addresses(self, run: Run) -> None:
        body = [
            {"type": "text", "value": '<p><a href="https://een.example/?a=1&amp;b=2#kop">x</a></p>'},
            {
                "type": "call_to_action",
                "value": {"title": "", "link_text": "", "page": None, "url": "https://twee.example/"},
            },
        ]
        page = ArticlePageFactory(
            body=json.dumps(body),
            sources='<p><a href="https://drie.example/">x</a> <a href="mailto:a@b.nl">m</a></p>',
            earlier_url="https://vier.example/",
        )
        PracticePageFactory(result="<p><a href='https://een.example/?a=1&amp;b=2'>x</a> https://geen-link.example/</p>")
        run("links-find")
        urls = {link.url for link in OutsideLink.objects.all()}
        assert urls == {f"https://{name}.example/" for name in ("twee", "drie", "vier")} | {
            "https://een.example/?a=1&b=2"
        }
        assert page.outside_links.count() == 4
        assert OutsideLink.objects.get(host="een.example").pages.count() == 2

    def test_own_addresses_and_drafts_are_left_out(self, run: Run) -> None:
        page_with("http://testserver/portretten/", "/tips/")
        page_with("https://concept.example/", live=False)
        run("links-find")
        assert not OutsideLink.objects.exists()

    def test_what_is_taken_out_of_a_page_or_off_the_site_is_forgotten(self, run: Run, clock: Clock) -> None:
        changed, gone = page_with("https://een.example/"), page_with("https://twee.example/")
        run("links-find")
        changed.body = "[]"
        changed.save()
        gone.unpublish()
        clock.go(days=1)
        run("links-find")
        assert not OutsideLink.objects.exists()


class TestJudging:
    def broken(self) -> list[str]:
        return [link.url for link in OutsideLink.objects.broken()]

    def test_twice_on_different_days_is_broken_and_a_good_answer_clears_it(
        self, site: Site, run: Run, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page_with(f"{site.url}/missing/")
        run("links-find", "links")
        assert OutsideLink.objects.get().problem == Problem.MISSING
        assert self.broken() == []
        links.check_due()
        assert len(site.asked) == 2, "asked again on the same day"
        clock.go(days=1)
        run("links")
        assert self.broken() == [f"{site.url}/missing/"]
        monkeypatch.setattr(Handler, "missing", Handler.fine)
        clock.go(days=1)
        run("links")
        assert self.broken() == []

    def test_what_works_is_asked_once_a_week(self, site: Site, run: Run, clock: Clock) -> None:
        page_with(f"{site.url}/fine/")
        run("links-find", "links")
        for _day in range(6):
            clock.go(days=1)
            run("links")
        assert len(site.asked) == 1
        clock.go(days=1)
        run("links")
        assert len(site.asked) == 2

    def test_a_site_is_asked_for_one_address_in_a_run(self, site: Site, run: Run, clock: Clock) -> None:
        page_with(f"{site.url}/fine/1", f"{site.url}/fine/2", f"{site.url}/fine/3")
        run("links-find", "links")
        assert len(site.asked) == 1
        clock.set(clock.today)
        links.check_due()
        links.check_due()
        assert {path for _method, path, _headers in site.asked} == {"/fine/1", "/fine/2", "/fine/3"}

    def test_when_nothing_can_be_reached_it_is_we_who_are_offline(self, site: Site, run: Run, clock: Clock) -> None:
        page_with(f"{site.url}/fine/", "http://een.invalid/", "http://twee.invalid/")
        site.shutdown()
        site.server_close()
        run("links-find", "links")
        assert set(OutsideLink.objects.values_list("problem", "checked_on")) == {("", None)}

    def test_a_site_that_is_gone_while_others_answer_is_not(self, site: Site, run: Run, clock: Clock) -> None:
        page_with(f"{site.url}/fine/", "http://een.invalid/")
        run("links-find", "links")
        assert OutsideLink.objects.get(host="een.invalid").problem == Problem.NO_HOST
        clock.go(days=1)
        run("links")
        assert self.broken() == ["http://een.invalid/"]

    def test_a_run_ends_after_a_while(self, site: Site, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        page_with(f"{site.url}/fine/", "http://een.invalid/", "http://twee.invalid/")
        monkeypatch.setattr(links, "SECONDS_A_RUN", -1)
        run("links-find", "links")
        assert site.asked == []

    def test_where_it_is_switched_off_nobody_is_asked(self, site: Site, run: Run, settings: Any) -> None:
        settings.CHECK_LINKS = False
        page_with(f"{site.url}/fine/")
        run("links-find", "links")
        assert site.asked == []


class TestTheList:
    address = "/beheer/reports/links/"

    def test_it_names_broken_links_and_the_pages_that_they_stand_on(self, site: Site, run: Run, clock: Clock) -> None:
        editor = account(Role.EDITOR)
        page = page_with(f"{site.url}/missing/", title="Wijkbedrijf", steward=editor)
        hidden = page_with(f"{site.url}/missing/", title="Weggehaald", steward=editor)
        run("links-find", "links")
        clock.go(days=1)
        run("links")
        hidden.unpublish()
        desk = signed_in(editor)
        row = soup(desk.get(self.address)).select_one("tbody tr")
        assert f"{site.url}/missing/" in row.text
        assert "bestaat niet" in row.text
        assert row.select_one("a[href]")["href"] == f"/beheer/pages/{page.pk}/edit/"
        assert "Weggehaald" not in row.text
        other = signed_in(account(Role.EDITOR))
        assert "missing" not in other.get(self.address).content.decode()
        assert "missing" in other.get(self.address, {"whose": "all"}).content.decode()
        text = b"".join(desk.get(self.address, {"export": "csv"}).streaming_content).decode()
        assert "Wijkbedrijf" in text
