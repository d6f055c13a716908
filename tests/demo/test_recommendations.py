"""The recommendations of the demo: each with evidence that really says so, and one on which the sources differ."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client

from practices.models import TipListPage
from wijkwijzer.briefs.models import Brief, digest
from wijkwijzer.demo.brief import TOKEN
from wijkwijzer.demo.documents import read_documents
from wijkwijzer.editorial.completeness import gaps
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person
from wijkwijzer.recommendations.models import RecommendationIndexPage, RecommendationPage, Stance
from wijkwijzer.recommendations.passages import tips_of
from wijkwijzer.recommendations.standing import Standing, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
SHOWPIECE = "geef-de-verbinder-een-onafhankelijke-plek"


def standings() -> dict[str, Standing]:
    pages = list(RecommendationPage.objects.live().order_by("slug"))
    return {page.slug: standing for page, standing in zip(pages, Standing.of_each(pages), strict=True)}


def test_there_are_at_least_twelve_recommendations_and_the_list_counts_them(client: Client) -> None:
    count = RecommendationPage.objects.live().count()
    assert count >= 12
    assert f"<b>{count}" in client.get(RecommendationIndexPage.objects.get().url).content.decode()


def test_each_recommendation_has_all_that_editors_ask_of_one() -> None:
    for page in RecommendationPage.objects.live():
        assert gaps(page) == [], page.slug
        assert page.moments and page.effort and page.obstacles, page.slug
        assert len(page.title) <= 80
        assert len(page.summary) <= 300


def test_every_piece_of_evidence_is_a_passage_that_stands_there_now() -> None:
    for slug, standing in standings().items():
        assert 2 <= len(standing.lines) <= 6, slug
        assert standing.withdrawn == 0, slug
        for line in standing.lines:
            assert line.passage is not None, (slug, line.source.slug)
            assert line.state == State.TRUE, (slug, line.source.slug)


def test_the_link_of_each_piece_of_evidence_leads_to_its_passage(client: Client) -> None:
    anchors: dict[str, set[str]] = {}
    for standing in standings().values():
        for line in standing.lines:
            address, _, anchor = line.url.partition("#")
            anchors.setdefault(address, set()).add(anchor)
    for address, wanted in anchors.items():
        html = client.get(address).content.decode()
        assert [anchor for anchor in wanted if html.count(f'id="{anchor}"') != 1] == [], address


def test_the_evidence_of_all_together_is_of_every_kind_and_leans_on_all_five_sources() -> None:
    lines = [line for standing in standings().values() for line in standing.lines]
    assert {"portret", "magazine", "praktijk", "werkplaats", "casus", "tips", "onderzoek", "artikel"} <= {
        line.source.kind for line in lines
    }
    organisations = {
        contribution.organisation.slug
        for line in lines
        for contribution in line.source.contributions.all()
        if contribution.organisation
    }
    assert {"platform31", "lpb", "jso", "haagse-hogeschool"} <= organisations
    assert {"peter-wijnsma-groningen", "balanceren-en-bijeenbrengen", "werkplaats-wijkgericht-werken-2023"} <= {
        line.source.slug for line in lines
    }


def test_sources_differ_on_most_and_on_some_they_contradict() -> None:
    found = standings()
    assert len([standing for standing in found.values() if standing.has_difference]) >= 9
    contradicted = [slug for slug, standing in found.items() if standing.columns[2].lines]
    assert len(contradicted) >= 3


def test_a_recommendation_that_rests_on_one_municipality_says_so(client: Client) -> None:
    warned = {
        slug: re.findall(r"gaan over één gemeente: (\w+)\.", " ".join(standing.warnings))
        for slug, standing in standings().items()
    }
    assert {slug: places[0] for slug, places in warned.items() if places} == {
        "bekijk-huur-en-subsidie-als-een-geldstroom": "Veldhoven",
        "breng-geld-uit-meer-afdelingen-bij-elkaar": "Groningen",
        "laat-collegas-het-probleem-zelf-meemaken": "Groningen",
    }
    page = RecommendationPage.objects.get(slug="laat-collegas-het-probleem-zelf-meemaken")
    assert "Alle bronnen die dit steunen gaan over één gemeente: Groningen." in client.get(page.url).content.decode()


def test_where_one_municipality_is_named_no_supporting_source_is_without_a_place() -> None:
    for slug, standing in standings().items():
        if any("één gemeente" in warning for warning in standing.warnings):
            assert all(line.places for line in standing.columns[0].lines), slug


def test_at_least_three_are_a_tip_of_a_list_in_its_own_words(client: Client) -> None:
    tips = RecommendationPage.objects.live().exclude(tip="")
    assert len(tips) >= 3
    assert len({page.tip_list_id for page in tips}) >= 3
    for page in tips:
        titles = {tip.key: tip.text for tip in tips_of(page.tip_list)}
        assert titles[page.tip] == page.title
        assert page.tip_list.title in client.get(page.url).content.decode()


def test_on_where_the_connector_belongs_three_sources_say_three_things() -> None:
    standing = standings()[SHOWPIECE]
    stances = {column.stance: [line.source.slug for line in column.lines] for column in standing.columns}
    assert stances == {
        Stance.SUPPORTS: [
            "vijf-tips-voor-verbinders",
            "evelyn-polhuijs-leeuwarden",
            "danielle-van-den-heuvel-rotterdam",
        ],
        Stance.NUANCES: ["community-builders-in-haagse-wijken", "peter-wijnsma-groningen"],
        Stance.CONTRADICTS: ["vier-oplossingen-voor-wijkverbinders"],
    }
    assert standing.summary == (
        "2 portretten en 1 tiplijst, in 2 gemeenten, 2021; 2 bronnen nuanceren; 1 bron denkt er anders over."
    )
    assert standing.warnings == []


def test_the_page_about_it_says_above_its_columns_that_the_sources_differ(client: Client) -> None:
    html = client.get(RecommendationPage.objects.get(slug=SHOWPIECE).url).content.decode()
    places = [html.index(text) for text in ("Hierover verschillen de bronnen", "denkt er anders over", "bewijs-steunt")]
    assert places == sorted(places)


def test_beside_the_tip_of_a_list_stands_what_it_leads_to(client: Client) -> None:
    page = RecommendationPage.objects.get(slug=SHOWPIECE)
    html = client.get(TipListPage.objects.get(slug="vijf-tips-voor-verbinders").url).content.decode()
    assert "Leidt tot:" in html
    assert f'href="{page.url}"' in html


def test_a_recommendation_has_no_places_or_people_of_its_own_and_names_nobody() -> None:
    # Those that the editors' own desk invented are called Voorbeeld and such.
    names = [person.name for person in Person.objects.filter(page_links__page__live=True).distinct()]
    for page in RecommendationPage.objects.live():
        assert not page.municipality_links.exists()
        assert not page.person_links.exists()
        text = " ".join(page.get_texts())
        assert [name for name in names if name.split()[-1] in text] == [], page.slug


def test_each_explanation_is_short_and_says_what_is_the_thought_of_the_redactie() -> None:
    for document in read_documents():
        if document.type == "recommendation":
            words = len(re.sub(r"\(pagina:[^)]*\)", "", document.body).split())
            assert 60 <= words <= 150, (document.slug, words)
            assert "redactie" in document.body, document.slug


def test_no_evidence_changes_when_everything_is_published_again() -> None:
    before = {slug: [line.url for line in standing.lines] for slug, standing in standings().items()}
    call_command("load_demo", verbosity=0)
    assert {slug: [line.url for line in standing.lines] for slug, standing in standings().items()} == before


def test_home_leads_who_wants_advice_to_the_recommendations(client: Client) -> None:
    address = RecommendationIndexPage.objects.get().url
    assert re.search(rf'href="{address}">\s*Ik wil advies', client.get("/").content.decode())


def test_every_page_that_is_evidence_is_a_publication_and_no_recommendation() -> None:
    recommendations = RecommendationPage.objects.values("pk")
    assert not KnowledgePage.objects.filter(used_as_evidence__isnull=False, pk__in=recommendations).exists()


def test_a_ready_brief_of_five_things_is_there_for_everybody(client: Client) -> None:
    response = client.get(f"/beleidsbrief/{TOKEN}/")
    assert response.status_code == 200
    html = response.content.decode()
    titles = [item.page.title for item in Brief.objects.get(token_digest=digest(TOKEN)).items.select_related("page")]
    assert len(titles) == 5
    assert [title for title in titles if title not in unescape(html)] == []
