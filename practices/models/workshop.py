"""Workshops (werkplaatsen): an edition with its cases, read as one report; each case found by itself."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from wijkwijzer.blocks.streams import AdvicesBlock, BodyBlock, SlimStreamField
from wijkwijzer.blocks.text import RICH_TEXT_FEATURES
from wijkwijzer.delivery.visibility import visible
from wijkwijzer.pages.models import IndexPage, KnowledgePage

from .obstacles import ObstaclesField, obstacle_labels


class WorkshopIndexPage(IndexPage):
    """The list of workshops and their cases."""

    template = IndexPage.template
    subpage_types = ["practices.WorkshopPage"]
    page_description = _("De lijst met werkplaatsen en hun casussen. Er is er één.")

    default_slug = "werkplaatsen"
    default_title = _("Werkplaatsen")
    menu_order = 3

    class Meta:
        verbose_name = _("lijst met werkplaatsen")
        verbose_name_plural = _("lijsten met werkplaatsen")


class WorkshopPage(KnowledgePage):
    """One edition of a workshop: introduction, its cases, and what they add up to."""

    template = "pages/practices/workshop_page.html"
    parent_page_types = ["practices.WorkshopIndexPage"]
    subpage_types = ["practices.CasePage"]
    page_description = _("Een werkplaats. De casussen zijn pagina’s eronder; samen lezen ze als één verslag.")
    kind_slug = "werkplaats"

    edition = models.PositiveSmallIntegerField(
        _("editie"), null=True, blank=True, help_text=_("De hoeveelste werkplaats?")
    )
    held_on = models.DateField(
        _("gehouden op"), null=True, blank=True, help_text=_("Leeg als de datum niet bekend is.")
    )
    synthesis = SlimStreamField(
        BodyBlock(required=False),
        verbose_name=_("wat de casussen samen zeggen"),
        blank=True,
        help_text=_("Staat na de casussen."),
    )

    content_panels = [
        *KnowledgePage.content_panels,
        FieldRowPanel([FieldPanel("edition"), FieldPanel("held_on")]),
        FieldPanel("synthesis"),
    ]
    search_fields = [*KnowledgePage.search_fields, index.SearchField("synthesis")]

    class Meta:
        verbose_name = _("werkplaats")
        verbose_name_plural = _("werkplaatsen")

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield from (strip_tags(text) for text in self.synthesis.stream_block.get_searchable_content(self.synthesis))

    @cached_property
    def cases(self) -> list["CasePage"]:
        """The visible cases, in the order of the page tree."""
        # By a range of paths, as treebeard asks for children: for `child_of` SQLite walks over all pages of the site.
        below = CasePage.objects.filter(depth=self.depth + 1, path__range=self._get_children_path_interval(self.path))
        return list(below.visible().select_related("lead_image").order_by("path"))

    @property
    def words_shown(self) -> int:
        return sum(page.word_count for page in self.get_pages_shown_whole())

    def get_pages_shown_whole(self) -> list[KnowledgePage]:
        return [self, *self.cases]

    def reading_minutes(self, words_per_minute: int) -> int:
        """Of the whole report, the cases included, where they are at hand (on the page itself; a card says its own)."""
        words = self.word_count + sum(case.word_count for case in self.__dict__.get("cases", ()))
        return max(1, round(words / words_per_minute))


class CasePage(KnowledgePage):
    """One case of a workshop: the question somebody brought, and the advice the participants gave."""

    template = "pages/practices/case_page.html"
    parent_page_types = ["practices.WorkshopPage"]
    subpage_types: list[str] = []
    page_description = _("Een casus van een werkplaats: het vraagstuk, de adviezen en wat erna gebeurde.")
    kind_slug = "casus"

    question = models.TextField(
        _("vraagstuk"), max_length=400, help_text=_("De vraag die is ingebracht, in één of twee zinnen.")
    )
    context_text = RichTextField(
        _("context"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Wat moet een lezer weten om de vraag te begrijpen?"),
    )
    obstacles = ObstaclesField(_("belemmeringen"), help_text=_("Wat staat in de weg?"))
    advice = SlimStreamField(
        AdvicesBlock(required=False),
        verbose_name=_("adviezen van de deelnemers"),
        blank=True,
        help_text=_("In volgorde. Elk advies begint met een werkwoord."),
    )
    ask_of_organisation = models.TextField(
        _("de vraag aan de organisatie"),
        max_length=400,
        blank=True,
        help_text=_("Wat vraagt dit van de eigen organisatie?"),
    )
    next_step = RichTextField(
        _("volgende stap"), blank=True, features=RICH_TEXT_FEATURES, help_text=_("Wat ging de inbrenger daarna doen?")
    )
    follow_up = RichTextField(
        _("hoe het verder ging"), blank=True, features=RICH_TEXT_FEATURES, help_text=_("Wat is er later gebeurd?")
    )

    content_panels = [
        *KnowledgePage.content_panels[:3],
        FieldPanel("question"),
        FieldPanel("context_text"),
        FieldPanel("obstacles"),
        FieldPanel("body"),
        FieldPanel("advice"),
        FieldPanel("ask_of_organisation"),
        FieldPanel("next_step"),
        FieldPanel("follow_up"),
    ]
    search_fields = [
        *KnowledgePage.search_fields,
        index.SearchField("question", boost=2),
        index.SearchField("context_text"),
        index.SearchField("advice"),
        index.SearchField("next_step"),
        index.SearchField("follow_up"),
    ]

    class Meta:
        verbose_name = _("casus")
        verbose_name_plural = _("casussen")

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield from (self.question, self.ask_of_organisation)
        yield from (strip_tags(text) for text in (self.context_text, self.next_step, self.follow_up))
        yield from (strip_tags(text) for text in self.advice.stream_block.get_searchable_content(self.advice))

    @property
    def obstacle_labels(self) -> list[str]:
        return obstacle_labels(self.obstacles)

    @property
    def case_bringers(self) -> list[Any]:
        return [link for link in self.person_links.all() if link.role == "case_bringer"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # The report and its cases in one query: the report is the first of its own tree.
        workshop_path = self.path[: -self.steplen]
        last = self._get_children_path_interval(workshop_path)[1]
        report = list(visible(Page.objects.filter(path__range=(workshop_path, last)).order_by("path")))
        context["workshop"] = next((page for page in report if page.path == workshop_path), None)
        context["sibling_cases"] = [page for page in report if page.pk != self.pk and page.path != workshop_path]
        return context
