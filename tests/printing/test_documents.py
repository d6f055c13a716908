"""Publications on paper, really made: their structure, their text within the sheet, contents with the right numbers."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import PageViewRestriction

from portraits.models import MagazineChapter
from tests.factories import (
    ImageFactory,
    MagazinePageFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
)
from wijkwijzer.pages.models import Contribution, KnowledgePage
from wijkwijzer.printing.documents import document_at
from wijkwijzer.printing.engine import make_pdf

from .conftest import Paper

# How paper looks is the same on every database, and takes seconds to make.
pytestmark = pytest.mark.database("sqlite")

SECRET = "Geheim portret"
LONG_WORD = "Wijkontwikkelingsplanbegeleidingscommissievergaderingsverslagen" * 3
LONG_ADDRESS = "https://elders.example/" + "een-heel-lang-adres-zonder-einde-" * 8
MM = 72 / 25.4
PARAGRAPH = "<p>" + "Bewoners en gemeente maken samen een plan voor de wijk. " * 12 + "</p>"
BODY = [
    ("heading", {"text": "Een kop van de tekst", "level": "h2"}),
    ("text", f'<p>Lees het rapport[1] <a href="https://elders.example/rapport">bij de bron</a>. {LONG_WORD}</p>'),
    ("text", f'<p>Een <a href="{LONG_ADDRESS}">lang adres</a> en <a href="/themas/">eigen pagina</a>.</p>'),
    ("heading", {"text": "Een kop lager", "level": "h3"}),
    ("text", PARAGRAPH * 6),
    (
        "table",
        {
            "columns": [{"type": "text", "heading": name} for name in ("Gemeente", "Functie", "Uren", LONG_WORD)],
            "rows": [{"values": [f"Gemeente {n}", "wijkregisseur", str(n), LONG_WORD]} for n in range(6)],
            "caption": "Wie doet wat",
        },
    ),
    ("accordion", {"items": [{"title": "Voor wie meer wil weten", "text": "<p>Dit klapt op papier open.</p>"}]}),
    ("footnotes", {"notes": [{"kind": "literature", "text": "<p>V. Voorbeeld, Werken in de wijk, 2023.</p>"}]}),
]  # fmt: skip


@contextmanager
def rolled_back(blocker: Any) -> Iterator[None]:
    """A database for a fixture of the whole module; nothing of it stays."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def printed(page: KnowledgePage) -> bytes:
    document = document_at(page.get_url().lstrip("/"))
    return make_pdf(document.html, base_url=document.address)


def body(blocks: list[tuple[str, Any]]) -> Any:
    stream = KnowledgePage._meta.get_field("body").stream_block
    return stream.to_python([{"type": kind, "value": value} for kind, value in blocks])


@pytest.fixture(scope="module", autouse=True)
def _places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For the fixtures below, which live longer than the settings of a test."""
    patch = pytest.MonkeyPatch()
    patch.setattr("django.conf.settings.PRINTING_ROOT", tmp_path_factory.mktemp("printing"), raising=False)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def practice(django_db_setup: None, django_db_blocker: Any, paper: Callable[[bytes], Paper]) -> Paper:
    with rolled_back(django_db_blocker):
        page = PracticePageFactory(title="Een wijkbedrijf in een lege school", slug="wijkbedrijf", problem="Leegstand")
        page.lead_image = ImageFactory()
        page.body = body(BODY)
        page.contributions = [Contribution(role="author", person=PersonFactory(name="Anna Auteur"))]
        page.save()
        return paper(printed(page))


@pytest.fixture(scope="module")
def magazine(django_db_setup: None, django_db_blocker: Any, paper: Callable[[bytes], Paper]) -> Paper:
    with rolled_back(django_db_blocker):
        text = body([("heading", {"text": "Hoe het begon", "level": "h2"}), ("text", PARAGRAPH * 12)])
        titles = ("Het eerste verhaal", "Het tweede verhaal", SECRET, "Het laatste verhaal")
        pages = [PortraitPageFactory(title=title, body=text, lead_image=ImageFactory()) for title in titles]
        PageViewRestriction.objects.create(page=pages[2], restriction_type="login")
        page = MagazinePageFactory(title="Balanceren", slug="balanceren", colophon="<p>Gemaakt door de redactie.</p>")
        page.chapters = [MagazineChapter(page=chapter.knowledgepage_ptr) for chapter in pages]
        page.save()
        return paper(printed(page))


@pytest.fixture(scope="module")
def series_html(django_db_setup: None, django_db_blocker: Any) -> str:
    with rolled_back(django_db_blocker):
        series = PortraitSeriesPageFactory(slug="reeks", about="<p>Vaste tekst.</p>")
        for place, title in enumerate(("Zij begint", "Hij gaat verder")):
            PortraitPageFactory(title=title, series=series, series_order=place, area="Noord")
        PortraitPageFactory(title=SECRET, series=series, live=False)
        return document_at("portretten/reeks/").html


def assert_within_the_sheet(made: Paper) -> None:
    for word in made.words:
        assert word.left >= 14 * MM, word
        assert word.right <= word.width - 14 * MM, word
        assert word.top >= 8 * MM, word
        assert word.bottom <= word.height - 8 * MM, word


def test_it_is_a_tagged_document_in_dutch_with_a_title(practice: Paper) -> None:
    facts = practice.facts
    assert facts["Tagged"] == "yes"
    assert facts["Title"] == "Een wijkbedrijf in een lege school"
    assert facts["Author"] == "Anna Auteur"
    assert facts["JavaScript"] == "no"
    assert facts["Page size"].endswith("(A4)")
    assert re.search(rb"/Lang ?\(nl\)", practice.inside)
    assert b"<pdfuaid:part>1" in practice.inside or b'pdfuaid:part="1"' in practice.inside
    assert b"/DisplayDocTitle true" in practice.inside


def test_headings_tables_lists_and_pictures_are_in_its_structure(practice: Paper) -> None:
    structure = practice.structure
    tags = re.findall(r"^ +([A-Z][A-Za-z0-9]*)(?: <[^>]*>)?(?: \"[^\"]*\")? ?(?:\(|:|$)", structure, re.MULTILINE)
    for tag in ("H1", "H2", "H3", "Table", "TH", "TD", "L", "LI", "Link", "Figure"):
        assert tag in tags, tag
    assert tags.count("H1") == 1
    assert tags.count("TH") == 4
    # Every picture says what is on it; a drawing that says nothing is none.
    assert tags.count("Figure") == practice.inside.count(b"/Alt (Een straat met huizen") > 0


def test_all_of_the_page_is_on_it(practice: Paper) -> None:
    text = practice.text
    for part in (
        "Leegstand",
        "Wat niet werkte",
        "Een kop lager",
        "Wie doet wat",
        "Gemeente 5",
        "Makers",
        "Anna Auteur",
    ):
        assert part in text, part
    assert "Dit klapt op papier open." in text
    assert "V. Voorbeeld, Werken in de wijk, 2023." in text
    assert "(https://elders.example/rapport)" in text
    assert LONG_ADDRESS in practice.ask("pdftotext", "-raw").replace("\n", "")


def test_nothing_stands_outside_the_sheet_or_in_its_edge(practice: Paper, magazine: Paper) -> None:
    assert_within_the_sheet(practice)
    assert_within_the_sheet(magazine)


def test_every_sheet_says_where_it_comes_from_and_which_it_is(practice: Paper) -> None:
    sheets = practice.sheets
    assert len(sheets) == int(practice.facts["Pages"]) > 2
    for number, sheet in enumerate(sheets, 1):
        assert f"pagina {number} van {len(sheets)}" in sheet
        assert "http://testserver/praktijkvoorbeelden/wijkbedrijf/" in sheet
        assert ("WijkWijzer" if number == 1 else "Een wijkbedrijf in een lege school") in sheet


def test_nothing_of_the_screen_is_on_it(practice: Paper) -> None:
    for part in (
        "Naar de inhoud",
        "Kruimelpad",
        "Op deze pagina",
        "Wat vind je van",
        "Download als PDF",
        "Meer zoals dit",
    ):
        assert part not in practice.text


def test_a_heading_does_not_stand_alone_at_the_foot_of_a_sheet(practice: Paper, magazine: Paper) -> None:
    for made in (practice, magazine):
        for sheet in made.sheets:
            lines = [line.strip() for line in sheet.splitlines() if line.strip()]
            before_the_foot = [line for line in lines if "testserver" not in line and "pagina " not in line]
            assert before_the_foot[-1] not in ("Een kop van de tekst", "Een kop lager", "Hoe het begon", "Resultaat")


def test_the_contents_of_a_magazine_have_the_right_numbers(magazine: Paper) -> None:
    sheets = magazine.sheets
    found = re.findall(r"^\s*(\S.*?)\s?\.{3,}\s*(\d+)\s*$", sheets[0], re.MULTILINE)
    assert [title for title, _ in found] == [
        "Het eerste verhaal", "Het tweede verhaal", "Het laatste verhaal", "Colofon",
    ]  # fmt: skip
    for title, number in found:
        assert title in sheets[int(number) - 1]
    # Each begins a sheet: under the running title it is the first there.
    for title, number in found[:3]:
        lines = [line.strip() for line in sheets[int(number) - 1].splitlines() if line.strip()]
        assert lines[1:3] == ["Portret", title]


def test_a_magazine_has_a_cover_bookmarks_and_no_private_chapter(magazine: Paper) -> None:
    assert "Balanceren" in magazine.sheets[0]
    assert "Bewoners en gemeente" not in magazine.sheets[0]
    assert "Gemaakt door de redactie." in magazine.text
    assert SECRET not in magazine.text
    assert SECRET.encode() not in magazine.inside
    bookmarks = magazine.inside
    assert b"/Outlines" in bookmarks
    assert b"/Title (Het tweede verhaal)" in bookmarks
    assert re.search(r"H2.*?Het eerste verhaal.*?H3.*?Hoe het begon", magazine.structure, re.DOTALL)


def test_a_series_holds_its_portraits_whole_one_after_the_other(series_html: str) -> None:
    assert series_html.rindex("Vaste tekst.") < series_html.rindex("Zij begint") < series_html.rindex("Hij gaat")
    assert series_html.count('class="part part--chapter"') == 2
    assert SECRET not in series_html
    assert "paper--bundle" in series_html
