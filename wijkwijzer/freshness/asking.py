"""What the two questions by mail share: the link that is used once, and whom to tell of an answer."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wijkwijzer.mail.letters import write
from wijkwijzer.mail.models import Link
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.users.models import User

from .models import Confirmation

# The first part of the address.
PURPOSE = "bevestigen"


class AlreadyUsedError(Exception):
    """The link was used, withdrawn or became too old since it was shown."""


def kind_of(asked: Person | Organisation) -> dict[str, Any]:
    """The field of a confirmation for whom it asks."""
    return {"person": asked} if isinstance(asked, Person) else {"organisation": asked}


@transaction.atomic
def send(topic: str, confirmation: Confirmation, context: dict[str, Any]) -> None:
    """Mail the link, and write down that it went."""
    asked, today = confirmation.asked, timezone.localdate()
    if asked is None:
        return
    if confirmation.pk:
        confirmation.sent_again_on = today
    else:
        confirmation.sent_on = today
    confirmation.save()
    write(
        topic,
        asked.public_email,
        {"name": asked.name, "confirmation": confirmation, **context},
        link=confirmation.link,
        key=f"{topic} {confirmation.pk} {today}",
    )


def new(days: int, **fields: Any) -> Confirmation:
    """A question with a link that works for so many days; `send` stores it."""
    return Confirmation(link=Link.objects.make(PURPOSE, days=days), **fields)


def use(confirmation: Confirmation, answer: Confirmation.Answer, words: str = "") -> None:
    """Write the answer down and close the link. In the transaction of what the answer changes.

    Raises `AlreadyUsedError` for the second of two that answer at the same moment.
    """
    link = Link.objects.select_for_update().get(pk=confirmation.link_id)
    # Counted in the statement itself: SQLite locks no rows.
    if not link.is_open or not Link.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise AlreadyUsedError
    confirmation.answer, confirmation.answered_on = answer, timezone.localdate()
    confirmation.words = words
    confirmation.save()


def tell(users: Iterable[User], confirmation: Confirmation, what: str, address: str = "") -> None:
    """Mail the desk what was answered. Without the words: those stand on the screen, and are gone once dealt with."""
    for user in users:
        write(
            "answer",
            user.email,
            {
                "name": str(user),
                "who": str(confirmation.asked),
                "what": what,
                "address": address or reverse("freshness_answers"),
            },
            key=f"answer {confirmation.pk} {user.pk}",
        )


def days_until(day: Any) -> int:
    return int((day - timezone.localdate()) / timedelta(days=1))
