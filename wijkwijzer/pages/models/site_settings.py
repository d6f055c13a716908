"""What the editors set for the whole site."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from wijkwijzer.delivery.prepared import prepared


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

    @classmethod
    def for_site(cls, site: Any) -> "SiteSettings":
        stored = _of_site.first(site.pk) if site is not None else None
        settings: SiteSettings = stored or super().for_site(site)
        return settings


@prepared
def _of_site(site_id: int) -> models.QuerySet[SiteSettings]:
    return SiteSettings.objects.filter(site=site_id)
