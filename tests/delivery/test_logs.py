"""The log says that something failed, not how to open it."""

import logging
import re

import pytest
from django.test import Client

from wijkwijzer.delivery.logs import TokensHidden
from wijkwijzer.settings import base

TOKEN = "k3H-x_9aZ" * 4


def logged(message: str, *arguments: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert TokensHidden().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("purpose", ["akkoord", "mijn-portret", "bevestigen"])
@pytest.mark.parametrize("rest", ["/", "", "?next=/", "/meer/"])
def test_an_address_that_opens_something_is_masked(purpose: str, rest: str) -> None:
    said = logged("%s: %s", "Gone", f"/{purpose}/{TOKEN}{rest}")
    assert TOKEN not in said
    assert said.startswith(f"Gone: /{purpose}/…")


@pytest.mark.parametrize("said", ["Not Found: /praktijkvoorbeelden/akkoord/", "100 %", "Not Found: /akkoord/"])
def test_all_else_is_written_as_it_is(said: str) -> None:
    assert logged(said) == said


@pytest.mark.django_db
def test_what_django_writes_of_a_request_that_failed_goes_through_it(caplog: pytest.LogCaptureFixture) -> None:
    console = base.LOGGING["handlers"]["console"]
    assert console["filters"] == ["no_tokens"]
    assert re.search(r"TokensHidden$", base.LOGGING["filters"]["no_tokens"]["()"])
    caplog.handler.addFilter(TokensHidden())
    Client().get(f"/akkoord/{TOKEN}/bestaat-niet/")
    assert "/akkoord/…" in caplog.text
    assert TOKEN not in caplog.text
