"""Why a page may tell of a person (GDPR, article 6)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person

from .consents import Use


class LegalBasis(models.Model):
    """One row for a page and a person on it; the photo may have a basis of its own. Never a field of the page:
    somebody who is only in a draft stands in no table yet, and a change of the basis is no change of the text."""

    class Basis(models.TextChoices):
        CONSENT = "consent", _("toestemming")
        AGREEMENT = "agreement", _("overeenkomst")
        JOURNALISM = "journalism", _("journalistiek / eerder gepubliceerd")
        INTEREST = "interest", _("gerechtvaardigd belang")

    page = models.ForeignKey(
        KnowledgePage, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="legal_bases"
    )
    person = models.ForeignKey(Person, verbose_name=_("persoon"), on_delete=models.PROTECT, related_name="legal_bases")
    basis = models.CharField(
        _("grondslag"),
        max_length=10,
        choices=Basis.choices,
        help_text=_("Waarom mag deze pagina over de persoon vertellen?"),
    )
    motivation = models.TextField(
        _("toelichting"),
        max_length=600,
        blank=True,
        help_text=_("Bij toestemming mag dit leeg blijven. Anders: waar blijkt het uit, en wat is het belang?"),
    )
    photo_basis = models.CharField(
        _("grondslag voor de foto"),
        max_length=10,
        choices=Basis.choices,
        blank=True,
        help_text=_("Alleen kiezen als die voor de foto een andere is dan voor de tekst."),
    )
    photo_motivation = models.TextField(
        _("toelichting bij de foto"),
        max_length=600,
        blank=True,
        help_text=_("Als voor de foto geen toestemming nodig is."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("wanneer"), auto_now=True)

    class Meta:
        verbose_name = _("grondslag")
        verbose_name_plural = _("grondslagen")
        constraints = [models.UniqueConstraint(fields=["page", "person"], name="consent_basis_once_a_person")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.person_id} {self.basis}"

    def clean(self) -> None:
        super().clean()
        if self.basis != self.Basis.CONSENT and not self.motivation.strip():
            raise ValidationError({"motivation": _("Leg uit waarom dit mag zonder toestemming te vragen.")})
        if self.photo_basis not in ("", self.Basis.CONSENT) and not self.photo_motivation.strip():
            raise ValidationError({"photo_motivation": _("Leg uit waarom dit mag zonder toestemming te vragen.")})

    def uses_by_consent(self) -> set[Use]:
        """What the person is asked for: what stands on another basis needs no yes."""
        by_use = {Use.TEXT: self.basis, Use.PHOTO: self.photo_basis or self.basis}
        return {use for use, basis in by_use.items() if basis == self.Basis.CONSENT}

    @property
    def in_words(self) -> str:
        text = str(self.get_basis_display())
        return f"{text}; {_('foto')}: {self.get_photo_basis_display()}" if self.photo_basis else text
