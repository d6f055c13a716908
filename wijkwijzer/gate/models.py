"""The record of what was published (which content, when, how and by whom), and what each revision says and shows."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
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


class RevisionContent(models.Model):
    """The number of what a revision says, worked out when it is stored: reading all texts again takes too long."""

    revision = models.OneToOneField(
        Revision, verbose_name=_("versie"), primary_key=True, on_delete=models.CASCADE, related_name="said"
    )
    content_hash = models.CharField(_("controlegetal van de inhoud"), max_length=64)

    class Meta:
        verbose_name = _("inhoud van een versie")
        verbose_name_plural = _("inhoud van versies")

    def __str__(self) -> str:
        return f"{self.revision_id} {self.content_hash[:8]}"


class RevisionFile(models.Model):
    """A file (image or document) that a revision shows or links to. Wagtail's own index of references knows only what
    stands in the row of a page, not what its drafts and earlier versions name."""

    revision = models.ForeignKey(
        Revision, verbose_name=_("versie"), on_delete=models.CASCADE, related_name="named_files"
    )
    kind = models.ForeignKey(ContentType, verbose_name=_("soort bestand"), on_delete=models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField(_("nummer van het bestand"))

    class Meta:
        verbose_name = _("bestand in een versie")
        verbose_name_plural = _("bestanden in versies")
        constraints = [models.UniqueConstraint(fields=["revision", "kind", "number"], name="gate_file_once_a_revision")]
        indexes = [models.Index(fields=["kind", "number"], name="gate_revisions_of_file")]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.kind_id}:{self.number}"
