"""Examples of recommendations with their evidence, of what a visitor keeps, and of a brief.

They are made as the rooms above this one make them, without a look into those.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import samples
from .example import EMPTY, LONG, LONG_TITLE, LONG_WORD, ONE, UNKNOWN, USUAL, VERY_LONG_WORD, Example, Examples

STATEMENT = "Geef de wijkregisseur een eigen budget"
EXPLANATION = "Vrijwilligers vertellen dat een klein budget genoeg was om te beginnen."
PASSAGE = "Met vijfhonderd euro kochten we gereedschap. De rest kwam van de buren."


def leads_to() -> Iterator[Example]:
    yield Example(USUAL, {"leads": [lead(STATEMENT, "steunt"), lead(LONG_TITLE, "nuanceert")], "kept": "12~sleutel"})
    yield Example(_("De tip zelf"), {"leads": [lead(STATEMENT, "")], "kept": "12~sleutel"})
    yield Example(VERY_LONG_WORD, {"leads": [lead(LONG_WORD, "steunt")], "kept": "12~sleutel"})


def leads_to_list() -> Iterator[Example]:
    yield Example(USUAL, {"leads": [lead(STATEMENT, "steunt"), lead("Zorg voor vervanging", "weerspreekt")]}, "aside")
    yield Example(LONG, {"leads": [lead(LONG_TITLE, "steunt"), lead(LONG_WORD, "")]}, "aside")
    yield Example(EMPTY, {"leads": []})


def evidence() -> Iterator[Example]:
    lines = [[line(), line(samples.article())], [line(samples.portrait())], [line(samples.case(), passage=None)]]
    yield Example(USUAL, {"standing": standing(*lines)})
    warned = standing([line()], [], [])
    warned["warnings"] = ["Alle bronnen die dit steunen gaan over één gemeente: Voorbeeldstad.", "1 bron is vervangen."]
    yield Example(_("Met waarschuwingen"), {"standing": warned})
    yield Example(EMPTY, {"standing": {**standing([], [], []), "summary": "Nog geen bron die dit steunt."}})


def evidence_line() -> Iterator[Example]:
    yield Example(USUAL, {"line": line()}, frame="items")
    changed = {"label": "Passage gewijzigd sinds de redactie haar las"}
    yield Example(_("Passage gewijzigd"), {"line": line(state=changed)}, frame="items")
    yield Example(_("De pagina als geheel"), {"line": line(passage=None)}, frame="items")
    long_worded = line(samples.practice(title=LONG_WORD), explanation=LONG_WORD)
    yield Example(VERY_LONG_WORD, {"line": long_worded}, frame="items")


def recommendation_facts() -> Iterator[Example]:
    tip = {"title": "Twee tips voor een gesprek aan de deur", "url": "#tip"}
    yield Example(USUAL, {"page": recommended(), "tip": None})
    yield Example(_("Een tip uit een lijst"), {"page": recommended(), "tip": tip})
    nothing = {"addressee_labels": [], "moment_labels": [], "obstacle_labels": [], "get_effort_display": ""}
    yield Example(UNKNOWN, {"page": nothing, "tip": None})


def recommendation() -> Iterator[Example]:
    page = samples.article(title=STATEMENT)
    page.addressee_labels = ["directie", "teammanager"]
    yield Example(USUAL, {"page": page, "standing": standing([line()], [], [])}, "list")
    differ = {**standing([line()], [], [line()]), "has_difference": True}
    yield Example(_("Waar bronnen verschillen"), {"page": page, "standing": differ}, "list")
    long = samples.article(title=LONG_TITLE, summary=LONG_WORD)
    yield Example(LONG, {"page": long, "standing": standing([], [], [])}, "list")


def keep() -> Iterator[Example]:
    yield Example(USUAL, {"kept": "12", "title": samples.TITLE})
    yield Example(_("Een passage"), {"kept": "12~sleutel", "title": samples.TITLE})


def keep_page() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.practice(live=True)})
    yield Example(_("Een portret: niets te zien"), {"page": samples.portrait()})


def kept_line() -> Iterator[Example]:
    yield Example(USUAL, {"line": kept(samples.practice(), is_first=False), "place": 0}, frame="items")
    only = kept(samples.portrait(), PASSAGE, is_last=True)
    yield Example(_("Een passage, de enige"), {"line": only, "place": 1}, frame="items")
    long_worded = kept(samples.practice(title=LONG_WORD), context=LONG_WORD)
    yield Example(VERY_LONG_WORD, {"line": long_worded, "place": 2}, frame="items")


def brief_text() -> Iterator[Example]:
    parts = [
        {"heading": "", "texts": [text("Een budget maakt dat iemand kan beginnen.", 1)], "form": "text"},
        {"heading": "Wat dit steunt", "texts": [text(EXPLANATION, 2)], "form": "list"},
    ]
    section = {"heading": STATEMENT, "context": "Dit past bij ons wijkplan.", "parts": parts}
    quote = {"heading": samples.TITLE, "context": "", "parts": [
        {"heading": "", "texts": [text(PASSAGE, 2)], "form": "quote"}
    ]}  # fmt: skip
    notes = [note(1, STATEMENT), note(2, samples.TITLE, "gewijzigd op 7 september 2023, na het maken van deze brief")]
    brief = {
        "introduction": "Waarom nu?",
        "sections": [section, quote],
        "notes": notes,
        "changes": [],
        "site": "https://voorbeeld.example",
    }
    yield Example(USUAL, {"brief": brief})
    yield Example(_("Na wijzigingen"), {"brief": {**brief, "changes": ["1 bron is niet meer te lezen."]}})
    yield Example(VERY_LONG_WORD, {"brief": {**brief, "introduction": LONG_WORD, "notes": [note(1, LONG_WORD)]}})


def brief_line() -> Iterator[Example]:
    yield Example(USUAL, {"text": text(EXPLANATION, 1)})
    yield Example(_("Zonder bron"), {"text": text("Voor: directie.")})
    yield Example(ONE, {"text": text(LONG_WORD, 1)})


# --- Parts of examples ------------------------------------------------------------------------------------------------


def lead(title: str, stance: str) -> dict[str, Any]:
    return {"page": samples.article(title=title), "stance": stance}


def line(
    source: Any = None, *, explanation: str = EXPLANATION, passage: Any = PASSAGE, state: Any = ""
) -> dict[str, Any]:
    source = source or samples.practice()
    return {
        "source": source,
        "url": "#passage",
        "kept": "12~sleutel",
        "places": [link.municipality for link in source.subject_links],
        "year": 2023,
        "evidence": {"explanation": explanation},
        "passage": {"shown": passage} if passage else None,
        "state": state,
    }


def standing(*columns: list[dict[str, Any]]) -> dict[str, Any]:
    titles = {"steunt": "Wat dit steunt", "nuanceert": "Wat dit nuanceert", "weerspreekt": "Wat dit weerspreekt"}
    named = zip(titles.items(), columns, strict=True)
    return {
        "summary": "2 praktijkvoorbeelden, in 1 gemeente, 2023; 1 bron denkt er anders over.",
        "has_difference": bool(columns[2]),
        "columns": [{"stance": {"value": value}, "title": title, "lines": lines} for (value, title), lines in named],
        "warnings": [],
    }


def recommended() -> dict[str, Any]:
    return {
        "addressee_labels": ["directie", "teammanager"],
        "moment_labels": ["begroting"],
        "obstacle_labels": ["financieel"],
        "get_effort_display": "klein: kan morgen beginnen",
    }


def kept(
    page: Any, passage: str = "", *, context: str = "", is_first: bool = True, is_last: bool = False
) -> dict[str, Any]:
    item = {"reference": "12", "page": page, "title": page.title, "passage": {"shown": passage} if passage else None}
    return {"item": item, "context": context, "is_first": is_first, "is_last": is_last}


def text(words: str, *notes: int) -> dict[str, Any]:
    return {"words": words, "notes": notes}


def note(number: int, title: str, state: str = "") -> dict[str, Any]:
    return {
        "number": number,
        "title": title,
        "description": "Praktijkvoorbeeld, Voorbeeldstad",
        "url": f"https://voorbeeld.example/praktijkvoorbeelden/{number}/",
        "path": f"/praktijkvoorbeelden/{number}/",
        "version": "versie van 7 september 2023",
        "state": state,
    }


EXAMPLES: Examples = {
    "components/leads_to.html": leads_to,
    "components/leads_to_list.html": leads_to_list,
    "components/evidence.html": evidence,
    "components/evidence_line.html": evidence_line,
    "components/recommendation_facts.html": recommendation_facts,
    "components/recommendation.html": recommendation,
    "components/keep.html": keep,
    "components/keep_page.html": keep_page,
    "components/kept_line.html": kept_line,
    "components/brief_text.html": brief_text,
    "components/brief_line.html": brief_line,
}
