"""The places of a series: which portrait appears when, and what it still lacks.

A machine never decides what goes live: for a place whose portrait is not approved in time the board proposes the next
one that is, and an editor decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from portraits.models import PortraitPage, PortraitSeriesPage
from wijkwijzer.consent.portrayed import bases_of, portraying_people
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail.letters import write
from wijkwijzer.users.roles import Role

from . import planning
from .models import Plan, Slot, When
from .people import with_role

# What is not approved so long before its moment gets a proposal and a mail.
IN_TIME = timedelta(days=2)
WEEKS_BETWEEN = {PortraitSeriesPage.Cadence.MONTHLY: 4}
# Of what is over, the last ones stay on the board.
PAST_SHOWN = 4


@dataclass(frozen=True)
class Row:
    """A place on the board. `lacks` says what its portrait still needs, `proposal` the one that could stand here."""

    slot: Slot
    page: Any
    plan: Plan | None
    approvals: list[str]
    bases: list[str]
    rights: str
    lacks: str
    proposal: Plan | None

    @property
    def is_ready(self) -> bool:
        return self.plan is not None or bool(self.page and self.page.live)


def rows(series: PortraitSeriesPage) -> list[Row]:
    now = timezone.now()
    slots = series.slots.select_related("page")
    past = list(slots.filter(moment__lte=now).order_by("-moment")[:PAST_SHOWN])[::-1]
    return [_row(slot, now) for slot in [*past, *slots.filter(moment__gt=now)]]


def _row(slot: Slot, now: datetime) -> Row:
    page = slot.page.specific if slot.page else None
    plan = planning.open_plan(page) if page else None
    draft = page.get_latest_revision_as_object() if page else None
    return Row(
        slot=slot,
        page=page,
        plan=plan,
        approvals=approvals_in_words(page) if page else [],
        bases=bases_in_words(draft) if draft else [],
        rights=rights_in_words(draft) if draft else "",
        lacks=_lacks(page, plan),
        proposal=proposal_for(slot, now),
    )


def approvals_in_words(page: Any) -> list[str]:
    """Each step of the workflow with how far it is."""
    state = page.current_workflow_state or page.workflow_states.order_by("-created_at", "-pk").first()
    if state is None:
        return []
    return [f"{step.name}: {_status(step)}" for step in state.all_tasks_with_state() if step.active]


def _status(step: Any) -> str:
    words = {
        "in_progress": _("wacht"),
        "approved": _("akkoord"),
        "skipped": _("niet nodig"),
        "rejected": _("vraagt om wijzigingen"),
    }
    return words.get(getattr(step.task_state, "status", ""), _("nog niet begonnen"))


def bases_in_words(draft: Any) -> list[str]:
    """Why the page may tell of each person on it."""
    bases = bases_of(draft)
    return [
        f"{person.name}: {bases[person.pk].get_basis_display() if person.pk in bases else _('nog geen grondslag')}"
        for person in portraying_people(draft)
    ]


def rights_in_words(draft: Any) -> str:
    """Whose the photograph is and under what terms, or that this is not known."""
    image = getattr(draft, "lead_image", None)
    if image is None:
        return _("geen foto")
    if not image.credit or not image.licence:
        return _("maker of licentie onbekend")
    return f"{image.credit}, {image.get_licence_display()}"


def _lacks(page: Any, plan: Plan | None) -> str:
    if page is None:
        return _("Nog leeg")
    if page.live:
        return _("Staat op de site")
    if plan is not None:
        return plan.failure or _("Goedgekeurd")
    return _("Wacht op akkoord") if page.workflow_in_progress else _("Concept")


def proposal_for(slot: Slot, now: datetime) -> Plan | None:
    """The next portrait of the series that is approved, where that of a place is not two days before."""
    if slot.is_past or slot.moment > now + IN_TIME:
        return None
    if slot.page and (slot.page.live or Plan.objects.open().filter(page=slot.page).exists()):
        return None
    return _ready(slot).first()


def _ready(slot: Slot) -> Any:
    """Approved portraits of the series: first those without a moment, then those that would appear later."""
    series = PortraitPage.objects.filter(series=slot.series_id).values("pk")
    ready = Plan.objects.open().filter(page__in=series).filter(Q(moment=None) | Q(moment__gt=slot.moment))
    return ready.select_related("page").order_by(F("moment").asc(nulls_first=True), "made_at", "pk")


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
    """The plan of an approved portrait moves with it."""
    plan = planning.open_plan(page)
    if plan is not None:
        planning.change(plan, When.AT if slot else When.READY, slot.moment if slot else None, by=by)


def warn() -> None:
    """Mail the chief editors, once, about each place that has no approved portrait two days before."""
    now = timezone.now()
    running = PortraitSeriesPage.State.RUNNING
    for slot in Slot.objects.filter(moment__gt=now, moment__lte=now + IN_TIME, series__state=running):
        row = _row(slot, now)
        if row.is_ready:
            continue
        series = slot.series
        for user in with_role(series, Role.CHIEF_EDITOR):
            context = {"row": row, "series": series, "name": str(user)}
            key = f"slot-{slot.pk}-{slot.moment:%Y%m%d%H%M}-{slot.page_id or 0}-{user.pk}"
            write("slot_unready", user.email, context, key=key)
