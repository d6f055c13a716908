"""A reader of a site that keeps its pages."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkwijzer.delivery.page_cache.middleware import process


@pytest.fixture
def reader(settings, db) -> Client:
    """Somebody without an account, on a site that keeps pages, with nothing kept yet."""
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    process.__init__()
    yield Client()
    process.__init__()
    caches["pages"].clear()


def is_kept(reader: Client, address: str, **headers: str) -> bool:
    """Whether the answer comes out of what was kept: nothing was asked of the database but the version."""
    with CaptureQueriesContext(connection) as queries:
        response: HttpResponse = reader.get(address, **headers)
    assert response.status_code in (200, 304)
    return not queries.captured_queries


@pytest.fixture
def kept(reader: Client) -> Callable[..., HttpResponse]:
    """Reads a page until it is kept, and proves that it is; the answer out of what was kept.

    What is made for the first time, such as a rendition, is a change too: the page after it is the one that is kept.
    """

    def read(address: str, **headers: str) -> HttpResponse:
        for _time in range(3):
            reader.get(address, **headers)
        assert is_kept(reader, address, **headers), f"{address} is not kept"
        return reader.get(address, **headers)

    return read
