"""What ties a publication to the rest of the knowledge: who, where, about what, telling of which practice.

All hang on KnowledgePage, so a listing over mixed page types reads them in one query. Rows of a page that was never
published exist too: whoever goes from here to pages filters on `visible()`.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.people.models import Organisation, Person, person_or_organisation
from wijkwijzer.taxonomy.models import Concept, Theme

from .knowledge import KnowledgePage


class PageTheme(ItemBase):
    """A theme of a page."""

    content_object = ParentalKey(KnowledgePage, related_name="theme_links", on_delete=models.CASCADE)
    tag = models.ForeignKey(Theme, related_name="page_links", on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("thema van een pagina")
        verbose_name_plural = _("thema’s van pagina’s")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="pages_theme_once_a_page")]


def with_page_count(themes: models.QuerySet[Theme]) -> models.QuerySet[Theme]:
    """`themes`, each with `page_count`: the visible pages about it or about a theme below it, as on its own page."""
    links = PageTheme.objects.filter(
        Q(tag=OuterRef("pk")) | Q(tag__parent=OuterRef("pk")), content_object__in=KnowledgePage.objects.visible()
    )
    counted = links.order_by().values(of_one=Value(1)).annotate(n=Count("content_object", distinct=True)).values("n")
    return themes.annotate(page_count=Coalesce(Subquery(counted), 0))


class PageConcept(Orderable):
    """A concept that a page explains or uses in an important way."""

    page = ParentalKey(KnowledgePage, related_name="concept_links", on_delete=models.CASCADE)
    concept = models.ForeignKey(
        Concept,
        verbose_name=_("begrip"),
        related_name="page_links",
        on_delete=models.PROTECT,
        help_text=_("Een begrip uit de lijst."),
    )

    panels = [FieldPanel("concept")]

    class Meta(Orderable.Meta):
        verbose_name = _("begrip van een pagina")
        verbose_name_plural = _("begrippen van pagina’s")


class Contribution(Orderable):
    """Somebody who made the publication: a person or an organisation, in a role."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("auteur")
        INTERVIEWER = "interviewer", _("interviewer")
        PHOTOGRAPHER = "photographer", _("fotograaf")
        EDITOR = "editor", _("redactie")
        RESEARCHER = "researcher", _("onderzoeker")
        PARTNER = "partner", _("partner")
        CLIENT = "client", _("opdrachtgever")
        FUNDER = "funder", _("financier")
        # Of the publication that this one was written from, when the text here is not theirs.
        SOURCE = "source", _("maker van de bron")

    page = ParentalKey(KnowledgePage, related_name="contributions", on_delete=models.CASCADE)
    role = models.CharField(
        _("rol"), max_length=20, choices=Role.choices, help_text=_("Wat deed deze persoon of organisatie?")
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("persoon"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
        help_text=_("Kies een persoon of een organisatie."),
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
        help_text=_("Kies een persoon of een organisatie."),
    )

    panels = [FieldPanel("role"), FieldRowPanel([FieldPanel("person"), FieldPanel("organisation")])]

    class Meta(Orderable.Meta):
        verbose_name = _("bijdrage")
        verbose_name_plural = _("bijdragen")

    def clean(self) -> None:
        super().clean()
        person_or_organisation(self.person, self.organisation)

    @property
    def contributor(self) -> Person | Organisation | None:
        return self.person or self.organisation


class PageMunicipality(Orderable):
    """A municipality in a publication, with how it is in it."""

    class Role(models.TextChoices):
        SUBJECT = "subject", _("onderwerp")
        RESEARCH = "research", _("onderzoek")
        MENTIONED = "mentioned", _("genoemd")

    page = ParentalKey(KnowledgePage, related_name="municipality_links", on_delete=models.CASCADE)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("gemeente"),
        on_delete=models.PROTECT,
        related_name="page_links",
        help_text=_("Zoek op naam."),
    )
    role = models.CharField(
        _("rol"),
        max_length=10,
        choices=Role.choices,
        default=Role.SUBJECT,
        help_text=_("Gaat de pagina over deze gemeente, deed zij mee aan onderzoek, of wordt zij alleen genoemd?"),
    )
    area = models.CharField(_("wijk of buurt"), max_length=120, blank=True, help_text=_("Bijvoorbeeld: Selwerd."))

    panels = [FieldPanel("municipality"), FieldRowPanel([FieldPanel("role"), FieldPanel("area")])]

    class Meta(Orderable.Meta):
        verbose_name = _("gemeente van een pagina")
        verbose_name_plural = _("gemeenten van pagina’s")


class PagePerson(Orderable):
    """The only link from a page to a person it is about. Who made the page is a `Contribution`."""

    class Role(models.TextChoices):
        PORTRAYED = "portrayed", _("geportretteerd")
        CASE_BRINGER = "case_bringer", _("inbrenger van de casus")
        QUOTED = "quoted", _("geciteerd")
        MENTIONED = "mentioned", _("genoemd")
        CONTACT = "contact", _("contactpersoon")

    page = ParentalKey(KnowledgePage, related_name="person_links", on_delete=models.CASCADE)
    person = models.ForeignKey(
        Person,
        verbose_name=_("persoon"),
        on_delete=models.PROTECT,
        related_name="page_links",
        help_text=_("Zoek op naam, of voeg iemand toe."),
    )
    role = models.CharField(
        _("rol"), max_length=14, choices=Role.choices, help_text=_("Hoe komt deze persoon in het verhaal voor?")
    )
    name_then = models.CharField(
        _("naam op de pagina"), max_length=120, blank=True, help_text=_("Laat leeg voor de naam uit de kennisbank.")
    )
    function_then = models.CharField(
        _("functie op dat moment"), max_length=160, blank=True, help_text=_("De functie toen het stuk verscheen.")
    )

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("name_then"), FieldPanel("function_then")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("persoon op een pagina")
        verbose_name_plural = _("personen op pagina’s")

    @property
    def shown_name(self) -> str:
        return self.name_then or self.person.name


class TellsAbout(Orderable):
    """A publication that tells about another one, most often a practice."""

    page = ParentalKey(KnowledgePage, related_name="tells_about", on_delete=models.CASCADE)
    target = models.ForeignKey(
        KnowledgePage,
        verbose_name=_("gaat over"),
        on_delete=models.CASCADE,
        related_name="told_by_links",
        help_text=_("De praktijk waar deze pagina over vertelt."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("vertelt over")
        verbose_name_plural = _("vertelt over")
        constraints = [models.UniqueConstraint(fields=["page", "target"], name="pages_tells_about_once")]

    def clean(self) -> None:
        super().clean()
        if self.target_id is not None and self.target_id == self.page_id:
            raise ValidationError({"target": _("Een pagina kan niet over zichzelf vertellen. Kies een andere pagina.")})
