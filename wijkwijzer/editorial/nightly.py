"""Every night: is every public page what was approved? Who can do something about it is told."""

import logging
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from wijkwijzer.gate.audit import Difference, differences
from wijkwijzer.mail.letters import write
from wijkwijzer.schedule.jobs import JobFailedError
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

from .plans.people import with_role

logger = logging.getLogger(__name__)


def check_publications() -> None:
    """Mail the chief editors what differs, at most once a day. Raises `JobFailedError`, so that the schedule says it
    too, for there may be no chief editor."""
    found = list(differences())
    if not found:
        return
    for difference in found:
        logger.error("Page %s is not what was approved", difference.page_id)
    _tell(found)
    raise JobFailedError(f"{len(found)} public pages are not what was approved")


@transaction.atomic
def _tell(found: list[Difference]) -> None:
    told: dict[User, list[Difference]] = defaultdict(list)
    pages = Page.objects.in_bulk([difference.page_id for difference in found])
    for difference in found:
        for user in with_role(pages[difference.page_id].specific, Role.CHIEF_EDITOR):
            told[user].append(difference)
    for user, theirs in told.items():
        context = {"name": str(user), "differences": theirs}
        write("publications_differ", user.email, context, key=f"differ-{timezone.localdate()}-{user.pk}")
