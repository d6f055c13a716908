"""The places of a series: making them, putting portraits in them, and saying in time what is missing.

A machine never decides what goes live: for a place whose portrait is not approved in time the board proposes the next
one that is, and an editor decides.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from portraits.models import PortraitPage, PortraitSeriesPage
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail.letters import write
from wijkwijzer.users.roles import Role

from . import planning
from .models import Slot, When
from .people import with_role
from .rows import IN_TIME, rows_of

WEEKS_BETWEEN = {PortraitSeriesPage.Cadence.MONTHLY: 4}


def candidates(series: PortraitSeriesPage) -> list[PortraitPage]:
    """The portraits of a series that are not on the site yet."""
    return list(PortraitPage.objects.filter(series=series, live=False).order_by("series_order", "title", "pk"))


@transaction.atomic
def make_slots(series: PortraitSeriesPage, first: datetime, number: int) -> int:
    """Places from a moment on, at the pace of the series and each at the same time of the day; how many are new."""
    step = timedelta(weeks=WEEKS_BETWEEN.get(PortraitSeriesPage.Cadence(series.cadence), 1))
    wall = timezone.localtime(first).replace(tzinfo=None)
    made = 0
    for n in range(number):
        # By the clock on the wall: summer time changes no hour.
        moment = timezone.make_aware(wall + n * step)
        made += Slot.objects.get_or_create(series=series, moment=moment)[1]
    return made


def next_moment(series: PortraitSeriesPage) -> datetime:
    """Where new places begin: after the last one, or on Tuesday at ten."""
    last = series.slots.order_by("-moment").first()
    now = timezone.localtime()
    if last is not None and last.moment > now:
        step = timedelta(weeks=WEEKS_BETWEEN.get(PortraitSeriesPage.Cadence(series.cadence), 1))
        return timezone.make_aware(timezone.localtime(last.moment).replace(tzinfo=None) + step)
    tuesday = now + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return tuesday.replace(hour=10, minute=0, second=0, microsecond=0)


def _locked_future(slot: Slot) -> Slot:
    slot = Slot.objects.select_for_update().get(pk=slot.pk)
    if slot.is_past:
        raise NotApproved(_("Dit moment is voorbij."))
    return slot


@transaction.atomic
def put(slot: Slot, page: Any, *, by: Any) -> None:
    """A portrait in a place. What stood there goes to the place it leaves, or out of the plan."""
    list(Slot.objects.select_for_update().filter(series=slot.series_id).values_list("pk"))
    slot = _locked_future(slot)
    portrait = PortraitPage.objects.filter(pk=page.pk, series=slot.series_id, live=False).first()
    if portrait is None:
        raise NotApproved(_("Kies een portret van deze reeks dat nog niet op de site staat."))
    before = Slot.objects.filter(page=page.pk, moment__gt=timezone.now()).exclude(pk=slot.pk).first()
    other = slot.page
    _set(slot, portrait)
    if before is not None:
        _set(before, other)
    _follow(portrait, slot, by=by)
    if other is not None and other.pk != portrait.pk:
        _follow(other, before, by=by)


@transaction.atomic
def take_out(slot: Slot, *, by: Any) -> None:
    """Empty a place. An approved portrait lies ready for another one."""
    slot = _locked_future(slot)
    page = slot.page
    _set(slot, None)
    if page is not None:
        _follow(page, None, by=by)


@transaction.atomic
def remove(slot: Slot) -> None:
    slot = _locked_future(slot)
    if slot.page_id:
        raise NotApproved(_("Haal eerst het portret van deze plek."))
    slot.delete()


def _set(slot: Slot, page: Page | None) -> None:
    slot.page_id = page.pk if page else None
    slot.save(update_fields=["page"])


def _follow(page: Any, slot: Slot | None, *, by: Any) -> None:
    """The plan of an approved portrait moves with it, which says so in its history; of others the place itself does."""
    plan = planning.open_plan(page)
    if plan is not None:
        planning.change(plan, When.AT if slot else When.READY, slot.moment if slot else None, by=by)
    else:
        log(instance=page, action="editorial.slot", user=by, data={"moment": slot.moment.isoformat() if slot else ""})


def warn() -> None:
    """Mail the chief editors, once, about each place that has no approved portrait two days before."""
    now = timezone.now()
    running = PortraitSeriesPage.State.RUNNING
    soon = Slot.objects.filter(moment__gt=now, moment__lte=now + IN_TIME, series__state=running)
    for row in rows_of(soon.select_related("series")):
        if row.is_ready:
            continue
        slot, series = row.slot, row.slot.series
        for user in with_role(series, Role.CHIEF_EDITOR):
            context = {"row": row, "series": series, "name": str(user)}
            key = f"slot-{slot.pk}-{slot.moment:%Y%m%d%H%M}-{slot.page_id or 0}-{user.pk}"
            write("slot_unready", user.email, context, key=key)
