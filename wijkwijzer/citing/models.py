"""What a publication said on the day of each substantial publication."""

from typing import Any, Self

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from wijkwijzer.gate.content import content_hash
from wijkwijzer.pages.models import KnowledgePage


class VersionQuerySet(models.QuerySet["Version"]):
    def with_notes(self) -> Self:
        """Each with `note`, what the editor wrote for readers, read by the database from the text that was approved."""
        return self.annotate(note=KeyTextTransform("change_note", "revision__content"))

    def open(self) -> Self:
        return self.exclude(revision=None)


class Version(models.Model):
    """The text of a publication as it went live on a day. Nothing is copied: the text is the revision that was
    approved, which a withdrawal finds as it finds every other. It is shown as long as it says what it said then.

    Closed by losing its revision: the address stays and says so, the text is not to be had here any more.
    """

    class Why(models.TextChoices):
        FIRST = "first", _("eerste publicatie")
        NOTE = "note", _("gewijzigd")
        EMERGENCY = "emergency", _("met spoed gewijzigd")
        AGAIN = "again", _("opnieuw bewaard")

    page = models.ForeignKey(KnowledgePage, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="versions")
    day = models.DateField(_("dag"))
    # A second one on the same day has an address of its own: the first may have been cited in between.
    number = models.PositiveSmallIntegerField(_("nummer op die dag"), default=1)
    why = models.CharField(_("waarom"), max_length=10, choices=Why.choices)
    revision = models.ForeignKey(
        Revision, verbose_name=_("tekst"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content_hash = models.CharField(_("controlegetal van de inhoud"), max_length=64, blank=True)
    # Set for the version to cite: the last one, unless it is closed. One to one, so that a page is fetched with it.
    newest_of = models.OneToOneField(
        KnowledgePage, null=True, blank=True, on_delete=models.CASCADE, related_name="newest_version"
    )
    made_at = models.DateTimeField(_("gemaakt op"), auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-number"]
        verbose_name = _("versie van een publicatie")
        verbose_name_plural = _("versies van publicaties")
        constraints = [models.UniqueConstraint(fields=["page", "day", "number"], name="citing_version_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.slug}"

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return f"{self.day:%Y-%m-%d}" + (f"-{self.number}" if self.number > 1 else "")

    @property
    def path(self) -> str:
        """Its address below that of its page."""
        return f"versie/{self.slug}/"

    @property
    def says_the_same(self) -> bool:
        """Is the text there, and exactly as it was published? What a withdrawal took something out of, is not."""
        if self.revision is None:
            return False
        return self.content_hash == said_by(self.revision)

    def close(self) -> None:
        self.revision, self.content_hash, self.newest_of = None, "", None
        self.save(update_fields=["revision", "content_hash", "newest_of"])


def said_by(revision: Revision) -> str:
    """The number of what a revision of a publication says, as the gate counts it."""
    page_type: Any = revision.content_type.model_class()
    return content_hash(revision.content, leave_out=page_type.derived_fields)
