"""A page that is kept is answered before Django's handler is asked, with the same answer and for the same readers."""

import logging
from gzip import decompress
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from tests.consent.conftest import Desk as OfficersDesk
from tests.consent.scene import make_scene
from tests.consent.test_withdrawal import CHOICES, take_back
from tests.factories import ArticlePageFactory, UserFactory, publish
from wijkwijzer.delivery.page_cache.in_front import in_front
from wijkwijzer.delivery.page_cache.versions import let_go_of_the_old
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db

ARTICLE = "/publicaties/verhaal/"
ID = {"x-request-id": "van-de-proxy"}


class Site:
    """The site as gunicorn asks it, with what Django was asked."""

    def __init__(self) -> None:
        self.handler = WSGIHandler()
        self.given = []
        self.application = in_front(self.django)

    @property
    def asked(self) -> int:
        return len(self.given)

    def django(self, environ, start_response):
        self.given.append(environ.copy())
        # Without the signals of the handler, which close the connection that the test holds.
        response = self.handler.get_response(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    def ask(self, address: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        """Status, headers and body."""
        answer = {}
        environ = from_server(address, method, headers)
        body = b"".join(self.application(environ, lambda *given: answer.update(status=given[0], headers=given[1])))
        return answer["status"], dict(answer["headers"]), body


def from_server(address: str, method: str = "GET", headers: dict[str, str] | None = None) -> dict[str, Any]:
    """What a server hands over: the path as the bytes that came in, a letter each (PEP 3333)."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    given = {"accept-encoding": "gzip", **(headers or {})}
    return environ | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in given.items()}


@pytest.fixture
def article():
    page = ArticlePageFactory(title="Een verhaal", slug="verhaal")
    publish(page)
    return page


@pytest.fixture
def site(reader, article) -> Site:
    """With the article kept."""
    site = Site()
    for _time in range(3):
        site.ask(ARTICLE)
    site.given.clear()
    return site


def test_a_kept_page_is_the_same_with_and_without_django(site: Site) -> None:
    in_front_of_django = site.ask(ARTICLE, **ID)
    assert site.asked == 0
    site.application = site.django
    assert site.ask(ARTICLE, **ID) == in_front_of_django
    status, headers, body = in_front_of_django
    assert (status, headers["Content-Encoding"], len(body)) == ("200 OK", "gzip", int(headers["Content-Length"]))


def test_each_answer_has_an_id_of_its_own_and_a_line_in_the_log(site: Site, caplog) -> None:
    caplog.set_level(logging.INFO, "wijkwijzer.requests")
    one, other = (site.ask(ARTICLE)[1]["X-Request-ID"] for _time in range(2))
    assert one != other
    assert site.ask(ARTICLE, **ID)[1]["X-Request-ID"] == "van-de-proxy"
    assert [record.status for record in caplog.records] == [200, 200, 200]
    assert site.asked == 0


def test_who_has_the_page_is_told_that_it_is_the_same(site: Site) -> None:
    etag = site.ask(ARTICLE)[1]["ETag"]
    status, headers, body = site.ask(ARTICLE, **{"if-none-match": etag})
    assert (status, headers["ETag"], body, site.asked) == ("304 Not Modified", etag, b"", 0)


def test_the_next_answer_after_a_publication_is_the_new_one(site: Site, article) -> None:
    article.title = "Een ander verhaal"
    publish(article)
    assert "Een ander verhaal" in gunzipped(site.ask(ARTICLE)[2])
    assert site.asked == 1


def test_a_page_that_is_taken_offline_or_closed_is_gone_at_once(site: Site, article) -> None:
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    assert site.ask(ARTICLE)[0].startswith("302")
    PageViewRestriction.objects.all().delete()
    Page.objects.get(pk=article.pk).specific.unpublish()
    assert site.ask(ARTICLE)[0].startswith("404")


def test_a_portrait_that_is_taken_back_is_gone_at_once(site: Site, django_capture_on_commit_callbacks) -> None:
    scene = make_scene()
    for _time in range(3):
        site.ask(scene.portrait.url)
    site.given.clear()
    assert site.ask(scene.portrait.url)[0] == "200 OK"
    assert site.asked == 0
    with django_capture_on_commit_callbacks(execute=True):
        take_back(OfficersDesk(Role.PRIVACY_OFFICER), scene.portrait, CHOICES)
    assert site.ask(scene.portrait.url)[0].startswith("410")


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"cookie": "sessionid=van-een-redacteur"}),
        ("GET", {"authorization": "Basic x"}),
        ("HEAD", {}),
        ("POST", {}),
    ],
)
def test_who_may_be_somebody_and_what_does_more_than_read_goes_to_django(
    site: Site, method: str, headers: dict[str, str]
) -> None:
    site.ask(ARTICLE, method, **headers)
    assert site.asked == 1


def test_a_parameter_that_nobody_reads_is_left_out_and_one_that_is_read_is_not(site: Site) -> None:
    assert site.ask(f"{ARTICLE}?utm_source=brief")[2] == site.ask(ARTICLE)[2]
    assert site.asked == 0
    site.ask("/zoeken/?q=wijk")
    site.ask("/zoeken/?q=wijk")
    assert site.asked == 2


@pytest.mark.parametrize(
    "address", ["/%E2%82%AC/", "/%C3%A9/", "/%FF/", "/documenten/3/caf%C3%A9.pdf", "/?q=%C3%A9&z=1"]
)
def test_django_gets_what_the_server_handed_over(site: Site, address: str) -> None:
    """Signs outside ASCII are bytes there; whoever takes them apart twice reads something else, or fails."""
    for _time in range(2):
        status, _headers, _body = site.ask(address)
        assert status[:3] in ("200", "404")
    expected = {**from_server(address), "wsgi.input": None}
    assert [{**given, "wsgi.input": None} for given in site.given] == [expected] * len(site.given)
    assert site.given


def test_the_two_that_are_asked_in_front_are_the_first_that_django_asks() -> None:
    """Whatever stood before or between them would not be asked for a page that is kept."""
    assert [name.rpartition(".")[2] for name in settings.MIDDLEWARE[:2]] == [
        "RequestContextMiddleware",
        "PageCacheMiddleware",
    ]


def test_a_connection_that_is_too_old_is_let_go_of(monkeypatch) -> None:
    closed = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    monkeypatch.setattr(connection, "in_atomic_block", False)
    for close_at, is_closed in ((None, False), (monotonic() + 60, False), (monotonic() - 1, True)):
        monkeypatch.setattr(connection, "close_at", close_at)
        let_go_of_the_old()
        assert bool(closed) == is_closed


def test_an_editor_sees_what_an_editor_sees(site: Site, client) -> None:
    client.force_login(UserFactory(is_superuser=True))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert "wagtail-userbar" in gunzipped(site.ask(ARTICLE, cookie=cookie)[2])
    assert "wagtail-userbar" not in gunzipped(site.ask(ARTICLE)[2])


def test_without_a_page_cache_nothing_stands_in_front(monkeypatch) -> None:
    monkeypatch.setattr(settings, "PAGE_CACHE", False)
    assert in_front(site_without_pages) is site_without_pages


def site_without_pages(environ, start_response) -> list[bytes]:
    return []


def gunzipped(body: bytes) -> str:
    return decompress(body).decode()
