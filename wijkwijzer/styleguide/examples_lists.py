"""Examples of what lists and searches are made of: cards, filters, chips, paging."""

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from wijkwijzer.blocks.previews import municipality
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.kinds import KINDS
from wijkwijzer.pages.models.index import FilterGroup, FilterOption

from . import samples
from .example import (
    EMPTY,
    LONG,
    LONG_TITLE,
    LONG_WORD,
    NO_IMAGE,
    ONE,
    UNKNOWN,
    USUAL,
    VERY_LONG_WORD,
    Example,
    Examples,
)

PER_PAGE = 12


def card() -> Iterator[Example]:
    places = [samples.place(name) for name in samples.PLACES]
    outdated = {"outdated_since": samples.DAY}
    publications = {
        USUAL: samples.practice(),
        NO_IMAGE: samples.portrait(lead_image=None),
        LONG: samples.practice(title=LONG_TITLE, lead_image=None),
        VERY_LONG_WORD: samples.article(title=LONG_WORD, lead_image=None),
        _("Zonder datum en zonder gemeente"): samples.tip_list(published_on=None),
        _("Veel gemeenten"): samples.case(municipality_links=places),
        _("Mogelijk verouderd"): samples.practice(lead_image=None, freshness=outdated),
        UNKNOWN: samples.unknown_practice(),
    }
    for title, publication in publications.items():
        yield Example(title, {"publication": publication, "level": 4}, frame="cards")
    yield Example(_("Onder een kop van niveau 1"), {"publication": samples.article(), "level": 2}, frame="cards")


def cards() -> Iterator[Example]:
    publications = [samples.practice(), samples.portrait(lead_image=None), samples.case()]
    yield Example(USUAL, {"publications": publications})
    yield Example(ONE, {"publications": publications[:1]})
    yield Example(_("Genummerd"), {"publications": publications[:2], "numbered": True})


def filter_options() -> Iterator[Example]:
    yield Example(USUAL, {"options": options(3)})
    yield Example(_("Eén staat aan"), {"options": options(3, selected=1)})
    yield Example(VERY_LONG_WORD, {"options": [FilterOption(LONG_WORD, "?thema=voorbeeld", 1, False)]})


def filters() -> Iterator[Example]:
    yield Example(USUAL, {"filters": groups(3)})
    yield Example(_("Meer dan tien keuzes"), {"filters": [FilterGroup("Gemeente", options(14))]})
    yield Example(_("Een filter zonder keuzes"), {"filters": [FilterGroup("Thema"), *groups(1)]})


def active_filters() -> Iterator[Example]:
    yield Example(USUAL, {"filters": groups(3, selected=1), "address": "/voorbeeld/"})
    word = [FilterGroup("Thema", [FilterOption(LONG_WORD, "?", 1, True)])]
    yield Example(VERY_LONG_WORD, {"filters": word, "address": "/voorbeeld/"})


def pagination() -> Iterator[Example]:
    yield Example(USUAL, {"page_obj": list_page(3 * PER_PAGE, 2), "query": ""})
    yield Example(
        _("Heel veel bladzijden, met een filter"), {"page_obj": list_page(300, 9), "query": "thema=voorbeeld"}
    )
    yield Example(_("Eén bladzijde: geen knoppen"), {"page_obj": list_page(5), "query": ""})


def published() -> Iterator[Example]:
    message = "Over dit thema staat hier nog niets."
    context = {"title": "Over dit thema", "message": message, "query": ""}
    publications = [samples.practice(), samples.tip_list()]
    yield Example(USUAL, {**context, "publications": publications, "page_obj": list_page(3 * PER_PAGE)})
    yield Example(ONE, {**context, "publications": publications[:1], "page_obj": list_page(1)})
    yield Example(EMPTY, {**context, "publications": [], "page_obj": list_page(0)})


def empty() -> Iterator[Example]:
    yield Example(USUAL, {"message": "Er is nog niets gepubliceerd."})
    context = {"message": "Met deze filters staat er niets in de lijst.", "address": "/voorbeeld/"}
    yield Example(_("Met een eigen weg verder"), {**context, "link_text": "Bekijk de hele lijst"})


def theme_chips() -> Iterator[Example]:
    names = ("Ontmoeten", "Wonen", "Zorg en welzijn")
    yield Example(USUAL, {"themes": [samples.theme(name, number) for number, name in enumerate(names, start=1)]})
    yield Example(VERY_LONG_WORD, {"themes": [samples.theme(LONG_WORD)]})


def place_chips() -> Iterator[Example]:
    yield Example(USUAL, {"places": places_with_count()})
    yield Example(VERY_LONG_WORD, {"places": [places_with_count(LONG_WORD)[0]]})


def national_map() -> Iterator[Example]:
    yield Example(
        _("Een gemeente met één publicatie, een met meer, en een zonder omtrek"), {"places": places_with_count()}
    )
    yield Example(EMPTY, {"places": []})


def search_form() -> Iterator[Example]:
    yield Example(_("Nog niets gezocht"))
    yield Example(_("Na een zoekopdracht"), {"search_query": "wijkcentrum “het huis” & meer"})


def suggestions() -> Iterator[Example]:
    theme = {"name": "Wonen", "url": "/themas/voorbeeld/", "note": "12 pagina’s"}
    place = {"name": "Voorbeeldstad", "url": "/gemeenten/voorbeeld/", "note": "1 pagina", "called": "Oud Voorbeeld"}
    page = {"name": samples.TITLE, "url": "/praktijkvoorbeelden/voorbeeld/", "note": "Praktijkvoorbeeld"}
    groups = [
        {"name": "themas", "title": "Thema’s", "suggestions": [theme]},
        {"name": "gemeenten", "title": "Gemeenten", "suggestions": [place]},
        {"name": "paginas", "title": "Pagina’s", "suggestions": [page, {**page, "name": LONG_TITLE}]},
    ]
    yield Example(USUAL, {"groups": groups, "total": 4})
    word = {"name": "begrippen", "title": "Begrippen", "suggestions": [{"name": LONG_WORD, "url": "/begrippen/x/"}]}
    yield Example(VERY_LONG_WORD, {"groups": [word], "total": 1})


def related() -> Iterator[Example]:
    reasons = {
        "praktijk": "Vertelt over dezelfde praktijk",
        "portret": "Ook over sociale kaart en over wonen, ook in een gemeente van 40 tot 60 duizend inwoners",
        "casus": "Ook in Voorbeeldstad, noemt ook “wijkcentrum”",
        "onderzoek": "Ook over wonen",
    }
    items = [
        {"title": samples.TITLE, "url": f"/voorbeeld/{kind}/", "kind": KINDS[kind], "reason": reason}
        for kind, reason in reasons.items()
    ]
    yield Example(USUAL, {"related": items})
    yield Example(ONE, {"related": items[:1]})
    yield Example(LONG, {"related": [{**items[1], "title": LONG_TITLE}]})
    yield Example(VERY_LONG_WORD, {"related": [{**items[2], "title": LONG_WORD}, items[3]]})
    yield Example(EMPTY, {"related": []})


def places_with_count(*names: str) -> list[Municipality]:
    """Made-up municipalities; the first two have the outline of a real one, because the map draws no others."""
    found = []
    for number, (name, code) in enumerate(zip(names or samples.PLACES, ("GM0014", "GM0344", "GM0000"), strict=False)):
        place = municipality(name)
        place.code = code
        place.__dict__["page_count"] = number + 1
        found.append(place)
    return found


def options(count: int, *, selected: int | None = None) -> list[FilterOption]:
    names = [municipality(f"{samples.PLACES[number % 6]} {number // 6 + 1}") for number in range(count)]
    return [
        FilterOption(str(name), f"?gemeente=voorbeeld-{number}", 40 - number, number == selected)
        for number, name in enumerate(names)
    ]


def groups(count: int, *, selected: int | None = None) -> list[FilterGroup]:
    return [FilterGroup("Thema", options(count)), FilterGroup("Gemeente", options(count, selected=selected))]


def list_page(total: int, number: int = 1) -> Page:
    return Paginator(range(total), PER_PAGE).get_page(number)


EXAMPLES: Examples = {
    "components/active_filters.html": active_filters,
    "components/card.html": card,
    "components/cards.html": cards,
    "components/empty.html": empty,
    "components/filter_options.html": filter_options,
    "components/filters.html": filters,
    "components/map.html": national_map,
    "components/pagination.html": pagination,
    "components/place_chips.html": place_chips,
    "components/published.html": published,
    "components/related.html": related,
    "components/search_form.html": search_form,
    "components/suggestions.html": suggestions,
    "components/theme_chips.html": theme_chips,
}
