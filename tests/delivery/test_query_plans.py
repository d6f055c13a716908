"""PostgreSQL does not compile questions that take milliseconds."""

import pytest
from django.db import connection, connections

pytestmark = pytest.mark.django_db


@pytest.mark.database("postgresql")
def test_nothing_is_compiled_in_a_connection_of_the_site() -> None:
    other = connections.create_connection("default")
    try:
        for one in (connection, other):
            with one.cursor() as cursor:
                cursor.execute("SHOW jit")
                assert cursor.fetchone() == ("off",)
    finally:
        other.close()
