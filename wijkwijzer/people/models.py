"""People and organisations that publications are about or were made by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from wijkwijzer.delivery.addresses import address

from .names import pages_with_approved_name

PROFILE_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class Contactable(models.Model):
    """Contact data that expires: who does not confirm it in time disappears from the site."""

    contact_email = models.EmailField(
        _("e-mailadres voor contact"), blank=True, help_text=_("Staat openbaar op de site, tot de datum hiernaast.")
    )
    contact_until = models.DateField(
        _("contact te tonen tot"),
        null=True,
        blank=True,
        help_text=_("Na deze datum toont de site het adres niet meer."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.contact_email and not self.contact_until:
            raise ValidationError({"contact_until": _("Vul in tot wanneer het e-mailadres op de site mag staan.")})

    @property
    def public_email(self) -> str:
        """The address a visitor may see today, or an empty string."""
        is_valid = self.contact_until is not None and self.contact_until >= timezone.localdate()
        return self.contact_email if is_valid else ""


class Organisation(Contactable, index.Indexed, models.Model):
    """A municipality's office, a knowledge institute, a residents' company …"""

    class Kind(models.TextChoices):
        MUNICIPALITY = "gemeente", _("Gemeente")
        KNOWLEDGE = "kennisinstelling", _("Kennisinstelling")
        NETWORK = "netwerk", _("Netwerk")
        EDUCATION = "onderwijs", _("Onderwijs en onderzoek")
        RESIDENTS = "bewonersorganisatie", _("Bewonersorganisatie")
        WELFARE = "welzijn", _("Welzijn en zorg")
        HOUSING = "corporatie", _("Woningcorporatie")
        OTHER = "anders", _("Anders")

    name = models.CharField(_("naam"), max_length=160, unique=True, help_text=_("De volledige naam."))
    slug = models.SlugField(_("adres"), max_length=160, unique=True, help_text=_("Het laatste deel van het webadres."))
    kind = models.CharField(
        _("soort"), max_length=20, choices=Kind.choices, default=Kind.OTHER, help_text=_("Wat voor organisatie is het?")
    )
    description = RichTextField(
        _("over de organisatie"), blank=True, features=PROFILE_FEATURES, help_text=_("Eén of twee zinnen.")
    )
    website = models.URLField(_("website"), blank=True, help_text=_("Begint met https://."))

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("description"),
        FieldPanel("website"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_until")])], heading=_("Contact")
        ),
    ]
    search_fields = [index.SearchField("name", boost=2), index.AutocompleteField("name"), index.FilterField("kind")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("dossiers:organisation", self.slug)


class Person(Contactable, index.Indexed, models.Model):
    """Somebody who is written about or who wrote. Has a public page only with `public_profile`."""

    name = models.CharField(_("naam"), max_length=120, help_text=_("Zoals de persoon genoemd wil worden."))
    slug = models.SlugField(_("adres"), max_length=120, unique=True, help_text=_("Het laatste deel van het webadres."))
    function = models.CharField(_("functie nu"), max_length=160, blank=True, help_text=_("De functie van vandaag."))
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
        help_text=_("Waar werkt deze persoon nu?"),
    )
    biography = RichTextField(
        _("over deze persoon"),
        blank=True,
        features=PROFILE_FEATURES,
        help_text=_("Alleen wat voor het werk van belang is. Leeg is ook goed."),
    )
    public_profile = models.BooleanField(
        _("openbare pagina"),
        default=False,
        help_text=_("Zet dit alleen aan als de persoon een eigen pagina op de site wil."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("function"), FieldPanel("organisation")]),
        FieldPanel("biography"),
        FieldPanel("public_profile"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_until")])], heading=_("Contact")
        ),
    ]
    search_fields = [index.SearchField("name", boost=2), index.AutocompleteField("name"), index.SearchField("function")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("persoon")
        verbose_name_plural = _("mensen")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("dossiers:person", self.slug)

    def clean(self) -> None:
        super().clean()
        is_renamed = self.pk is not None and not Person.objects.filter(pk=self.pk, name=self.name).exists()
        if is_renamed and (pages := pages_with_approved_name(self)):
            said = _(
                "De geportretteerde keurde deze naam goed op: %(pages)s. Vul op die pagina eerst de naam in bij "
                "‘naam op de pagina’. Dan blijft die daar staan."
            )
            raise ValidationError({"name": said % {"pages": ", ".join(f"‘{page.title}’" for page in pages)}})

    @property
    def public_url(self) -> str:
        """Address of the public page, or an empty string for who has none."""
        return self.get_absolute_url() if self.public_profile else ""


def person_or_organisation(person: Any, organisation: Any) -> None:
    """Check that exactly one of the two is chosen. Raises `ValidationError`."""
    if (person is None) == (organisation is None):
        raise ValidationError(_("Kies een persoon of een organisatie: precies één van de twee."))
