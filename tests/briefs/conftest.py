"""Each test is a visitor of its own."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_was_here() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
