"""Portraits of verbinders, the series they appear in, and magazines that bundle existing pages."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from wijkwijzer.blocks.streams import BodyBlock, PullQuotesBlock, SlimStreamField, TipsBlock
from wijkwijzer.blocks.text import RICH_TEXT_FEATURES
from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.pages.models import IndexPage, KnowledgePage, PagePerson
from wijkwijzer.pages.panels import PageLinkPanel
from wijkwijzer.people.forgetting import Leaving, Trace


class PortraitIndexPage(IndexPage):
    """The list of portraits, series and magazines."""

    template = IndexPage.template
    subpage_types = ["portraits.PortraitPage", "portraits.PortraitSeriesPage", "portraits.MagazinePage"]
    page_description = _("De lijst met portretten, reeksen en magazines. Er is er één.")

    default_slug = "portretten"
    default_title = _("Portretten")
    menu_order = 2

    class Meta:
        verbose_name = _("lijst met portretten")
        verbose_name_plural = _("lijsten met portretten")


class PortraitSeriesPage(KnowledgePage):
    """A series that portraits appear in, one after the other."""

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", _("elke week")
        MONTHLY = "monthly", _("elke maand")
        IRREGULAR = "irregular", _("af en toe")

    class State(models.TextChoices):
        RUNNING = "running", _("loopt")
        FINISHED = "finished", _("afgerond")
        PAUSED = "paused", _("gepauzeerd")

    template = "pages/portraits/series_page.html"
    parent_page_types = ["portraits.PortraitIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Een reeks portretten die na elkaar verschijnen.")
    kind_slug = "reeks"

    about = RichTextField(
        _("over deze reeks"),
        features=RICH_TEXT_FEATURES,
        help_text=_("Vaste tekst die onder elk portret van de reeks staat."),
    )
    cadence = models.CharField(
        _("ritme"),
        max_length=10,
        choices=Cadence.choices,
        default=Cadence.WEEKLY,
        help_text=_("Hoe vaak verschijnt een portret?"),
    )
    state = models.CharField(
        _("stand"),
        max_length=10,
        choices=State.choices,
        default=State.RUNNING,
        help_text=_("Komen er nog portretten bij?"),
    )

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("about"),
        FieldRowPanel([FieldPanel("cadence"), FieldPanel("state")]),
    ]
    search_fields = [*KnowledgePage.search_fields, index.SearchField("about")]

    class Meta:
        verbose_name = _("reeks")
        verbose_name_plural = _("reeksen")

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield strip_tags(self.about)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["portraits"] = self.portraits_shown
        return context

    @cached_property
    def portraits_shown(self) -> list["PortraitPage"]:
        return list(self.portraits_in_order().select_related("lead_image", "freshness"))

    def get_pages_shown_whole(self) -> list[KnowledgePage]:
        return [self, *self.portraits_shown]

    def portraits_in_order(self) -> Any:
        """The visible portraits of the series, in the order of the series."""
        return PortraitPage.objects.filter(series=self.pk).visible().order_by("series_order", "published_on", "pk")


class PortraitPage(KnowledgePage):
    """A portrait of somebody who connects neighbourhood and town hall. Who that is stands in `person_links`."""

    template = "pages/portraits/portrait_page.html"
    parent_page_types = ["portraits.PortraitIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Een portret van een verbinder: wie is het, en hoe werkt deze persoon?")
    kind_slug = "portret"
    area = models.CharField(
        _("werkgebied"),
        max_length=160,
        blank=True,
        help_text=_("Wijk, stadsdeel of heel de gemeente. Bijvoorbeeld: Groningen West."),
    )
    qualities = models.TextField(
        _("kwaliteiten"), blank=True, help_text=_("Waar is deze persoon goed in? Elke kwaliteit op een eigen regel.")
    )
    pull_quotes = SlimStreamField(
        PullQuotesBlock(required=False),
        verbose_name=_("uitgelichte citaten"),
        blank=True,
        help_text=_("Alleen woorden die de persoon zelf zei en goedkeurde."),
    )
    series = models.ForeignKey(
        PortraitSeriesPage,
        verbose_name=_("reeks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="portraits",
        help_text=_("Hoort dit portret bij een reeks?"),
    )
    series_order = models.PositiveSmallIntegerField(
        _("plaats in de reeks"), default=0, help_text=_("1 voor het eerste portret van de reeks, 2 voor het tweede …")
    )

    content_panels = [
        *KnowledgePage.content_panels,
        FieldPanel("area"),
        FieldPanel("qualities"),
        FieldPanel("pull_quotes"),
        FieldRowPanel([FieldPanel("series"), FieldPanel("series_order")]),
    ]
    search_fields = [
        *KnowledgePage.search_fields,
        index.SearchField("area"),
        index.SearchField("qualities"),
        index.SearchField("pull_quotes"),
    ]

    class Meta:
        verbose_name = _("portret")
        verbose_name_plural = _("portretten")

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield self.qualities
        yield from self.pull_quotes.stream_block.get_searchable_content(self.pull_quotes)

    def get_card_note(self) -> str:
        """Whom it portrays: a title often says what somebody does and not who it is."""
        return ", ".join(link.shown_name for link in self.portrayed)[:60]

    @property
    def quality_list(self) -> list[str]:
        return [line.strip() for line in self.qualities.splitlines() if line.strip()]

    @property
    def portrayed(self) -> list[Any]:
        return [link for link in self.person_links.all() if link.role == "portrayed"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # The series may be a draft or private: then this page does not speak of it.
        series = _visible_series.first(self.series_id) if self.series_id else None
        portraits = _portraits_of(series.pk) if series else []
        place = next((i for i, portrait in enumerate(portraits) if portrait.pk == self.pk), None)
        around: dict[str, Any] = {"previous_portrait": None, "next_portrait": None, "portraits_in_series": portraits}
        if place is not None:
            around["place_in_series"] = place + 1
            around["previous_portrait"] = portraits[place - 1] if place > 0 else None
            around["next_portrait"] = portraits[place + 1] if place + 1 < len(portraits) else None
        return {**context, **around, "series": series}


@prepared
def _visible_series(series_id: int) -> Any:
    return PortraitSeriesPage.objects.filter(pk=series_id).visible()


@prepared
def _portraits_of(series_id: int) -> Any:
    return PortraitSeriesPage(pk=series_id).portraits_in_order().annotate(who=portrayed_name())


def series_of(leaving: Leaving) -> Iterator[Trace]:
    """The series that portraits that go stand in: they show each by themselves."""
    series = PortraitSeriesPage.objects.filter(portraits__in=leaving.page_ids).distinct()
    for page in series:
        yield Trace(str(_("Plaats in een reeks")), page.title, page.get_url() or "")


def portrayed_name() -> Subquery:
    """The name on the page of whom it portrays first, for a query over portraits."""
    people = PagePerson.objects.filter(page=OuterRef("pk"), role=PagePerson.Role.PORTRAYED).order_by("sort_order")
    name = Coalesce(NullIf("name_then", Value("")), "person__name")
    return Subquery(people.annotate(shown=name).values("shown")[:1])


class MagazineChapter(Orderable):
    """A chapter of a magazine: an existing page, not a copy of it."""

    magazine = ParentalKey("portraits.MagazinePage", related_name="chapters", on_delete=models.CASCADE)
    page = models.ForeignKey(
        KnowledgePage,
        verbose_name=_("pagina"),
        on_delete=models.CASCADE,
        related_name="magazine_chapters",
        help_text=_("Een bestaande pagina. Verandert die, dan verandert het magazine mee."),
    )

    panels = [PageChooserPanel("page", ["portraits.PortraitPage", "pages.KnowledgePage"])]

    class Meta(Orderable.Meta):
        verbose_name = _("hoofdstuk")
        verbose_name_plural = _("hoofdstukken")
        constraints = [models.UniqueConstraint(fields=["magazine", "page"], name="portraits_chapter_once")]


def magazines_with(page_id: int | None) -> Any:
    """The keys of the magazines with this page as a chapter."""
    return MagazineChapter.objects.filter(page=page_id).values_list("magazine", flat=True)


class MagazinePage(KnowledgePage):
    """A magazine: chapters that are existing pages, with what they add up to, tips and a colophon."""

    template = "pages/portraits/magazine_page.html"
    parent_page_types = ["portraits.PortraitIndexPage"]
    subpage_types: list[str] = []
    page_description = _(
        "Een magazine dat bestaande pagina’s bundelt. Verandert een portret, dan verandert het magazine."
    )
    kind_slug = "magazine"

    synthesis = SlimStreamField(
        BodyBlock(required=False),
        verbose_name=_("wat de verhalen samen zeggen"),
        blank=True,
        help_text=_("Staat na de hoofdstukken."),
    )
    tips = SlimStreamField(
        TipsBlock(required=False),
        verbose_name=_("tips"),
        blank=True,
        help_text=_("In volgorde. Staan na de hoofdstukken."),
    )
    colophon = RichTextField(
        _("colofon"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Wie maakte het magazine, wanneer en voor wie?"),
    )

    content_panels = [
        *KnowledgePage.content_panels,
        PageLinkPanel("chapters", heading=_("Hoofdstukken"), label=_("Hoofdstuk")),
        FieldPanel("synthesis"),
        FieldPanel("tips"),
        FieldPanel("colophon"),
    ]
    search_fields = [
        *KnowledgePage.search_fields,
        index.SearchField("synthesis"),
        index.SearchField("tips"),
        index.SearchField("colophon"),
    ]

    class Meta:
        verbose_name = _("magazine")
        verbose_name_plural = _("magazines")

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        for stream in (self.synthesis, self.tips):
            yield from (strip_tags(text) for text in stream.stream_block.get_searchable_content(stream))

    @cached_property
    def chapter_pages(self) -> list[KnowledgePage]:
        """The visible chapters in order, each with all of its page type. A hidden page is no chapter."""
        bases = [chapter.page for chapter in self.chapters.select_related("page")]
        ids_by_type: dict[type[KnowledgePage], list[int]] = defaultdict(list)
        for base in bases:
            ids_by_type[base.specific_class].append(base.pk)
        found: dict[int, KnowledgePage] = {}
        for model, ids in ids_by_type.items():
            found |= model.objects.visible().select_related("lead_image").in_bulk(ids)
        return [found[base.pk] for base in bases if base.pk in found]

    @property
    def words_shown(self) -> int:
        return sum(page.word_count for page in self.get_pages_shown_whole())

    def get_pages_shown_whole(self) -> list[KnowledgePage]:
        return [self, *self.chapter_pages]
