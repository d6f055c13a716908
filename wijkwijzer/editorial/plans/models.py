"""When an approved page goes live, the places of a series, and who does which step before when."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState

from portraits.models import PortraitSeriesPage

# A plan that failed is tried again after so long.
RETRY = timedelta(minutes=10)


class When(models.TextChoices):
    """What whoever gives the last approval wants to happen then."""

    NOW = "now", _("Publiceer meteen")
    AT = "at", _("Publiceer op een later moment")
    READY = "ready", _("Leg klaar, nog zonder moment")


class Slot(models.Model):
    """A moment at which a portrait of a series appears, whether there is one for it yet or not."""

    series = models.ForeignKey(
        PortraitSeriesPage, verbose_name=_("reeks"), on_delete=models.CASCADE, related_name="slots"
    )
    moment = models.DateTimeField(_("moment"))
    page = models.ForeignKey(
        Page, verbose_name=_("pagina"), null=True, blank=True, on_delete=models.SET_NULL, related_name="in_slots"
    )

    class Meta:
        ordering = ["moment", "pk"]
        verbose_name = _("plek in een reeks")
        verbose_name_plural = _("plekken in een reeks")
        constraints = [models.UniqueConstraint(fields=["series", "moment"], name="one_slot_a_moment")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.moment:%Y-%m-%d %H:%M}"

    @property
    def is_past(self) -> bool:
        return self.moment <= timezone.now()


def keep_while_planned(collector: Any, field: Any, plans: Any, using: str) -> None:
    """Nobody purges the revision of a page that waits for its moment; with the page itself it goes."""
    gone = {row.pk for model, rows in collector.data.items() if issubclass(model, Page) for row in rows}
    waiting = [plan for plan in plans if plan.is_open and plan.page_id not in gone]
    if waiting:
        raise models.ProtectedError(str(_("Deze versie staat klaar om te publiceren.")), set(waiting))
    models.CASCADE(collector, field, plans, using)


class PlanQuerySet(models.QuerySet["Plan"]):
    def open(self) -> Self:
        return self.filter(published_at=None, cancelled_at=None)

    def due(self, now: datetime) -> Self:
        """What should be live by now. Plans without a moment wait for one."""
        return self.open().filter(moment__lte=now).order_by("moment", "pk")

    def ready_for(self, now: datetime) -> Self:
        """What is due and did not fail just now."""
        return self.due(now).filter(models.Q(failed_at=None) | models.Q(failed_at__lte=now - RETRY))


class Plan(models.Model):
    """An approved revision that goes live at a moment, or lies ready for one. Nobody edits the page until then.

    A row and no field of the page: time is not content, so a new moment asks for no new approval.
    """

    page = models.ForeignKey(Page, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="plans")
    revision = models.ForeignKey(Revision, verbose_name=_("versie"), on_delete=keep_while_planned, related_name="plans")
    content_hash = models.CharField(_("controlegetal van de inhoud"), max_length=64)
    moment = models.DateTimeField(_("moment"), null=True, blank=True)
    slot = models.ForeignKey(
        Slot, verbose_name=_("plek"), null=True, blank=True, on_delete=models.SET_NULL, related_name="plans"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("door"), null=True, on_delete=models.SET_NULL, related_name="plans"
    )
    made_at = models.DateTimeField(_("gemaakt"), auto_now_add=True)
    published_at = models.DateTimeField(_("gepubliceerd"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("geannuleerd"), null=True, blank=True)
    failed_at = models.DateTimeField(_("mislukt"), null=True, blank=True)
    failure = models.CharField(_("wat misging"), max_length=255, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("planning")
        verbose_name_plural = _("planningen")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(published_at=None, cancelled_at=None), name="one_open_plan_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.moment:%Y-%m-%d %H:%M}" if self.moment else f"{self.page_id}"

    @property
    def is_open(self) -> bool:
        return self.published_at is None and self.cancelled_at is None


class StepAssignment(models.Model):
    """Who does a step of the workflow of a page, and before when. Each step gets a date when it begins."""

    task_state = models.OneToOneField(
        TaskState, verbose_name=_("stap"), on_delete=models.CASCADE, related_name="assignment"
    )
    page = models.ForeignKey(Page, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("wie"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assignments",
    )
    due = models.DateField(_("klaar op"))

    class Meta:
        ordering = ["due", "pk"]
        verbose_name = _("toewijzing van een stap")
        verbose_name_plural = _("toewijzingen van stappen")

    def __str__(self) -> str:
        return f"{self.page_id} {self.due}"

    @property
    def is_overdue(self) -> bool:
        return self.due < timezone.localdate()
