"""What the editors set for the whole site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """One row a site. Part of the frame: read once a request."""

    words_per_minute = models.PositiveSmallIntegerField(
        _("woorden per minuut"),
        default=275,
        help_text=_("Hoe snel iemand leest. Hiermee rekent de site de leestijd uit."),
    )
    editorial_email = models.EmailField(
        _("e-mailadres van de redactie"),
        blank=True,
        help_text=_("Staat in de voet van elke pagina en op foutpagina’s."),
    )
    publisher = models.CharField(
        _("uitgever"),
        max_length=120,
        default="WijkWijzer",
        help_text=_("Naam van de organisatie achter de site, voor zoekmachines en de voet."),
    )

    newsletter_url = models.URLField(
        _("adres van de nieuwsbrief"),
        blank=True,
        help_text=_("Waar kan iemand zich aanmelden? Leeg: de site noemt geen nieuwsbrief."),
    )
    newsletter_text = models.TextField(
        _("tekst bij de nieuwsbrief"),
        max_length=300,
        blank=True,
        help_text=_("Eén of twee zinnen: van wie is de nieuwsbrief, en hoe vaak komt hij?"),
    )

    panels = [
        FieldPanel("words_per_minute"),
        FieldPanel("editorial_email"),
        FieldPanel("publisher"),
        MultiFieldPanel([FieldPanel("newsletter_url"), FieldPanel("newsletter_text")], heading=_("Nieuwsbrief")),
    ]

    class Meta:
        verbose_name = _("site-instellingen")
