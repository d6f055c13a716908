"""A page that is approved for a moment, and that moment when it comes."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.editorial.conftest import Desk
from tests.editorial.test_workflow import draft_of
from wijkwijzer.editorial.plans.models import Plan
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.users.roles import Role


def typed(moment: datetime) -> str:
    """As a browser sends it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@cache
def next_week() -> datetime:
    """The same all through the run."""
    return (timezone.now() + timedelta(days=7)).replace(second=0, microsecond=0)


def approved_for(author: Desk, editor: Desk, chief: Desk, *, when: str = "at", **fields: Any) -> ContentPage:
    """A page with all approvals, planned by who gave the last. Submitted as the button does, without its form."""
    page = draft_of(author, **fields)
    page.get_workflow().start(page, author.user)
    editor.decide(page, "approve")
    moment = {"judge-moment": typed(next_week())} if when == "at" else {}
    chief.decide(page, "approve", **{"judge-when": when, **moment})
    return page


@pytest.fixture
def planned(author: Desk, editor: Desk, chief: Desk) -> ContentPage:
    page = approved_for(author, editor, chief)
    assert plan_of(page).moment == next_week()
    return page


def plan_of(page: Any) -> Plan:
    return Plan.objects.open().get(page=page.pk)


def let_it_come(*pages: Any) -> None:
    """The moment of these pages is there."""
    Plan.objects.open().filter(page__in=[page.pk for page in pages]).update(moment=timezone.now(), failed_at=None)


def history_of(desk: Desk, page: Any) -> str:
    return desk.client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()


def three_people() -> tuple[Desk, Desk, Desk]:
    """For tests that begin with an empty site and so make their own."""
    return Desk(Role.AUTHOR), Desk(Role.EDITOR), Desk(Role.CHIEF_EDITOR)
