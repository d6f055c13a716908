"""The lists of pages: what their columns say, what they can be sorted and filtered by, and what they cost."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import get_page_models

from portraits.models import PortraitIndexPage
from practices.models import PracticeIndexPage, WorkshopIndexPage
from tests.factories import (
    PUBLICATION_FACTORIES,
    ArticlePageFactory,
    CasePageFactory,
    MunicipalityFactory,
    PortraitPageFactory,
    PracticePageFactory,
    Targets,
    ThemeFactory,
    UserFactory,
    WorkshopPageFactory,
    link_everything,
)
from wijkwijzer.knowledgebase.explorer import PublicationViewSet
from wijkwijzer.pages.models import HomePage, IndexPage, KnowledgePage, PageMunicipality, PageTheme

pytestmark = pytest.mark.django_db

ALL = "/beheer/publicaties/"
COLUMNS = ["Titel", "Soort", "Gemeente", "Verschenen", "Beheerder", "Bijgewerkt", "Status"]
TYPES = [model._meta.model_name for model in PUBLICATION_FACTORIES]


@pytest.fixture
def editor() -> Client:
    user = UserFactory()
    user.groups.set(Group.objects.filter(name__in=["Redacteur", "Eindredacteur"]))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def table(client: Client, address: str) -> tuple[list[str], dict[str, list[str]]]:
    """The heads of the columns, and the cells of each row by the title of its page."""
    response = client.get(address)
    assert response.status_code == 200, address
    soup = BeautifulSoup(response.content, "html.parser")
    # A head holds its label, and after it the arrows of sorting.
    heads = [next(head.stripped_strings, "") for head in soup.select("table.listing thead th")]
    rows = {}
    for row in soup.select("table.listing tbody tr"):
        title = row.select_one(".title-wrapper a").get_text(strip=True)
        rows[title] = [" ".join(cell.get_text(" ").split()) for cell in row.select("td")][2:]
    return [head for head in heads if head], rows


def titles(client: Client, address: str) -> list[str]:
    return list(table(client, address)[1])


def explore(page: object) -> str:
    return f"/beheer/pages/{page.pk}/"


@pytest.fixture
def practice() -> KnowledgePage:
    steward = UserFactory(first_name="Anna", last_name="Smit")
    page = PracticePageFactory(title="Wijkbedrijf", steward=steward, published_on=date(2021, 3, 10))
    for name, role in (("Groningen", "subject"), ("Breda", "mentioned"), ("Lelystad", "research")):
        PageMunicipality.objects.create(page=page, municipality=MunicipalityFactory(name=name), role=role)
    return page


def test_the_tree_says_of_a_publication_what_one_looks_for(editor, practice):
    heads, rows = table(editor, explore(practice.get_parent()))
    assert heads == COLUMNS
    assert rows["Wijkbedrijf"][:4] == ["Praktijkvoorbeeld", "Groningen +2", "10 mrt 2021", "Anna Smit"]


def test_a_page_that_only_mentions_places_says_how_many(editor):
    page = PracticePageFactory(title="Elders", steward=UserFactory(username="piet"), published_on=None)
    PageMunicipality.objects.create(page=page, municipality=MunicipalityFactory(), role="mentioned")
    assert table(editor, ALL)[1]["Elders"][:4] == ["Praktijkvoorbeeld", "1 genoemd", "", "piet"]


def test_all_lists_and_workshops_have_these_columns_and_the_home_page_keeps_wagtails(editor):
    for place in [*(model.objects.get() for model in get_page_models() if issubclass(model, IndexPage))]:
        for model in place.allowed_subpage_models():
            PUBLICATION_FACTORIES[model](parent=place)
        assert table(editor, explore(place))[0] == COLUMNS, place
    assert table(editor, explore(CasePageFactory().get_parent()))[0] == COLUMNS
    assert "Gemeente" not in table(editor, explore(HomePage.objects.get()))[0]


def test_the_views_are_those_of_every_place_with_only_publications():
    assert {PortraitIndexPage, PracticeIndexPage, WorkshopIndexPage} < set(PublicationViewSet().parent_models)
    assert HomePage not in PublicationViewSet().parent_models


@pytest.mark.parametrize("name", TYPES)
def test_every_type_has_a_list_of_its_own(editor, name):
    workshop = WorkshopPageFactory(title="workshoppage")
    for model, made in PUBLICATION_FACTORIES.items():
        made(title=model._meta.model_name, parent=workshop if made is CasePageFactory else None)
    found = titles(editor, f"{ALL}{name}/")
    assert set(found) == {name}


def test_the_menu_has_a_group_with_all_of_them(editor):
    source = editor.get("/beheer/").content.decode()
    for label in ("Publicaties", "Alle publicaties", "Praktijkvoorbeelden", "Casussen", "Artikelen en onderzoeken"):
        assert f'"label": "{label}"' in source, label


@pytest.mark.parametrize(
    ("ordering", "first"),
    [
        ("published_on", "Oud"),
        ("-published_on", "Nieuw"),
        ("kind", "Nieuw"),
        ("-kind", "Oud"),
        ("steward__username", "Nieuw"),
        ("-title", "Oud"),
        ("bestaat-niet", "Oud"),
    ],
)
def test_a_list_is_sorted_by_its_columns(editor, ordering, first):
    ArticlePageFactory(title="Nieuw", published_on=date(2024, 1, 1), steward=UserFactory(username="a"))
    PracticePageFactory(title="Oud", published_on=date(2020, 1, 1), steward=UserFactory(username="b"))
    KnowledgePage.objects.filter(title="Oud").update(latest_revision_created_at="2026-01-02T00:00Z")
    KnowledgePage.objects.filter(title="Nieuw").update(latest_revision_created_at="2026-01-01T00:00Z")
    assert titles(editor, f"{ALL}?ordering={ordering}")[0] == first


def test_a_list_is_filtered_by_theme_place_year_state_steward_and_kind(editor):
    theme, place, steward = ThemeFactory(), MunicipalityFactory(), UserFactory()
    wanted = PracticePageFactory(title="Gezocht", published_on=date(2021, 5, 1), steward=steward)
    PageTheme.objects.create(content_object=wanted, tag=theme)
    # Twice the same place: the page still stands in the list once.
    for role in ("subject", "mentioned"):
        PageMunicipality.objects.create(page=wanted, municipality=place, role=role)
    other = PortraitPageFactory(title="Ander", published_on=date(2023, 5, 1), live=False)
    link_everything(other, 1)
    other.live = False
    other.save()
    for query in (
        f"theme={theme.pk}",
        f"municipality={place.pk}",
        "year=2021",
        "state=live",
        f"steward={steward.pk}",
        "kind=praktijk",
        f"q=Gezocht&theme={theme.pk}&municipality={place.pk}&year=2021&kind=praktijk",
        f"q=Gezocht&ordering=-published_on&steward={steward.pk}",
    ):
        found = [title for title in titles(editor, f"{ALL}?{query}") if title in ("Gezocht", "Ander")]
        assert found == ["Gezocht"], query
    assert "Ander" in titles(editor, f"{ALL}?state=draft")


def test_a_live_page_with_a_newer_draft_is_found(editor):
    PracticePageFactory(title="Bijgewerkt", has_unpublished_changes=True)
    PracticePageFactory(title="Af")
    assert titles(editor, f"{ALL}?state=changed") == ["Bijgewerkt"]


@pytest.mark.parametrize(
    "query", ["theme=999", "year=x", "state=x", "kind=begrip", "q=%27%22&ordering=steward__username"]
)
def test_a_strange_address_shows_a_list(editor, practice, query):
    assert editor.get(f"{ALL}?{query}").status_code == 200
    assert editor.get(f"{explore(practice.get_parent())}?{query}").status_code == 200


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def add(times: int, targets: Targets) -> None:
    for _ in range(times):
        PracticePageFactory(title="Wijk", steward=UserFactory(), **targets.links(2))


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("query", ["", "?q=wijk", "?year=2023&ordering=kind"])
@pytest.mark.parametrize("where", ["tree", "flat", "type", "usage"])
def test_a_list_costs_the_same_with_3_and_with_15_publications(editor, where, query):
    addresses = {
        "tree": explore(PracticeIndexPage.objects.get()),
        "flat": ALL,
        "type": f"{ALL}practicepage/",
        "usage": "/beheer/pages/usage/practices/practicepage/",
    }
    targets = Targets.make(2)
    add(3, targets)
    few = count_queries(editor, addresses[where] + query)
    add(12, targets)
    assert count_queries(editor, addresses[where] + query) == few


@pytest.mark.database("sqlite")
def test_the_cases_of_a_workshop_cost_the_same_with_2_and_with_10(editor):
    workshop, targets = WorkshopPageFactory(), Targets.make(1)
    for _ in range(2):
        CasePageFactory(parent=workshop, **targets.links())
    few = count_queries(editor, explore(workshop))
    for _ in range(8):
        CasePageFactory(parent=workshop, **targets.links())
    assert count_queries(editor, explore(workshop)) == few
