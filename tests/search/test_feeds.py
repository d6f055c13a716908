"""The results of a search as Atom: the newest twenty, with names that stay."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.search import made_up
from wijkwijzer.search import searching
from wijkwijzer.search.query import Query
from wijkwijzer.search.results import Results

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def pages_of(total: int, asked: list[Query]):
    """A search with so many results, twelve a page, that remembers what was asked."""

    def search(query: Query) -> Results:
        asked.append(query)
        numbers = range((query.page - 1) * 12 + 1, min(total, query.page * 12) + 1)
        casus = made_up.group("soort", ("casus", "Casus", total), chosen=query.filters.get("soort", ()))
        return made_up.results("", total, casus, query=query, hits=[made_up.hit(number) for number in numbers])

    return search


def feed(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


@pytest.mark.parametrize(
    ("total", "entries", "searches"), [(0, 0, 1), (5, 5, 1), (12, 12, 1), (13, 13, 2), (90, 20, 2)]
)
def test_the_newest_twenty_are_in_it_in_as_few_searches_as_that_takes(
    client: Client, monkeypatch: pytest.MonkeyPatch, total: int, entries: int, searches: int
) -> None:
    asked: list[Query] = []
    monkeypatch.setattr(searching, "search", pages_of(total, asked))
    found = feed(client, "/zoeken/feed/?q=wijk&soort=casus&sorteer=a-z&pagina=3")
    assert len(found.findall(f"{ATOM}entry")) == entries
    assert len(asked) == searches
    assert {(query.text, query.sorting, query.filters["soort"]) for query in asked} == {
        ("wijk", "nieuwste", ("casus",))
    }


def test_it_says_which_search_it_is_of(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "search", pages_of(2, []))
    found = feed(client, "/zoeken/feed/?q=wijk&soort=casus&soort=onzin&pagina=2")
    assert found.findtext(f"{ATOM}title") == "Zoeken: wijk | WijkWijzer"
    assert found.findtext(f"{ATOM}subtitle") == "2 resultaten voor “wijk”, in casussen."
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/zoeken/?q=wijk&soort=casus",
        "self": "http://testserver/zoeken/feed/?q=wijk&soort=casus",
    }


def test_an_entry_keeps_its_name_and_is_news_when_it_was_checked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    concept = made_up.hit(
        2, kind="begrip", page_id=None, concept_id=8, published_on=None, url="/begrippen/wijkcentrum/"
    )
    checked = made_up.hit(1, page_id=42, reviewed_on=date(2026, 3, 1))
    results = made_up.results("wijk", 2, hits=[checked, concept])
    monkeypatch.setattr(searching, "search", lambda query: results)
    page, begrip = feed(client, "/zoeken/feed/?q=wijk").findall(f"{ATOM}entry")
    assert page.findtext(f"{ATOM}id") == "tag:testserver,2026:pagina-42"
    assert page.find(f"{ATOM}link").get("href") == "http://testserver/praktijkvoorbeelden/wijkcentrum-1/"
    assert page.findtext(f"{ATOM}published").startswith("2023-09-07")
    assert page.findtext(f"{ATOM}updated").startswith("2026-03-01")
    assert page.findtext(f"{ATOM}summary") == "Over een wijkcentrum."
    assert begrip.findtext(f"{ATOM}id") == "tag:testserver,2026:begrip-8"
    assert begrip.findtext(f"{ATOM}updated").startswith("2000-01-01")


def test_what_xml_cannot_hold_is_no_trouble(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "search", pages_of(2, []))
    found = feed(client, "/zoeken/feed/?q=%3Cb%3E%26%01%0B%EF%BF%BE%00wijk")
    assert found.findtext(f"{ATOM}title").startswith("Zoeken: <b>&")
