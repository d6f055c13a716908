"""A clock that can be set, the schedule as the server runs it, and the mail it sends as people get it."""

import email
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import policy
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from practices.models import PracticePage
from tests.factories import OrganisationFactory, PersonFactory, PracticePageFactory, UserFactory, publish
from wijkwijzer.people.models import Person
from wijkwijzer.schedule import jobs
from wijkwijzer.users.models import User

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Clock:
    """What time it is for the site."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        # Long after today: what the outbox writes may not be sent before the real now.
        self.set(date(2100, 3, 2))

    def set(self, day: date) -> None:
        moment = timezone.make_aware(datetime.combine(day, time(9)))
        self.today = day
        self.monkeypatch.setattr(timezone, "now", lambda: moment)

    def go(self, **span: int) -> None:
        self.set(self.today + timedelta(**span))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def _fresh(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    # It would drop the transaction of the test.
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    cache.clear()


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    html: str

    @property
    def path(self) -> str:
        """The address of the link in it, without the host."""
        found = re.search(r"http://testserver(/bevestigen/\S+/)", self.text)
        assert found, self.text
        return found[1]


@pytest.fixture
def run(settings: Any) -> Callable[..., list[Letter]]:
    """A round of the schedule; gives what was mailed in it."""

    def run_schedule(*names: str) -> list[Letter]:
        mail.outbox.clear()
        for name in [*names, "mail"]:
            call_command("run_schedule", "--only", name)
        return [_letter(sent) for sent in mail.outbox]

    mail.outbox = []
    return run_schedule


def _letter(sent: Any) -> Letter:
    parsed: Any = email.message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    texts = [parsed.get_body((kind,)).get_content() for kind in ("plain", "html")]
    return Letter(parsed["To"], parsed["Subject"], *texts)


def account(*roles: str, **fields: Any) -> User:
    user: User = UserFactory(**fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=PASSWORD_BACKEND)
    return client


def published_practice(**fields: Any) -> PracticePage:
    page: PracticePage = PracticePageFactory(live=False, **fields)
    publish(page)
    page.refresh_from_db()
    return page


def holder(**fields: Any) -> Person:
    until = timezone.localdate() + timedelta(days=1000)
    person: Person = PersonFactory(
        **{"name": "Vera Voorbeeld", "contact_email": "vera@example.org", "contact_until": until, **fields}
    )
    return person


def organisation(**fields: Any) -> Any:
    until = timezone.localdate() + timedelta(days=1000)
    return OrganisationFactory(**{"contact_email": "wij@example.org", "contact_until": until, **fields})


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def fields_of(form: Any) -> dict[str, str]:
    """What a browser would send of a form with nothing filled in."""
    sent: dict[str, str] = {}
    for field in form.select("input, textarea, select"):
        if field.name == "select":
            sent[field["name"]] = field.select_one("option[selected]")["value"]
        elif field.get("type") not in ("radio", "checkbox"):
            sent[field["name"]] = field.get("value") or field.text.strip()
    return sent


def answer(client: Client, path: str, choice: str, **filled_in: str) -> HttpResponse:
    """Look at the page of a link, fill in the form of an answer and press its button."""
    button = soup(client.get(path)).select_one(f"button[name=answer][value={choice}]")
    assert button is not None
    form = button.find_parent("form")
    sent = fields_of(form) | {f"{choice}-{name}": value for name, value in filled_in.items()}
    return client.post(path, sent | {"answer": choice}, headers=SAME_ORIGIN)
