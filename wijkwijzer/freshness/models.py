"""What is kept to know whether the site is still true: reminders, the answers to them, and links that lead nowhere.

`Freshness`, which the page shows and search ranks by, is a row of the room `pages`.
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models import PracticePage
from wijkwijzer.mail.models import Link
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Organisation, Person


class ReviewReminder(models.Model):
    """How often the stewards of a page were reminded of the review that was due on `due_on`."""

    page = models.OneToOneField(
        KnowledgePage, primary_key=True, on_delete=models.CASCADE, related_name="review_reminder"
    )
    due_on = models.DateField(_("na te kijken voor"))
    first_on = models.DateField(_("eerste herinnering"))
    second_on = models.DateField(_("tweede herinnering"), null=True, blank=True)

    class Meta:
        verbose_name = _("herinnering om een pagina na te kijken")
        verbose_name_plural = _("herinneringen om pagina’s na te kijken")

    def __str__(self) -> str:
        return f"{self.page_id} {self.due_on}"


class DealtWith(models.Model):
    """Something that somebody at the desk looks at once."""

    dealt_with_on = models.DateField(_("afgehandeld op"), null=True, blank=True)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("afgehandeld door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True

    def deal_with(self, user: Any) -> None:
        self.dealt_with_on = timezone.localdate()
        self.dealt_with_by = user


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def to_deal_with(self) -> Self:
        """Answers that an editor has something to do for."""
        return self.filter(dealt_with_on=None).exclude(words="").order_by("answered_on", "pk")


class Confirmation(DealtWith):
    """The question by mail whether a practice (`page`) or contact data (no page) is still right, and the answer.

    Asked of `person` or `organisation`. `words` is what they wrote for an editor to do; empty once dealt with, as it
    may name somebody. Only for contact data: it is shown `until` that day unless confirmed.
    """

    class Answer(models.TextChoices):
        RIGHT = "klopt", _("het klopt")
        UPDATED = "bijgewerkt", _("er is iets veranderd")
        GONE = "weg", _("niet meer de goede persoon")

    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="confirmation")
    page = models.ForeignKey(
        PracticePage, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations"
    )
    until = models.DateField(_("te tonen tot"), null=True, blank=True)
    sent_on = models.DateField(_("gevraagd op"))
    sent_again_on = models.DateField(_("nog eens gevraagd op"), null=True, blank=True)
    answer = models.CharField(_("antwoord"), max_length=10, choices=Answer.choices, blank=True)
    answered_on = models.DateField(_("beantwoord op"), null=True, blank=True)
    words = models.TextField(_("wat er staat"), blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("vraag of iets nog klopt")
        verbose_name_plural = _("vragen of iets nog klopt")

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def asked(self) -> Person | Organisation | None:
        return self.person or self.organisation

    def deal_with(self, user: Any) -> None:
        super().deal_with(user)
        self.words = ""


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def to_deal_with(self) -> Self:
        return self.filter(dealt_with_on=None)


class Reaction(DealtWith):
    """What a reader said at the foot of a page. Nothing tells who it was: no address, no time finer than the day."""

    page = models.ForeignKey(KnowledgePage, on_delete=models.CASCADE, related_name="reactions")
    day = models.DateField(_("dag"), default=timezone.localdate)
    is_true = models.BooleanField(_("klopt dit nog?"), null=True)
    is_useful = models.BooleanField(_("was dit nuttig?"), null=True)
    remark = models.TextField(_("opmerking"), max_length=500, blank=True)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("reactie van een lezer")
        verbose_name_plural = _("reacties van lezers")

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}"


class OutsideLinkQuerySet(models.QuerySet["OutsideLink"]):
    def broken(self) -> Self:
        """Failed on two different days: a server may be away for an evening."""
        return self.filter(failed_on__gt=F("failing_since"))


class OutsideLink(models.Model):
    """An address on another site that public pages link to, and what came of it when last asked."""

    class Problem(models.TextChoices):
        MISSING = "404", _("de pagina bestaat niet (meer)")
        SERVER = "server", _("de site zegt dat zij stuk is")
        NO_HOST = "host", _("de site bestaat niet (meer)")
        NO_ANSWER = "answer", _("de site antwoordt niet")
        CERTIFICATE = "cert", _("het beveiligingscertificaat klopt niet")
        NOT_PUBLIC = "private", _("het adres is niet openbaar")
        REDIRECTS = "redirects", _("het adres stuurt door zonder einde")

    url = models.CharField(_("adres"), max_length=1000, unique=True)
    host = models.CharField(_("site"), max_length=255)
    pages = models.ManyToManyField(KnowledgePage, verbose_name=_("staat op"), related_name="outside_links")
    checked_on = models.DateField(_("gecontroleerd op"), null=True, blank=True)
    problem = models.CharField(_("wat er mis is"), max_length=10, choices=Problem.choices, blank=True)
    failing_since = models.DateField(_("stuk sinds"), null=True, blank=True)
    failed_on = models.DateField(_("laatste keer stuk"), null=True, blank=True)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        ordering = ["failing_since", "url"]
        verbose_name = _("link naar een andere site")
        verbose_name_plural = _("links naar andere sites")

    def __str__(self) -> str:
        return self.url
