"""Blocks that ask the reader to do something."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from . import previews
from .choosers import OrganisationBlock, PersonBlock, VisiblePageBlock
from .text import RICH_TEXT_FEATURES


class StepBlock(blocks.StructBlock):
    """One numbered step."""

    title = blocks.CharBlock(label=_("Stap"), max_length=120, help_text=_("Begin met een werkwoord: “Vraag …”."))
    text = blocks.RichTextBlock(
        label=_("Uitleg"), features=RICH_TEXT_FEATURES, required=False, help_text=_("Hoe doe je dat?")
    )


class StepsBlock(blocks.StructBlock):
    """Numbered steps in the order they are taken."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, required=False, help_text=_("Mag leeg blijven."))
    steps = blocks.ListBlock(StepBlock(label=_("Stap")), label=_("Stappen"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Stappen")
        description = _("Genummerde stappen, in volgorde.")
        template = "blocks/steps.html"
        preview_value = {
            "title": "Zo pak je het aan",
            "steps": [
                {"title": "Vraag wat bewoners willen", "text": "<p>Ga langs de deuren, in één straat.</p>"},
                {"title": "Begin klein", "text": "<p>Kies één plan dat binnen een maand lukt.</p>"},
                {"title": "Vertel wat het opleverde", "text": ""},
            ],
        }


class CallToActionBlock(blocks.StructBlock):
    """One thing to do next: a page of the site, or an address elsewhere."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, help_text=_("Wat kan de lezer nu doen?"))
    text = blocks.TextBlock(label=_("Tekst"), max_length=300, required=False, help_text=_("Waarom? Eén zin."))
    link_text = blocks.CharBlock(
        label=_("Tekst op de knop"), max_length=60, help_text=_("Zegt wat er gebeurt bij een klik.")
    )
    page = VisiblePageBlock(label=_("Pagina"), required=False, help_text=_("Kies een pagina, of vul een webadres in."))
    url = blocks.URLBlock(
        label=_("Webadres"), required=False, help_text=_("Alleen als het geen pagina van deze site is.")
    )

    class Meta:
        icon = "link"
        label = _("Oproep")
        description = _("Een knop met een korte uitnodiging.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "title": "Zelf beginnen?",
            "text": "Lees hoe anderen het deden, en wat ze de volgende keer anders doen.",
            "link_text": "Bekijk de praktijkvoorbeelden",
            "page": None,
            "url": "https://example.org/",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise StructBlockValidationError(non_block_errors=[_("Kies een pagina óf vul een webadres in.")])
        return cleaned


class ContactBlock(blocks.StructBlock):
    """Whom to ask. The address comes from the person or organisation, and disappears when it expires."""

    person = PersonBlock(label=_("Persoon"), required=False, help_text=_("Kies een persoon of een organisatie."))
    organisation = OrganisationBlock(
        label=_("Organisatie"), required=False, help_text=_("Kies een persoon of een organisatie.")
    )
    text = blocks.CharBlock(
        label=_("Waarvoor?"), max_length=200, required=False, help_text=_("Waar kan de lezer mee terecht?")
    )

    class Meta:
        icon = "user"
        label = _("Contact")
        description = _("Bij wie kan de lezer terecht? Het adres komt uit de kennisbank.")
        template = "blocks/contact.html"

    def get_preview_value(self):
        text = _("Vragen over deze aanpak? Mail het wijkteam.")
        return self.normalize({"person": None, "organisation": previews.organisation(), "text": text})

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["person"]) == bool(cleaned["organisation"]):
            raise StructBlockValidationError(non_block_errors=[_("Kies een persoon óf een organisatie.")])
        return cleaned


class RelatedPagesBlock(blocks.StructBlock):
    """Pages chosen by hand. A page that is not public (any more) is left out."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, default="Lees ook", help_text=_("Boven het lijstje."))
    pages = blocks.ListBlock(VisiblePageBlock(label=_("Pagina")), label=_("Pagina’s"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Lees ook")
        description = _("Pagina’s die je zelf kiest.")
        template = "blocks/related_pages.html"

    def get_preview_value(self):
        titles = (_("Een huis van de wijk in een lege school"), _("Vijf tips voor een eerste gesprek aan de deur"))
        return self.normalize({"title": _("Lees ook"), "pages": [previews.page(title) for title in titles]})
