"""Practices: what people did in a neighbourhood. The practice itself, not an article about it."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from wijkwijzer.blocks.streams import SlimStreamField, TimelineBlock
from wijkwijzer.blocks.text import RICH_TEXT_FEATURES
from wijkwijzer.pages.models import IndexPage, KnowledgePage, PageMunicipality
from wijkwijzer.people.models import Organisation, Person

from .obstacles import ObstaclesField, obstacle_labels


class PracticeIndexPage(IndexPage):
    """The list of practices."""

    template = IndexPage.template
    subpage_types = ["practices.PracticePage"]
    page_description = _("De lijst met praktijkvoorbeelden. Er is er één.")

    default_slug = "praktijkvoorbeelden"
    default_title = _("Praktijkvoorbeelden")
    menu_order = 1
    # The list says so: what it lists can be laid side by side.
    is_comparable = True

    class Meta:
        verbose_name = _("lijst met praktijkvoorbeelden")
        verbose_name_plural = _("lijsten met praktijkvoorbeelden")


class PracticePage(KnowledgePage):
    """One practice, with all its names. Articles about it link to it; it may start as a stub."""

    class Scale(models.TextChoices):
        STREET = "straat", _("straat")
        BLOCK = "buurt", _("buurt")
        NEIGHBOURHOOD = "wijk", _("wijk")
        MUNICIPALITY = "gemeente", _("gemeente")
        REGION = "regio", _("regio")

    class LifeCycle(models.TextChoices):
        IDEA = "idee", _("idee")
        PILOT = "pilot", _("pilot")
        RUNNING = "loopt", _("loopt")
        STOPPED = "gestopt", _("gestopt")
        MERGED = "opgegaan-in", _("opgegaan in iets anders")
        UNKNOWN = "onbekend", _("niet bekend")

    template = "pages/practices/practice_page.html"
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Eén praktijk: wat deden mensen, wat leverde het op en wat werkte niet?")
    kind_slug = "praktijk"
    can_be_told_about = True
    detail_relations = (*KnowledgePage.detail_relations, "holder_person", "holder_organisation")

    other_names = models.TextField(
        _("andere namen"), blank=True, help_text=_("Andere namen van dezelfde praktijk, elk op een eigen regel.")
    )
    problem = models.TextField(
        _("probleem"), max_length=250, blank=True, help_text=_("Wat was er aan de hand? Eén zin.")
    )
    approach = models.TextField(_("aanpak"), max_length=300, blank=True, help_text=_("Wat deden mensen? Eén zin."))
    scale = models.CharField(
        _("schaal"), max_length=10, choices=Scale.choices, blank=True, help_text=_("Hoe groot is het?")
    )
    period = models.CharField(
        _("periode"), max_length=160, blank=True, help_text=_("Bijvoorbeeld: 2017 tot 2021. Of: begin niet bekend.")
    )
    who_needed = models.TextField(
        _("wie nodig"), max_length=300, blank=True, help_text=_("Welke mensen en organisaties zijn ervoor nodig?")
    )
    costs = models.TextField(_("kosten"), max_length=300, blank=True, help_text=_("Geld en uren, en wie betaalt."))
    result = RichTextField(_("resultaat"), blank=True, features=RICH_TEXT_FEATURES, help_text=_("Wat leverde het op?"))
    did_not_work = RichTextField(
        _("wat niet werkte"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Wat ging mis of viel tegen? Hier leren anderen het meest van. Niets gevonden? Zeg dat."),
    )
    obstacles = ObstaclesField(_("belemmeringen"), help_text=_("Wat stond in de weg?"))
    life_cycle = models.CharField(
        _("levensloop"),
        max_length=12,
        choices=LifeCycle.choices,
        default=LifeCycle.UNKNOWN,
        help_text=_("Hoe staat de praktijk er nu voor?"),
    )
    timeline = SlimStreamField(
        TimelineBlock(required=False), verbose_name=_("tijdlijn"), blank=True, help_text=_("Van vroeger naar later.")
    )
    holder_person = models.ForeignKey(
        Person,
        verbose_name=_("houder: persoon"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practices_held",
        help_text=_("Wie voert de praktijk uit? Kies een persoon of een organisatie, niet van de redactie."),
    )
    holder_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("houder: organisatie"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practices_held",
        help_text=_("Wie voert de praktijk uit? Kies een persoon of een organisatie, niet van de redactie."),
    )

    content_panels = [
        *KnowledgePage.content_panels[:2],
        FieldPanel("other_names"),
        FieldPanel("lead_image"),
        MultiFieldPanel(
            [
                FieldPanel("problem"),
                FieldPanel("approach"),
                FieldRowPanel([FieldPanel("scale"), FieldPanel("period")]),
                FieldPanel("who_needed"),
                FieldPanel("costs"),
                FieldPanel("life_cycle"),
            ],
            heading=_("In één oogopslag"),
        ),
        FieldPanel("body"),
        FieldPanel("result"),
        FieldPanel("did_not_work"),
        FieldPanel("obstacles"),
        FieldPanel("timeline"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("holder_person"), FieldPanel("holder_organisation")])], heading=_("Houder")
        ),
    ]
    search_fields = [
        *KnowledgePage.search_fields,
        index.SearchField("other_names", boost=2),
        index.SearchField("problem"),
        index.SearchField("approach"),
        index.SearchField("result"),
        index.SearchField("did_not_work"),
        index.FilterField("life_cycle"),
    ]

    class Meta:
        verbose_name = _("praktijkvoorbeeld")
        verbose_name_plural = _("praktijkvoorbeelden")

    def clean(self) -> None:
        super().clean()
        if self.holder_person and self.holder_organisation:
            raise ValidationError({"holder_organisation": _("Kies als houder een persoon óf een organisatie.")})

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield from (self.problem, self.approach, self.who_needed, self.costs)
        yield from (strip_tags(self.result), strip_tags(self.did_not_work))
        yield from self.timeline.stream_block.get_searchable_content(self.timeline)

    def get_card_note(self) -> str:
        """The life cycle; nothing where it is not known."""
        return "" if self.life_cycle == self.LifeCycle.UNKNOWN else str(self.get_life_cycle_display())

    @property
    def other_name_list(self) -> list[str]:
        return [line.strip() for line in self.other_names.splitlines() if line.strip()]

    @property
    def obstacle_labels(self) -> list[str]:
        return obstacle_labels(self.obstacles)

    @property
    def places(self) -> list[PageMunicipality]:
        """Where the practice is; the first lines of the page and of "In één oogopslag"."""
        return self.subject_links

    @property
    def holder(self) -> Person | Organisation | None:
        return self.holder_person or self.holder_organisation

    def get_structured_data(self) -> dict[str, Any]:
        data = super().get_structured_data()
        if self.other_name_list:
            data["alternativeHeadline"] = ", ".join(self.other_name_list)
        return data
