"""What a site has to state about itself: how accessible it is, and what it does with personal data."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

from wijkwijzer.blocks.text import RICH_TEXT_FEATURES


@register_setting(icon="doc-full")
class StatementSettings(BaseSiteSetting):
    """One row a site. What is left empty is said to be unknown, never left out."""

    class AccessibilityStatus(models.TextChoices):
        """How far a site is, from good to unknown. The first four are those that Dutch public bodies state."""

        FULL = "a", _("voldoet volledig")
        PARTIAL = "b", _("voldoet gedeeltelijk")
        FIRST_STEPS = "c", _("eerste maatregelen genomen")
        NOT = "d", _("voldoet niet")
        UNKNOWN = "e", _("nog niet onderzocht")

    responsible = models.CharField(
        _("verantwoordelijke organisatie"),
        max_length=160,
        blank=True,
        help_text=_("Welke organisatie is verantwoordelijk voor de site en voor de gegevens? Met rechtsvorm."),
    )
    accessibility_status = models.CharField(
        _("stand van de toegankelijkheid"),
        max_length=1,
        choices=AccessibilityStatus.choices,
        default=AccessibilityStatus.UNKNOWN,
        help_text=_(
            "“Voldoet volledig” mag alleen na een onderzoek door mensen, niet na alleen een automatische test."
        ),
    )
    accessibility_checked_on = models.DateField(
        _("onderzocht op"), null=True, blank=True, help_text=_("Datum van het laatste onderzoek.")
    )
    accessibility_check = models.TextField(
        _("hoe onderzocht"), blank=True, help_text=_("Wie onderzocht de site, hoe, en welke pagina’s?")
    )
    known_barriers = RichTextField(
        _("wat nog niet toegankelijk is"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Wat werkt nog niet voor iedereen, waarom, en wanneer is dat opgelost?"),
    )
    answer_within_days = models.PositiveSmallIntegerField(
        _("antwoord binnen (dagen)"),
        default=14,
        help_text=_("Binnen hoeveel dagen krijgt iemand antwoord op een melding over toegankelijkheid?"),
    )
    accessibility_stated_on = models.DateField(
        _("toegankelijkheidsverklaring van"), null=True, blank=True, help_text=_("Datum van deze verklaring.")
    )
    host = models.CharField(
        _("waar de site staat"),
        max_length=160,
        blank=True,
        help_text=_("Welk bedrijf bewaart de gegevens van de site, en in welk land?"),
    )
    log_days = models.PositiveSmallIntegerField(
        _("logboek bewaren (dagen)"),
        null=True,
        blank=True,
        help_text=_("Hoeveel dagen bewaart de server het logboek met IP-adressen? Leeg: niet bekend."),
    )
    more_on_privacy = RichTextField(
        _("meer over privacy"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Wat moet een lezer verder weten? Bijvoorbeeld wie de functionaris gegevensbescherming is."),
    )
    privacy_stated_on = models.DateField(
        _("privacyverklaring van"), null=True, blank=True, help_text=_("Datum van deze verklaring.")
    )

    security_contact = models.CharField(
        _("melden van een lek"),
        max_length=200,
        blank=True,
        help_text=_(
            "Waar kan iemand een lek in de beveiliging melden? Een adres van een formulier (https://…) of een "
            "mailadres van een team. Staat in /.well-known/security.txt; leeg: dat bestand is er niet."
        ),
    )
    security_policy = models.URLField(
        _("afspraken over het melden van een lek"),
        blank=True,
        help_text=_("Adres van de pagina met de afspraken (coordinated vulnerability disclosure)."),
    )

    panels = [
        FieldPanel("responsible"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("accessibility_status"), FieldPanel("accessibility_stated_on")]),
                FieldPanel("accessibility_checked_on"),
                FieldPanel("accessibility_check"),
                FieldPanel("known_barriers"),
                FieldPanel("answer_within_days"),
            ],
            heading=_("Toegankelijkheid"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("privacy_stated_on"),
                FieldRowPanel([FieldPanel("host"), FieldPanel("log_days")]),
                FieldPanel("more_on_privacy"),
            ],
            heading=_("Privacy"),
        ),
        MultiFieldPanel(
            [FieldPanel("security_contact"), FieldPanel("security_policy")],
            heading=_("Beveiliging"),
        ),
    ]

    class Meta:
        verbose_name = _("verklaringen")

    def clean(self) -> None:
        super().clean()
        self.security_contact = self.security_contact.strip()
        if self.security_contact and not self.security_contact_uri:
            text = _("Vul een adres in dat met https:// begint, of een mailadres.")
            raise ValidationError({"security_contact": text})

    @property
    def security_contact_uri(self) -> str:
        """The contact as RFC 9116 wants it, an address with its scheme; empty where it is none."""
        for validate, before in ((URLValidator(["https"]), ""), (validate_email, "mailto:")):
            try:
                validate(self.security_contact)
            except ValidationError:
                continue
            return before + self.security_contact
        return ""

    @property
    def status_meaning(self) -> str:
        """What the status says, in a sentence for somebody who does not know the scheme."""
        return str(_MEANINGS[self.AccessibilityStatus(self.accessibility_status)])


_Status = StatementSettings.AccessibilityStatus
_MEANINGS = {
    _Status.FULL: _("Onderzoek liet zien dat de site aan alle eisen voldoet."),
    _Status.PARTIAL: _("Onderzoek liet zien dat de site aan een deel van de eisen voldoet. Aan de rest werken we."),
    _Status.FIRST_STEPS: _("We hebben maatregelen genomen. Een volledig onderzoek door mensen is er nog niet."),
    _Status.NOT: _("Onderzoek liet zien dat de site nog niet aan de eisen voldoet."),
    _Status.UNKNOWN: _("Niemand heeft nog onderzocht of de site aan de eisen voldoet."),
}
