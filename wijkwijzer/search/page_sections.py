"""Which sections each kind of page has, in the order and with the anchors of its template.

A new kind of page without a function here is found by its body and its sources.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from portraits.models import MagazinePage, PortraitPage, PortraitSeriesPage
from practices.models import CasePage, PracticePage, TipListPage, WorkshopPage
from wijkwijzer.blocks.streams import BodyBlock
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.publications.models import ArticlePage

from .sections import SOURCES_ANCHOR, Outline, Section, block_texts, municipalities_in, raw_blocks


def sections_of(page: KnowledgePage, places: Mapping[int, str]) -> list[Section]:
    """The sections of a page of its own type (`specific`). `places` are names of municipalities by key."""
    outline = Outline(places)
    BY_TYPE.get(type(page), _any_page)(page, outline)
    if page.sources:
        outline.head(_("Bron"), SOURCES_ANCHOR)
        outline.add_html(page.sources)
    return outline.sections()


def places_in(page: KnowledgePage) -> set[int]:
    """The keys of the municipalities that `sections_of` will ask the names of."""
    bodies = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    streams = [getattr(page, field.name) for field in bodies if isinstance(field.stream_block, BodyBlock)]
    return set().union(*map(municipalities_in, streams))


def _items(stream: Any) -> Iterator[str]:
    """The words of a stream of tips, pieces of advice and the like."""
    for block in raw_blocks(stream):
        yield from block_texts(block["type"], block["value"], {})


def _any_page(page: Any, outline: Outline) -> None:
    outline.add_stream(page.body)


def _portrait(page: PortraitPage, outline: Outline) -> None:
    outline.add(*_items(page.pull_quotes))
    if page.qualities:
        outline.head(_("Kwaliteiten"), f"kwaliteiten-{page.pk}")
        outline.add(", ".join(page.quality_list))
        outline.start()
    outline.add_stream(page.body)


def _series(page: PortraitSeriesPage, outline: Outline) -> None:
    outline.head(_("Over deze reeks"))
    outline.add_html(page.about)
    outline.start()
    outline.add_stream(page.body)


def _magazine(page: MagazinePage, outline: Outline) -> None:
    """Its chapters are found by themselves."""
    outline.add_stream(page.body)
    if page.synthesis:
        outline.head(_("Wat de verhalen samen zeggen"), "samen")
        outline.add_stream(page.synthesis, level=3)
    if page.tips:
        outline.head(_("Tips"), "tips")
        outline.add(*_items(page.tips))
    if page.colophon:
        outline.head(_("Colofon"), "colofon")
        outline.add_html(page.colophon)


def _practice(page: PracticePage, outline: Outline) -> None:
    outline.head(_("In één oogopslag"), "in-een-oogopslag")
    outline.add(page.problem, page.approach, page.who_needed, page.costs, page.period)
    outline.start()
    outline.add_stream(page.body)
    outline.head(_("Resultaat"), "resultaat")
    outline.add_html(page.result)
    outline.head(_("Wat niet werkte"), "wat-niet-werkte")
    outline.add_html(page.did_not_work)
    if page.obstacle_labels:
        outline.head(_("Wat in de weg stond"))
        outline.add(", ".join(page.obstacle_labels))
    if page.timeline:
        outline.head(_("Tijdlijn"), "tijdlijn")
        outline.add(*_items(page.timeline))


def _workshop(page: WorkshopPage, outline: Outline) -> None:
    """Its cases are found by themselves."""
    outline.add_stream(page.body)
    if page.synthesis:
        outline.head(_("Wat de casussen samen zeggen"), "samen")
        outline.add_stream(page.synthesis, level=3)


def _case(page: CasePage, outline: Outline) -> None:
    outline.head(_("Vraagstuk"))
    outline.add(page.question)
    if page.context_text:
        outline.head(_("Context"))
        outline.add_html(page.context_text)
    if page.obstacle_labels:
        outline.head(_("Wat in de weg staat"))
        outline.add(", ".join(page.obstacle_labels))
    if page.advice:
        outline.head(_("Adviezen van de deelnemers"))
        outline.add(*_items(page.advice))
    if page.ask_of_organisation:
        outline.head(_("De vraag aan de organisatie"))
        outline.add(page.ask_of_organisation)
    outline.head(_("Volgende stap"))
    outline.add_html(page.next_step)
    outline.head(_("Hoe het verderging"))
    outline.add_html(page.follow_up)
    outline.start()
    outline.add_stream(page.body)


def _tips(page: TipListPage, outline: Outline) -> None:
    for block in raw_blocks(page.tips):
        outline.head(block["value"].get("title", ""), is_written=True)
        outline.add(*list(block_texts("tip", block["value"], {}))[1:])
    outline.start()
    outline.add_stream(page.body)


def _article(page: ArticlePage, outline: Outline) -> None:
    if page.findings:
        outline.head(_("Uitkomsten"), "uitkomsten")
        outline.add(*_items(page.findings))
        outline.start()
    outline.add_stream(page.body)
    if page.has_method or page.form == ArticlePage.Form.RESEARCH:
        outline.head(_("Verantwoording"), "verantwoording")
        outline.add(page.methods, page.respondents, page.research_period, page.carried_out_by, page.limits)


BY_TYPE: dict[type[KnowledgePage], Callable[[Any, Outline], None]] = {
    ArticlePage: _article,
    CasePage: _case,
    MagazinePage: _magazine,
    PortraitPage: _portrait,
    PortraitSeriesPage: _series,
    PracticePage: _practice,
    TipListPage: _tips,
    WorkshopPage: _workshop,
}
