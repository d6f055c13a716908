"""What portrayed people are asked, and what they said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, Page, Revision, TaskState

from wijkwijzer.mail.models import Link
from wijkwijzer.people.models import Person


class Invitation(models.Model):
    """The question to one portrayed person about one content of a page, and the answer.

    `number` is the SHA-256 of exactly what the person gets to see (`parts.number_of`).
    """

    class Answer(models.TextChoices):
        AGREED = "agreed", _("akkoord")
        REMARKS = "remarks", _("opmerkingen")
        REFUSED = "refused", _("geen toestemming")

    page = models.ForeignKey(Page, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        Person, verbose_name=_("geportretteerde"), on_delete=models.CASCADE, related_name="invitations"
    )
    state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="invitations")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="invitations")
    number = models.CharField(_("controlegetal van wat de persoon ziet"), max_length=64)
    email = models.EmailField(_("e-mailadres"), blank=True)
    link = models.OneToOneField(Link, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("gevraagd"), null=True, blank=True)
    answer = models.CharField(_("antwoord"), max_length=10, choices=Answer.choices, blank=True)
    typed_name = models.CharField(_("ondertekend met"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)
    voided_at = models.DateTimeField(_("vervallen"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("vraag om akkoord")
        verbose_name_plural = _("vragen om akkoord")

    def __str__(self) -> str:
        return f"{self.page_id} {self.person_id} {self.answer}"

    @property
    def is_waiting(self) -> bool:
        return not self.answer and self.voided_at is None


class Remark(models.Model):
    """What a portrayed person said about one part. It shows in the editor as a comment at its block."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="remarks")
    path = models.CharField(_("plaats"), max_length=255)
    about = models.CharField(_("over"), max_length=120)
    text = models.TextField(_("opmerking"))
    # Without a name on the other side: a comment writes all its relations when it is saved.
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("opmerking van een geportretteerde")
        verbose_name_plural = _("opmerkingen van geportretteerden")

    def __str__(self) -> str:
        return self.path
