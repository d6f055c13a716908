"""The brief as PDF and for Word."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.factories import PracticePageFactory
from tests.recommendations.scene import FIRST, article, portrait, recommend
from wijkwijzer.printing import engine

from .scene import Visitor

pytestmark = pytest.mark.django_db


def two_sides(visitor: Visitor, **fields: Any) -> str:
    advice = recommend((portrait(), FIRST, "steunt"), (article(), "", "weerspreekt"), title="Geef ruimte")
    return visitor.make(advice.pk, PracticePageFactory(title="Een praktijk").pk, **fields)[0]


def word(visitor: Visitor, address: str) -> Any:
    return Document(BytesIO(visitor.client.get(f"{address}docx/").content))


def test_for_word_has_real_headings_and_a_title_in_dutch() -> None:
    visitor = Visitor()
    document = word(visitor, two_sides(visitor, title="Mijn brief", context=["Voor ons", ""]))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "Mijn brief"), ("Heading 2", "Geef ruimte"), ("Heading 3", "Wat dit steunt"),
    ]  # fmt: skip
    assert ("Heading 2", "Bronnen") in headings
    assert (document.core_properties.title, document.core_properties.language) == ("Mijn brief", "nl-NL")


def test_for_word_each_note_leads_to_a_numbered_source_and_that_to_the_site() -> None:
    visitor = Visitor()
    document = word(visitor, two_sides(visitor))
    marks = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    anchors = [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))]
    assert {anchor for anchor in anchors if anchor} == marks
    sources = [one for one in document.paragraphs if one.style.name == "List Number"]
    assert len(sources) == len(marks) == 4
    targets = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert any(target.endswith("#passage-11111111") for target in targets)


def test_for_word_takes_what_xml_cannot_hold() -> None:
    visitor = Visitor()
    strange = "Een\x0b\x08 \ud83d teken \U0001f600 <w:p>"
    document = word(visitor, two_sides(visitor, context=[strange.encode("utf-8", "replace").decode(), ""]))
    assert any("teken \U0001f600 <w:p>" in one.text for one in document.paragraphs)


@pytest.mark.skipif(not engine.is_available(), reason="WeasyPrint’s libraries are not on this machine")
def test_as_pdf_it_is_tagged_and_has_every_source(tmp_path: Path) -> None:
    visitor = Visitor()
    attack = "<img src='file:///etc/passwd'><script>x</script>"
    answer = visitor.client.get(f"{two_sides(visitor, title='Mijn brief', context=[attack, ''])}pdf/")
    assert answer["Content-Type"] == "application/pdf"
    file = tmp_path / "brief.pdf"
    file.write_bytes(answer.content)
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told
    assert "Mijn brief" in told
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    for sentence in ("Geef ruimte", "Wat dit weerspreekt", "Bronnen", "Een onderzoek", "<script>x</script>"):
        assert sentence in text
    assert "root:" not in text


def test_without_the_libraries_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor()
    address = two_sides(visitor)
    monkeypatch.setattr("wijkwijzer.briefs.views.is_available", lambda: False)
    page = visitor.client.get(address).content.decode()
    assert "PDF maken kan op deze server niet." in page
    assert f'{address}pdf/"' not in page
