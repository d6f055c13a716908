"""When something goes wrong there is a Dutch page that says what to do next."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import get_resolver, path

from wijkwijzer.delivery import errors
from wijkwijzer.urls import urlpatterns as site_urlpatterns

# A page is asked for with the version of what readers may see.
pytestmark = pytest.mark.django_db


def _raise(exception):
    def view(request):
        raise exception

    return view


class BrokenAddresses:
    """The site with addresses that fail, each in its own way."""

    urlpatterns = [
        path("kapot/", _raise(RuntimeError("broken on purpose"))),
        path("verboden/", _raise(PermissionDenied)),
        *site_urlpatterns,
    ]
    handler400 = "wijkwijzer.delivery.errors.bad_request"
    handler403 = "wijkwijzer.delivery.errors.permission_denied"
    handler404 = "wijkwijzer.delivery.errors.page_not_found"
    handler500 = "wijkwijzer.delivery.errors.server_error"


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = BrokenAddresses
    return Client(raise_request_exception=False)


def test_a_missing_page_offers_search_and_the_lists(client, db):
    response = client.get("/bestaat-niet/")
    page = response.content.decode()

    assert response.status_code == 404
    assert "Deze pagina bestaat niet" in page
    assert 'action="/zoeken/"' in page
    assert 'href="/praktijkvoorbeelden/"' in page
    assert 'href="/portretten/"' in page


def test_a_broken_page_is_said_in_dutch_without_touching_the_database(visitor):
    # No `db` fixture: a query would raise, and the test client would see Django's bare page.
    response = visitor.get("/kapot/")
    page = response.content.decode()

    assert response.status_code == 500
    assert "Er ging iets mis" in page
    assert "broken on purpose" not in page
    assert "Traceback" not in page


def test_a_forbidden_page_says_so(visitor):
    response = visitor.get("/verboden/")

    assert response.status_code == 403
    assert "Hier heb je geen toegang" in response.content.decode()


def test_a_form_without_its_token_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/beheer/aanmelden/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "Dit formulier is verlopen" in response.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "[::1", "testserver:x"])
def test_a_wrong_host_gets_a_bare_refusal(visitor, host):
    response = visitor.get("/", headers={"host": host})
    page = response.content.decode()

    assert response.status_code == 400
    assert "Dit verzoek klopt niet" in page
    assert "Traceback" not in page
    assert "evil" not in page


def test_the_pages_do_not_need_the_request_to_be_whole(rf):
    for response in (
        errors.bad_request(None, Exception()),
        errors.permission_denied(None, Exception()),
        errors.csrf_failure(None),
        errors.too_many_requests(None),
        errors.server_error(None),
    ):
        assert "<h1>" in response.content.decode()


@pytest.mark.parametrize(
    ("status", "view"),
    [
        (400, errors.bad_request),
        (403, errors.permission_denied),
        (404, errors.page_not_found),
        (500, errors.server_error),
    ],
)
def test_the_site_answers_with_these_pages(status, view):
    assert get_resolver().resolve_error_handler(status) is view
