"""Whoever guesses is slowed down, and no two processes count past each other."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache
from django.test import Client

from tests.threads import at_once
from wijkwijzer.settings import base
from wijkwijzer.users.models import User
from wijkwijzer.users.throttling import LockingFileCache

from .conftest import PASSWORD

SIGN_IN = "/beheer/aanmelden/"
TOO_OFTEN = "Er is te vaak iets verkeerds ingevuld. Wacht vijf minuten"


@pytest.fixture
def attempt(client):
    """Try to sign in, each time from another address unless one is given."""
    numbers = count(1)

    def _attempt(login, password="fout", address=None):
        remote = address or f"192.0.2.{next(numbers)}"
        return client.post(SIGN_IN, {"login": login, "password": password}, REMOTE_ADDR=remote)

    return _attempt


def test_after_five_wrong_tries_the_right_password_is_refused_for_a_while(attempt, client, editor):
    for _ in range(5):
        assert "klopt niet" in attempt("Anna").content.decode()

    sixth = attempt("Anna", PASSWORD)

    assert TOO_OFTEN in sixth.content.decode()
    assert "_auth_user_id" not in client.session
    cache.clear()  # what waiting does
    assert attempt("Anna", PASSWORD).status_code == 302


def test_four_wrong_tries_are_forgiven(attempt, editor):
    for _ in range(4):
        attempt("Anna")

    assert attempt("Anna", PASSWORD).status_code == 302


def test_name_and_address_of_one_account_share_one_count(attempt, editor):
    for login in ("Anna", "anna@example.org", "anna", "ANNA@EXAMPLE.ORG", "Anna"):
        attempt(login)

    assert TOO_OFTEN in attempt("anna@example.org", PASSWORD).content.decode()


def test_another_account_is_not_locked_out(attempt, editor, reader):
    for _ in range(6):
        attempt("Anna")

    assert attempt("lezer", PASSWORD).status_code == 302


def test_one_address_that_tries_many_accounts_is_refused(attempt, editor):
    for number in range(10):
        attempt(f"naam{number}", address="198.51.100.7")

    assert TOO_OFTEN in attempt("Anna", PASSWORD, address="198.51.100.7").content.decode()
    assert attempt("Anna", PASSWORD, address="198.51.100.8").status_code == 302


def test_a_made_up_forwarding_header_gives_no_new_tries(client, editor):
    for number in range(10):
        client.post(
            SIGN_IN, {"login": f"naam{number}", "password": "fout"}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        )

    response = client.post(SIGN_IN, {"login": "Anna", "password": PASSWORD}, headers={"X-Forwarded-For": "192.0.2.99"})

    assert TOO_OFTEN in response.content.decode()


def test_a_flood_of_sign_ins_meets_a_dutch_page(attempt, db):
    for _ in range(30):
        response = attempt("", "", address="203.0.113.5")

    response = attempt("", "", address="203.0.113.5")

    assert response.status_code == 429
    assert "Even wachten" in response.content.decode()


def test_only_one_of_many_takes_the_lock(tmp_path, monkeypatch):
    look = FileBasedCache.has_key

    def look_and_dawdle(self, key, version=None):
        found = look(self, key, version)
        time.sleep(0.01)
        return found

    def take(_):
        return LockingFileCache(str(tmp_path), {}).add("lock", True, 10)

    monkeypatch.setattr(FileBasedCache, "has_key", look_and_dawdle)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_behind_the_proxy_only_what_the_proxy_says_counts(client, editor, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        made_up = f"192.0.2.{number}, 198.51.100.7"  # the proxy adds the last one
        client.post(SIGN_IN, {"login": f"naam{number}", "password": "fout"}, headers={"X-Forwarded-For": made_up})

    right = {"login": "Anna", "password": PASSWORD}
    refused = client.post(SIGN_IN, right, headers={"X-Forwarded-For": "192.0.2.99, 198.51.100.7"})
    assert TOO_OFTEN in refused.content.decode()
    assert client.post(SIGN_IN, right, headers={"X-Forwarded-For": "198.51.100.8"}).status_code == 302


def test_addresses_of_one_network_of_ipv6_are_one_address(attempt, editor):
    for number in range(10):
        attempt(f"naam{number}", address=f"2001:db8::{number + 1:x}")

    assert TOO_OFTEN in attempt("Anna", PASSWORD, address="2001:db8::ffff").content.decode()


def test_the_count_goes_on_in_another_browser(editor):
    for number in range(5):
        Client().post(SIGN_IN, {"login": "Anna", "password": "fout"}, REMOTE_ADDR=f"192.0.2.{number}")

    response = Client().post(SIGN_IN, {"login": "Anna", "password": PASSWORD}, REMOTE_ADDR="192.0.2.9")

    assert TOO_OFTEN in response.content.decode()


@pytest.mark.parametrize("login", ["Anna ", " anna@example.org", "ÄNNA", "anna\u200b"])
def test_another_way_to_write_a_name_gives_no_new_tries(attempt, client, editor, login):
    for _ in range(5):
        attempt("Anna")

    attempt(login, PASSWORD)

    assert "_auth_user_id" not in client.session


def test_a_right_guess_in_a_hijacked_session_is_as_hard_as_at_the_door(signed_in):
    """Whoever took over a browser that was left open does not know the password yet."""
    for _ in range(5):
        signed_in.post("/beheer/account/bevestigen/", {"password": "fout"})

    response = signed_in.post("/beheer/account/bevestigen/", {"password": PASSWORD})

    assert response.status_code == 429
    waited_a_minute = time.time() + 61
    with patch("allauth.core.internal.ratelimit.time.time", lambda: waited_a_minute):
        assert signed_in.post("/beheer/account/bevestigen/", {"password": PASSWORD}).status_code == 429


def test_so_is_changing_the_password(signed_in, editor):
    form = {"password1": "Een-ander-wachtwoord-8", "password2": "Een-ander-wachtwoord-8"}
    for _ in range(5):
        signed_in.post("/beheer/account/wachtwoord/", {**form, "oldpassword": "fout"})

    waited_a_minute = time.time() + 61
    with patch("allauth.core.internal.ratelimit.time.time", lambda: waited_a_minute):
        response = signed_in.post("/beheer/account/wachtwoord/", {**form, "oldpassword": PASSWORD})

    assert response.status_code == 429
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_nobody_is_flooded_with_mail_about_a_new_password(editor, mailoutbox):
    for number in range(12):
        written = "anna@example.org" if number % 2 else "ANNA@example.org "
        Client().post("/beheer/account/wachtwoord/vergeten/", {"email": written}, REMOTE_ADDR=f"203.0.113.{number}")

    assert 1 <= len(mailoutbox) <= 3


def test_one_address_does_not_ask_for_many(db, client, mailoutbox):
    answers = [
        client.post("/beheer/account/wachtwoord/vergeten/", {"email": f"naam{number}@example.org"}).status_code
        for number in range(7)
    ]

    assert answers[-1] == 429


@pytest.mark.database("sqlite")
@pytest.mark.django_db(transaction=True)
def test_tries_that_come_in_at_one_moment_are_all_counted(settings, tmp_path):
    cache_of_the_site = {"BACKEND": "wijkwijzer.users.throttling.LockingFileCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {"default": cache_of_the_site}
    User.objects.create_user("Anna", "anna@example.org", PASSWORD)
    answers = []

    def guess(number: int) -> None:
        form = {"login": "Anna", "password": "fout"}
        response = Client().post(SIGN_IN, form, REMOTE_ADDR=f"198.51.100.{number}")
        answers.append("klopt niet" in response.content.decode())

    assert at_once(*(partial(guess, number) for number in range(10))) == []
    assert len(answers) == 10
    assert sum(answers) <= 5


def test_pictures_push_no_counts_out() -> None:
    """Renditions, of which a large site has thousands, have a cache of their own; Wagtail asks for it by this name."""
    assert base.CACHES["renditions"]["LOCATION"] != base.CACHES["default"]["LOCATION"]
    assert base.CACHES["renditions"]["BACKEND"].endswith(".FileBasedCache")
