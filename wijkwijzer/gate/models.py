"""The record of what was published: which content, when, how and by whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class Publication(models.Model):
    """One time that a page went live, or changed while it was. The last one of a live page says what may stand there.

    The revision is protected: Wagtail's command `purge_revisions` would otherwise throw away what was approved.
    """

    class How(models.TextChoices):
        WORKFLOW = "workflow", _("na alle akkoorden")
        SCHEDULE = "schedule", _("gepland, na alle akkoorden")
        EMERGENCY = "emergency", _("met spoed")
        COMMAND = "command", _("door een opdracht op de server")
        BEFORE = "before", _("van voor deze lijst")
        WITHDRAWAL = "withdrawal", _("na een intrekking")

    page = models.ForeignKey(Page, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="publications")
    revision = models.ForeignKey(
        Revision, verbose_name=_("versie"), null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    content_hash = models.CharField(_("controlegetal van de inhoud"), max_length=64)
    how = models.CharField(_("hoe"), max_length=10, choices=How.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="publications",
    )
    reason = models.TextField(_("reden"), blank=True)
    at = models.DateTimeField(_("wanneer"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("publicatie van een pagina")
        verbose_name_plural = _("publicaties van pagina’s")

    def __str__(self) -> str:
        return f"{self.page_id} {self.how} {self.at:%Y-%m-%d %H:%M}"
