"""A citation as reference managers read it: RIS, BibTeX and CSL-JSON.

Each value is one line of plain text before it is written, so that nothing in a title can end its field.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .citation import Author, Citation

REPORT = "onderzoek"
# In BibTeX braces count even behind a backslash: one alone would end the field, so they are written in words.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
_TEX_TABLE = str.maketrans(_TEX)


@dataclass(frozen=True)
class Form:
    """`write` takes the citation and the day on which it is read."""

    label: str
    content_type: str
    write: Callable[[Citation, date], str]


def one_line(text: str) -> str:
    """Without line breaks and control characters."""
    return " ".join("".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text).split())


# --- RIS --------------------------------------------------------------------------------------------------------------


def ris(citation: Citation, read_on: date) -> str:
    """Each line: two letters, two spaces, a dash, a space, a value. Lines end with CRLF."""
    fields: list[tuple[str, str]] = [
        ("TY", "RPRT" if citation.kind == REPORT else "ELEC"),
        *(("AU", author.name) for author in citation.authors),
        ("TI", citation.title),
        ("PB", citation.publisher),
        ("LA", "nl"),
        ("AB", citation.summary),
        ("UR", citation.url),
        ("Y2", f"{read_on:%Y/%m/%d}"),
    ]
    if citation.published:
        fields += [("PY", f"{citation.published:%Y}"), ("DA", f"{citation.published:%Y/%m/%d}")]
    if citation.version:
        fields.append(("ET", f"{citation.version:%Y-%m-%d}"))
    lines = [f"{name}  - {one_line(value)}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


# --- BibTeX -----------------------------------------------------------------------------------------------------------


def bibtex(citation: Citation, read_on: date) -> str:
    fields = {
        "title": f"{{{_tex(citation.title)}}}",
        "author": " and ".join(_tex_author(author) for author in citation.authors),
        "publisher": _tex(citation.publisher),
        "year": f"{citation.published:%Y}" if citation.published else "",
        "date": f"{citation.published:%Y-%m-%d}" if citation.published else "",
        "version": f"{citation.version:%Y-%m-%d}" if citation.version else "",
        "url": one_line(citation.url),
        "urldate": f"{read_on:%Y-%m-%d}",
        "langid": "dutch",
        "abstract": _tex(citation.summary),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "report" if citation.kind == REPORT else "online"
    return "\n".join([f"@{kind}{{{citation.key},", *lines, "}", ""])


def _tex(text: str) -> str:
    return one_line(text).translate(_TEX_TABLE)


def _tex_author(author: Author) -> str:
    """BibTeX knows “van der” itself. What it would take apart wrongly stands in braces."""
    name = _tex(author.name)
    is_whole = author.is_organisation or "," in name or " and " in name.lower()
    return f"{{{name}}}" if is_whole else name


# --- CSL-JSON ---------------------------------------------------------------------------------------------------------


def csl_json(citation: Citation, read_on: date) -> str:
    """An array of one item, as citeproc and Zotero read it."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "report" if citation.kind == REPORT else "webpage",
        "title": one_line(citation.title),
        "author": [{"literal": one_line(author.name)} for author in citation.authors],
        "publisher": one_line(citation.publisher),
        "issued": _date_parts(citation.published),
        "version": f"{citation.version:%Y-%m-%d}" if citation.version else "",
        "accessed": _date_parts(read_on),
        "URL": one_line(citation.url),
        "language": "nl",
        "abstract": one_line(citation.summary),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def _date_parts(day: date | None) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}


FORMS = {
    "ris": Form("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "bib": Form("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
