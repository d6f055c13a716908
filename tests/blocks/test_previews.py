"""What the block picker shows of each block: something an editor recognises, on an empty site too."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from tests.factories import (
    ArticlePageFactory,
    CasePageFactory,
    PortraitPageFactory,
    PracticePageFactory,
    TipListPageFactory,
)
from wijkwijzer.blocks.streams import (
    AdvicesBlock,
    BodyBlock,
    FindingsBlock,
    PullQuotesBlock,
    TimelineBlock,
    TipsBlock,
)

STREAMS = (BodyBlock, AdvicesBlock, FindingsBlock, PullQuotesBlock, TimelineBlock, TipsBlock)
BLOCKS = {name: block for stream in STREAMS for name, block in stream().child_blocks.items()}
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
    "advice": "Betrek de buren voor het plan af is",
    "finding": "Bewoners weten vaak niet wie hun wijkregisseur is",
    "pull_quote": "Hier staan een paar woorden van de persoon zelf.",
    "moment": "voorjaar 2019",
    "tip": "Voor: leidinggevenden",
}
# What a page shows with its neighbours in a list: the page, its stream, and where in the page that list is.
LISTED = {
    "advice": (CasePageFactory, "advice", "ol.numbered"),
    "finding": (ArticlePageFactory, "findings", ".result ol.numbered"),
    "pull_quote": (PortraitPageFactory, "pull_quotes", ".pull-quote"),
    "moment": (PracticePageFactory, "timeline", "ol.timeline"),
    "tip": (TipListPageFactory, "tips", "ol.tips"),
}


def preview(name: str) -> BeautifulSoup:
    block = BLOCKS[name]
    value = block.get_preview_value()
    context = block.get_preview_context(value, {"bound_block": block.bind(value), "page_title": "Voorbeeld"})
    return BeautifulSoup(render_to_string(block.get_preview_template(value, context), context), "html.parser")


def test_every_block_has_words_to_look_for() -> None:
    assert set(SEEN) == set(BLOCKS)


def test_every_stream_of_every_page_type_is_looked_at() -> None:
    streams = {
        type(field.stream_block)
        for model in get_page_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    }
    assert streams == set(STREAMS)


# The picker needs no content: the one query is for the address of the site, which is kept for an hour.
@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_a_preview_shows_a_telling_example(name: str, django_assert_max_num_queries: Callable) -> None:
    assert BLOCKS[name].is_previewable
    with django_assert_max_num_queries(1):
        main = preview(name).main
    text = " ".join(main.get_text(" ").split())
    assert SEEN[name] in text
    assert len(text) > 20
    assert not re.search(r"\bNone\b|Lorem", text)
    assert all(link.get("href") for link in main.select("a"))


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_says_in_a_sentence_what_it_is_for(name: str) -> None:
    assert re.fullmatch(r"[A-Z].{20,}\.", str(BLOCKS[name].get_description()))


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTED)
def test_what_stands_in_a_list_looks_in_its_preview_as_on_its_page(client: Client, name: str) -> None:
    factory, field, place = LISTED[name]
    value = BLOCKS[name].get_prep_value(BLOCKS[name].get_preview_value())
    page = factory(**{field: [{"type": name, "value": value}]})
    on_its_page = BeautifulSoup(client.get(page.url).content, "html.parser").select(f"main {place}")
    assert [_plain(part) for part in on_its_page] == [_plain(part) for part in preview(name).main.select(place)] != []


def _plain(part: Tag) -> str:
    # Only a page has a list of its parts, and gives its headings an id for that.
    for heading in part.find_all(id=True):
        del heading["id"]
    return " ".join(str(part).split())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["image", "slides"])
def test_the_preview_of_a_block_with_pictures_shows_one(name: str) -> None:
    pictures = preview(name).main.select("picture img")
    assert len(pictures) == 1
    assert pictures[0]["alt"].startswith("Tekening:")
    assert re.search(r"/blocks/example[.\w]*\.svg$", pictures[0]["src"])
    assert finders.find("blocks/example.svg")


@pytest.mark.django_db
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
