"""Research and articles; slides and footnotes."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import ArticlePageFactory
from wijkwijzer.blocks.media import SlidesBlock

pytestmark = pytest.mark.django_db

SLIDES = {
    "title": "De rol van wijkverbinders",
    "slides": [{"image": None, "title": "Dia een", "text": "<p>Kort.</p>"}],
    "linear_text": "<p>De volledige tekst van alle dia’s.</p>",
}
NOTES = {
    "notes": [
        {"kind": "explanation", "text": "<p>Een toelichting.</p>"},
        {"kind": "literature", "text": "<p>Een boek.</p>"},
    ]
}


@pytest.mark.parametrize(
    ("form", "kind"), [("onderzoek", "onderzoek"), ("artikel", "artikel"), ("samenvatting", "artikel")]
)
def test_the_form_of_an_article_makes_its_kind(form: str, kind: str) -> None:
    assert ArticlePageFactory(form=form).kind == kind


def test_research_shows_how_it_was_done(client: Client) -> None:
    page = ArticlePageFactory(form="onderzoek", methods="Interviews en observaties", respondents="vijftien ambtenaren")
    text = client.get(page.url).content.decode()
    assert "Verantwoording" in text
    assert "vijftien ambtenaren" in text


def test_slides_always_come_with_their_complete_text(client: Client) -> None:
    text = client.get(ArticlePageFactory(body=[("slides", SLIDES)]).url).content.decode()
    assert "Dia een" in text
    assert "De volledige tekst van alle dia’s." in text


def test_slides_without_their_complete_text_are_refused() -> None:
    assert SlidesBlock().child_blocks["linear_text"].required


def test_footnotes_of_two_kinds_link_there_and_back(client: Client) -> None:
    body = [("text", "<p>Een woord [1] en een boek [2], maar geen [3].</p>"), ("footnotes", NOTES)]
    text = client.get(ArticlePageFactory(body=body).url).content.decode()
    soup = BeautifulSoup(text, "html.parser")
    references = soup.select("sup a[href^='#']")
    assert len(references) == 2
    for link in references:
        note = soup.find(id=link["href"][1:])
        assert note is not None
        back = note.find("a", href=f"#{link['id']}")
        assert back is not None
    assert "Toelichting" in text
    assert "Literatuur" in text
    assert "[3]" in text
