"""Research, articles, and summaries of what appeared elsewhere."""

from collections.abc import Iterator

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from wijkwijzer.blocks.streams import FindingsBlock, SlimStreamField
from wijkwijzer.pages.models import IndexPage, KnowledgePage


class PublicationIndexPage(IndexPage):
    """The list of research and articles."""

    template = IndexPage.template
    subpage_types = ["publications.ArticlePage"]
    page_description = _("De lijst met onderzoek en artikelen. Er is er één.")

    default_slug = "publicaties"
    default_title = _("Publicaties")
    menu_order = 5

    class Meta:
        verbose_name = _("lijst met publicaties")
        verbose_name_plural = _("lijsten met publicaties")


class ArticlePage(KnowledgePage):
    """A study, an article, or a summary. A study says how it was done (`verantwoording`)."""

    class Form(models.TextChoices):
        RESEARCH = "onderzoek", _("onderzoek")
        ARTICLE = "artikel", _("artikel")
        SUMMARY = "samenvatting", _("samenvatting van iets anders")

    template = "pages/publications/article_page.html"
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Onderzoek, een artikel of een samenvatting van iets dat elders verscheen.")

    form = models.CharField(
        _("vorm"), max_length=12, choices=Form.choices, default=Form.ARTICLE, help_text=_("Wat voor tekst is het?")
    )
    findings = SlimStreamField(
        FindingsBlock(required=False),
        verbose_name=_("uitkomsten"),
        blank=True,
        help_text=_("Bij onderzoek: de uitkomsten, de belangrijkste eerst."),
    )
    methods = models.TextField(
        _("hoe is het onderzocht"), blank=True, help_text=_("Bijvoorbeeld: interviews en observaties.")
    )
    respondents = models.CharField(
        _("hoeveel mensen of plekken"), max_length=160, blank=True, help_text=_("Bijvoorbeeld: vijftien ambtenaren.")
    )
    research_period = models.CharField(
        _("wanneer onderzocht"), max_length=120, blank=True, help_text=_("Leeg als niet bekend.")
    )
    carried_out_by = models.CharField(
        _("uitgevoerd door"), max_length=200, blank=True, help_text=_("Wie deed het onderzoek, en voor wie?")
    )
    limits = models.TextField(_("beperkingen"), blank=True, help_text=_("Wat zegt dit onderzoek niet?"))

    content_panels = [
        *KnowledgePage.content_panels[:1],
        FieldPanel("form"),
        *KnowledgePage.content_panels[1:],
        FieldPanel("findings"),
        MultiFieldPanel(
            [
                FieldPanel("methods"),
                FieldRowPanel([FieldPanel("respondents"), FieldPanel("research_period")]),
                FieldPanel("carried_out_by"),
                FieldPanel("limits"),
            ],
            heading=_("Verantwoording"),
        ),
    ]
    search_fields = [
        *KnowledgePage.search_fields,
        index.SearchField("findings"),
        index.SearchField("methods"),
        index.FilterField("form"),
    ]

    class Meta:
        verbose_name = _("artikel of onderzoek")
        verbose_name_plural = _("artikelen en onderzoeken")

    def get_kind_slug(self) -> str:
        return "onderzoek" if self.form == self.Form.RESEARCH else "artikel"

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield from (strip_tags(text) for text in self.findings.stream_block.get_searchable_content(self.findings))
        yield from (self.methods, self.limits)

    @property
    def has_method(self) -> bool:
        return any((self.methods, self.respondents, self.research_period, self.carried_out_by, self.limits))
