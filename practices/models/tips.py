"""Lists of tips."""

from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from wijkwijzer.blocks.streams import SlimStreamField, TipsBlock
from wijkwijzer.pages.models import IndexPage, KnowledgePage


class TipIndexPage(IndexPage):
    """The list of tip lists."""

    template = IndexPage.template
    subpage_types = ["practices.TipListPage"]
    page_description = _("De lijst met tips. Er is er één.")

    default_slug = "tips"
    default_title = _("Tips")
    menu_order = 4

    class Meta:
        verbose_name = _("lijst met tips")
        verbose_name_plural = _("lijsten met tips")


class TipListPage(KnowledgePage):
    """Ordered tips, each with its explanation and for whom it is. Evidence is not here."""

    template = "pages/practices/tip_list_page.html"
    parent_page_types = ["practices.TipIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Een genummerde lijst met tips. Begin elke tip met een werkwoord.")
    kind_slug = "tips"

    tips = SlimStreamField(
        TipsBlock(), verbose_name=_("tips"), help_text=_("In volgorde. Elke tip begint met een werkwoord.")
    )

    content_panels = [*KnowledgePage.content_panels, FieldPanel("tips")]
    search_fields = [*KnowledgePage.search_fields, index.SearchField("tips")]

    class Meta:
        verbose_name = _("tips")
        verbose_name_plural = _("tips")

    def get_texts(self) -> Iterator[str]:
        yield from super().get_texts()
        yield from (strip_tags(text) for text in self.tips.stream_block.get_searchable_content(self.tips))
