"""Blocks that state facts: labels with values, tables, and one text for each municipality."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from . import previews
from .choosers import MunicipalityBlock
from .text import RICH_TEXT_FEATURES


class FactBlock(blocks.StructBlock):
    """One label with its value."""

    label = blocks.CharBlock(label=_("Wat"), max_length=80, help_text=_("Bijvoorbeeld: Begin."))
    value = blocks.CharBlock(label=_("Waarde"), max_length=255, help_text=_("Bijvoorbeeld: 2017. Of: niet bekend."))


class FactsBlock(blocks.StructBlock):
    """A short list of facts."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, required=False, help_text=_("Mag leeg blijven."))
    facts = blocks.ListBlock(FactBlock(label=_("Feit")), label=_("Feiten"), min_num=1)

    class Meta:
        icon = "tasks"
        label = _("Feiten")
        description = _("Een lijstje: wat het is, en de waarde.")
        template = "blocks/facts.html"
        preview_value = {
            "title": "De wijk in het kort",
            "facts": [
                {"label": "Inwoners", "value": "ongeveer 6.000"},
                {"label": "Begin van de aanpak", "value": "2017"},
                {"label": "Kosten per jaar", "value": "niet bekend"},
            ],
        }


class TableBlock(TypedTableBlock):
    """A table with real headers."""

    class Meta:
        icon = "table"
        label = _("Tabel")
        description = _("Een tabel met kopjes. Geef elke tabel een bijschrift.")
        template = "blocks/table.html"
        preview_value = {
            "columns": [{"type": "text", "heading": "Gemeente"}, {"type": "text", "heading": "Functie"}],
            "rows": [{"values": ["Voorbeeldstad", "wijkregisseur"]}, {"values": ["Voorbeelddorp", "dorpsverbinder"]}],
            "caption": "Hoe het werk per gemeente heet",
        }

    def __init__(self, **kwargs):
        super().__init__([("text", blocks.CharBlock(label=_("Tekst"), required=False))], **kwargs)


class MunicipalityTextBlock(blocks.StructBlock):
    """What holds for one municipality."""

    municipality = MunicipalityBlock(label=_("Gemeente"), help_text=_("Over welke gemeente gaat dit?"))
    text = blocks.RichTextBlock(label=_("Tekst"), features=RICH_TEXT_FEATURES, help_text=_("Wat geldt hier?"))


class PerMunicipalityBlock(blocks.StructBlock):
    """The same question answered for several municipalities."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, required=False, help_text=_("Mag leeg blijven."))
    items = blocks.ListBlock(MunicipalityTextBlock(label=_("Gemeente")), label=_("Gemeenten"), min_num=1)

    class Meta:
        icon = "site"
        label = _("Per gemeente")
        description = _("Hetzelfde onderwerp, per gemeente verteld.")
        template = "blocks/per_municipality.html"

    def get_preview_value(self):
        texts = {
            "Voorbeeldstad": _("<p>Elke wijk heeft een vaste wijkregisseur.</p>"),
            "Voorbeelddorp": _("<p>Bewoners kiezen zelf een dorpsverbinder.</p>"),
        }
        items = [{"municipality": previews.municipality(name), "text": text} for name, text in texts.items()]
        return self.normalize({"title": _("Hoe het elders gaat"), "items": items})
