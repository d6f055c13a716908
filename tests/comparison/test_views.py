"""The page around the table: only differences, what machines are told, what it costs, and the ways to it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.models import PracticeIndexPage
from tests.factories import OrganisationFactory, PortraitPageFactory, PracticePageFactory, Targets
from wijkwijzer.comparison.choice import MOST
from wijkwijzer.pages.models import Freshness, KnowledgePage, TellsAbout

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16


# --- Only differences -------------------------------------------------------------------------------------------------


def test_only_differences_leaves_out_what_all_say_and_names_it(practice, compare) -> None:
    one, two = practice(scale="wijk", costs="10 euro"), practice(scale="wijk", costs="20 euro")
    seen = compare(one, two, verschillen="ja")
    assert list(seen.rows) == ["Kosten"]
    assert "Weggelaten, want overal hetzelfde: probleem, aanpak, schaal" in seen.text
    assert seen.soup.find("a", string="Toon alles")["href"] == f"/vergelijk/?p={one.pk}&p={two.pk}"


def test_capitals_spaces_and_markup_are_no_difference(practice, compare) -> None:
    one = practice(approach="Een  plan", result="<p>Veel <b>bezoek</b></p>")
    two = practice(approach="een plan", result="<p>Veel bezoek</p>")
    assert list(compare(one, two, verschillen="ja").rows) == []


def test_one_that_differs_among_three_is_a_difference(practice, compare) -> None:
    seen = compare(practice(scale="wijk"), practice(scale="wijk"), practice(scale="buurt"), verschillen="ja")
    assert list(seen.rows) == ["Schaal"]


def test_without_any_difference_the_page_says_so_instead_of_an_empty_table(practice, compare) -> None:
    seen = compare(practice(title="Een"), practice(title="Twee"), verschillen="ja")
    assert "Er is geen verschil: deze praktijken zeggen bij elk onderdeel hetzelfde." in seen.text
    assert seen.soup.table is None


@pytest.mark.parametrize("value", ["", "nee", "JA", "1", "<b>"])
def test_anything_else_shows_all_rows(practice, compare, value: str) -> None:
    seen = compare(practice(), practice(), verschillen=value)
    assert len(seen.rows) == 13
    assert seen.soup.find("a", string="Toon alleen verschillen")["href"].endswith("&verschillen=ja")


# --- Machines ---------------------------------------------------------------------------------------------------------


def test_no_search_engine_keeps_it_and_no_cookie_is_set(client: Client, practice) -> None:
    for keys in ([], [practice().pk], [practice().pk, practice().pk]):
        answer = client.get("/vergelijk/", {"p": keys})
        html = answer.content.decode()
        assert '<meta name="robots" content="noindex">' in html
        assert re.search(r'<link rel="canonical" href="[^"?]+/vergelijk/">', html)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    assert "vergelijk" not in client.get("/sitemap.xml").content.decode()
    assert "Disallow: /vergelijk" in client.get("/robots.txt").content.decode()
    assert client.post("/vergelijk/").status_code == 405


def test_the_title_names_what_is_compared_and_paper_says_where_it_stands(client: Client, practice) -> None:
    one, two, three = practice(title="A"), practice(title="B"), practice(title="C")
    html = client.get("/vergelijk/", {"p": [one.pk, two.pk, three.pk]}).content.decode()
    assert "<title>Vergelijk A, B en C | WijkWijzer</title>" in html
    assert f"/vergelijk/?p={one.pk}&amp;p={two.pk}&amp;p={three.pk}" in html[html.index("Deze pagina staat op") :]


def test_titles_are_text_and_not_markup(client: Client, practice) -> None:
    evil = practice(title='<script>alert("x")</script>', problem="<img src=x onerror=alert(1)>")
    for keys in ([evil.pk], [evil.pk, practice().pk]):
        html = client.get("/vergelijk/", {"p": keys, "q": '"><script>alert(2)'}).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


# --- What it costs ----------------------------------------------------------------------------------------------------


def full(number: int) -> KnowledgePage:
    """A practice with everything that its column needs the database for."""
    result = f'<p><a linktype="page" id="{PracticePageFactory().pk}">elders</a></p>'
    fields = {"holder_organisation": OrganisationFactory(), "result": result}
    page = PracticePageFactory(title=f"Vol {number}", **fields, **Targets.make(2).links(2))
    Freshness.objects.create(page=page, replaced_by=PracticePageFactory().knowledgepage_ptr)
    for _ in range(3):
        PortraitPageFactory(tells_about=[TellsAbout(target=page.knowledgepage_ptr)])
    return page


def count(client: Client, address: str, parameters: dict) -> int:
    for _time in range(2):
        client.get(address, parameters)  # makes what pages share, after renditions that were made
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, parameters).status_code == 200
    return len(queries)


@pytest.mark.parametrize("more", [{}, {"verschillen": "ja"}, {"q": "vol"}])
def test_two_practices_cost_as_many_queries_as_three_and_as_many_as_any_page_of_a_list(client: Client, more) -> None:
    keys = [full(number).pk for number in range(MOST)]
    few, three, four = (count(client, "/vergelijk/", {"p": keys[:number], **more}) for number in (2, 3, 4))
    assert four <= few == three <= MOST_QUERIES
    none, one = (count(client, "/vergelijk/", {"p": keys[:number], **more}) for number in (0, 1))
    assert max(none, one) <= MOST_QUERIES


def test_a_file_of_two_costs_as_many_queries_as_one_of_four(client: Client) -> None:
    keys = [full(number).pk for number in range(MOST)]
    two, four = (count(client, "/vergelijk.csv", {"p": keys[:number]}) for number in (2, 4))
    assert two == four <= MOST_QUERIES


# --- The ways to it ---------------------------------------------------------------------------------------------------


def test_a_practice_is_chosen_from_its_card_its_page_and_a_search_without_a_script(client: Client, practice) -> None:
    made = practice(title="Een buurtkeuken", slug="keuken")
    PortraitPageFactory(title="Een portret van de buurtkeuken")
    way = f'href="/vergelijk/?p={made.pk}"'
    for address in ("/", "/praktijkvoorbeelden/", "/praktijkvoorbeelden/keuken/", "/zoeken/?q=buurtkeuken"):
        html = client.get(address).content.decode()
        assert html.count(way) == html.count("/vergelijk/?p=") == 1, address
    assert "/vergelijk/?p=" not in client.get("/portretten/").content.decode()


def test_the_name_of_a_practice_is_in_the_name_of_its_link(client: Client, practice) -> None:
    practice(title="Wijkbedrijf Selwerd")
    for address in ("/praktijkvoorbeelden/", "/zoeken/?q=selwerd"):
        html = client.get(address).content.decode()
        link = re.search(r"<a[^>]+data-compare=[^>]+>(.*?)</a>", html, re.DOTALL)[1]
        assert " ".join(re.sub("<[^>]+>", "", link).split()) == "Vergelijk Wijkbedrijf Selwerd"


def test_the_list_of_practices_leads_there(client: Client, practice) -> None:
    assert (
        'href="/vergelijk/">Vergelijk praktijken</a>'
        in client.get(PracticeIndexPage.objects.get().url).content.decode()
    )
    assert "Vergelijk praktijken" not in client.get("/portretten/").content.decode()
