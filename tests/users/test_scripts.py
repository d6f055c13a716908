"""The scripts for passkeys leave as one file."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from wijkwijzer.users.scripts import PARTS


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
