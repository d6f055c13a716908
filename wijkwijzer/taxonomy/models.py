"""The words the site orders its knowledge by: themes (what a page is about) and concepts (what a word means)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from wijkwijzer.delivery.addresses import address

INTRODUCTION_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class Theme(TagBase):
    """A subject from the controlled list. Editors choose themes; they do not type new ones. One level of parents."""

    free_tagging = False

    name = models.CharField(_("naam"), max_length=100, unique=True, help_text=_("Kort: een of twee woorden."))
    slug = models.SlugField(_("adres"), max_length=100, unique=True, help_text=_("Het laatste deel van het webadres."))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("hoofdthema"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
        help_text=_("Laat leeg als dit zelf een hoofdthema is. Er is één laag."),
    )
    introduction = RichTextField(
        _("inleiding"),
        blank=True,
        features=INTRODUCTION_FEATURES,
        help_text=_("Twee of drie zinnen boven aan de themapagina."),
    )
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("beheerder van dit thema"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Wie houdt dit thema bij?"),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("parent"),
        FieldPanel("introduction"),
        FieldPanel("curator"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("thema")
        verbose_name_plural = _("thema’s")

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.parent_id == self.pk and self.pk is not None:
            raise ValidationError({"parent": _("Een thema kan niet zijn eigen hoofdthema zijn. Kies een ander thema.")})
        if self.parent.parent_id is not None:
            raise ValidationError(
                {"parent": _("“%s” valt zelf onder een hoofdthema. Kies een hoofdthema.") % self.parent}
            )
        if self.pk is not None and self.children.exists():
            raise ValidationError(
                {"parent": _("Onder dit thema vallen andere thema’s. Geef die eerst een ander hoofdthema.")}
            )

    def get_absolute_url(self) -> str:
        return address("dossiers:theme", self.slug)


class Concept(index.Indexed, models.Model):
    """A thesaurus entry: one meaning, the term the site prefers for it, and the other words people use."""

    term = models.CharField(
        _("voorkeursterm"), max_length=120, unique=True, help_text=_("Het woord dat de site zelf gebruikt.")
    )
    slug = models.SlugField(_("adres"), max_length=120, unique=True, help_text=_("Het laatste deel van het webadres."))
    alternative_terms = models.TextField(
        _("andere woorden"),
        blank=True,
        help_text=_("Andere woorden voor hetzelfde, elk op een eigen regel. Wie erop zoekt, vindt dit begrip."),
    )
    definition = RichTextField(
        _("betekenis"), features=INTRODUCTION_FEATURES, help_text=_("Eén tot drie zinnen die iedereen begrijpt.")
    )
    source = models.CharField(
        _("bron"), max_length=255, blank=True, help_text=_("Waar komt deze betekenis vandaan? Noem de publicatie.")
    )
    broader = models.ForeignKey(
        "self",
        verbose_name=_("ruimer begrip"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="narrower",
        help_text=_("Het begrip waar dit een soort van is. Bijvoorbeeld: een wijkregisseur is een soort verbinder."),
    )
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("thema’s"),
        blank=True,
        related_name="concepts",
        help_text=_("Bij welke thema’s hoort dit?"),
    )

    panels = [
        FieldPanel("term"),
        FieldPanel("slug"),
        FieldPanel("definition"),
        FieldPanel("source"),
        MultiFieldPanel(
            [FieldPanel("alternative_terms"), FieldPanel("broader"), FieldPanel("themes")],
            heading=_("Verwante woorden"),
        ),
    ]

    search_fields = [
        index.SearchField("term", boost=2),
        index.AutocompleteField("term"),
        index.SearchField("alternative_terms"),
        index.AutocompleteField("alternative_terms"),
        index.SearchField("definition"),
    ]

    class Meta:
        ordering = ["term"]
        verbose_name = _("begrip")
        verbose_name_plural = _("begrippen")

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return address("dossiers:concept", self.slug)

    def clean(self) -> None:
        super().clean()
        seen = {self.pk} if self.pk is not None else set()
        concept = self.broader
        while concept is not None:
            if concept.pk in seen:
                raise ValidationError(
                    {"broader": _("Zo valt dit begrip onder zichzelf. Kies een ander ruimer begrip.")}
                )
            seen.add(concept.pk)
            concept = concept.broader

    @property
    def alternatives(self) -> list[str]:
        """The other words for this concept, in the order the editor gave."""
        return [line.strip() for line in self.alternative_terms.splitlines() if line.strip()]
