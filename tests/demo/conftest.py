"""The demo site, loaded once for all tests that look at it: loading it and making its pictures takes a minute."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from wijkwijzer.demo.accounts import accounts_file
from wijkwijzer.demo.loader import load_demo


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs them all; those that want an empty site come first."""
    places = [place for place, item in enumerate(items) if Path(__file__).parent in item.path.parents]
    here = sorted((items[place] for place in places), key=lambda item: "demo" in getattr(item, "fixturenames", ()))
    for place, item in zip(places, here, strict=True):
        item.add_marker(pytest.mark.xdist_group("demo"))
        items[place] = item


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything in one transaction that is rolled back at the end; what a test changes goes after that test."""
    accounts_file().unlink(missing_ok=True)
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        reader = Client()
        for page in Page.objects.live().filter(depth__gt=1):
            reader.get(page.url)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)
