"""Accounts to sign in with, and a clean count of tries."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from wijkwijzer.users.models import User

PASSWORD = "Een-lang-wachtwoord-9"


@pytest.fixture(autouse=True)
def _forget_tries() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def editor(db: None) -> User:
    user: User = get_user_model().objects.create_user("Anna", "anna@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name="Redacteur"))
    return user


@pytest.fixture
def reader(db: None) -> User:
    """An account without access to the editors' side."""
    user: User = get_user_model().objects.create_user("lezer", "lezer@example.org", PASSWORD)
    return user


@pytest.fixture
def administrator(db: None) -> User:
    user: User = get_user_model().objects.create_superuser("beheer", "beheer@example.org", PASSWORD)
    return user


@pytest.fixture
def signed_in(editor: User, client: Client) -> Client:
    """A browser in which the editor signed in with a password, as allauth wants to have seen it."""
    response = client.post("/beheer/aanmelden/", {"login": editor.username, "password": PASSWORD})
    assert response.status_code == 302
    return client


@pytest.fixture
def confirmed(signed_in: Client) -> Client:
    """The same, just after the editor confirmed the password: what matters may be changed for five minutes."""
    assert signed_in.post("/beheer/account/bevestigen/", {"password": PASSWORD}).status_code == 302
    return signed_in
