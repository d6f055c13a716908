"""What a portrayed person said yes to: to which text, in which words it was asked, and for which uses."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Revision

from wijkwijzer.mail.models import Link
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person


class Use(models.TextChoices):
    """What consent is asked for, each by itself."""

    TEXT = "text", _("tekst op de site")
    PHOTO = "photo", _("foto op de site")
    NEWSLETTER = "newsletter", _("nieuwsbrief en sociale media")
    OPEN_DATA = "open_data", _("open data en API")


class Wording(models.Model):
    """The words in which consent is asked. Never changed: whoever wants other words writes another version."""

    version = models.CharField(_("versie"), max_length=20, unique=True)
    opening = models.TextField(_("begin"))
    # The sentence beside each tick, by use.
    uses = models.JSONField(_("zinnen"), default=dict)
    made_at = models.DateTimeField(_("gemaakt"), auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("tekst van de toestemming")
        verbose_name_plural = _("teksten van de toestemming")

    def __str__(self) -> str:
        return self.version

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("People agreed to these words: write a new version.")
        super().save(*args, **kwargs)

    @classmethod
    def newest(cls) -> "Wording":
        return cls.objects.latest("version")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def newest(self) -> "ConsentQuerySet":
        """The last one of each person for each page: it replaces what was agreed before."""
        same = Consent.objects.filter(page=OuterRef("page"), person=OuterRef("person"))
        return self.filter(pk=Subquery(same.order_by("-given_at", "-pk").values("pk")[:1]))

    def valid(self, page: Any, person: Any) -> "ConsentQuerySet":
        """The consent of a person for a page as it holds today: one row, or none. Which content it is for, the caller
        compares."""
        return self.newest().filter(page=page.pk, person=person.pk, withdrawn_at=None)


class Consent(models.Model):
    """A yes, as it can be shown to have been given (GDPR, article 7): what was read, in which words it was asked.

    `uses` are those that were ticked; `withdrawn_uses` says of each that was taken back when that was (ISO 8601).
    Deleted along with the page; what then remains is in the record of the withdrawal, without a name.
    """

    page = models.ForeignKey(KnowledgePage, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, verbose_name=_("persoon"), on_delete=models.PROTECT, related_name="consents")
    revision = models.ForeignKey(
        Revision, verbose_name=_("versie"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision_number = models.BigIntegerField(_("nummer van de versie"))
    content_hash = models.CharField(_("controlegetal van de inhoud"), max_length=64)
    wording = models.ForeignKey(Wording, verbose_name=_("tekst"), on_delete=models.PROTECT, related_name="consents")
    uses = models.JSONField(_("waarvoor"), default=list)
    withdrawn_uses = models.JSONField(_("ingetrokken voor"), default=dict, blank=True)
    typed_name = models.CharField(_("ondertekend met"), max_length=120)
    link = models.ForeignKey(
        Link, verbose_name=_("link"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    link_number = models.BigIntegerField(_("nummer van de link"), null=True, blank=True)
    given_at = models.DateTimeField(_("gegeven op"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("toestemming")
        verbose_name_plural = _("toestemmingen")

    def __str__(self) -> str:
        return f"{self.page_id} {self.person_id} {self.given_at:%Y-%m-%d}"

    @property
    def uses_now(self) -> list[str]:
        """What may be done today, in the order of `Use`."""
        if self.withdrawn_at is not None:
            return []
        return [use for use in Use.values if use in self.uses and use not in self.withdrawn_uses]

    def withdraw(self, uses: Iterable[str] = ()) -> None:
        """Take back some uses; all of them where none is named, or where the text itself is one of them."""
        now = timezone.now()
        taken = set(uses) & set(self.uses) or set(self.uses)
        if Use.TEXT in taken or taken >= set(self.uses_now):
            taken = set(self.uses)
            self.withdrawn_at = self.withdrawn_at or now
        for use in sorted(taken):
            self.withdrawn_uses.setdefault(use, now.isoformat(timespec="seconds"))
        self.save(update_fields=["withdrawn_uses", "withdrawn_at"])

    def what_was_given(self) -> list[dict[str, Any]]:
        """Each use that was ticked: its name, the sentence beside the tick, since when it is taken back."""
        return [
            {
                "use": use,
                "name": Use(use).label,
                "sentence": self.wording.uses.get(use, ""),
                "withdrawn_at": datetime.fromisoformat(self.withdrawn_uses[use])
                if use in self.withdrawn_uses
                else None,
            }
            for use in Use.values
            if use in self.uses
        ]


def record(
    *,
    page: Any,
    person: Person,
    revision: Revision,
    content_hash: str,
    uses: Iterable[str],
    typed_name: str,
    link: Link | None = None,
    wording: Wording | None = None,
) -> Consent:
    """Write a yes down, in the transaction of whoever got it. `wording` is what the person read: the newest, unless a
    form was open while another one came."""
    consent = Consent.objects.create(
        page_id=page.pk,
        person=person,
        revision=revision,
        revision_number=revision.pk,
        content_hash=content_hash,
        wording=wording or Wording.newest(),
        uses=[use for use in Use.values if use in set(uses)],
        typed_name=typed_name.strip(),
        link=link,
        link_number=link.pk if link else None,
    )
    # By number: the history of a page shows the name as long as there is somebody of that name.
    log(instance=page, action="consent.given", data={"person": person.pk, "link": consent.link_number})
    return consent
