"""The lists of the desk: what waits for whom, what went live without all approvals, and who said yes to what."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, TaskState, WorkflowState

from wijkwijzer.consent.models import Consent
from wijkwijzer.delivery.spreadsheets import without_formula
from wijkwijzer.gate.models import Publication
from wijkwijzer.users.roles import Role, has_role

from .models import Invitation, LateCheck
from .signoff.step import SignoffStep

Row = dict[str, Any]


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j b Y") if moment else ""


def _progress(row: Row) -> str:
    return reverse("editorial_progress", args=[row["page"]])


class DeskListView(ReportView):
    """A list made of dictionaries, for accounts with one of `roles`; on the screen, as CSV and as XLSX."""

    model = Page
    permission_policy = None
    roles: tuple[Role, ...] = (Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR)
    paginate_by = 100
    default_ordering = None
    no_results_message = _("Niets: dat is goed nieuws.")
    index_results_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not has_role(request.user, *self.roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_index_results_url(self) -> None:
        """No filters, so nothing to fetch anew."""
        return

    def rows(self) -> list[Row]:
        raise NotImplementedError

    def get_queryset(self) -> Any:
        return self.rows()

    def get_filtered_queryset(self) -> Any:
        return self.rows()

    @property
    def custom_field_preprocess(self) -> dict[str, Any]:
        # XLSX cells are written as text by Wagtail.
        safe = {SpreadsheetExportMixin.FORMAT_CSV: lambda value: without_formula(str(value))}
        return dict.fromkeys(self.list_export, safe)


class WaitingView(DeskListView):
    """Pages on their way to the site: in which step, since when, and for whom they wait."""

    page_title = _("Wie is aan zet?")
    header_icon = "tasks"
    index_url_name = "editorial_waiting"
    export_filename = "wie-is-aan-zet"
    columns = [
        TitleColumn("title", label=_("Pagina"), get_url=_progress),
        Column("step", label=_("Stap")),
        Column("who", label=_("Wacht op")),
        Column("since", label=_("Sinds")),
        Column("due", label=_("Klaar op")),
        Column("late", label=_("Over tijd")),
    ]
    list_export = ["title", "step", "who", "since", "due", "late"]
    export_headings = {
        "title": _("Pagina"), "step": _("Stap"), "who": _("Wacht op"), "since": _("Sinds"), "due": _("Klaar op"),
        "late": _("Over tijd"),
    }  # fmt: skip

    def rows(self) -> list[Row]:
        states = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        )
        states = states.select_related("task", "workflow_state", "assignment__assignee").order_by("started_at")
        states = list(states)
        pages = Page.objects.in_bulk([int(state.workflow_state.object_id) for state in states])
        people = _people_by_state([state.pk for state in states])
        return [
            self._row(state, pages[int(state.workflow_state.object_id)], people.get(state.pk, ""))
            for state in states
            if int(state.workflow_state.object_id) in pages
        ]

    @staticmethod
    def _row(state: TaskState, page: Page, people: str) -> Row:
        assignment = getattr(state, "assignment", None)
        assignee = str(assignment.assignee) if assignment and assignment.assignee else ""
        is_signoff = state.task.content_type.model_class() is SignoffStep
        return {
            "page": page.pk,
            "title": page.draft_title,
            "step": state.task.name,
            "who": people if is_signoff else assignee or _now("iedereen die mag beoordelen"),
            "since": _day(state.started_at),
            "due": date_format(assignment.due, "j b Y") if assignment else "",
            "late": _now("ja") if assignment and assignment.is_overdue else "",
        }


def _people_by_state(states: list[int]) -> dict[int, str]:
    """Whom each sign-off waits for, and since when they were asked."""
    asked: dict[int, list[str]] = {}
    waiting = Invitation.objects.filter(state__in=states, answer="", voided_at=None).select_related("person")
    for invitation in waiting.order_by("pk"):
        since = _day(invitation.asked_at) or _now("nog niet gevraagd")
        asked.setdefault(invitation.state_id, []).append(f"{invitation.person.name} ({since})")
    return {state: ", ".join(names) for state, names in asked.items()}


class WithoutApprovalView(DeskListView):
    """Live pages whose text nobody else approved: in an emergency, by a command, or from before."""

    page_title = _("Live zonder akkoord")
    header_icon = "warning"
    index_url_name = "editorial_without_approval"
    export_filename = "live-zonder-akkoord"
    roles = (Role.EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
    columns = [
        TitleColumn("title", label=_("Pagina"), get_url=_progress),
        Column("how", label=_("Hoe gepubliceerd")),
        Column("by", label=_("Door")),
        Column("at", label=_("Wanneer")),
        Column("reason", label=_("Reden")),
    ]
    list_export = ["title", "how", "by", "at", "reason"]
    export_headings = {
        "title": _("Pagina"), "how": _("Hoe gepubliceerd"), "by": _("Door"), "at": _("Wanneer"), "reason": _("Reden"),
    }  # fmt: skip

    def rows(self) -> list[Row]:
        newest: dict[int, Publication] = {}
        for publication in (
            Publication.objects.filter(page__live=True).select_related("page", "by").order_by("at", "pk")
        ):
            newest[publication.page_id] = publication
        checked = set(LateCheck.objects.values_list("publication", flat=True))
        unchecked = [one for one in newest.values() if one.how in NOT_APPROVED and one.pk not in checked]
        # What went live in an emergency first: somebody must still look at it.
        unchecked.sort(key=lambda one: (one.how != Publication.How.EMERGENCY, -one.at.timestamp()))
        return [
            {
                "page": one.page_id, "title": one.page.title, "how": one.get_how_display(), "by": str(one.by or ""),
                "at": _day(one.at), "reason": one.reason,
            }
            for one in unchecked
        ]  # fmt: skip


NOT_APPROVED = (Publication.How.EMERGENCY, Publication.How.COMMAND, Publication.How.BEFORE)


class ConsentsView(DeskListView):
    """Who said yes to what, the oldest first: a yes of years ago is worth asking again."""

    page_title = _("Toestemmingen")
    header_icon = "user"
    index_url_name = "editorial_consents"
    export_filename = "toestemmingen"
    roles = (Role.EDITOR, Role.CHIEF_EDITOR, Role.PRIVACY_OFFICER)
    no_results_message = _("Er zijn nog geen toestemmingen.")
    columns = [
        TitleColumn("title", label=_("Pagina"), get_url=lambda row: reverse("consent_page", args=[row["page"]])),
        Column("person", label=_("Wie")),
        Column("given", label=_("Gegeven op")),
        Column("uses", label=_("Waarvoor")),
        Column("again", label=_("Opnieuw vragen")),
    ]
    list_export = ["title", "person", "given", "uses", "again"]
    export_headings = {
        "title": _("Pagina"), "person": _("Wie"), "given": _("Gegeven op"), "uses": _("Waarvoor"),
        "again": _("Opnieuw vragen"),
    }  # fmt: skip

    def rows(self) -> list[Row]:
        consents = Consent.objects.newest().filter(withdrawn_at=None).select_related("page", "person", "wording")
        return [
            {
                "page": consent.page_id,
                "title": consent.page.title,
                "person": consent.person.name,
                "given": _day(consent.given_at),
                "uses": ", ".join(str(use["name"]) for use in consent.what_was_given() if not use["withdrawn_at"]),
                "again": _again(consent.given_at),
            }
            for consent in consents.order_by("given_at")
        ]


YEARS = 5
# So long before, the list says that it is coming.
SOON = timedelta(days=180)


def _again(given: Any) -> str:
    """A consent does not end by law, but people change: after five years it is asked again."""
    due = given + timedelta(days=YEARS * 365)
    if due <= timezone.now():
        return _now("ja, sinds %(day)s") % {"day": _day(due)}
    return _now("binnenkort, op %(day)s") % {"day": _day(due)} if due <= timezone.now() + SOON else ""
