"""What each connection to PostgreSQL is told."""

import pytest
from django.db import connection, connections

pytestmark = [pytest.mark.django_db, pytest.mark.database("postgresql")]


def test_nothing_is_compiled_and_texts_are_packed_quickly_in_every_connection() -> None:
    other = connections.create_connection("default")
    try:
        for one in (connection, other):
            with one.cursor() as cursor:
                cursor.execute("SELECT current_setting('jit')")
                assert cursor.fetchone() == ("off",)
                cursor.execute("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'")
                ((possible,),) = cursor.fetchall()
                cursor.execute("SELECT current_setting('default_toast_compression')")
                assert cursor.fetchone() == ("lz4" if "lz4" in possible else "pglz",)
    finally:
        other.close()
