"""The demo site, loaded once for all tests of a module: loading it takes seconds."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from wijkwijzer.demo.accounts import accounts_file
from wijkwijzer.demo.loader import load_demo


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything in one transaction that is rolled back after the module; what a test changes goes after that test."""
    accounts_file().unlink(missing_ok=True)
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)
