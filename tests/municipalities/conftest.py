"""The shipped file, and ways to make it into that of another year or to damage it."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest

from wijkwijzer.municipalities.management.commands.import_municipalities import DEFAULT_FILE

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def shipped() -> bytes:
    return DEFAULT_FILE.read_bytes()


@pytest.fixture
def rows(shipped: bytes) -> Rows:
    return list(csv.DictReader(StringIO(shipped.decode())))


@pytest.fixture
def as_csv() -> Callable[[Rows], bytes]:
    def write(rows: Rows) -> bytes:
        buffer = StringIO()
        writer = csv.DictWriter(buffer, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        return buffer.getvalue().encode()

    return write
