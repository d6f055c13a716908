"""Each request has an id, in its answer and on every line of the log, and no line says who asked for what."""

import logging
import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from wijkwijzer.delivery.request_context import RequestContextMiddleware, request_fields
from wijkwijzer.settings import base

# A page is asked for with the version of what readers may see.
pytestmark = pytest.mark.django_db

HEADER = "X-Request-ID"
logger = logging.getLogger("wijkwijzer.requests")


def test_it_is_the_outermost_middleware() -> None:
    assert base.MIDDLEWARE[0].endswith(".RequestContextMiddleware")


def test_each_answer_has_an_id_of_its_own(client: Client) -> None:
    first, second = (client.get("/robots.txt").headers[HEADER] for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first != second


@pytest.mark.parametrize("given", ["a", "0af7651916cd43dd8448eb211c80319c", "A-1-b" * 12, "x" * 64])
def test_that_of_a_proxy_is_kept(client: Client, given: str) -> None:
    assert client.get("/robots.txt", headers={HEADER: given}).headers[HEADER] == given


@pytest.mark.parametrize(
    "given", ["", "x" * 65, "a b", "a\n", "jan@example.org", "é", "٣", 'a"', "a_b", "../x", "a\x00"]
)
def test_that_of_a_stranger_is_not(client: Client, given: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", client.get("/robots.txt", headers={HEADER: given}).headers[HEADER])


def test_an_answer_that_is_an_error_has_one(client: Client) -> None:
    assert HEADER in client.get("/robots.txt", headers={"Host": "elders.example"}).headers
    assert HEADER in client.post("/robots.txt").headers


def test_what_is_known_of_a_request_is_known_in_it_and_gone_after_it(rf: RequestFactory) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request_fields())
        raise ValueError

    with pytest.raises(ValueError):
        RequestContextMiddleware(view)(rf.get("/zoeken/?q=jan", headers={HEADER: "abc"}))
    assert seen == [{"request_id": "abc", "method": "GET", "view": ""}]
    assert request_fields() == {}


def test_a_method_that_a_stranger_made_up_is_not_written_down(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request_fields()["method"])
        return HttpResponse()

    for method in ("HEAD", 'X"}\n', "A" * 11):
        RequestContextMiddleware(view)(RequestFactory().generic(method, "/"))
    assert seen == ["HEAD", "?", "?"]


# --- A line a request ------------------------------------------------------------------------------------------------


def test_a_request_is_a_line_without_its_address(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="wijkwijzer.requests"):
        response = client.get("/robots.txt?q=jan", headers={"User-Agent": "Firefox"}, REMOTE_ADDR="192.0.2.9")
    (record,) = [record for record in caplog.records if record.name == "wijkwijzer.requests"]
    assert record.status == 200
    assert record.bytes == len(response.content)
    assert record.milliseconds >= 0
    said = " ".join(str(value) for name, value in vars(record).items() if name != "pathname")
    assert not re.search(r"jan|robots|192\.0|Firefox", said)


def test_a_stream_is_counted_without_reading_it(rf: RequestFactory, caplog: pytest.LogCaptureFixture) -> None:
    read = []
    stream = StreamingHttpResponse(read.append(1) for _ in range(3))
    with caplog.at_level(logging.INFO, logger="wijkwijzer.requests"):
        RequestContextMiddleware(lambda request: stream)(rf.get("/"))
    assert caplog.records[-1].bytes == 0
    assert read == []


def test_where_the_log_holds_warnings_only_no_line_is_made(client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.WARNING):
        client.get("/robots.txt")
    assert caplog.records == []
