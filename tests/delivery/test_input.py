"""Whatever a stranger types in the address bar, the answer is a page: 200, 404, or a redirect. Never a 500."""

import pytest
from django.test import Client
from django.urls import get_resolver

from .conftest import EVERYTHING, LISTS, PAGES

HOSTILE_VALUES = {
    "empty": "",
    "word": "abc",
    "negative": "-1",
    "zero": "0",
    "float": "9e99",
    "fraction": "1.5",
    "huge": "9" * 400,
    "beyond-64-bits": str(2**64),
    "infinity": "inf",
    "not-a-number": "NaN",
    "other-digits": "%D9%A3%E0%A5%AA",
    "nul": "%00",
    "nul-inside": "1%002",
    "invalid-utf8": "%ff%fe",
    "half-surrogate": "%ed%a0%80",
    "half-escape": "%",
    "wide": "%F0%9F%8F%98%EF%B8%8F",
    "right-to-left": "%E2%80%AE%D8%A7",
    "ten-kilobytes": "a" * 10_000,
    "sql": "'%20OR%201=1;--",
    "template": "%7B%7B%20settings.SECRET_KEY%20%7D%7D%7B%25%20load%20x%20%25%7D",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "like": "%25_%25",
    "search-syntax": "AND%20OR%20NOT%20%22%20(*%20NEAR(%20-%20:%20^",
    "quote": "%22",
    "path": "..%2F..%2Fetc%2Fpasswd",
    "line-break": "%0d%0aSet-Cookie:%20x=y",
    "ampersands": "&" * 10_000,
    "brackets": "[]",
}
PARAMETERS = ("pagina", "thema", "gemeente", "q", "p", "onbekend")
WITH_PARAMETERS = [
    *LISTS,
    "/",
    "/zoeken/",
    "/zoeken.json",
    "/vergelijk/",
    "/themas/thema/",
    "/gemeenten/plaats/",
    "/begrippen/begrip/",
    "/mensen/mens/",
]

HOSTILE_PATHS = {
    "nul": "%00",
    "nul-inside": "a%00b",
    "invalid-utf8": "%ff",
    "half-surrogate": "%ed%a0%80",
    "half-escape": "%",
    "wide": "%F0%9F%8F%98",
    "long": "a" * 3000,
    "deep": "/".join(["a"] * 300),
    "sql": "'%20OR%201=1--",
    "template": "%7B%7B7*7%7D%7D",
    "markup": "%3Cscript%3E",
    "dots": "..%2f..%2fetc%2fpasswd",
    "backslash": "..%5c..%5cwin.ini",
    "line-break": "a%0d%0ab",
    "semicolon": "a;b=c",
    "space": "%20",
    "digits": "9" * 60,
}
ROOMS = (
    *(
        "/",
        *LISTS,
        "/themas/",
        "/gemeenten/",
        "/begrippen/",
        "/mensen/",
        "/organisaties/",
        "/zoeken/",
        "/zoeken.json",
        "/vergelijk/",
        "/vergelijk.csv",
        "/toegankelijkheid/",
        "/privacy/",
        "/stijlgids/",
    ),
    # Who guesses at these is stopped after twenty times, which tests of their own say.
    *("/akkoord/", "/mijn-portret/", "/bevestigen/", "/reactie/"),
    *("/media/renditions/", "/media/", "/documenten/1/", "/documenten/", "/static/", "/_util/", "/beheer/"),
    *("/healthz", "/readyz"),
)


def get(client: Client, address: str):
    """GET exactly these bytes; the client would escape some of them."""
    path, _, query = address.partition("?")
    return client.get(path, QUERY_STRING=query)


def assert_a_normal_answer(response, address: str = "") -> None:
    assert response.status_code in (200, 301, 302, 404, 429), address[:120]
    if response.status_code == 404 and response.headers["Content-Type"].startswith("text/html"):
        assert "</html>" in response.content.decode()


@pytest.mark.parametrize("value", HOSTILE_VALUES.values(), ids=HOSTILE_VALUES)
def test_a_hostile_parameter_gets_a_normal_page(client, small_site, value):
    for address in WITH_PARAMETERS:
        for parameter in PARAMETERS:
            response = get(client, f"{address}?{parameter}={value}")

            assert response.status_code == 200, (address, parameter)
            # Data may hold what it likes: nothing shows it as a page.
            if response.headers["Content-Type"] != "application/json":
                assert b"<script>alert" not in response.content


@pytest.mark.parametrize("tail", HOSTILE_PATHS.values(), ids=HOSTILE_PATHS)
def test_a_hostile_path_gets_a_normal_page(client, small_site, tail):
    for room in ROOMS:
        for end in ("", "/", "/feed/", "/pdf/"):
            assert_a_normal_answer(get(client, f"{room}{tail}{end}"), room + tail + end)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_that_exists_opens(client, small_site, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", EVERYTHING)
def test_every_address_bears_a_query_it_does_not_know(client, small_site, address):
    path = address.partition("?")[0]
    plain = client.get(path).status_code

    for query in ("x=%00", "x=%ff", "=", "&&&", "pagina=1&pagina=x&pagina=", "a" * 10_000, "&" * 10_001):
        assert get(client, f"{path}?{query}").status_code == plain


@pytest.mark.parametrize("number", ["0", "-1", "x", "9e99", "9" * 400, "1.5", ""])
def test_a_page_number_that_does_not_exist_shows_the_nearest_page(client, small_site, number):
    assert "Voorbeeld in de wijk" in client.get("/praktijkvoorbeelden/", {"pagina": number}).content.decode()


def test_filters_that_do_not_exist_are_ignored(client, small_site):
    plain = client.get("/praktijkvoorbeelden/")

    filtered = client.get("/praktijkvoorbeelden/", {"thema": "bestaat-niet", "gemeente": "nergens"})

    assert "Voorbeeld in de wijk" in filtered.content.decode()
    assert "bestaat-niet" not in filtered.content.decode()
    assert filtered.status_code == plain.status_code


def test_nul_characters_are_left_out_of_what_a_view_reads(client, small_site):
    response = get(client, "/zoeken/?q=wi%00jk")

    assert response.context["search_query"] == "wijk"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HACK"])
def test_a_method_nobody_offers_is_refused_and_never_an_error(small_site, method):
    client = Client(enforce_csrf_checks=True)
    for address in EVERYTHING:
        response = client.generic(method, address)

        assert response.status_code in (200, 400, 403, 404, 405), address
        assert not response.cookies


@pytest.mark.parametrize("address", PAGES)
def test_asking_for_the_headers_only_answers_as_the_page_does(client, small_site, address):
    response = client.head(address)

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("address", ["/praktijkvoorbeelden", "/themas", "/themas/thema", "/zoeken", "/beheer"])
def test_a_forgotten_slash_is_put_right(client, small_site, address):
    response = client.get(address)

    assert response.status_code == 301
    assert response["Location"] == f"{address}/"


@pytest.mark.parametrize("address", ["//evil.example/", "//evil.example", "/\\evil.example", "/%2f%2fevil.example"])
def test_no_address_sends_a_visitor_to_another_site(client, small_site, address):
    response = get(client, address)

    assert not response.headers.get("Location", "").startswith(("//", "http", "/\\"))


HEADERS = ["Accept", "Accept-Language", "Referer", "User-Agent", "X-Forwarded-For", "If-Modified-Since", "Range"]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("value", ["", "\x00", "ÿ" * 200, "a" * 8000, "bytes=0-99999999999999999999", "nl;q=x"])
def test_a_hostile_header_changes_nothing(client, small_site, header, value):
    for address in ("/", "/praktijkvoorbeelden/", "/bestaat-niet/", "/robots.txt"):
        expected = client.get(address).status_code
        assert client.get(address, headers={header: value}).status_code == expected


def test_the_site_has_no_address_that_this_list_forgot():
    """The first parts of all addresses, so that a new room is added to ROOMS."""
    first = {str(pattern.pattern).lstrip("^").partition("/")[0] for pattern in get_resolver().url_patterns}
    first = {part for part in first if part.strip("(?:[\\w-]+")}  # Wagtail's own pattern for a page
    known = {room.strip("/").partition("/")[0] for room in ROOMS} | {"", "robots.txt", "sitemap.xml"}

    assert first <= known
