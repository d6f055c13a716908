"""What the board of a series shows: each place with its portrait, what that still lacks, and what could stand there.

However many places there are, the number of questions to the database is the same: what is said of the portraits is
fetched for all at once, and of a draft only those parts of the newest revision are read that the board shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, TaskState, WorkflowState, WorkflowTask

from portraits.models import PortraitPage, PortraitSeriesPage
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.consent.portrayed import PORTRAYING
from wijkwijzer.images.models import SiteImage
from wijkwijzer.people.models import Person

from .models import Plan, Slot

# What is not approved so long before its moment gets a proposal and a mail.
IN_TIME = timedelta(days=2)
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
    """The board: the last places that are over, and all that come."""
    now = timezone.now()
    slots = series.slots.all()
    past = list(slots.filter(moment__lte=now).order_by("-moment")[:PAST_SHOWN])[::-1]
    return rows_of([*past, *slots.filter(moment__gt=now)])


def rows_of(slots: Iterable[Slot]) -> list[Row]:
    slots = list(slots)
    now, told = timezone.now(), _Told(slots)
    return [_row(slot, told, now) for slot in slots]


def _row(slot: Slot, told: "_Told", now: datetime) -> Row:
    key = slot.page_id or 0
    page, plan = told.pages.get(key), told.plans.get(key)
    return Row(
        slot=slot,
        page=page,
        plan=plan,
        approvals=told.approvals_of(page) if page else [],
        bases=told.bases_of(page) if page else [],
        rights=told.rights_of(page) if page else "",
        lacks=_lacks(page, plan, told),
        proposal=_proposal(slot, page, plan, told, now),
    )


def _lacks(page: Any, plan: Plan | None, told: "_Told") -> str:
    if page is None:
        return _("Nog leeg")
    if page.live:
        return _("Staat op de site")
    if plan is not None:
        return plan.failure or _("Goedgekeurd")
    state = told.states.get(page.pk)
    is_under_way = state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS
    return _("Wacht op akkoord") if is_under_way else _("Concept")


def _proposal(slot: Slot, page: Any, plan: Plan | None, told: "_Told", now: datetime) -> Plan | None:
    """The next portrait of the series that is approved, where that of a place is not two days before: first those
    without a moment, then those that would appear later."""
    if slot.is_past or slot.moment > now + IN_TIME or plan is not None or (page and page.live):
        return None
    ready = [one for one in told.ready.get(slot.series_id, ()) if not one.moment or one.moment > slot.moment]
    return min(ready, key=lambda one: (one.moment is not None, one.moment or now, one.made_at, one.pk), default=None)


class _Told:
    """What is known of the portraits in a number of places, by the key of the page, each asked once."""

    def __init__(self, slots: list[Slot]) -> None:
        self._series = {slot.series_id for slot in slots}
        keys = {slot.page_id for slot in slots if slot.page_id}
        self.pages = {page.pk: page for page in Page.objects.filter(pk__in=keys).select_related("latest_revision")}
        # As the newest draft has it: a person or photograph that was added is in no table yet.
        self._drafts = {pk: page.latest_revision.content for pk, page in self.pages.items() if page.latest_revision}

    @cached_property
    def plans(self) -> dict[int, Plan]:
        return {plan.page_id: plan for plan in Plan.objects.open().filter(page__in=self.pages)}

    @cached_property
    def ready(self) -> dict[int, list[Plan]]:
        """Approved portraits that are not live, by their series."""
        series = dict(PortraitPage.objects.filter(series__in=self._series).values_list("pk", "series"))
        found: dict[int, list[Plan]] = {}
        for plan in Plan.objects.open().filter(page__in=list(series)).select_related("page"):
            found.setdefault(series[plan.page_id], []).append(plan)
        return found

    @cached_property
    def states(self) -> dict[int, WorkflowState]:
        """The workflow each page is in, or else was in last."""
        ours = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(pk) for pk in self.pages]
        )
        in_order = sorted(ours, key=lambda state: (state.is_active, state.created_at, state.pk))
        return {int(state.object_id): state for state in in_order}

    @cached_property
    def _steps(self) -> dict[int, list[Task]]:
        """The steps of each workflow, in order."""
        found: dict[int, list[Task]] = {}
        workflows = {state.workflow_id for state in self.states.values()}
        in_them = WorkflowTask.objects.filter(workflow__in=workflows, task__active=True)
        for one in in_them.select_related("task").order_by("sort_order"):
            found.setdefault(one.workflow_id, []).append(one.task)
        return found

    @cached_property
    def _task_states(self) -> dict[tuple[int, int], TaskState]:
        """How far each step is, by workflow of a page and step: the newest time round."""
        states = TaskState.objects.filter(workflow_state__in=[state.pk for state in self.states.values()])
        return {(one.workflow_state_id, one.task_id): one for one in states.order_by("started_at", "pk")}

    def approvals_of(self, page: Page) -> list[str]:
        """Each step of the workflow with how far it is."""
        state = self.states.get(page.pk)
        if state is None:
            return []
        steps = self._steps.get(state.workflow_id, ())
        return [f"{step.name}: {_status(self._task_states.get((state.pk, step.pk)))}" for step in steps]

    @cached_property
    def _bases(self) -> dict[tuple[int, int], LegalBasis]:
        return {(basis.page_id, basis.person_id): basis for basis in LegalBasis.objects.filter(page__in=self.pages)}

    @cached_property
    def _people(self) -> dict[int, Person]:
        return Person.objects.in_bulk({person for pk in self._drafts for person in self._portrayed(pk)})

    def _portrayed(self, pk: int) -> list[int]:
        links = self._drafts.get(pk, {}).get("person_links") or ()
        return list(dict.fromkeys(link["person"] for link in links if link["role"] in PORTRAYING and link["person"]))

    def bases_of(self, page: Page) -> list[str]:
        """Why the page may tell of each person on it."""
        people = [self._people[key] for key in self._portrayed(page.pk) if key in self._people]
        bases = {person.pk: self._bases.get((page.pk, person.pk)) for person in people}
        return [f"{person.name}: {_basis_in_words(bases[person.pk])}" for person in people]

    @cached_property
    def _images(self) -> dict[int, SiteImage]:
        return SiteImage.objects.in_bulk({key for draft in self._drafts.values() if (key := draft.get("lead_image"))})

    def rights_of(self, page: Page) -> str:
        """Whose the photograph is and under what terms, or that this is not known."""
        image = self._images.get(self._drafts.get(page.pk, {}).get("lead_image"))
        if image is None:
            return _("geen foto")
        if not image.credit or not image.licence:
            return _("maker of licentie onbekend")
        return f"{image.credit}, {image.get_licence_display()}"


def _basis_in_words(basis: LegalBasis | None) -> str:
    return basis.in_words if basis else _("nog geen grondslag")


def _status(state: TaskState | None) -> str:
    words = {
        "in_progress": _("wacht"),
        "approved": _("akkoord"),
        "skipped": _("niet nodig"),
        "rejected": _("vraagt om wijzigingen"),
    }
    return words.get(state.status if state else "", _("nog niet begonnen"))
