"""Every example keeps its contract, in the hard cases too."""

import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory

from wijkwijzer.styleguide import example as words
from wijkwijzer.styleguide.contracts import FOLDERS, examples_of, render_example, template_names
from wijkwijzer.styleguide.example import LONG_TITLE, LONG_WORD, Example
from wijkwijzer.styleguide.samples import SUMMARY

TEMPLATES = [name for folder in FOLDERS for name in template_names(folder)]
EXAMPLES = [
    pytest.param(name, number, id=f"{name}-{number}")
    for name in TEMPLATES
    for number, _ in enumerate(examples_of(name))
]
# Cases that their title marks as one where the contract says that nothing is left on the page.
NOTHING = {
    "blocks/call_to_action.html": {"De pagina is niet (meer) openbaar", "De pagina is weggegooid"},
    "blocks/contact.html": {"Het adres is verlopen", "De persoon of organisatie is weggegooid"},
    "blocks/image.html": {"De afbeelding is weggegooid"},
    "blocks/related_pages.html": {"Alle pagina’s zijn weggegooid of niet openbaar"},
    "blocks/title.html": {"Leeg"},
    "components/citation.html": {"Leeg"},
    "components/contents.html": {"Twee koppen: niets te zien"},
    "components/contributions.html": {"Leeg"},
    "components/earlier.html": {"Nergens eerder verschenen"},
    "components/keep_page.html": {"Een portret: niets te zien"},
    "components/leads_to_list.html": {"Leeg"},
    "components/links.html": {"Leeg"},
    "components/other_municipalities.html": {"Leeg"},
    "components/outdated.html": {"Niet verouderd"},
    "components/pagination.html": {"Eén bladzijde: geen knoppen"},
    "components/picture.html": {"Zonder beeld"},
    "components/pull_quotes.html": {"Leeg"},
    "components/related.html": {"Leeg"},
    "components/stream.html": {"Leeg"},
    "components/themes.html": {"Zonder thema en zonder begrip"},
}

pytestmark = pytest.mark.django_db


def render(name: str, example: Example) -> str:
    return render_example(name, example, RequestFactory().get("/stijlgids/"), "p-")


def find(name: str, title: str) -> str:
    """The example of `name` called `title`, rendered."""
    return render(name, next(example for example in examples_of(name) if str(example.title) == title))


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_an_example_renders_whole(name: str, number: int) -> None:
    example = list(examples_of(name))[number]
    html = render(name, example)
    assert bool(html) is (str(example.title) not in NOTHING.get(name, ())), example.title
    assert not re.search(r"""(?:href|src|content|action)=["']\s*["']""", html), "an empty address"
    assert not re.search(r"\bNone\b|\[\]|&lt;|object at 0x|\{[{%]", html), "something that was not meant to be read"
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert all(ids)
    pointed = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|popovertarget)="([^"]+)"', html)
    assert {word for value in pointed for word in value.split()} <= set(ids)


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_the_tags_of_an_example_are_closed(name: str, number: int) -> None:
    html = render(name, list(examples_of(name))[number])
    for tag in ("a", "b", "dl", "dt", "dd", "div", "figure", "li", "nav", "ol", "p", "section", "span", "table", "ul"):
        assert len(re.findall(rf"<{tag}[\s>]", html)) == html.count(f"</{tag}>"), tag
    # A browser ends a paragraph before a list or a block: what stands in it would fall out.
    assert not BeautifulSoup(html, "html.parser").select("p div, p ul, p ol, p p, p section, a a")


def test_the_long_title_is_as_long_as_the_style_guide_says() -> None:
    assert len(LONG_TITLE) == 120
    assert len(LONG_WORD) > 60


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_title_of_120_characters_and_a_long_word_are_shown_whole(name: str) -> None:
    for example in examples_of(name):
        if str(words.LONG).lower() in str(example.title).lower():
            assert LONG_TITLE in unquote(render(name, example)), example.title
        if str(example.title) == str(words.VERY_LONG_WORD):
            assert LONG_WORD in render(name, example)


@pytest.mark.parametrize("name", TEMPLATES)
def test_without_an_image_there_is_no_empty_figure(name: str) -> None:
    for example in examples_of(name):
        html = BeautifulSoup(render(name, example), "html.parser")
        if str(words.NO_IMAGE) in str(example.title) or str(example.title) == str(words.UNKNOWN):
            assert not html.select("figure.picture, img")
        for figure in html.select("figure"):
            assert figure.select("img, svg, blockquote"), example.title


def test_some_component_shows_each_of_the_edge_cases() -> None:
    titles = {str(example.title).lower() for name in TEMPLATES for example in examples_of(name)}
    for case in (
        *("zonder beeld", "titel van 120 tekens", "zonder thema", "zonder datum", "veel gemeenten", "leeg", "eén"),
        *("alles onbekend", "heel lang woord", "de pagina is weggegooid", "de pagina is niet (meer) openbaar"),
    ):
        assert any(case in title for title in titles), case


class TestEdgeCases:
    def test_a_deleted_or_hidden_page_leaves_no_trace_in_a_list_that_goes_on(self) -> None:
        html = find("blocks/related_pages.html", "Eén van drie is nog openbaar")
        assert html.count("<li>") == html.count("<a ") == 1
        assert LONG_TITLE in html
        assert "niet openbaar" not in html

    def test_a_link_in_a_text_to_a_deleted_page_becomes_plain_words(self) -> None:
        html = find("blocks/text.html", "Een link naar een weggegooide pagina")
        assert "hoe zij het deden" in html
        assert "href" not in html

    def test_what_is_not_known_says_so(self) -> None:
        assert find("components/glance.html", "Alles onbekend").count("niet bekend") == 8
        assert find("components/practice.html", "Alles onbekend").count("niet bekend") == 4
        assert find("components/case.html", "Alles onbekend").count("niet bekend") == 2

    def test_without_a_date_no_date_stands_on_a_card(self) -> None:
        assert "2023" in find("components/card.html", "Gewoon")
        assert "2023" not in find("components/card.html", "Zonder datum en zonder gemeente")

    def test_a_card_names_three_of_many_municipalities_and_a_byline_all(self) -> None:
        card = find("components/card.html", "Veel gemeenten")
        assert card.count("Voorbeeld") == 3
        assert "en andere" in card
        assert find("components/byline.html", "Veel gemeenten").count("<a ") == 6

    def test_without_a_theme_there_is_no_heading_for_themes(self) -> None:
        assert "Lees meer over" not in find("components/themes.html", "Zonder thema")
        assert "Begrippen" in find("components/themes.html", "Zonder thema")

    def test_an_expired_address_is_not_shown(self) -> None:
        html = find("components/people.html", "Het adres is verlopen")
        assert "Mina Modelman" in html
        assert "@" not in html

    def test_who_has_no_public_page_is_no_link(self) -> None:
        html = find("components/people.html", "Gewoon")
        assert re.search(r"<a [^>]+>Vera Voorbeeld</a>", html)
        assert "Freek Fictief" in html
        assert not re.search(r">Freek Fictief</a>", html)

    def test_an_empty_list_says_what_to_do(self) -> None:
        assert 'href="/zoeken/"' in find("components/published.html", "Leeg")

    def test_a_picture_has_a_text_for_who_does_not_see_it_and_its_maker(self) -> None:
        html = find("components/picture.html", "Gewoon")
        assert re.search(r'<img [^>]*alt="Tekening: [^"]+"', html)
        assert "Beeld: Voorbeeld van een maker" in html
        assert "Beeld:" not in find("components/picture.html", "Maker niet bekend")

    def test_every_kind_of_chapter_shows_its_own_text(self) -> None:
        shown = {"Portret": "Ik begin met luisteren.", "Casus": "Vraag de buurt mee", "Tips": "Bel overdag aan"}
        for title, text in shown.items():
            assert text in find("components/chapter.html", title)
        assert SUMMARY in find("components/chapter.html", "Praktijkvoorbeeld, zonder beeld")
