"""What is about one database is only asked of that one; CI runs the suite on both."""

import pytest
from django.db import connection


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def is_for_other(item: pytest.Item) -> bool:
        marker = item.get_closest_marker("database")
        return marker is not None and marker.args[0] != connection.vendor

    others = [item for item in items if is_for_other(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
