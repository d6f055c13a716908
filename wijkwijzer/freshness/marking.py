"""Writing down what is known of a page being true today. Each is saved, not updated: search hears of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wijkwijzer.pages.models import Freshness, KnowledgePage


@transaction.atomic
def confirm(page: KnowledgePage, *, user: Any = None, action: str = "freshness.confirmed", **data: Any) -> None:
    """Somebody looked, and the page is still true."""
    freshness = _freshness_of(page)
    freshness.reviewed_on, freshness.outdated_since = timezone.localdate(), None
    freshness.save()
    log(instance=page.specific, action=action, user=user, data=data)


@transaction.atomic
def call_outdated(page: KnowledgePage, today: date) -> None:
    """Nobody looked in time."""
    freshness = _freshness_of(page)
    if freshness.outdated_since is None:
        freshness.outdated_since = today
        freshness.save()
        log(instance=page.specific, action="freshness.outdated")


def published_anew(sender: Any, instance: Any, **_signal: Any) -> None:
    """What was read and approved today is not out of date. Wagtail sends this for what is only planned, too."""
    if isinstance(instance, KnowledgePage) and instance.live:
        freshness = Freshness.objects.filter(page=instance.pk, outdated_since__isnull=False).first()
        if freshness is not None:
            freshness.outdated_since = None
            freshness.save()


def _freshness_of(page: KnowledgePage) -> Freshness:
    return Freshness.objects.select_for_update().get_or_create(page_id=page.pk)[0]
