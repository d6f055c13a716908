"""Lists: paging, filters as plain links, the feed."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from practices.models import PracticeIndexPage
from tests.factories import MunicipalityFactory, PracticePageFactory, ThemeFactory
from wijkwijzer.pages.models import PageMunicipality, PageTheme

pytestmark = pytest.mark.django_db
URL = "/praktijkvoorbeelden/"


def practice(title: str, theme: object = None, place: object = None) -> None:
    page = PracticePageFactory(title=title)
    if theme:
        page.theme_links = [PageTheme(tag=theme)]
    if place:
        page.municipality_links = [PageMunicipality(municipality=place, role="subject")]
    page.save()


def titles(client: Client, url: str) -> list[str]:
    return re.findall(
        r"Praktijk [A-Z]\b", re.sub(r"<head>.*?</head>", "", client.get(url).content.decode(), flags=re.S)
    )


def test_a_list_pages_and_a_wrong_page_number_shows_a_page(client: Client) -> None:
    for _ in range(PracticeIndexPage.per_page + 1):
        PracticePageFactory()
    assert "?pagina=2" in client.get(URL).content.decode()
    for number in ("2", "0", "-1", "999", "abc", "1.5", "9" * 400, "²"):
        assert client.get(URL, {"pagina": number}).status_code == 200


def test_filters_narrow_the_list_and_combine(client: Client) -> None:
    theme, place = ThemeFactory(slug="ontmoeten"), MunicipalityFactory(slug="veldhoven")
    practice("Praktijk A", theme)
    practice("Praktijk B", theme, place)
    practice("Praktijk C", None, place)
    assert set(titles(client, f"{URL}?thema=ontmoeten")) == {"Praktijk A", "Praktijk B"}
    assert set(titles(client, f"{URL}?gemeente=veldhoven")) == {"Praktijk B", "Praktijk C"}
    assert set(titles(client, f"{URL}?thema=ontmoeten&gemeente=veldhoven")) == {"Praktijk B"}


@pytest.mark.parametrize(
    "query", ["thema=bestaat-niet", "gemeente=' OR 1=1--", "thema=<script>", "onbekend=1", "thema="]
)
def test_unknown_filter_values_are_ignored(client: Client, query: str) -> None:
    practice("Praktijk A", ThemeFactory())
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    assert "Praktijk A" in response.content.decode()
    assert "bestaat-niet" not in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_a_list_by_municipality_leads_with_what_is_about_it_and_keeps_mentions_apart(client: Client) -> None:
    place = MunicipalityFactory(slug="veldhoven")
    practice("Praktijk A", None, place)
    newer = PracticePageFactory(title="Praktijk B", published_on="2026-01-01")
    newer.municipality_links = [PageMunicipality(municipality=place, role="mentioned")]
    newer.save()
    text = client.get(f"{URL}?gemeente=veldhoven").content.decode()
    assert text.index("Praktijk A") < text.index("Ook genoemd in") < text.index("Praktijk B")


def test_a_card_of_a_practice_says_how_it_stands(client: Client) -> None:
    PracticePageFactory(life_cycle="gestopt")
    assert "gestopt" in client.get(URL).content.decode()
    assert "gestopt" in client.get("/").content.decode()


def test_a_filtered_list_is_not_for_search_engines(client: Client) -> None:
    practice("Praktijk A", ThemeFactory(slug="ontmoeten"))
    assert "noindex" in client.get(f"{URL}?thema=ontmoeten").content.decode()
    assert "noindex" not in client.get(URL).content.decode()


def test_the_pages_of_a_filtered_list_keep_the_filter(client: Client) -> None:
    theme = ThemeFactory(slug="ontmoeten")
    for n in range(PracticeIndexPage.per_page + 1):
        practice(f"Nummer {n}", theme)
    text = client.get(f"{URL}?thema=ontmoeten").content.decode()
    assert re.search(r'href="\?thema=ontmoeten&amp;pagina=2"', text)


def test_an_empty_list_says_what_to_do_next(client: Client) -> None:
    assert 'href="/zoeken/"' in client.get(URL).content.decode()


def test_the_feed_is_valid_atom_with_the_newest_publications(client: Client) -> None:
    PracticePageFactory(title="Titel & zo", summary="Samenvatting.")
    response = client.get(f"{URL}feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == ["Titel & zo"]
    assert all(link.get("href").startswith("http://testserver/") for link in feed.iter(f"{atom}link"))
    ids = [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")]
    assert len(set(ids)) == len(ids)


def test_every_list_names_its_feed(client: Client) -> None:
    assert 'type="application/atom+xml"' in client.get(URL).content.decode()
