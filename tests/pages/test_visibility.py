"""Drafts and private pages leak nowhere: each listing, feed and gathering page, with one page of each sort."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail.search.backends import get_search_backend

from portraits.models import MagazineChapter, PortraitIndexPage
from tests.factories import (
    CasePageFactory,
    ConceptFactory,
    MagazinePageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    SitePageFactory,
    ThemeFactory,
    WorkshopPageFactory,
)
from wijkwijzer.pages.models import (
    Contribution,
    HomePage,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    TellsAbout,
)
from wijkwijzer.search.models import SearchDocument, SearchWord

pytestmark = pytest.mark.django_db
SECRET = "Geheime titel"


def hide_by_draft(page: KnowledgePage) -> None:
    page.live = False
    page.save()


def hide_by_restriction(page: KnowledgePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def hide_by_restriction_above(page: KnowledgePage) -> None:
    PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


@pytest.fixture(params=[hide_by_draft, hide_by_restriction, hide_by_restriction_above], ids=lambda hide: hide.__name__)
def hidden(request: pytest.FixtureRequest) -> KnowledgePage:
    """A portrait that anonymous readers may not see, tied to everything a page can be tied to."""
    series = PortraitSeriesPageFactory()
    page = PortraitPageFactory(title=SECRET, slug="geheim", summary=f"Samenvatting van {SECRET}", series=series)
    page.theme_links = [PageTheme(tag=ThemeFactory(slug="thema"))]
    page.concept_links = [PageConcept(concept=ConceptFactory(slug="begrip"))]
    page.municipality_links = [
        PageMunicipality(municipality=MunicipalityFactory(slug="plaats"), role="subject"),
        PageMunicipality(municipality=MunicipalityFactory(slug="genoemd"), role="mentioned"),
    ]
    page.person_links = [PagePerson(person=PersonFactory(slug="iemand", public_profile=True), role="portrayed")]
    page.contributions = [Contribution(organisation=OrganisationFactory(slug="bureau"), role="partner")]
    page.tells_about = [TellsAbout(target=PracticePageFactory(slug="praktijk").knowledgepage_ptr)]
    page.save()
    assert SearchDocument.objects.filter(page=page.pk).exists()
    request.param(page)
    get_search_backend().add(page)
    return page


LISTINGS = [
    "/",
    "/portretten/",
    "/portretten/?thema=thema",
    "/portretten/?gemeente=plaats",
    "/portretten/feed/",
    "/praktijkvoorbeelden/praktijk/",
    "/themas/",
    "/themas/thema/",
    "/begrippen/",
    "/begrippen/begrip/",
    "/gemeenten/",
    "/gemeenten/plaats/",
    "/gemeenten/genoemd/",
    "/mensen/iemand/",
    "/organisaties/bureau/",
    "/zoeken/",
    "/zoeken/?q=geheime",
    "/zoeken/?soort=portret",
    "/zoeken/?thema=thema&gemeente=plaats",
    "/zoeken/?q=geheimme",
    "/zoeken.json",
    "/zoeken.json?q=geheime",
    "/zoeken/feed/",
    "/zoeken/feed/?q=geheime",
    "/zoeken/suggesties/?q=geheime",
    "/vergelijk/",
    "/vergelijk/?q=geheime",
    "/sitemap.xml",
    "/robots.txt",
    "/bestaat-niet/",
]


@pytest.mark.parametrize("url", LISTINGS)
def test_a_hidden_page_is_in_no_list(client: Client, hidden: KnowledgePage, url: str) -> None:
    response = client.get(url, follow=True)
    text = response.content.decode()
    assert SECRET not in text
    assert "/portretten/geheim/" not in text


def test_a_hidden_page_counts_nowhere_in_a_search(client: Client, hidden: KnowledgePage) -> None:
    found = client.get("/zoeken.json?q=geheime").json()
    assert (found["total"], found["results"], found["suggestion"]) == (0, [], None)
    everything = client.get("/zoeken.json").json()["facets"]
    assert "portret" not in {option["value"] for option in everything["soort"] if option["count"]}
    assert "genoemd" not in {option["value"] for option in everything.get("gemeente", [])}
    assert not SearchWord.objects.filter(word__startswith="geheim").exists()


def test_a_hidden_page_is_not_in_its_series(client: Client, hidden: KnowledgePage) -> None:
    neighbour = PortraitPageFactory(series=hidden.series, series_order=9, title="Buurvrouw")
    for url in (hidden.series.url, neighbour.url):
        assert SECRET not in client.get(url, follow=True).content.decode()


@pytest.mark.parametrize("hide", [hide_by_draft, hide_by_restriction])
def test_a_portrait_does_not_speak_of_a_hidden_series(client: Client, hide: Callable[[KnowledgePage], None]) -> None:
    series = PortraitSeriesPageFactory(title=SECRET, about="<p>Geheime uitleg</p>")
    portrait = PortraitPageFactory(series=series)
    hide(series)
    text = client.get(portrait.url).content.decode()
    assert SECRET not in text
    assert "Geheime uitleg" not in text


def test_a_hidden_page_is_no_chapter_of_a_magazine(client: Client, hidden: KnowledgePage) -> None:
    magazine = MagazinePageFactory()
    magazine.chapters = [MagazineChapter(page=hidden.knowledgepage_ptr)]
    magazine.save()
    assert SECRET not in client.get(magazine.url, follow=True).content.decode()


@pytest.mark.parametrize("factory", [PortraitPageFactory, PracticePageFactory])
@pytest.mark.parametrize("hide", [hide_by_draft, hide_by_restriction])
def test_a_chapter_names_its_magazine_once_unless_that_is_hidden(
    client: Client, hide: Callable[[KnowledgePage], None], factory: type[SitePageFactory]
) -> None:
    magazine, chapter = MagazinePageFactory(title=SECRET), factory()
    magazine.chapters = [MagazineChapter(page=chapter.knowledgepage_ptr)]
    magazine.tells_about = [TellsAbout(target=chapter.knowledgepage_ptr)]
    magazine.save()
    assert client.get(chapter.url).content.decode().count(SECRET) == 1
    hide(magazine)
    assert SECRET not in client.get(chapter.url).content.decode()


def test_a_hidden_page_is_not_featured_on_the_home_page(client: Client, hidden: KnowledgePage) -> None:
    home = HomePage.objects.get()
    home.featured = hidden.knowledgepage_ptr
    home.save()
    assert SECRET not in client.get("/").content.decode()


def test_a_hidden_page_is_left_out_of_a_read_also_block(client: Client, hidden: KnowledgePage) -> None:
    page = PracticePageFactory()
    page.body = [("related", {"title": "Lees ook", "pages": [hidden.page_ptr]})]
    page.save()
    assert SECRET not in client.get(page.url).content.decode()


def test_a_draft_case_is_not_in_the_report_of_its_workshop(client: Client) -> None:
    workshop = WorkshopPageFactory()
    CasePageFactory(parent=workshop, title=SECRET, live=False)
    sibling = CasePageFactory(parent=workshop)
    for page in (workshop, sibling):
        assert SECRET not in client.get(page.url).content.decode()


def test_a_draft_has_no_address(client: Client) -> None:
    page = PortraitPageFactory(live=False)
    assert client.get(f"{PortraitIndexPage.objects.get().url}{page.slug}/").status_code == 404


def test_what_is_not_hidden_is_in_the_lists(client: Client) -> None:
    """The other half of the matrix: without it, empty lists would pass."""
    PortraitPageFactory(title="Openbare titel")
    for url in ("/", "/portretten/", "/portretten/feed/"):
        assert "Openbare titel" in client.get(url).content.decode()
