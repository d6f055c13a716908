"""The streams that page types use, composed from the families of blocks."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from .facts import FactsBlock, PerMunicipalityBlock, TableBlock
from .media import ImageBlock, SlidesBlock
from .steps import CallToActionBlock, ContactBlock, RelatedPagesBlock, StepsBlock
from .text import (
    INLINE_FEATURES,
    RICH_TEXT_FEATURES,
    AccordionBlock,
    FootnotesBlock,
    HeadingBlock,
    QuoteBlock,
    TextBlock,
)


class SlimStreamField(StreamField):
    """A StreamField whose migrations do not hold the block tree (ADR 0002, with the rule for removing a block).

    A block definition is code, not schema: the column is JSON whatever the blocks are. Writing the tree into every
    migration makes thousands of lines that nobody reads.
    """

    def __init__(self, block_types=None, use_json_field=None, block_lookup=None, **kwargs):
        super().__init__(block_types if block_types is not None else [], block_lookup=block_lookup, **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class BodyBlock(blocks.StreamBlock):
    """The body of every publication."""

    heading = HeadingBlock(group=_("Tekst"))
    text = TextBlock(group=_("Tekst"))
    quote = QuoteBlock(group=_("Tekst"))
    accordion = AccordionBlock(group=_("Tekst"))
    footnotes = FootnotesBlock(group=_("Tekst"))
    image = ImageBlock(group=_("Beeld"))
    slides = SlidesBlock(group=_("Beeld"))
    steps = StepsBlock(group=_("Opsomming"))
    facts = FactsBlock(group=_("Opsomming"))
    table = TableBlock(group=_("Opsomming"))
    per_municipality = PerMunicipalityBlock(group=_("Opsomming"))
    related = RelatedPagesBlock(group=_("Verder"))
    contact = ContactBlock(group=_("Verder"))
    call_to_action = CallToActionBlock(group=_("Verder"))


class ListedBlock(blocks.StructBlock):
    """A block that its page shows in a list with its neighbours; only the block picker renders it by itself."""

    def get_context(self, value, parent_context=None):
        """What a preview's template gets: the list that a page would have, with this one in it."""
        return {**super().get_context(value, parent_context), "items": [self.bind(value)]}


class MomentBlock(ListedBlock):
    """One dated moment on a timeline. The date is text: sources often know no more than a year."""

    when = blocks.CharBlock(
        label=_("Wanneer"), max_length=60, help_text=_("Bijvoorbeeld: 2017, of: begin niet bekend.")
    )
    text = blocks.TextBlock(label=_("Wat gebeurde er?"), max_length=300, help_text=_("Eén zin."))

    class Meta:
        description = _("Een punt op de tijdlijn: wanneer het was, en wat er gebeurde.")
        template = "blocks/previews/moment.html"
        preview_value = {"when": "voorjaar 2019", "text": "Bewoners leggen hun plan voor aan de gemeente."}


class TimelineBlock(blocks.StreamBlock):
    """The timeline of a practice, oldest moment first."""

    moment = MomentBlock(label=_("Moment"), icon="calendar-alt")


class PullQuoteBlock(ListedBlock):
    """A line from a portrait, shown large."""

    quote = blocks.TextBlock(label=_("Citaat"), max_length=300, help_text=_("Kort. Woorden die de persoon zelf zei."))
    speaker = blocks.CharBlock(label=_("Wie zegt dit?"), max_length=120, help_text=_("Naam van de spreker."))

    class Meta:
        description = _("Een korte uitspraak die groot boven het portret staat, met de naam erbij.")
        template = "blocks/previews/pull_quote.html"
        preview_value = {"quote": "Hier staan een paar woorden van de persoon zelf.", "speaker": "Vera Voorbeeld"}


class PullQuotesBlock(blocks.StreamBlock):
    """The pull quotes of a portrait."""

    pull_quote = PullQuoteBlock(label=_("Uitgelicht citaat"), icon="openquote")


class AdviceBlock(ListedBlock):
    """One piece of advice that participants gave on a case."""

    title = blocks.CharBlock(label=_("Advies"), max_length=160, help_text=_("Begin met een werkwoord: “Betrek …”."))
    text = blocks.RichTextBlock(label=_("Uitleg"), features=RICH_TEXT_FEATURES, help_text=_("Waarom, en hoe."))

    class Meta:
        description = _("Wat de deelnemers aanraden, en waarom. De adviezen krijgen een nummer.")
        template = "blocks/previews/advice.html"
        preview_value = {
            "title": "Betrek de buren voor het plan af is",
            "text": "<p>Dan kun je nog iets met hun ideeën doen.</p>",
        }


class AdvicesBlock(blocks.StreamBlock):
    """The numbered advice on a case."""

    advice = AdviceBlock(label=_("Advies"), icon="pick")


class TipBlock(ListedBlock):
    """One tip: what to do, why, and who can do it."""

    title = blocks.CharBlock(label=_("Tip"), max_length=160, help_text=_("Begin met een werkwoord: “Geef …”."))
    explanation = blocks.RichTextBlock(label=_("Uitleg"), features=RICH_TEXT_FEATURES, help_text=_("Waarom, en hoe."))
    addressee = blocks.CharBlock(
        label=_("Voor wie"), max_length=120, required=False, help_text=_("Bijvoorbeeld: directie en HR.")
    )

    class Meta:
        description = _("Wat iemand kan doen, waarom, en voor wie de tip is. De tips krijgen een groot nummer.")
        template = "blocks/previews/tip.html"
        preview_value = {
            "title": "Geef een wijkregisseur vaste uren in de wijk",
            "explanation": "<p>Bewoners weten dan wanneer er iemand is.</p>",
            "addressee": "leidinggevenden",
        }


class TipsBlock(blocks.StreamBlock):
    """The ordered tips of a tip list."""

    tip = TipBlock(label=_("Tip"), icon="pick")


class FindingBlock(ListedBlock):
    """One finding of a study."""

    title = blocks.CharBlock(label=_("Uitkomst"), max_length=200, help_text=_("De uitkomst in één zin."))
    text = blocks.RichTextBlock(
        label=_("Toelichting"), features=INLINE_FEATURES, required=False, help_text=_("Mag leeg blijven.")
    )

    class Meta:
        description = _("Eén uitkomst van het onderzoek, met een korte toelichting. De uitkomsten krijgen een nummer.")
        template = "blocks/previews/finding.html"
        preview_value = {
            "title": "Bewoners weten vaak niet wie hun wijkregisseur is",
            "text": "<p>Wie de naam wel kende, had die van een buur.</p>",
        }


class FindingsBlock(blocks.StreamBlock):
    """The findings of a study, the most important first."""

    finding = FindingBlock(label=_("Uitkomst"), icon="search")
