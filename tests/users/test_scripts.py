"""The scripts for passkeys leave as one file."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from wijkwijzer.users.scripts import PARTS, joined_scripts


def test_one_file_holds_all_parts_in_order(client: Client) -> None:
    response = client.get(reverse("passkey_scripts"))
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    text = response.content.decode()
    places = []
    for part in PARTS:
        places.append(text.index(Path(finders.find(part)).read_text(encoding="utf-8")))
    assert places == sorted(places)
    assert not response.cookies


@pytest.mark.django_db
def test_the_sign_in_page_asks_for_one_script(client: Client) -> None:
    assert client.get(reverse("account_login")).content.decode().count("<script src=") == 1


def test_a_browser_that_has_the_scripts_gets_them_once(client: Client) -> None:
    first = client.get(reverse("passkey_scripts"))
    assert first["Cache-Control"] == "public, no-cache"
    assert client.get(reverse("passkey_scripts"), headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(reverse("passkey_scripts"), headers={"If-None-Match": '"oud"'}).status_code == 200


def test_a_script_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    joined_scripts.cache_clear()
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", lambda part: None)
    with pytest.raises(FileNotFoundError, match="webauthn-json"):
        joined_scripts()
