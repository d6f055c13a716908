"""The Kennisbank of the editors: five listings, what they count, what they refuse, and who may do what."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    ConceptFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PracticePageFactory,
    ThemeFactory,
    UserFactory,
)
from wijkwijzer.knowledgebase.listings import Kennisbank
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import Contribution, PageConcept, PageMunicipality, PagePerson, PageTheme
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
# For every listing: its factory, the field to search by, and how a page comes to refer to one.
LISTED: dict[str, tuple[Any, str, Callable[[Any, Any], Any]]] = {
    "taxonomy_theme": (
        ThemeFactory,
        "name",
        lambda page, theme: PageTheme.objects.create(content_object=page, tag=theme),
    ),
    "municipalities_municipality": (
        MunicipalityFactory,
        "display_name",
        lambda page, place: PageMunicipality.objects.create(page=page, municipality=place),
    ),
    "people_organisation": (
        OrganisationFactory,
        "name",
        lambda page, organisation: Contribution.objects.create(page=page, role="partner", organisation=organisation),
    ),
    "people_person": (
        PersonFactory,
        "name",
        lambda page, person: PagePerson.objects.create(page=page, person=person, role="portrayed"),
    ),
    "taxonomy_concept": (
        ConceptFactory,
        "term",
        lambda page, concept: PageConcept.objects.create(page=page, concept=concept),
    ),
}
BY_HAND = [name for name in LISTED if name != "municipalities_municipality"]


def url(listed: str, action: str, *args: object) -> str:
    return reverse(f"{listed}_modeladmin_{action}", args=args)


def page_of(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def rows_of(client: Client, address: str) -> dict[str, list[str]]:
    """The cells of each row of a listing, by the first one (the buttons in it left out)."""
    rows = {}
    for row in page_of(client, address).select("table.listing tbody tr"):
        for buttons in row.select("ul.actions"):
            buttons.decompose()
        cells = [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        rows[cells[0]] = cells[1:]
    return rows


@pytest.fixture
def beheerder(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True), backend=BACKEND)
    return client


def member_of(group: str) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


# --- The menu and the views ------------------------------------------------------------------------------------------


def test_the_menu_holds_one_group_with_five_listings(beheerder):
    response = beheerder.get(reverse("wagtailadmin_home"))
    menu = response.content.decode()
    for label in ("Kennisbank", "Thema’s", "Gemeenten", "Organisaties", "Mensen", "Begrippen"):
        assert label in menu or label.encode("unicode_escape").decode() in menu, label
    assert [item.model._meta.label_lower.replace(".", "_") for item in Kennisbank.items] == list(LISTED)


@pytest.mark.parametrize("listed", LISTED)
def test_every_view_of_a_listing_opens_in_dutch(beheerder, listed):
    factory, _field, _refer = LISTED[listed]
    row = factory()
    actions = [("index",), ("edit", row.pk), ("history", row.pk)]
    if listed in BY_HAND:
        actions += [("create",), ("delete", row.pk)]
    for action, *args in actions:
        page = page_of(beheerder, url(listed, action, *args))
        assert page.html["lang"] == "nl"
        text = page.select_one("main").get_text(" ")
        for english in (
            "Add ",
            "Edit ",
            "Delete",
            "Save",
            "Search",
            "Filter by",
            "Are you sure",
            "History",
            "There are",
        ):
            assert english not in text, (action, english)


@pytest.mark.parametrize("listed", LISTED)
def test_every_field_of_the_form_has_a_dutch_label(beheerder, listed):
    factory, _field, _refer = LISTED[listed]
    page = page_of(beheerder, url(listed, "edit", factory().pk))
    labels = {" ".join(label.get_text().split()).rstrip("*") for label in page.select("h2, h3, label")}
    assert not {"Name", "Slug", "Name*", "Parent"} & labels
    assert "Adres" in labels


@pytest.mark.parametrize("listed", LISTED)
def test_a_listing_costs_as_many_queries_with_twenty_rows_as_with_two(beheerder, listed):
    factory, _field, refer = LISTED[listed]
    relations = {
        "people_person": lambda: {"organisation": OrganisationFactory()},
        "taxonomy_theme": lambda: {"curator": UserFactory(), "parent": ThemeFactory()},
        "taxonomy_concept": lambda: {"broader": ConceptFactory()},
    }.get(listed, dict)
    page = PracticePageFactory()

    def count() -> int:
        beheerder.get(url(listed, "index"))
        with CaptureQueriesContext(connection) as queries:
            assert beheerder.get(url(listed, "index")).status_code == 200
        return len(queries)

    def add(number: int) -> None:
        for _ in range(number):
            refer(page, factory(**relations()))

    add(2)
    with_two = count()
    add(18)
    assert count() == with_two
    assert with_two <= 16


# --- Columns, filters, search ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("listed", LISTED)
def test_a_listing_counts_each_live_page_once(beheerder, listed):
    factory, field, refer = LISTED[listed]
    used, unused = factory(), factory()
    refer(PracticePageFactory(), used)
    refer(PracticePageFactory(live=False), used)
    rows = rows_of(beheerder, url(listed, "index"))
    column = -2 if listed == "taxonomy_theme" else -1
    assert rows[getattr(used, field)][column] == "1"
    assert rows[getattr(unused, field)][column] == "0"


def test_a_person_on_a_page_in_two_roles_counts_once_and_as_author_too(beheerder):
    person, page = PersonFactory(name="Els"), PracticePageFactory()
    PagePerson.objects.create(page=page, person=person, role="portrayed")
    PagePerson.objects.create(page=page, person=person, role="quoted")
    Contribution.objects.create(page=page, person=person, role="author")
    Contribution.objects.create(page=PracticePageFactory(), person=person, role="author")
    assert rows_of(beheerder, url("people_person", "index"))["Els"][-1] == "2"


def test_the_columns_say_what_an_editor_wants_to_know(beheerder):
    curator = UserFactory(first_name="Anna", last_name="Smit")
    ThemeFactory(name="Koken", parent=ThemeFactory(name="Ontmoeten"), curator=curator)
    PersonFactory(name="Els", function="Opbouwwerker", organisation=OrganisationFactory(name="De Brug"))
    ConceptFactory(term="Verbinder", alternative_terms="spil\nopbouwer", broader=ConceptFactory(term="Professional"))
    MunicipalityFactory(name="Den Bosch", alias="Duketown", valid_until="2027-01-01")
    assert rows_of(beheerder, url("taxonomy_theme", "index"))["Koken"] == ["Ontmoeten", "0", "Anna Smit"]
    person = rows_of(beheerder, url("people_person", "index"))["Els"]
    assert (person[:2], person[3]) == (["Opbouwwerker", "De Brug"], "0")
    concept = rows_of(beheerder, url("taxonomy_concept", "index"))["Verbinder"]
    assert concept == ["spil, opbouwer", "Professional", "0"]
    place = rows_of(beheerder, url("municipalities_municipality", "index"))["Den Bosch"]
    assert place == ["Duketown", "Groningen", "40 tot 60 duizend inwoners", "1 januari 2027", "0"]


@pytest.mark.parametrize(
    ("listed", "query", "found"),
    [
        ("taxonomy_theme", "?q=kok", "Koken"),
        ("municipalities_municipality", "?q=duke", "Den Bosch"),
        ("municipalities_municipality", "?size_class__exact=40-60", "Den Bosch"),
        ("municipalities_municipality", "?valid_until__isempty=0", "Den Bosch"),
        ("people_organisation", "?kind__exact=netwerk", "De Brug"),
        ("people_person", "?q=opbouw", "Els"),
        ("people_person", "?public_profile__exact=1", "Els"),
        ("taxonomy_concept", "?q=spil", "Verbinder"),
    ],
)
def test_a_listing_is_searched_and_filtered(beheerder, listed, query, found):
    for factory, _field, _refer in LISTED.values():
        factory()  # one that is not looked for
    Municipality.objects.update(size_class="0-20")
    ThemeFactory(name="Koken")
    MunicipalityFactory(name="Den Bosch", alias="Duketown", valid_until="2027-01-01")
    OrganisationFactory(name="De Brug", kind="netwerk")
    PersonFactory(name="Els", function="Opbouwwerker", public_profile=True)
    ConceptFactory(term="Verbinder", alternative_terms="spil\nopbouwer")
    assert list(rows_of(beheerder, url(listed, "index") + query)) == [found]


@pytest.mark.parametrize("listed", LISTED)
@pytest.mark.parametrize("query", ["?p=999", "?p=x", "?o=99.x", "?bestaat=niet", "?name__foo=1", "?q=%00%27", "?p=-1"])
def test_a_strange_address_shows_the_listing(beheerder, listed, query):
    response = beheerder.get(url(listed, "index") + query, follow=True)
    assert response.status_code == 200


# --- Adding, changing, deleting --------------------------------------------------------------------------------------


def test_a_new_name_fills_in_the_address_and_a_changed_one_leaves_it(beheerder):
    new = page_of(beheerder, url("taxonomy_theme", "create"))
    assert "change->w-sync#apply" in new.select_one("#id_name")["data-action"]
    assert new.select_one("#id_name")["data-w-sync-target-value"] == "#id_slug"
    assert "w-slug" in new.select_one("#id_slug")["data-controller"]
    changed = page_of(beheerder, url("taxonomy_theme", "edit", ThemeFactory().pk))
    assert "w-sync#apply" not in changed.select_one("#id_name").get("data-action", "")


def test_a_theme_is_added_and_changed(beheerder):
    beheerder.post(
        url("taxonomy_theme", "create"), {"name": "Koken", "slug": "koken", "parent": "", "introduction": "null"}
    )
    theme = apps.get_model("taxonomy", "Theme").objects.get(slug="koken")
    beheerder.post(
        url("taxonomy_theme", "edit", theme.pk), {"name": "Eten", "slug": "koken", "parent": "", "introduction": "null"}
    )
    theme.refresh_from_db()
    assert (theme.name, theme.slug) == ("Eten", "koken")


@pytest.mark.parametrize("listed", BY_HAND)
def test_what_is_used_is_not_deleted_and_the_page_that_uses_it_is_named(beheerder, listed):
    factory, field, refer = LISTED[listed]
    row = factory()
    page = PracticePageFactory(title="Wijkbedrijf Selwerd")
    refer(page, row)
    if listed == "people_person":
        Contribution.objects.create(page=page, person=row, role="author")
    response = beheerder.post(url(listed, "delete", row.pk))
    assert response.status_code == 200
    assert type(row).objects.filter(pk=row.pk).exists()
    text = " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())
    assert "kon niet verwijderd worden" in text
    assert text.count("Wijkbedrijf Selwerd") == 1
    assert getattr(row, field) in text
    for english in ("could not be", "referenced", "object (", "Go back"):
        assert english not in text


def test_a_theme_with_themes_below_it_names_those(beheerder):
    theme = ThemeFactory(name="Ontmoeten")
    ThemeFactory(name="Koken", parent=theme)
    response = beheerder.post(url("taxonomy_theme", "delete", theme.pk))
    assert "Koken" in BeautifulSoup(response.content, "html.parser").select_one("main").get_text()


@pytest.mark.parametrize("listed", BY_HAND)
def test_what_is_not_used_is_deleted(beheerder, listed):
    factory, field, _refer = LISTED[listed]
    row = factory()
    response = beheerder.post(url(listed, "delete", row.pk), follow=True)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert f"“{getattr(row, field)}” is verwijderd." in response.content.decode()


@pytest.mark.parametrize(
    ("listed", "title"),
    [("people_person", "Persoon toevoegen"), ("taxonomy_concept", "Begrip toevoegen")],
)
def test_the_form_for_a_new_one_says_so_in_good_dutch(beheerder, listed, title):
    page = page_of(beheerder, url(listed, "create"))
    assert page.select_one("h1, h2#header-title, header h2").get_text(" ", strip=True) == title
    assert title in page.title.get_text()


def test_municipalities_come_and_go_with_the_import_only(beheerder):
    place = MunicipalityFactory()
    listing = page_of(beheerder, url("municipalities_municipality", "index"))
    assert not listing.select('a[href*="/create/"], a[href*="/delete/"]')
    for action, *args in [("create",), ("delete", place.pk)]:
        address = url("municipalities_municipality", action, *args)
        assert beheerder.post(address).status_code == 302
        assert beheerder.get(address).status_code == 302
    assert type(place).objects.filter(pk=place.pk).exists()


def test_of_a_municipality_only_what_the_site_leads_on_is_changed(beheerder):
    place = MunicipalityFactory(name="Oss", code="GM0828")
    beheerder.post(
        url("municipalities_municipality", "edit", place.pk),
        {"display_name": "Oss", "alias": "Ossenstad", "slug": "oss", "name": "Anders", "code": "GM0001"},
    )
    place.refresh_from_db()
    assert (place.alias, place.slug, place.name, place.code) == ("Ossenstad", "oss", "Oss", "GM0828")


# --- Who may do what -------------------------------------------------------------------------------------------------

LOOK, WRITE, RULE = {"index"}, {"index", "create", "edit"}, {"index", "create", "edit", "delete"}
KINDS = ("people_organisation", "people_person", "taxonomy_concept")
ALLOWED = {(role, listed): LOOK for role in Role for listed in LISTED}
ALLOWED |= {(Role.EDITOR, listed): WRITE for listed in KINDS}
ALLOWED |= {(Role.CHIEF_EDITOR, listed): RULE for listed in KINDS}
ALLOWED |= {(Role.ADMINISTRATOR, listed): RULE for listed in (*KINDS, "taxonomy_theme")}
# They come from the register: only their other names are for people to write.
ALLOWED[Role.ADMINISTRATOR, "municipalities_municipality"] = {"index", "edit"}


@pytest.mark.parametrize(("group", "listed"), ALLOWED)
def test_each_role_may_do_in_the_kennisbank_what_is_theirs(group, listed):
    row = LISTED[listed][0]()
    client = member_of(group)
    addresses = {"index": url(listed, "index"), "create": url(listed, "create")}
    addresses |= {action: url(listed, action, row.pk) for action in ("edit", "delete")}
    assert {action for action, address in addresses.items() if client.get(address).status_code == 200} == ALLOWED[
        group, listed
    ]


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(url("people_person", "index"))["Location"].startswith("/beheer/aanmelden/")
