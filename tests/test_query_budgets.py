"""How many queries a whole page may cost, and that the number does not grow with what is on the page."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from portraits.models import MagazineChapter, MagazinePage, PortraitIndexPage, PortraitPage, PortraitSeriesPage
from practices.models import CasePage, PracticeIndexPage, PracticePage, WorkshopPage
from tests.factories import (
    PAGE_FACTORIES,
    PUBLICATION_FACTORIES,
    CasePageFactory,
    ConceptFactory,
    ContentPageFactory,
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    ThemeFactory,
    link_everything,
)
from wijkwijzer.pages.layout import index_page_types
from wijkwijzer.pages.models import (
    ContentPage,
    Contribution,
    HomePage,
    IndexPage,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    TellsAbout,
)

pytestmark = pytest.mark.django_db

# Pages to read on, pages to act on, people, organisations, places, links in text, slides.
KINDS_OF_REFERENCE = 7
FRAME = 3
DETAIL = 17
# What belongs with a publication: the version of the index, the page's own document, those of others.
RELATED = 3
LIST = 14


def count_queries(client: Client, url: str) -> int:
    for _ in range(2):  # fills what is kept between requests; the first makes settings, after which all is made anew
        client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200

    return len(queries)


def body_with_images(count: int) -> str:
    block = lambda: {"type": "image", "value": {"image": ImageFactory().pk, "caption": ""}}  # noqa: E731 (two lines less)
    return json.dumps([block() for _ in range(count)])


def grow(page: KnowledgePage, times: int) -> None:
    """Give `page` `times` of everything that can be on it."""
    link_everything(page, times)
    page.body = body_with_images(times)
    grow_own.get(type(page), lambda page, times: None)(page, times)
    page.save()
    for _ in range(times):
        teller = PortraitPageFactory()
        teller.tells_about = [TellsAbout(target=page.knowledgepage_ptr, sort_order=0)]
        teller.save()
        related = PracticePageFactory(title="Iets verwants")
        related.theme_links = [PageTheme(tag=link.tag) for link in page.theme_links.all()]
        related.save()


def linked(page: KnowledgePage) -> KnowledgePage:
    link_everything(page, 1)
    return page


def grow_magazine(page: MagazinePage, times: int) -> None:
    chapters = [linked(PortraitPageFactory()).knowledgepage_ptr for _ in range(times)]
    page.chapters = [MagazineChapter(page=chapter, sort_order=place) for place, chapter in enumerate(chapters)]


def grow_portrait(page: PortraitPage, times: int) -> None:
    page.series = PortraitSeriesPageFactory()
    for _ in range(times):
        PortraitPageFactory(series=page.series)


def grow_practice(page: PracticePage, times: int) -> None:
    page.holder_organisation = OrganisationFactory()


grow_own: dict[type[KnowledgePage], Callable[[KnowledgePage, int], object]] = {
    WorkshopPage: lambda page, times: [linked(CasePageFactory(parent=page)) for _ in range(times)],
    CasePage: lambda page, times: [CasePageFactory(parent=page.get_parent()) for _ in range(times)],
    PortraitSeriesPage: lambda page, times: [linked(PortraitPageFactory(series=page)) for _ in range(times)],
    MagazinePage: grow_magazine,
    PortraitPage: grow_portrait,
    PracticePage: grow_practice,
}


@pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
def test_a_detail_page_costs_the_same_with_2_and_with_20_of_everything(
    client: Client, model: type[KnowledgePage]
) -> None:
    small, large = PUBLICATION_FACTORIES[model](), PUBLICATION_FACTORIES[model]()
    grow(small, 2)
    grow(large, 20)
    few, many = count_queries(client, small.url), count_queries(client, large.url)
    assert few == many
    assert many <= DETAIL + RELATED, f"{model.__name__}: {many} queries"
    assert b"Iets verwants" in client.get(large.url).content


def every_block(count: int) -> str:
    """A body with `count` of each kind of block that points at something."""
    blocks = json.loads(body_with_images(count))
    for _ in range(count):
        until = date.today() + timedelta(days=30)
        contact = {"contact_email": "redactie@example.org", "contact_until": until}
        page, text = PracticePageFactory().pk, f'<p><a linktype="page" id="{PracticePageFactory().pk}">Link</a></p>'
        call = {"title": "Doe mee", "text": "", "link_text": "Lees meer", "page": page, "url": ""}
        slide = {"image": ImageFactory().pk, "title": "Dia", "text": text}
        values = {
            "text": text,
            "related": {"title": "Lees ook", "pages": [page]},
            "call_to_action": call,
            "per_municipality": {"title": "", "items": [{"municipality": MunicipalityFactory().pk, "text": text}]},
            "slides": {"title": "Dia’s", "slides": [slide], "linear_text": text},
        }
        blocks += [{"type": kind, "value": value} for kind, value in values.items()]
        for person, organisation in ((PersonFactory(**contact).pk, None), (None, OrganisationFactory(**contact).pk)):
            value = {"person": person, "organisation": organisation, "text": "Vragen"}
            blocks.append({"type": "contact", "value": value})
    return json.dumps(blocks)


@pytest.mark.parametrize("model", [*PUBLICATION_FACTORIES, ContentPage], ids=lambda model: model.__name__)
def test_every_kind_of_block_at_once_costs_the_same_with_2_and_with_10(client: Client, model: type[Page]) -> None:
    """Each kind that points at something adds its one or two queries, however many there are of it."""
    small, large = PAGE_FACTORIES[model](body=every_block(2)), PAGE_FACTORIES[model](body=every_block(10))
    few, many = count_queries(client, small.url), count_queries(client, large.url)
    assert few == many
    budget = DETAIL + KINDS_OF_REFERENCE + (RELATED if model in PUBLICATION_FACTORIES else 0)
    assert many <= budget, f"{model.__name__}: {many} queries"


def test_a_content_page_stays_within_the_budget(client: Client) -> None:
    assert count_queries(client, ContentPageFactory(body=body_with_images(5)).url) <= DETAIL


def fill_index(index: IndexPage, times: int) -> None:
    for model in index.allowed_subpage_models():
        for _ in range(times):
            page = PUBLICATION_FACTORIES[model](parent=index)
            link_everything(page, 1)


@pytest.mark.parametrize("model", index_page_types(), ids=lambda model: model.__name__)
def test_a_list_costs_the_same_with_2_and_with_20_publications(client: Client, model: type[IndexPage]) -> None:
    index = model.objects.get()
    fill_index(index, 2)
    few = count_queries(client, index.url)
    fill_index(index, 18)
    many = count_queries(client, index.url)
    assert few == many
    assert many <= LIST, f"{model.__name__}: {many} queries"


def test_a_filtered_list_stays_within_the_budget(client: Client) -> None:
    index = PracticeIndexPage.objects.get()
    fill_index(index, 3)
    theme = PageTheme.objects.first().tag
    assert count_queries(client, f"{index.url}?thema={theme.slug}") <= LIST


def test_the_home_page_costs_the_same_with_2_and_with_20_publications(client: Client) -> None:
    home = HomePage.objects.get()
    fill_index(PortraitIndexPage.objects.get(), 2)
    few = count_queries(client, home.url)
    fill_index(PortraitIndexPage.objects.get(), 18)
    assert few == count_queries(client, home.url) <= LIST


def practice_linked(**links: object) -> PracticePage:
    page = PracticePageFactory()
    link_everything(page, 1)
    for name, link in links.items():
        getattr(page, name).add(link)
    page.save()
    return page


def theme_page() -> tuple[str, Callable[[], object]]:
    theme = ThemeFactory()
    return theme.get_absolute_url(), lambda: practice_linked(theme_links=PageTheme(tag=theme))


def concept_page() -> tuple[str, Callable[[], object]]:
    concept = ConceptFactory()
    return concept.get_absolute_url(), lambda: practice_linked(concept_links=PageConcept(concept=concept))


def municipality_page() -> tuple[str, Callable[[], object]]:
    place = MunicipalityFactory()
    return place.get_absolute_url(), lambda: practice_linked(
        municipality_links=PageMunicipality(municipality=place, role="subject")
    )


def person_page() -> tuple[str, Callable[[], object]]:
    person = PersonFactory(public_profile=True, organisation=OrganisationFactory())
    return person.get_absolute_url(), lambda: practice_linked(person_links=PagePerson(person=person, role="quoted"))


def organisation_page() -> tuple[str, Callable[[], object]]:
    organisation = OrganisationFactory()
    return organisation.get_absolute_url(), lambda: practice_linked(
        contributions=Contribution(organisation=organisation, role="partner")
    )


@pytest.mark.parametrize("place", [theme_page, concept_page, municipality_page, person_page, organisation_page])
def test_a_gathering_page_costs_the_same_with_2_and_with_20(
    client: Client, place: Callable[[], tuple[str, Callable[[], object]]]
) -> None:
    url, add = place()
    for _ in range(2):
        add()
    few = count_queries(client, url)
    for _ in range(18):
        add()
    many = count_queries(client, url)
    assert few == many <= LIST


@pytest.mark.parametrize("url", ["/themas/", "/begrippen/", "/gemeenten/", "/zoeken/?q=straat"])
def test_other_lists_stay_within_the_budget(client: Client, url: str) -> None:
    fill_index(PracticeIndexPage.objects.get(), 2)
    few = count_queries(client, url)
    fill_index(PracticeIndexPage.objects.get(), 5)
    assert few == count_queries(client, url) <= LIST


def test_the_frame_costs_at_most_three_queries(client: Client) -> None:
    """The list of concepts is the frame and one query for the concepts."""
    client.get("/begrippen/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/begrippen/")
    assert len(queries) <= FRAME + 1


def test_a_warm_cache_is_not_what_keeps_the_numbers_down(client: Client) -> None:
    page = PracticePageFactory()
    grow(page, 2)
    client.get(page.url)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    assert len(queries) <= DETAIL + RELATED + 1  # the paths of the site, once an hour
