"""Examples of the blocks that editors choose from. The usual one is what the block picker shows."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwijzer.blocks.previews import NO_ROW, image, municipality, organisation, page, person
from wijkwijzer.blocks.streams import BodyBlock
from wijkwijzer.blocks.templatetags.text_tags import footnotes_of

from . import samples
from .example import EMPTY, LONG, LONG_TITLE, LONG_WORD, NO_IMAGE, ONE, USUAL, VERY_LONG_WORD, Example, Examples

BODY = BodyBlock()
LEVEL = 4


def preview(name: str) -> Example:
    return Example(USUAL, {"value": BODY.child_blocks[name].get_preview_value(), "level": LEVEL}, "text")


def shown(title: Any, name: str, value: Any, **context: Any) -> Example:
    return Example(title, {"value": BODY.child_blocks[name].normalize(value), "level": LEVEL, **context}, "text")


def accordion() -> Iterator[Example]:
    yield preview("accordion")
    yield shown(LONG, "accordion", {"items": [{"title": LONG_TITLE, "text": f"<p>{LONG_WORD}</p>"}]})


def call_to_action() -> Iterator[Example]:
    yield preview("call_to_action")
    value = {"title": "Doe mee", "text": "", "link_text": "Lees hoe", "page": page(samples.TITLE), "url": ""}
    yield shown(_("Naar een pagina van de site"), "call_to_action", value)
    yield shown(LONG, "call_to_action", {**value, "title": LONG_TITLE, "text": f"{LONG_WORD}."})
    hidden = page(samples.TITLE, is_visible=False)
    yield shown(_("De pagina is niet (meer) openbaar"), "call_to_action", {**value, "page": hidden})
    yield shown(_("De pagina is weggegooid"), "call_to_action", {**value, "page": None})


def contact() -> Iterator[Example]:
    yield preview("contact")
    value = {"person": None, "organisation": None, "text": "Wil je weten hoe het ging?"}
    yield shown(
        _("Iemand met een eigen pagina"),
        "contact",
        {**value, "person": person(public_profile=True, function="wijkregisseur")},
    )
    yield shown(_("Iemand zonder eigen pagina"), "contact", {**value, "person": person()})
    expired = {"contact_email": "verlopen@example.org", "contact_until": samples.DAY}
    yield shown(_("Het adres is verlopen"), "contact", {**value, "organisation": organisation(**expired)})
    yield shown(_("De persoon of organisatie is weggegooid"), "contact", value)


def facts() -> Iterator[Example]:
    yield preview("facts")
    yield shown(_("Eén, zonder titel"), "facts", {"title": "", "facts": [{"label": "Begin", "value": "niet bekend"}]})
    yield shown(VERY_LONG_WORD, "facts", {"title": LONG_TITLE, "facts": [{"label": LONG_WORD, "value": LONG_WORD}]})


def footnotes() -> Iterator[Example]:
    yield preview("footnotes")
    value = {"notes": [{"kind": "literature", "text": f"<p>V. Voorbeeld, <i>{LONG_TITLE}</i>, 2023.</p>"}]}
    blocks = [{"type": "text", "value": "<p>Eén[1] en twee[1].</p>"}, {"type": "footnotes", "value": value}]
    notes = footnotes_of(BODY.to_python(blocks), "voorbeeld")
    if notes:  # as where the text stands above it
        notes.link("<p>Eén[1] en twee[1].</p>")
    yield shown(_("Tweemaal genoemd in de tekst"), "footnotes", value, footnotes=notes)


def heading() -> Iterator[Example]:
    yield preview("heading")
    yield shown(LONG, "heading", {"level": "h2", "text": LONG_TITLE}, anchor="een-lange-kop")
    yield shown(VERY_LONG_WORD, "heading", {"level": "h3", "text": LONG_WORD})


def image_block() -> Iterator[Example]:
    yield preview("image")
    yield shown(_("Zonder onderschrift, maker niet bekend"), "image", {"image": image(credit=""), "caption": ""})
    yield shown(_("De afbeelding is weggegooid"), "image", {"image": None, "caption": "Het onderschrift"})


def per_municipality() -> Iterator[Example]:
    yield preview("per_municipality")
    items = [{"municipality": municipality(name), "text": "<p>Hier is het zo.</p>"} for name in samples.PLACES]
    yield shown(_("Veel gemeenten, zonder titel"), "per_municipality", {"title": "", "items": items})
    gone = [{"municipality": None, "text": "<p>De gemeente is weg, de tekst blijft.</p>"}]
    yield shown(_("De gemeente is weggegooid"), "per_municipality", {"title": "Hoe het elders gaat", "items": gone})


def quote() -> Iterator[Example]:
    yield preview("quote")
    yield shown(
        _("Zonder functie, heel lang woord"),
        "quote",
        {"quote": f"{LONG_TITLE}: {LONG_WORD}.", "speaker": "Freek Fictief", "function": ""},
    )


def related_pages() -> Iterator[Example]:
    yield preview("related")
    hidden, gone = page("Een pagina die niet openbaar is", is_visible=False), None
    title = "Lees ook"
    yield shown(
        _("Eén van drie is nog openbaar"), "related", {"title": title, "pages": [hidden, gone, page(LONG_TITLE)]}
    )
    yield shown(
        _("Alle pagina’s zijn weggegooid of niet openbaar"), "related", {"title": title, "pages": [hidden, gone]}
    )


def slides() -> Iterator[Example]:
    yield preview("slides")
    slide = {"image": None, "title": LONG_TITLE, "text": ""}
    yield shown(NO_IMAGE, "slides", {"title": "Eén dia", "slides": [slide], "linear_text": f"<p>{LONG_WORD}</p>"})


def steps() -> Iterator[Example]:
    yield preview("steps")
    yield shown(ONE, "steps", {"title": "", "steps": [{"title": LONG_TITLE, "text": f"<p>{LONG_WORD}</p>"}]})


def table() -> Iterator[Example]:
    yield preview("table")
    columns = [{"type": "text", "heading": name} for name in samples.PLACES]
    rows = [{"values": ["", "niet bekend", LONG_WORD, "2017", "3", "40.000 euro"]}]
    yield shown(
        _("Breed, met een leeg vakje en zonder bijschrift"), "table", {"columns": columns, "rows": rows, "caption": ""}
    )


def text() -> Iterator[Example]:
    yield preview("text")
    link = f'<p>Lees <a linktype="page" id="{NO_ROW}">hoe zij het deden</a> in de wijk.</p>'
    yield shown(_("Een link naar een weggegooide pagina"), "text", link)
    yield shown(VERY_LONG_WORD, "text", f"<p>{LONG_WORD}</p>")


def title() -> Iterator[Example]:
    yield Example(USUAL, {"title": "Zo pak je het aan", "level": LEVEL}, "text")
    yield Example(LONG, {"title": LONG_TITLE, "level": LEVEL}, "text")
    yield Example(EMPTY, {"title": "", "level": LEVEL}, "text")


_MADE: tuple[Callable[[], Iterator[Example]], ...] = (
    accordion, call_to_action, contact, facts, footnotes, heading, per_municipality, quote, related_pages, slides,
    steps, table, text, title,
)  # fmt: skip
EXAMPLES: Examples = {f"blocks/{name.__name__}.html": name for name in _MADE} | {"blocks/image.html": image_block}
