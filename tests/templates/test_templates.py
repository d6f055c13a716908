"""Rules for all templates, and what the most important pages say."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client

from portraits.models import MagazineChapter
from tests.factories import (
    CasePageFactory,
    MagazinePageFactory,
    MunicipalityFactory,
    PersonFactory,
    PortraitPageFactory,
    PracticePageFactory,
)
from wijkwijzer.blocks.streams import BodyBlock
from wijkwijzer.pages.models import HomePage, PageMunicipality, PagePerson

FOLDER = Path(__file__).parents[2] / "templates"
OWN = ("base.html", "404.html", "500.html", "blocks/", "components/", "icons/", "navigation/", "pages/")
TEMPLATES = sorted(path for path in FOLDER.rglob("*.html") if str(path.relative_to(FOLDER)).startswith(OWN))


def read(client: Client, page: object) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_template_says_first_what_it_needs(path):
    assert re.match(r"\{# .+ #\}\n", path.read_text()), "Begin with a comment that names the variables."


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_template_holds_no_unsafe_text_and_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b|autoescape off|\sstyle=|<script|\son\w+=", text)


def test_the_error_page_needs_no_database_and_no_tag_that_can_fail():
    # Without the mark `django_db`, a query fails this test.
    assert "Er ging iets mis" in render_to_string("500.html")
    assert "{%" not in (FOLDER / "500.html").read_text()


@pytest.mark.django_db
@pytest.mark.parametrize("block", BodyBlock().child_blocks.values(), ids=lambda block: block.name)
def test_every_block_shows_itself_in_the_block_picker(block):
    value = block.get_preview_value()
    context = block.get_preview_context(value) | {"block_def": block, "bound_block": block.bind(value)}
    html = render_to_string(block.get_preview_template(value, context), context)
    assert "css/site.css" in html


@pytest.mark.django_db
def test_a_page_that_is_not_public_leaves_nothing_behind_in_a_list_or_a_call():
    hidden = PracticePageFactory(title="Geheim", live=False)
    blocks = [
        {"type": "related", "value": {"title": "Lees ook", "pages": [hidden.pk]}},
        {"type": "call_to_action", "value": {"title": "Begin", "link_text": "Doe mee", "page": hidden.pk, "url": ""}},
    ]
    page = PracticePageFactory(body=blocks)
    html = render_to_string("components/stream.html", {"stream": type(page).objects.get(pk=page.pk).body})
    assert not re.search("Geheim|Lees ook|Doe mee", html)


@pytest.mark.django_db
class TestPages:
    def test_a_page_that_does_not_exist_offers_a_search_and_the_lists(self, client):
        response = client.get("/bestaat-niet/")
        assert response.status_code == 404
        assert 'name="q"' in response.content.decode()
        assert "/praktijkvoorbeelden/" in response.content.decode()

    def test_every_page_has_a_skip_link_one_h1_and_the_language(self, client):
        for page in (HomePage.objects.get(), PracticePageFactory(), PortraitPageFactory()):
            html = read(client, page)
            assert 'href="#inhoud"' in html
            assert '<html lang="nl">' in html
            assert html.count("<h1") == 1

    def test_what_did_not_work_is_never_left_out(self, client):
        html = read(client, PracticePageFactory(did_not_work=""))
        part = html[html.index('id="wat-niet-werkte"') :]
        assert "niet bekend" in part[:300]
        assert "Weet jij het?" in part[:600]

    def test_a_practice_says_at_a_glance_what_is_not_known(self, client):
        html = read(client, PracticePageFactory(scale="", period="", costs="", who_needed="", problem="", approach=""))
        glance = html[html.index("In één oogopslag") : html.index('class="reading"')]
        assert glance.count("niet bekend") >= 7

    def test_only_who_wants_a_public_page_is_linked(self, client):
        page = PortraitPageFactory()
        for name, wants in (("Met pagina", True), ("Zonder pagina", False)):
            person = PersonFactory(name=name, public_profile=wants)
            PagePerson.objects.create(page=page, person=person, role="portrayed", function_then="opbouwwerker")
        html = read(client, page)
        assert re.search(r'<a href="/mensen/[^"]+">Met pagina</a>', html)
        assert "Zonder pagina" in html
        assert not re.search(r">Zonder pagina</a>", html)
        assert "opbouwwerker" in html

    def test_a_workshop_shows_its_case_in_full_with_an_anchor_and_a_link(self, client):
        case = CasePageFactory(question="Hoe houd je het open?")
        html = read(client, case.get_parent().specific)
        assert f'id="casus-{case.slug}"' in html
        assert "Hoe houd je het open?" in html
        assert f'href="{case.url}"' in html

    def test_a_case_says_from_which_workshop_it_is(self, client):
        case = CasePageFactory()
        assert f"{case.get_parent().url}#casus-{case.slug}" in read(client, case)

    def test_notes_of_two_chapters_keep_apart(self, client):
        notes = {"notes": [{"kind": "explanation", "text": "<p>Uitleg</p>"}]}
        blocks = [{"type": "text", "value": "<p>Zie[1]</p>"}, {"type": "footnotes", "value": notes}]
        chapters = [PortraitPageFactory(body=blocks) for _ in range(2)]
        magazine = MagazinePageFactory()
        for chapter in chapters:
            MagazineChapter.objects.create(magazine=magazine, page=chapter)
        html = read(client, magazine)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for chapter in chapters:
            assert f'href="#noot-{chapter.pk}-1"' in html
            assert f'href="#noot-{chapter.pk}-1-terug-1"' in html

    def test_dates_are_dutch(self, client):
        assert "7 september 2023" in read(client, PracticePageFactory(published_on=date(2023, 9, 7)))

    def test_a_filtered_list_is_not_for_search_engines_and_offers_the_whole_list(self, client):
        page, place = PracticePageFactory(), MunicipalityFactory()
        PageMunicipality.objects.create(page=page, municipality=place)
        assert "noindex" not in client.get("/praktijkvoorbeelden/").content.decode()
        html = client.get(f"/praktijkvoorbeelden/?gemeente={place.slug}").content.decode()
        assert '<meta name="robots" content="noindex">' in html
        assert "Alle filters weghalen" in html

    def test_the_pages_of_a_filtered_list_keep_the_filter(self, client):
        place = MunicipalityFactory()
        for _ in range(13):
            PageMunicipality.objects.create(page=PracticePageFactory(), municipality=place)
        html = client.get(f"/praktijkvoorbeelden/?gemeente={place.slug}").content.decode()
        assert f'href="?gemeente={place.slug}&amp;pagina=2"' in html

    def test_the_pages_of_a_search_keep_words_with_strange_characters(self, client):
        page = Paginator(range(30), 12).get_page(1)
        html = render_to_string(
            "pages/search/search.html",
            {"search_query": "a&b=c d", "page_obj": page, "publications": [PracticePageFactory()]},
            request=client.get("/").wsgi_request,
        )
        assert 'href="?q=a%26b%3Dc%20d&amp;pagina=2"' in html
