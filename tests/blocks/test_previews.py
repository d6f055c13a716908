"""What the block picker shows of each block: something an editor recognises, on an empty site too."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from wijkwijzer.blocks.streams import BodyBlock

BLOCKS = BodyBlock().child_blocks
# Words of the preview of each block: a block that is new gets its own line here.
SEEN = {
    "heading": "Eerst de wijk in",
    "text": "Bewoners legden hun plan voor",
    "quote": "Vera Voorbeeld, wijkregisseur",
    "accordion": "Hoe is dit onderzocht?",
    "footnotes": "In deze gemeente heet een wijk een gebied.",
    "image": "Buren maken een praatje",
    "slides": "Wat doet een wijkverbinder?",
    "steps": "Vraag wat bewoners willen",
    "facts": "Begin van de aanpak",
    "table": "Voorbeelddorp",
    "per_municipality": "Bewoners kiezen zelf een dorpsverbinder.",
    "related": "Een huis van de wijk in een lege school",
    "contact": "voorbeeld@example.org",
    "call_to_action": "Bekijk de praktijkvoorbeelden",
}


def preview(name: str) -> BeautifulSoup:
    block = BLOCKS[name]
    value = block.get_preview_value()
    context = block.get_preview_context(value, {"bound_block": block.bind(value), "page_title": "Voorbeeld"})
    return BeautifulSoup(render_to_string(block.get_preview_template(value, context), context), "html.parser")


def test_every_block_has_words_to_look_for() -> None:
    assert set(SEEN) == set(BLOCKS)


# Without the mark `django_db`: a query fails these tests, so the picker needs no content.
@pytest.mark.parametrize("name", BLOCKS)
def test_a_preview_shows_a_telling_example(name: str) -> None:
    assert BLOCKS[name].is_previewable
    main = preview(name).main
    text = " ".join(main.get_text(" ").split())
    assert SEEN[name] in text
    assert len(text) > 20
    assert not re.search(r"\bNone\b|Lorem", text)
    assert all(link.get("href") for link in main.select("a"))


@pytest.mark.parametrize("name", ["image", "slides"])
def test_the_preview_of_a_block_with_pictures_shows_one(name: str) -> None:
    pictures = preview(name).main.select("picture img")
    assert len(pictures) == 1
    assert pictures[0]["alt"].startswith("Tekening:")
    assert re.search(r"/blocks/example[.\w]*\.svg$", pictures[0]["src"])
    assert finders.find("blocks/example.svg")


def test_a_list_of_several_shows_more_than_one() -> None:
    for name, items in {
        "accordion": "details",
        "steps": "ol > li",
        "facts": "dt",
        "table": "tbody tr",
        "per_municipality": "dt a",
        "related": "li a",
        "slides": ".slides > li",
        "footnotes": "li",
    }.items():
        assert len(preview(name).main.select(items)) > 1, name
