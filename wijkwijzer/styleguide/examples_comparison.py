"""Examples of what lays practices side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from . import samples
from .example import EMPTY, LONG, LONG_TITLE, LONG_WORD, ONE, UNKNOWN, USUAL, VERY_LONG_WORD, Example, Examples

# As the room of comparisons makes them, without a look into it: it stands above this one.
Part = Mapping[str, Any]


def comparison_table() -> Iterator[Example]:
    columns = [column(samples.TITLE), column("Een moestuin naast de flat", "Voorbeelddorp")]
    usual = [
        row("Probleem", columns, {"lines": [{"text": "De school stond leeg."}]}, {"lines": [{"text": "Geen groen."}]}),
        row("Kosten", columns, {"lines": [{"text": "40.000 euro per jaar"}]}, {"missing": "niet bekend"}),
        row("Resultaat", columns, {"rich": "<p>Honderd bezoekers per week.</p>"}, {"missing": "niet bekend"}),
        row("Bewijs", columns, {"lines": [told("casus"), told("portret")]}, {"lines": [told("onderzoek")]}),
    ]
    yield Example(USUAL, {"table": {"columns": columns, "rows": usual}})
    four = [
        column(name, place) for name, place in zip(("Een", "Twee", "Drie", LONG_TITLE), samples.PLACES, strict=False)
    ]
    cells = [{"lines": [{"text": str(USUAL)}]}] * 3 + [{"missing": "niet bekend"}]
    yield Example(_("Vier praktijken, één met een titel van 120 tekens"), {"table": {"columns": four, "rows": [
        row("Schaal", four, *cells)
    ]}})  # fmt: skip
    nobody = [{**column("Een"), "ask_url": ""}, {**column(LONG_WORD), "ask_url": ""}]
    rows = [row("Kosten", nobody, {"missing": "niet bekend"}, {"missing": "niet bekend"})]
    yield Example(UNKNOWN, {"table": {"columns": nobody, "rows": rows}})
    yield Example(VERY_LONG_WORD, {"table": {"columns": nobody, "rows": [
        row("Periode", nobody, {"lines": [{"text": LONG_WORD}]}, {"lines": [{"text": "2023"}]})
    ]}})  # fmt: skip


def choose_practices() -> Iterator[Example]:
    others = [option(1, samples.TITLE), option(2, LONG_TITLE), option(3, LONG_WORD)]
    alike = [option(4, "Een moestuin naast de flat", "Ook over wonen")]
    page = Paginator(range(30), 12).get_page(1)
    offer = {"text": "", "alike": alike, "others": others, "page": page, "page_query": "p=1", "suggestion": ""}
    yield Example(USUAL, {"offer": offer, "ids": [1]})
    found = {**offer, "text": "buurthius", "alike": [], "suggestion": "buurthuis"}
    yield Example(_("Gezocht, en verbeterd"), {"offer": found, "ids": []})
    yield Example(_("Niets gevonden"), {"offer": {**found, "others": [], "suggestion": ""}, "ids": []})
    yield Example(EMPTY, {"offer": {**offer, "alike": [], "others": []}, "ids": []})


def practice_options() -> Iterator[Example]:
    yield Example(USUAL, {"title": "Alle praktijken", "options": [option(1, samples.TITLE), option(2, "Een moestuin")]})
    yield Example(ONE, {"title": "Lijkt op wat je koos", "options": [option(1, "Een moestuin", "Ook over wonen")]})
    yield Example(LONG, {"title": "Alle praktijken", "options": [option(1, LONG_TITLE)]})
    yield Example(VERY_LONG_WORD, {"title": "Alle praktijken", "options": [option(1, LONG_WORD, LONG_WORD)]})


def compare_link() -> Iterator[Example]:
    yield Example(USUAL, {"pk": 1, "title": samples.TITLE})
    yield Example(_("Op de pagina van de praktijk"), {"pk": 1, "text": "Vergelijk met andere praktijken"})


def compare_bar() -> Iterator[Example]:
    yield Example(_("Zonder script: niets te zien"), {"is_later": True})


def column(title: str, place: str = "Voorbeeldstad") -> dict[str, Any]:
    ask = {"ask_text": "Vraag het de houder", "ask_url": "mailto:houder@example.org?subject=Voorbeeld"}
    return {"title": title, "url": "/voorbeeld/", "place": place, **ask}


def row(title: str, columns: list[dict[str, Any]], *cells: Part) -> Part:
    return {"title": title, "cells": [{**cell, "column": of} for cell, of in zip(cells, columns, strict=True)]}


def told(kind: str) -> Part:
    return {"text": "Een verhaal over de school", "url": f"/voorbeeld/{kind}/", "note": kind}


def option(number: int, title: str, note: str = "Voorbeeldstad") -> Part:
    return {"id": number, "title": title, "note": note}


EXAMPLES: Examples = {
    "components/choose_practices.html": choose_practices,
    "components/compare_bar.html": compare_bar,
    "components/compare_link.html": compare_link,
    "components/comparison_table.html": comparison_table,
    "components/practice_options.html": practice_options,
}
