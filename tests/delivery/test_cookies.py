"""A reader who is not signed in carries no cookie, so that pages can be cached whole."""

import pytest

from .conftest import EVERYTHING


@pytest.mark.parametrize("address", EVERYTHING)
def test_a_reader_gets_no_cookie_and_the_answer_does_not_depend_on_one(client, small_site, address):
    response = client.get(address)

    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("address", ["/", "/bestaat-niet/", "/praktijkvoorbeelden/", "/zoeken/"])
def test_a_stray_cookie_changes_nothing(client, small_site, address):
    plain = client.get(address)
    client.cookies["iets"] = "van een ander"

    response = client.get(address)

    assert response.content == plain.content
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_the_sign_in_page_does_set_one(client, db):
    assert "csrftoken" in client.get("/beheer/aanmelden/").cookies
