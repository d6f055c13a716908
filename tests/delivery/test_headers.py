"""Every answer says what a browser may do with it."""

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from wagtail.documents import get_document_model

from wijkwijzer.delivery.headers import EDITORS_POLICY, PUBLIC_POLICY
from wijkwijzer.urls import urlpatterns as site_urlpatterns

from .conftest import EVERYTHING


def _fail(request):
    raise RuntimeError("broken on purpose")


class BrokenAddresses:
    """The site with one address that fails."""

    urlpatterns = [path("kapot/", _fail), *site_urlpatterns]
    handler404 = "wijkwijzer.delivery.errors.page_not_found"
    handler500 = "wijkwijzer.delivery.errors.server_error"


def policy_of(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def assert_guarded(response: HttpResponse) -> None:
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("address", EVERYTHING)
def test_what_a_visitor_gets_is_under_the_strict_policy(client, small_site, address):
    response = client.get(address)

    assert policy_of(response) == PUBLIC_POLICY
    assert_guarded(response)


def test_the_strict_policy_allows_nothing_inline_and_nobody_else():
    everything = " ".join(PUBLIC_POLICY.values())

    assert "unsafe" not in everything
    assert "http" not in everything
    assert "*" not in everything
    assert PUBLIC_POLICY["default-src"] == "'none'"


ACCOUNT_PAGES = ["/beheer/aanmelden/", "/beheer/account/wachtwoord/vergeten/", "/beheer/account/wachtwoord/nieuw/1-x/"]
SIGNED_IN_ACCOUNT_PAGES = ["/beheer/account/2fa/", "/beheer/account/wachtwoord/", "/beheer/account/2fa/webauthn/"]


@pytest.mark.parametrize("address", ACCOUNT_PAGES)
def test_the_account_pages_are_strict_too(client, db, address):
    response = client.get(address)

    assert response.status_code == 200
    assert policy_of(response) == PUBLIC_POLICY
    assert_guarded(response)


@pytest.mark.parametrize("address", SIGNED_IN_ACCOUNT_PAGES)
def test_the_account_pages_of_an_editor_are_strict_too(admin_client, address):
    response = admin_client.get(address)

    assert response.status_code == 200
    assert policy_of(response) == PUBLIC_POLICY


@pytest.mark.parametrize("address", ["/beheer/", "/beheer/account/", "/beheer/pages/", "/beheer/bestaat/niet/"])
def test_only_wagtails_own_screens_have_the_wider_policy(admin_client, address):
    response = admin_client.get(address)

    assert policy_of(response) == EDITORS_POLICY
    assert_guarded(response)


def test_a_broken_page_is_guarded_as_well(client, db, settings):
    settings.ROOT_URLCONF = BrokenAddresses
    client.raise_request_exception = False

    response = client.get("/kapot/")

    assert response.status_code == 500
    assert policy_of(response) == PUBLIC_POLICY
    assert_guarded(response)


def test_a_wrong_host_is_guarded_as_well(client, db):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert policy_of(response) == PUBLIC_POLICY


def test_a_form_from_elsewhere_is_guarded_as_well(db):
    response = Client(enforce_csrf_checks=True).post("/beheer/aanmelden/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert policy_of(response)["default-src"] == "'none'"


def test_a_document_keeps_wagtails_own_policy(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = get_document_model().objects.create(title="Nota", file=ContentFile(b"nota", name="nota.txt"))

    response = client.get(document.url)

    assert response.status_code == 200
    assert policy_of(response)["default-src"] == "'none'"
    assert "script-src" not in policy_of(response)
    assert_guarded(response)


def test_strict_transport_follows_the_setting(client, db, settings):
    assert "Strict-Transport-Security" not in client.get("/robots.txt").headers

    settings.SECURE_HSTS_SECONDS = 60
    fresh = Client()
    assert fresh.get("/robots.txt", secure=True).headers["Strict-Transport-Security"] == "max-age=60"
