"""A brief as a Word document: real headings, numbered notes that lead to a list of sources and those to the site."""

import re
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .document import BriefDocument, Note, Part, Section, Text

# XML knows no others.
ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STYLES = {"text": None, "list": "List Bullet", "quote": "Intense Quote"}
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_word(brief: BriefDocument) -> bytes:
    """The file of the brief."""
    document = Document()
    _set_up(document, brief)
    document.add_heading(_clean(brief.title), level=1)
    document.add_paragraph(_("Gemaakt op %s met WijkWijzer.") % date_format(brief.made_on, "j F Y"))
    for text in (brief.introduction, *brief.changes):
        _paragraphs(document, text)
    for section in brief.sections:
        _section(document, section)
    if brief.notes:
        document.add_heading(_("Bronnen"), level=2)
        document.add_paragraph(_("Alle adressen beginnen met %s.") % brief.site)
        for note in brief.notes:
            _source(document, note)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, brief: BriefDocument) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = _clean(brief.title), "WijkWijzer", "nl-NL"
    properties.comments = ""
    style = document.styles["Normal"]
    style.font.size = Pt(9.5)
    style.paragraph_format.space_after = Pt(3)
    for section in document.sections:
        section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(2)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    style.element.get_or_add_rPr().append(language)


def _section(document: Any, section: Section) -> None:
    document.add_heading(_clean(section.heading), level=2)
    _paragraphs(document, section.context)
    for part in section.parts:
        _part(document, part)


def _part(document: Any, part: Part) -> None:
    if part.heading:
        document.add_heading(_clean(part.heading), level=3)
    for text in part.texts:
        paragraph = document.add_paragraph(_clean(text.words), style=STYLES[part.form])
        _references(paragraph, text)


def _references(paragraph: Any, text: Text) -> None:
    for number in text.notes:
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark_name(number))
        run = paragraph.add_run(f"[{number}]")
        run.font.superscript = True
        link.append(run._r)
        paragraph._p.append(link)


def _source(document: Any, note: Note) -> None:
    """A line of the list, which the notes in the text lead to."""
    paragraph = document.add_paragraph(style="List Number")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(note.number))
    start.set(qn("w:name"), _bookmark_name(note.number))
    paragraph._p.append(start)
    facts = ", ".join(filter(None, (note.description, note.version, note.state)))
    paragraph.add_run(f"{_clean(note.title)}. {_clean(facts)}. ")
    paragraph._p.append(end)
    _link(paragraph, note)


def _link(paragraph: Any, note: Note) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(note.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(note.path)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _paragraphs(document: Any, text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(_clean(line))


def _bookmark_name(number: int) -> str:
    return f"bron_{number}"


def _clean(text: str) -> str:
    return ILLEGAL.sub("", text)
