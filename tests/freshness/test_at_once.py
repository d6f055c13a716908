"""Two that answer by the same link, and two runs of the schedule, at the same moment."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.factories import PracticePageFactory
from wijkwijzer.freshness import holders
from wijkwijzer.freshness.models import Confirmation
from wijkwijzer.mail.models import Message
from wijkwijzer.pages.models import Freshness
from wijkwijzer.users.roles import Role

from .conftest import SAME_ORIGIN, account, fields_of, holder, soup

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Do all of it at once, each in a thread of its own; gives what each returned."""
    results: list[Any] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def work(number: int) -> None:
        try:
            barrier.wait()
            results[number] = works[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_answers_by_one_link_exactly_one_counts() -> None:
    page = PracticePageFactory(holder_person=holder())
    holders.ask(page)
    path = f"/bevestigen/{Confirmation.objects.get().link.token}/"
    forms = soup(Client().get(path)).select("form")
    right, gone = fields_of(forms[0]) | {"answer": "klopt"}, fields_of(forms[2]) | {"answer": "weg"}
    sent = [lambda data=data: Client().post(path, data, headers=SAME_ORIGIN) for data in (right, gone, right, gone)]
    statuses = sorted(response.status_code for response in together(*sent))
    assert statuses == [200, 410, 410, 410]
    confirmation = Confirmation.objects.get()
    assert Freshness.objects.filter(page=page.pk).exists() is (confirmation.answer == "klopt")


def test_two_runs_at_once_remind_everybody_once(settings: Any) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    steward = account(Role.EDITOR)
    long_ago = timezone.now() - timedelta(days=500)
    for _ in range(3):
        PracticePageFactory(steward=steward, holder_person=holder(), last_published_at=long_ago)
    together(*[lambda: call_command("run_schedule", "--only", "reviews", "--now")] * 3)
    assert Message.objects.filter(to=steward.email).count() == 1
    assert Message.objects.filter(topic="confirm-practice").count() == 3
