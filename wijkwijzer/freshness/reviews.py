"""When a page is due to be looked at, and telling who is to look."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.urls import reverse
from django.utils import timezone

from practices.models import PracticePage
from wijkwijzer.mail.letters import write
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.schedule.jobs import JobFailedError
from wijkwijzer.users.models import User

from . import holders, marking
from .models import ReviewReminder
from .periods import BETWEEN, MONTHS, months_after
from .stewards import chief_editors, stewards_of

logger = logging.getLogger(__name__)

FIRST, SECOND, OUTDATED = "first", "second", "outdated"
SHORTEST_MONTH = timedelta(days=28)


def with_checked_on(pages: Any) -> Any:
    """`pages`, each with `checked_on`: the last day on which somebody read all of it. That is a review, or a
    publication: what goes live has been read by others."""
    reviewed, published = F("freshness__reviewed_on"), TruncDate("last_published_at")
    last = Greatest(Coalesce(reviewed, published), Coalesce(published, reviewed))
    return pages.annotate(checked_on=models.ExpressionWrapper(last, models.DateField()))


def due_on(page: Any) -> date | None:
    """The day by which a page with `checked_on` is to be looked at; None for one that was never published."""
    return months_after(page.checked_on, MONTHS[page.kind]) if page.checked_on else None


def pages_to_review(day: date) -> list[KnowledgePage]:
    """The public pages that are due on `day` or earlier, each with `due_on`, the most overdue first.

    Not those that were replaced: they send their reader on.
    """
    # A little too many: the database cannot count months the way people do.
    perhaps = Q()
    for kind, months in MONTHS.items():
        perhaps |= Q(kind=kind, checked_on__lte=day - months * SHORTEST_MONTH)
    pages = with_checked_on(KnowledgePage.objects.visible()).filter(
        perhaps, alias_of=None, freshness__replaced_by__isnull=True
    )
    found = list(pages.select_related("freshness", "steward", "deputy", "review_reminder"))
    for page in found:
        page.due_on = due_on(page)
    return sorted((page for page in found if page.due_on <= day), key=lambda page: (page.due_on, page.pk))


# --- The job ---------------------------------------------------------------------------------------------------------


def remind() -> None:
    """Remind of what is due: twice, a month apart; a month after that the page says that it may be out of date.

    One mail an account, with all of its pages. Also asks the holders of practices, whose answer counts as a review.
    """
    if failures := _remind(timezone.localdate()):
        raise JobFailedError(f"{failures} holders could not be asked")


@transaction.atomic
def _remind(today: date) -> int:
    """All or nothing, but for the holders: how many of those could not be asked."""
    chiefs = chief_editors()
    letters: dict[User, list[tuple[KnowledgePage, str]]] = defaultdict(list)
    failures = 0
    for page in pages_to_review(today):
        step = _next_step(page, today)
        if step == OUTDATED:
            marking.call_outdated(page, today)
        if step in (FIRST, SECOND):
            for user in stewards_of(page) or chiefs:
                letters[user].append((page, step))
            failures += not _ask_holder(page)
    for user, pages in letters.items():
        _write(user, pages)
    return failures


def _next_step(page: Any, today: date) -> str:
    """What is to be done about a page that is due, which this writes down as done; empty for nothing yet."""
    reminder, is_new = ReviewReminder.objects.select_for_update().get_or_create(
        page_id=page.pk, defaults={"due_on": page.due_on, "first_on": today}
    )
    if is_new:
        return FIRST
    if reminder.due_on != page.due_on:
        # Of the time before: it was looked at since.
        reminder.due_on, reminder.first_on, reminder.second_on = page.due_on, today, None
        reminder.save()
        return FIRST
    if reminder.second_on is None:
        if months_after(reminder.first_on, BETWEEN) > today:
            return ""
        reminder.second_on = today
        reminder.save()
        return SECOND
    return OUTDATED if months_after(reminder.second_on, BETWEEN) <= today else ""


def _ask_holder(page: KnowledgePage) -> bool:
    """False where that failed; nobody else waits for it."""
    try:
        with transaction.atomic():
            practice = PracticePage.objects.filter(pk=page.pk).first()
            if practice is not None:
                holders.ask(practice)
    except Exception as error:
        # The class only: what it says may quote an address.
        logger.error("The holder of page %s could not be asked: %s", page.pk, type(error).__name__)
        return False
    return True


def _write(user: User, pages: Iterable[tuple[KnowledgePage, str]]) -> None:
    rows = [
        {
            "title": page.title,
            "kind": page.kind_info.label,
            "due_on": page.due_on,
            "address": reverse("freshness_review", args=[page.pk]),
            "is_second": step == SECOND,
        }
        for page, step in pages
    ]
    said = " ".join(f"{page.pk} {page.due_on} {step}" for page, step in pages)
    key = f"review {user.pk} {hashlib.sha256(said.encode()).hexdigest()[:32]}"
    write("review-due", user.email, {"pages": rows, "name": str(user)}, key=key)
