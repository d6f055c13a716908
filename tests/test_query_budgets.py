"""How many queries a whole page may cost, and that the number does not grow with what is on the page."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from portraits.models import MagazineChapter, MagazinePage, PortraitIndexPage, PortraitPage, PortraitSeriesPage
from practices.models import CasePage, PracticeIndexPage, PracticePage, WorkshopPage
from tests.factories import (
    PAGE_FACTORIES,
    PUBLICATION_FACTORIES,
    CasePageFactory,
    ConceptFactory,
    ContentPageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    Targets,
    ThemeFactory,
    link_everything,
)
from wijkwijzer.images.models import SiteImage
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
# How SQLite says that it reads all rows of the tables that grow with the site.
WALKS = re.compile(r"SCAN (wagtailcore_page|pages_knowledgepage|search_searchdocument)\b")


def count_queries(client: Client, url: str) -> int:
    for _ in range(2):  # fills what is kept between requests; the first makes settings, after which all is made anew
        client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200

    return len(queries)


@dataclass(frozen=True)
class Surroundings:
    """What the pages of all tests point at, and pages that share their themes: making them is most of the work."""

    targets: Targets
    related: list[PracticePage]
    chapters: list[PortraitPage]


@pytest.fixture(scope="class")
def around(twenty_targets: Targets, django_db_blocker: DjangoDbBlocker) -> Surroundings:
    """Twenty of each, in the transaction of the targets."""
    themes = lambda: [PageTheme(tag=theme) for theme in twenty_targets.themes]  # noqa: E731 (rows of one page each)
    with django_db_blocker.unblock():
        related = [PracticePageFactory(title="Iets verwants", theme_links=themes()) for _ in range(20)]
        chapters = [PortraitPageFactory(**twenty_targets.links()) for _ in range(20)]
    return Surroundings(twenty_targets, related, chapters)


def body_with_images(images: list[SiteImage]) -> str:
    return json.dumps([{"type": "image", "value": {"image": image.pk, "caption": ""}} for image in images])


def grow(page: KnowledgePage, times: int, around: Surroundings) -> None:
    """Give `page` `times` of everything that can be on it."""
    page.body = body_with_images(around.targets.images[:times])
    grow_own.get(type(page), lambda page, times, around: None)(page, times, around)
    link_everything(page, times, around.targets)
    for _ in range(times):
        PortraitPageFactory(tells_about=[TellsAbout(target=page.knowledgepage_ptr, sort_order=0)])


def grow_magazine(page: MagazinePage, times: int, around: Surroundings) -> None:
    chapters = [chapter.knowledgepage_ptr for chapter in around.chapters[:times]]
    page.chapters = [MagazineChapter(page=chapter, sort_order=place) for place, chapter in enumerate(chapters)]


def grow_portrait(page: PortraitPage, times: int, around: Surroundings) -> None:
    page.series = PortraitSeriesPageFactory()
    for _ in range(times):
        PortraitPageFactory(series=page.series)


def grow_practice(page: PracticePage, times: int, around: Surroundings) -> None:
    page.holder_organisation = OrganisationFactory()


def grow_series(page: PortraitSeriesPage, times: int, around: Surroundings) -> None:
    for _ in range(times):
        PortraitPageFactory(series=page, **around.targets.links())


def grow_workshop(page: WorkshopPage, times: int, around: Surroundings) -> None:
    for _ in range(times):
        CasePageFactory(parent=page, **around.targets.links())


def grow_case(page: CasePage, times: int, around: Surroundings) -> None:
    for _ in range(times):
        CasePageFactory(parent=page.get_parent())


grow_own: dict[type[KnowledgePage], Callable[[KnowledgePage, int, Surroundings], object]] = {
    WorkshopPage: grow_workshop,
    CasePage: grow_case,
    PortraitSeriesPage: grow_series,
    MagazinePage: grow_magazine,
    PortraitPage: grow_portrait,
    PracticePage: grow_practice,
}


def every_block(targets: Targets, count: int) -> str:
    """A body with `count` of each kind of block that points at something."""
    blocks = json.loads(body_with_images(targets.images[:count]))
    for n in range(count):
        until = date.today() + timedelta(days=30)
        contact = {"contact_email": "redactie@example.org", "contact_until": until}
        page = targets.practices[n].pk
        text = f'<p><a linktype="page" id="{targets.practices[count + n].pk}">Link</a></p>'
        call = {"title": "Doe mee", "text": "", "link_text": "Lees meer", "page": page, "url": ""}
        slide = {"image": targets.images[n].pk, "title": "Dia", "text": text}
        values = {
            "text": text,
            "related": {"title": "Lees ook", "pages": [page]},
            "call_to_action": call,
            "per_municipality": {"title": "", "items": [{"municipality": targets.municipalities[n].pk, "text": text}]},
            "slides": {"title": "Dia’s", "slides": [slide], "linear_text": text},
        }
        blocks += [{"type": kind, "value": value} for kind, value in values.items()]
        for person, organisation in ((PersonFactory(**contact).pk, None), (None, OrganisationFactory(**contact).pk)):
            value = {"person": person, "organisation": organisation, "text": "Vragen"}
            blocks.append({"type": "contact", "value": value})
    return json.dumps(blocks)


@pytest.mark.xdist_group("budgets of a detail page")
class TestADetailPage:
    @pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
    def test_a_detail_page_costs_the_same_with_2_and_with_20_of_everything(
        self, client: Client, model: type[KnowledgePage], around: Surroundings
    ) -> None:
        small, large = PUBLICATION_FACTORIES[model](), PUBLICATION_FACTORIES[model]()
        grow(small, 2, around)
        grow(large, 20, around)
        few, many = count_queries(client, small.url), count_queries(client, large.url)
        assert few == many
        assert many <= DETAIL + RELATED, f"{model.__name__}: {many} queries"
        assert b"Iets verwants" in client.get(large.url).content

    @pytest.mark.parametrize("model", [*PUBLICATION_FACTORIES, ContentPage], ids=lambda model: model.__name__)
    def test_every_kind_of_block_at_once_costs_the_same_with_2_and_with_10(
        self, client: Client, model: type[Page], around: Surroundings
    ) -> None:
        """Each kind that points at something adds its one or two queries, however many there are of it."""
        small, large = (PAGE_FACTORIES[model](body=every_block(around.targets, count)) for count in (2, 10))
        few, many = count_queries(client, small.url), count_queries(client, large.url)
        assert few == many
        budget = DETAIL + KINDS_OF_REFERENCE + (RELATED if model in PUBLICATION_FACTORIES else 0)
        assert many <= budget, f"{model.__name__}: {many} queries"

    @pytest.mark.database("sqlite")
    @pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
    def test_no_question_of_a_detail_page_walks_over_all_pages_of_the_site(
        self, client: Client, model: type[KnowledgePage], around: Surroundings
    ) -> None:
        """SQLite has no figures of its tables, so it chooses here as it does with 100,000 pages."""
        page = PUBLICATION_FACTORIES[model]()
        grow(page, 2, around)
        count_queries(client, page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        questions = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        assert len(questions) > 5
        with connection.cursor() as cursor:
            for question in questions:
                cursor.execute(f"EXPLAIN QUERY PLAN {question}")
                steps = [step for *_numbers, step in cursor.fetchall()]
                assert [step for step in steps if WALKS.match(step)] == [], question

    def test_a_content_page_stays_within_the_budget(self, client: Client, around: Surroundings) -> None:
        assert count_queries(client, ContentPageFactory(body=body_with_images(around.targets.images[:5])).url) <= DETAIL


@pytest.fixture
def targets() -> Targets:
    """What the publications in a list point at."""
    return Targets.make(2)


def fill_index(index: IndexPage, times: int, targets: Targets) -> None:
    for model in index.allowed_subpage_models():
        for _ in range(times):
            PUBLICATION_FACTORIES[model](parent=index, **targets.links())


@pytest.mark.parametrize("model", index_page_types(), ids=lambda model: model.__name__)
def test_a_list_costs_the_same_with_2_and_with_20_publications(
    client: Client, model: type[IndexPage], targets: Targets
) -> None:
    index = model.objects.get()
    fill_index(index, 2, targets)
    few = count_queries(client, index.url)
    fill_index(index, 18, targets)
    many = count_queries(client, index.url)
    assert few == many
    assert many <= LIST, f"{model.__name__}: {many} queries"


def test_a_filtered_list_stays_within_the_budget(client: Client, targets: Targets) -> None:
    index = PracticeIndexPage.objects.get()
    fill_index(index, 3, targets)
    theme = PageTheme.objects.first().tag
    assert count_queries(client, f"{index.url}?thema={theme.slug}") <= LIST


def test_the_home_page_costs_the_same_with_2_and_with_20_publications(client: Client, targets: Targets) -> None:
    home = HomePage.objects.get()
    fill_index(PortraitIndexPage.objects.get(), 2, targets)
    few = count_queries(client, home.url)
    fill_index(PortraitIndexPage.objects.get(), 18, targets)
    assert few == count_queries(client, home.url) <= LIST


Place = tuple[str, Callable[[Targets], object]]


def practice_linked(targets: Targets, **more: object) -> PracticePage:
    links = targets.links()
    for name, link in more.items():
        links[name].append(link)
    return PracticePageFactory(**links)


def theme_page() -> Place:
    theme = ThemeFactory()
    return theme.get_absolute_url(), lambda targets: practice_linked(targets, theme_links=PageTheme(tag=theme))


def concept_page() -> Place:
    concept = ConceptFactory()
    link = partial(PageConcept, concept=concept)
    return concept.get_absolute_url(), lambda targets: practice_linked(targets, concept_links=link())


def municipality_page() -> Place:
    place = MunicipalityFactory()
    link = partial(PageMunicipality, municipality=place, role="subject")
    return place.get_absolute_url(), lambda targets: practice_linked(targets, municipality_links=link())


def person_page() -> Place:
    person = PersonFactory(public_profile=True, organisation=OrganisationFactory())
    link = partial(PagePerson, person=person, role="quoted")
    return person.get_absolute_url(), lambda targets: practice_linked(targets, person_links=link())


def organisation_page() -> Place:
    organisation = OrganisationFactory()
    link = partial(Contribution, organisation=organisation, role="partner")
    return organisation.get_absolute_url(), lambda targets: practice_linked(targets, contributions=link())


@pytest.mark.parametrize("place", [theme_page, concept_page, municipality_page, person_page, organisation_page])
def test_a_gathering_page_costs_the_same_with_2_and_with_20(
    client: Client, place: Callable[[], Place], targets: Targets
) -> None:
    url, add = place()
    for _ in range(2):
        add(targets)
    few = count_queries(client, url)
    for _ in range(18):
        add(targets)
    many = count_queries(client, url)
    assert few == many <= LIST


@pytest.mark.parametrize("url", ["/themas/", "/begrippen/", "/gemeenten/", "/zoeken/?q=straat"])
def test_other_lists_stay_within_the_budget(client: Client, url: str, targets: Targets) -> None:
    fill_index(PracticeIndexPage.objects.get(), 2, targets)
    few = count_queries(client, url)
    fill_index(PracticeIndexPage.objects.get(), 5, targets)
    assert few == count_queries(client, url) <= LIST


def test_the_frame_costs_at_most_three_queries(client: Client) -> None:
    """The list of concepts is the frame and one query for the concepts."""
    client.get("/begrippen/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/begrippen/")
    assert len(queries) <= FRAME + 1


def test_a_warm_cache_is_not_what_keeps_the_numbers_down(client: Client) -> None:
    page = PracticePageFactory(**Targets.make(2).links(2))
    client.get(page.url)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    assert len(queries) <= DETAIL + RELATED + 1  # the paths of the site, once an hour
