"""Whoever works on the site's data holds the data folder, so that no restore comes in between."""

import importlib
from pathlib import Path

import pytest
from django.core.management import call_command

from wijkwijzer.search import checks
from wijkwijzer.settings.data_folder import try_hold

pytestmark = pytest.mark.database("sqlite")


def test_a_site_that_is_served_holds_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "prepare", lambda: None)
    wsgi = importlib.import_module("wijkwijzer.wsgi")
    wsgi.in_use.close()
    wsgi = importlib.reload(wsgi)
    try:
        assert try_hold(data, alone=True) is None
    finally:
        wsgi.in_use.close()
    with try_hold(data, alone=True):
        pass


def test_the_schedule_holds_it_while_it_works(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []
    where = "wijkwijzer.schedule.management.commands.run_schedule.run_due"
    monkeypatch.setattr(where, lambda **_options: found.append(try_hold(data, alone=True)))
    call_command("run_schedule")
    assert found == [None]
    with try_hold(data, alone=True):
        pass
