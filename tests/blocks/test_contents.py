"""The list "Op deze pagina": every main heading of the text, with an anchor that works."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from portraits.models import MagazineChapter
from tests.factories import (
    ArticlePageFactory,
    CasePageFactory,
    MagazinePageFactory,
    PortraitPageFactory,
    PracticePageFactory,
    TipListPageFactory,
)

TIPS = [
    {"type": "tip", "value": {"title": f"Geef {what}", "explanation": "<p>Zo.</p>", "addressee": ""}}
    for what in ("tijd", "geld", "ruimte")
]


def contents(html: str) -> list[str]:
    """The words of the list, after a look at whether each leads to a heading with an id that exists once."""
    found = re.search(r'<nav class="aside__part aside".*?</nav>', html, re.S)
    links = re.findall(r'<a href="#([^"]+)">([^<]*)</a>', found[0]) if found else []
    for anchor, _words in links:
        assert len(re.findall(rf'<h2[^>]* id="{re.escape(anchor)}"', html)) == 1
        assert html.count(f' id="{anchor}"') == 1
    return [words for _anchor, words in links]


def render(text: str) -> str:
    source = "{% load contents_tags %}{% filter with_contents:page %}" + text + "{% endfilter %}"
    return Template(source).render(Context({"page": None}))


def test_a_heading_gets_an_id_from_its_words_and_keeps_the_one_it_has() -> None:
    html = render('<h2 class="x">Eén straat &amp; meer</h2><h2 id="eigen">Twee</h2><h2>Drie</h2>')
    assert '<h2 id="een-straat-meer" class="x">' in html
    assert '<h2 id="eigen">' in html
    assert contents(html) == ["Eén straat &amp; meer", "Twee", "Drie"]


def test_two_equal_headings_and_names_of_the_frame_do_not_clash() -> None:
    html = render('<p id="kop"></p><h2>Kop</h2><h2>Kop</h2><h2>Inhoud</h2><h2>…</h2>')
    assert re.findall(r'<h2 id="([^"]+)"', html) == ["kop-2", "kop-3", "inhoud-2", "kop-4"]
    assert len(contents(html)) == 4


def test_small_headings_are_not_in_the_list_and_two_headings_make_none() -> None:
    assert contents(render("<h2>Een</h2><h3>Klein</h3><h2>Twee</h2>")) == []
    assert "<nav" not in render("<h2>Een</h2><h2>Twee</h2>")


@pytest.mark.django_db
class TestKinds:
    def read(self, client: Client, page: object) -> list[str]:
        return contents(client.get(page.url).content.decode())

    def test_a_case_lists_all_of_its_parts(self, client: Client) -> None:
        page = CasePageFactory(
            context_text="<p>Zo was het.</p>",
            obstacles=["politiek"],
            advice=[{"type": "advice", "value": {"title": "Doe mee", "text": "<p>Zo.</p>"}}],
            ask_of_organisation="Wil je dit?",
        )
        parts = ["Vraagstuk", "Context", "Wat in de weg staat", "Adviezen van de deelnemers"]
        parts += ["De vraag aan de organisatie", "Volgende stap", "Hoe het verderging"]
        assert self.read(client, page) == parts

    def test_tips_are_listed_one_by_one(self, client: Client) -> None:
        assert self.read(client, TipListPageFactory(tips=TIPS)) == ["Geef tijd", "Geef geld", "Geef ruimte"]

    def test_a_study_lists_its_findings_and_its_method(self, client: Client) -> None:
        finding = {"type": "finding", "value": {"title": "Het helpt", "text": ""}}
        heading = {"type": "heading", "value": {"level": "h2", "text": "Vier rollen"}}
        page = ArticlePageFactory(form="onderzoek", findings=[finding], body=[heading])
        assert self.read(client, page) == ["Uitkomsten", "Vier rollen", "Verantwoording"]

    def test_a_practice_lists_what_did_not_work(self, client: Client) -> None:
        page = PracticePageFactory(timeline=[{"type": "moment", "value": {"when": "2021", "text": "Begin"}}])
        assert self.read(client, page) == ["Resultaat", "Wat niet werkte", "Tijdlijn"]

    def test_a_workshop_lists_its_cases_at_their_own_anchors(self, client: Client) -> None:
        first = CasePageFactory(title="Een")
        workshop = first.get_parent()
        for title in ("Twee", "Drie"):
            CasePageFactory(title=title, parent=workshop)
        html = client.get(workshop.url).content.decode()
        assert contents(html) == ["Een", "Twee", "Drie"]
        assert f'href="#casus-{first.slug}"' in html

    def test_a_magazine_lists_its_chapters(self, client: Client) -> None:
        magazine = MagazinePageFactory(tips=TIPS)
        for title in ("Een", "Twee"):
            MagazineChapter.objects.create(magazine=magazine, page=PortraitPageFactory(title=title))
        html = client.get(magazine.url).content.decode()
        assert "In dit magazine" in html
        assert contents(html) == ["Een", "Twee", "Tips"]
