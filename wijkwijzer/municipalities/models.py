"""Municipalities of the Netherlands: places that publications are about."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from wijkwijzer.delivery.addresses import address

ALIAS_LENGTH = 200


class SizeClass(models.TextChoices):
    """Size by inhabitants, in thousands. Only the class is shown: the figures behind it are not official ones."""

    UNDER_20 = "0-20", _("minder dan 20 duizend inwoners")
    FROM_20 = "20-40", _("20 tot 40 duizend inwoners")
    FROM_40 = "40-60", _("40 tot 60 duizend inwoners")
    FROM_60 = "60-100", _("60 tot 100 duizend inwoners")
    FROM_100 = "100-200", _("100 tot 200 duizend inwoners")
    OVER_200 = "200-", _("meer dan 200 duizend inwoners")

    @classmethod
    def for_inhabitants(cls, inhabitants: int) -> "SizeClass":
        limits = ((20_000, cls.UNDER_20), (40_000, cls.FROM_20), (60_000, cls.FROM_40), (100_000, cls.FROM_60))
        for limit, size_class in limits:
            if inhabitants < limit:
                return size_class
        return cls.FROM_100 if inhabitants < 200_000 else cls.OVER_200


# What people call a province besides its name, by its code.
OTHER_NAMES = {"PV21": ("Friesland",)}


class Province(models.Model):
    """One of the twelve provinces, by its CBS code (PV20 … PV31)."""

    code = models.CharField(_("CBS-code"), max_length=4, primary_key=True)
    name = models.CharField(_("naam"), max_length=40)
    slug = models.SlugField(_("adres"), max_length=40, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("provincie")
        verbose_name_plural = _("provincies")

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and what else it is called."""
        return (self.name, *OTHER_NAMES.get(self.code, ()))


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def current(self) -> "MunicipalityQuerySet":
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gt=timezone.localdate()))


class Municipality(index.Indexed, models.Model):
    """A municipality by its CBS code. One that merged keeps its row, with an end date and a successor."""

    code = models.CharField(_("CBS-code"), max_length=6, unique=True, help_text=_("Bijvoorbeeld GM0014."))
    name = models.CharField(_("CBS-naam"), max_length=80)
    display_name = models.CharField(
        _("naam op de site"),
        max_length=80,
        help_text=_("Zoals mensen de gemeente noemen, bijvoorbeeld ’s-Hertogenbosch."),
    )
    alias = models.CharField(
        _("andere naam"),
        max_length=ALIAS_LENGTH,
        blank=True,
        help_text=_("Bijvoorbeeld “Den Bosch” bij ’s-Hertogenbosch. Meer namen: met een komma ertussen."),
    )
    slug = models.SlugField(_("adres"), max_length=80, unique=True, help_text=_("Het laatste deel van het webadres."))
    province = models.ForeignKey(
        Province, verbose_name=_("provincie"), on_delete=models.PROTECT, related_name="municipalities"
    )
    latitude = models.DecimalField(_("breedtegraad"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("lengtegraad"), max_digits=7, decimal_places=4)
    size_class = models.CharField(_("grootte"), max_length=8, choices=SizeClass.choices)
    valid_from = models.DateField(_("bestaat sinds"), null=True, blank=True)
    valid_until = models.DateField(_("bestond tot"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("opgegaan in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("De gemeente waarin deze gemeente is opgegaan."),
    )

    objects = MunicipalityQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("display_name"), FieldPanel("alias"), FieldPanel("slug")], heading=_("Op de site")),
        MultiFieldPanel(
            [
                FieldPanel("code", read_only=True),
                FieldPanel("name", read_only=True),
                FieldPanel("province", read_only=True),
                FieldPanel("size_class", read_only=True),
                FieldPanel("valid_until", read_only=True),
                FieldPanel("successor", read_only=True),
            ],
            heading=_("Uit de lijst van het CBS"),
            help_text=_("Deze gegevens komen uit de jaarlijkse import en zijn hier niet te wijzigen."),
        ),
    ]
    search_fields = [
        index.SearchField("display_name"),
        index.AutocompleteField("display_name"),
        index.AutocompleteField("alias"),
        index.SearchField("alias"),
        index.FilterField("valid_until"),
    ]

    class Meta:
        ordering = ["display_name"]
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return address("atlas:municipality", self.slug)
