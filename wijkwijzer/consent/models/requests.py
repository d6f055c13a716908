"""What somebody asked of the site about themselves, and by when it must be answered."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wijkwijzer.mail.models import Link
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person

from .consents import Use


def one_month_after(day: date) -> date:
    """The same day of the next month, or its last (GDPR, article 12(3)).

    Regulation 1182/71 gives until the next working day where that is a holiday; being early breaks no law.
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> "RequestQuerySet":
        return self.filter(status=Request.Status.OPEN)


class Request(models.Model):
    """A request by the link of a person, or written down by the privacy officer."""

    class Kind(models.TextChoices):
        WITHDRAWAL = "withdrawal", _("toestemming intrekken")
        ACCESS = "access", _("inzage")
        ERASURE = "erasure", _("gegevens wissen")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("klaar")
        REFUSED = "refused", _("afgewezen")

    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    person = models.ForeignKey(
        Person, verbose_name=_("persoon"), null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    pages = models.ManyToManyField(KnowledgePage, verbose_name=_("pagina’s"), blank=True, related_name="requests")
    # `Use`s; empty is everything.
    uses = models.JSONField(_("waarvoor"), default=list, blank=True)
    typed_name = models.CharField(_("ondertekend met"), max_length=120, blank=True)
    remark = models.TextField(_("wat iemand erbij schreef"), max_length=2000, blank=True)
    link = models.ForeignKey(
        Link, verbose_name=_("link"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_on = models.DateField(_("ontvangen op"), default=timezone.localdate)
    due_on = models.DateField(_("uiterste datum"), editable=False)
    status = models.CharField(_("stand"), max_length=10, choices=Status.choices, default=Status.OPEN)
    closed_at = models.DateTimeField(_("afgesloten"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("privacyverzoek")
        verbose_name_plural = _("privacyverzoeken")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on:%d-%m-%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.due_on = one_month_after(self.received_on)
        super().save(*args, **kwargs)

    @property
    def days_left(self) -> int:
        return (self.due_on - timezone.localdate()).days

    @property
    def uses_shown(self) -> list[str]:
        return [str(Use(use).label) for use in self.uses]

    def note(self, text: Any, by: Any = None) -> None:
        RequestLine.objects.create(request=self, text=str(text), by=by)

    def close(self, status: str, text: Any, by: Any) -> None:
        """What somebody wrote is no longer needed then; what was done about it stays."""
        self.status, self.closed_at = status, timezone.now()
        self.typed_name = self.remark = ""
        self.save()
        self.note(text, by)


class RequestLine(models.Model):
    """What was done about a request, for whoever asks how it went."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="lines")
    text = models.TextField(_("wat er is gedaan"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("wanneer"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("regel van een verzoek")
        verbose_name_plural = _("regels van een verzoek")

    def __str__(self) -> str:
        return self.text
