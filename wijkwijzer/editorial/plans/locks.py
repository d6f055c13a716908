"""What the editor says of a page that waits for its moment."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from .models import Plan


class PlannedLock(BaseLock):
    """Locked for everybody until it is published or taken back: what was approved is what goes live."""

    def __init__(self, page: Any, plan: Plan) -> None:
        super().__init__(page)
        self.plan = plan

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Any:
        when = moment_in_words(self.plan)
        return format_html(
            _('Deze pagina is goedgekeurd. {when} Tot die tijd kan niemand iets wijzigen. <a href="{url}">{label}</a>'),
            when=when,
            url=reverse("editorial_progress", args=[self.object.pk]),
            label=_("Bekijk de voortgang of neem terug"),
        )

    def get_icon(self, user: Any) -> str:
        return "calendar-alt"

    def get_locked_by(self, user: Any, can_lock: bool = False) -> Any:
        return _("Vergrendeld door de planning")

    def get_description(self, user: Any, can_lock: bool = False) -> Any:
        return _("Niemand kan de pagina wijzigen zolang zij klaarligt om te publiceren.")


def moment_in_words(plan: Plan) -> str:
    if plan.moment is None:
        return _("Zij ligt klaar, nog zonder moment.")
    return _("Zij gaat live op %(moment)s.") % {"moment": date_format(timezone.localtime(plan.moment), "j F Y, H:i")}


def planned_pages() -> Any:
    """The keys of all pages that are planned."""
    return Plan.objects.open().values("page")


def hold_planned(page: Any) -> PlannedLock | None:
    """For the gate: what holds a page that is planned."""
    plan = Plan.objects.open().filter(page=page.pk).first()
    return PlannedLock(page, plan) if plan else None
