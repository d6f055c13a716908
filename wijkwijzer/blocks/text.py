"""Blocks of running text."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "hr"]
INLINE_FEATURES = ["bold", "italic", "link"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text. Two levels: the page title is the only h1."""

    level = blocks.ChoiceBlock(
        label=_("Niveau"),
        choices=[("h2", _("Tussenkop")), ("h3", _("Kleine tussenkop"))],
        default="h2",
        help_text=_("Een kleine tussenkop staat altijd onder een tussenkop."),
    )
    text = blocks.CharBlock(
        label=_("Kop"), max_length=120, help_text=_("Kort. Zegt waar het stuk hieronder over gaat.")
    )

    class Meta:
        icon = "title"
        label = _("Tussenkop")
        description = _("Verdeelt de tekst. Vanaf drie tussenkoppen krijgt de pagina een inhoudsopgave.")
        template = "blocks/heading.html"
        preview_value = {"level": "h2", "text": "Eerst de wijk in, dan pas een plan"}


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Tekst")
        description = _("Gewone tekst, met lijstjes en links. Verwijs met [1] naar een voetnoot.")
        template = "blocks/text.html"
        preview_value = (
            "<p>Bewoners legden hun plan voor aan het college. <b>Daarna</b> ging het snel:</p>"
            "<ul><li>eerst een gesprek</li><li>dan een proef van drie maanden</li></ul>"
        )

    def __init__(self, **kwargs):
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words, with who said them."""

    quote = blocks.TextBlock(
        label=_("Citaat"), max_length=500, help_text=_("Zonder aanhalingstekens; die zet de site erbij.")
    )
    speaker = blocks.CharBlock(label=_("Wie zegt dit?"), max_length=120, help_text=_("Naam van de spreker."))
    function = blocks.CharBlock(
        label=_("Functie"), max_length=160, required=False, help_text=_("Functie op dat moment. Mag leeg blijven.")
    )

    class Meta:
        icon = "openquote"
        label = _("Citaat")
        description = _("Woorden van iemand zelf, met de naam erbij.")
        template = "blocks/quote.html"
        preview_value = {
            "quote": "Hier staan de woorden van iemand zelf, zonder aanhalingstekens ingevuld.",
            "speaker": "Vera Voorbeeld",
            "function": "wijkregisseur in Voorbeeldstad",
        }


class AccordionItemBlock(blocks.StructBlock):
    """One fold of an accordion."""

    title = blocks.CharBlock(label=_("Kop"), max_length=120, help_text=_("Wat staat hieronder?"))
    text = blocks.RichTextBlock(label=_("Tekst"), features=RICH_TEXT_FEATURES, help_text=_("Wat opent bij een klik."))


class AccordionBlock(blocks.StructBlock):
    """Text that folds open; for what only some readers need."""

    items = blocks.ListBlock(AccordionItemBlock(label=_("Onderdeel")), label=_("Onderdelen"), min_num=1)

    class Meta:
        icon = "collapse-down"
        label = _("Uitklapper")
        description = _("Tekst die openklapt, voor wat niet iedereen hoeft te lezen.")
        template = "blocks/accordion.html"
        preview_value = {
            "items": [
                {"title": "Hoe is dit onderzocht?", "text": "<p>Met gesprekken in drie wijken.</p>"},
                {"title": "Wie deden mee?", "text": "<p>Bewoners, vrijwilligers en het wijkteam.</p>"},
            ]
        }


class FootnoteBlock(blocks.StructBlock):
    """One note: an explanation, or a reference to literature."""

    kind = blocks.ChoiceBlock(
        label=_("Soort"),
        choices=[("explanation", _("Toelichting")), ("literature", _("Literatuur"))],
        default="explanation",
        help_text=_("Een toelichting legt iets uit. Literatuur noemt een boek of rapport."),
    )
    text = blocks.RichTextBlock(label=_("Tekst"), features=INLINE_FEATURES, help_text=_("De voetnoot zelf."))


class FootnotesBlock(blocks.StructBlock):
    """The notes that `[1]`, `[2]` … in the text refer to, in that order."""

    notes = blocks.ListBlock(
        FootnoteBlock(label=_("Voetnoot")),
        label=_("Voetnoten"),
        min_num=1,
        help_text=_(
            "De eerste voetnoot is [1], de tweede [2]. Zet dat in de blokken hierboven, waar de voetnoot bij hoort."
        ),
    )

    class Meta:
        icon = "list-ol"
        label = _("Voetnoten")
        description = _("Toelichtingen en literatuur, met links heen en terug.")
        template = "blocks/footnotes.html"
        preview_value = {
            "notes": [
                {"kind": "explanation", "text": "<p>In deze gemeente heet een wijk een gebied.</p>"},
                {"kind": "literature", "text": "<p>V. Voorbeeld, <i>Werken in de wijk</i>, 2023.</p>"},
            ]
        }


def heading_anchor(block: Any) -> str:
    """The anchor of a heading block: its text for people, a piece of its id so that two equal headings differ."""
    return f"{slugify(block.value['text'])[:50] or 'kop'}-{str(block.id or '')[:4]}".strip("-")
