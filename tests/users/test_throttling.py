"""Whoever guesses is slowed down, and no two processes count past each other."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache

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
