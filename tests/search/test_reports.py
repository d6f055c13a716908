"""The report of searches: what it counts, who sees it, and the way from there to a concept."""

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook
from wagtail.test.utils.form_data import querydict_from_html

from tests.factories import ConceptFactory, UserFactory
from wijkwijzer.delivery.spreadsheets import without_formula
from wijkwijzer.search.models import SearchCount
from wijkwijzer.search.searches import KEPT_DAYS, key_of
from wijkwijzer.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
REPORT = "/beheer/reports/zoekvragen/"
SYNONYM = "/beheer/reports/zoekvragen/synoniem/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def asked(words: str, searches: int = 1, without_result: int = 0, days_ago: int = 0, known: bool = True) -> None:
    SearchCount.objects.create(
        key=key_of(words),
        day=timezone.localdate() - timedelta(days=days_ago),
        words=words if known else "",
        searches=searches,
        without_result=without_result,
    )


def signed_in(*permissions: str, group: str = "", **fields: object) -> Client:
    user = UserFactory(**fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def editor() -> Client:
    return signed_in(group="Redacteur")


def soup_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows_of(client: Client, address: str = REPORT) -> list[list[str]]:
    rows = soup_of(client, address).select("table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in rows]


def form_on(client: Client, address: str, field: str) -> tuple[str, dict]:
    """The address and the values of the form that has `field`, as a browser would send them."""
    html = client.get(address).content.decode()
    forms = [querydict_from_html(html, form_index=place) for place in range(html.count("<form"))]
    values = next(form for form in forms if field in form)
    action = BeautifulSoup(html, "html.parser").select_one(f'[name="{field}"]').find_parent("form")["action"]
    return action, values


# --- What it shows ---------------------------------------------------------------------------------------------------


def test_what_found_nothing_stands_on_top_and_then_what_was_asked_most(editor: Client) -> None:
    asked("wijkcentrum", searches=40)
    asked("wijkplan", searches=7)
    asked("buurtkamer", searches=5, without_result=2)
    asked("buurtpreventie", searches=3, without_result=3)
    assert [row[0] for row in rows_of(editor)] == ["buurtpreventie", "buurtkamer", "wijkcentrum", "wijkplan"]


def test_a_row_adds_up_the_days_of_one_question_those_without_words_too(editor: Client) -> None:
    asked("wijkcoördinator", searches=2, without_result=1, days_ago=3, known=False)
    asked("wijkcoordinator", searches=1, days_ago=2)
    asked("wijkcoördinator", searches=4, without_result=1, days_ago=1)
    yesterday = timezone.localdate() - timedelta(days=1)
    *cells, _what_to_do = rows_of(editor)[0]
    assert cells == ["wijkcoördinator", "7", "2", date_format(yesterday, "j b Y")]


def test_what_was_not_asked_on_three_days_is_only_a_number(editor: Client) -> None:
    asked("geheime vraag", searches=1_234, known=False)
    asked("buurtkamer")
    page = soup_of(editor, REPORT)
    assert "geheime vraag" not in page.get_text()
    assert key_of("geheime vraag") not in str(page)
    assert "Daarnaast is er 1.234 keer iets anders gezocht." in " ".join(page.get_text(" ").split())


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("", ["a", "b"]),
        ("?period=7", ["a"]),
        ("?period=90", ["a", "b", "c"]),
        (f"?period={KEPT_DAYS}", ["a", "b", "c", "d"]),
        ("?period=x", ["a", "b"]),
        ("?period=7&period=90&p=99&ordering=zzz", ["a", "b", "c"]),
    ],
)
def test_an_editor_chooses_how_far_back(editor: Client, period: str, found: list[str]) -> None:
    for words, days_ago in (("a", 6), ("b", 7), ("c", 30), ("d", 90)):
        asked(words, days_ago=days_ago)
    assert [row[0] for row in rows_of(editor, REPORT + period)] == found
    assert [row[0] for row in rows_of(editor, f"{REPORT}results/{period}")] == found


@pytest.mark.parametrize(
    ("ordering", "first"),
    [("words", "a"), ("-words", "c"), ("-searches", "b"), ("searches", "a"), ("-last_day", "c"), ("last_day", "a")],
)
def test_the_columns_sort(editor: Client, ordering: str, first: str) -> None:
    asked("a", searches=1, days_ago=3)
    asked("b", searches=9, days_ago=2)
    asked("c", searches=2, days_ago=1)
    assert rows_of(editor, f"{REPORT}?ordering={ordering}")[0][0] == first


def test_the_report_says_from_when_on_it_counts(editor: Client) -> None:
    first_day = timezone.localdate() - timedelta(days=6)
    text = " ".join(soup_of(editor, f"{REPORT}?period=7").get_text(" ").split())
    assert f"Geteld vanaf {date_format(first_day, 'j F Y')}." in text


def test_an_empty_report_says_what_comes_there(editor: Client) -> None:
    text = soup_of(editor, REPORT).select_one("main").get_text(" ")
    assert "nog niets op drie verschillende dagen gezocht" in text
    for english in ("There are", "No ", "Show", "results"):
        assert english not in text


def test_words_lead_to_what_the_site_finds_for_them(editor: Client) -> None:
    asked("a&b <c> 'd'")
    link = link_named(editor, "a&b <c> 'd'")
    assert urlsplit(link).path == reverse("search:search")
    assert parse_qs(urlsplit(link).query) == {"q": ["a&b <c> 'd'"]}


def test_the_report_costs_as_many_queries_with_twenty_rows_as_with_two(editor: Client) -> None:
    def count(rows: int) -> int:
        for number in range(rows):
            asked(f"vraag {rows} {number}")
            ConceptFactory(alternative_terms=f"vraag {rows} {number}")
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(REPORT).status_code == 200
        return len(queries)

    editor.get(REPORT)
    assert count(2) == count(18)


def test_the_pages_of_a_long_report_follow_each_other(editor: Client) -> None:
    for number in range(60):
        asked(f"vraag {number:02}")
    assert len(rows_of(editor)) == 50
    assert len(rows_of(editor, f"{REPORT}?p=2")) == 10


# --- Who sees it -----------------------------------------------------------------------------------------------------

ACCESS = {"access_admin"}
USERS = {
    "visitor": (None, "login"),
    "account without permissions": (set(), "login"),
    "editor of pages only": (ACCESS, "refused"),
    "may look at concepts": (ACCESS | {"view_concept"}, "refused"),
    "may add concepts": (ACCESS | {"add_concept"}, "refused"),
    "may change concepts": (ACCESS | {"change_concept"}, "opens"),
}


@pytest.mark.parametrize("name", USERS)
@pytest.mark.parametrize("address", [REPORT, f"{REPORT}results/", f"{REPORT}?export=csv", f"{SYNONYM}?woorden=buurt"])
def test_the_report_is_for_who_may_change_concepts(name: str, address: str) -> None:
    asked("buurtkamer")
    permissions, expected = USERS[name]
    client = Client() if permissions is None else signed_in(*permissions)
    response = client.get(address)
    if expected == "opens":
        assert response.status_code == 200
    else:
        assert response.status_code in (302, 403)
        assert ("/beheer/aanmelden/" in response.headers.get("Location", "")) is (expected == "login")
        assert "buurtkamer" not in client.get(address, follow=True).content.decode()


@pytest.mark.parametrize(("group", "shown"), [("Redacteur", True), ("Eindredacteur", True), ("", False)])
def test_the_menu_shows_it_to_the_same_people(group: str, shown: bool) -> None:
    client = signed_in("access_admin", group=group)
    menu = client.get("/beheer/").content.decode()
    assert ("/beheer/reports/zoekvragen/" in menu) is shown


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}results/", SYNONYM])
def test_nothing_is_changed_with_a_post(editor: Client, address: str) -> None:
    assert editor.post(address, {"woorden": "buurtkamer"}).status_code == 405


# --- Export ----------------------------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+31 6", "-2+3", '=hyperlink("x")']


def test_a_csv_has_no_cell_that_a_spreadsheet_runs(editor: Client) -> None:
    for words in ["buurtkamer", *FORMULAS]:
        asked(words, searches=2)
    response = editor.get(f"{REPORT}?export=csv")
    text = b"".join(response.streaming_content).decode()
    headings, *rows = csv.reader(io.StringIO(text))
    assert headings == ["Gezocht", "Hoe vaak", "Zonder resultaat", "Laatste dag"]
    assert {row[0] for row in rows} == {"buurtkamer", *(f"'{words}" for words in FORMULAS)}
    assert ["buurtkamer", "2", "0", str(timezone.localdate())] in rows


def test_an_xlsx_has_no_formula_either(editor: Client) -> None:
    for words in ["buurtkamer", *FORMULAS]:
        asked(words)
    response = editor.get(f"{REPORT}?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = {row[0].value: row[0].data_type for row in sheet.iter_rows(min_row=2)}
    assert set(cells) == {"buurtkamer", *FORMULAS}
    assert set(cells.values()) == {"s"}


def test_an_export_has_every_row_of_the_period_and_only_known_words(editor: Client) -> None:
    for number in range(60):
        asked(f"vraag {number:02}", days_ago=number % 7)
    asked("lang geleden", days_ago=80)
    asked("geheim", known=False)
    text = b"".join(editor.get(f"{REPORT}?export=csv&period=7").streaming_content).decode()
    assert len(text.splitlines()) == 61
    assert "lang geleden" not in text
    assert "geheim" not in text


@pytest.mark.parametrize("words", ["=a", "+a", "-a", "@a", "\ta", "\ra"])
def test_what_begins_like_a_formula_gets_a_quote(words: str) -> None:
    assert without_formula(words) == f"'{words}"
    assert without_formula(f"wijk {words}") == f"wijk {words}"


# --- From a search to a concept --------------------------------------------------------------------------------------


def link_named(client: Client, name: str) -> str:
    return soup_of(client, REPORT).find(lambda tag: tag.name == "a" and tag.get_text(strip=True).startswith(name))[
        "href"
    ]


def test_one_click_makes_a_concept_of_the_words(editor: Client) -> None:
    asked("ideeënmakelaar", without_result=1)
    address = link_named(editor, "Maak begrip")
    action, form = form_on(editor, address, "term")
    assert (form["term"], form["slug"]) == ("Ideeënmakelaar", "ideeenmakelaar")
    assert not Concept.objects.exists()
    draft = '{"entityMap": {}, "blocks": [{"key": "a", "text": "Wie helpt.", "type": "unstyled", "depth": 0}]}'
    assert editor.post(action, {**form.dict(), "definition": draft}).status_code == 302
    assert Concept.objects.get().term == "Ideeënmakelaar"
    assert rows_of(editor)[0][-1] == "Staat bij Ideeënmakelaar"


def test_who_may_not_make_concepts_is_not_offered_to() -> None:
    asked("buurtkamer")
    text = soup_of(signed_in("access_admin", "change_concept"), REPORT).get_text()
    assert "Maak begrip" not in text
    assert "Voeg synoniem toe" in text


def test_words_that_a_concept_has_already_lead_to_it(editor: Client) -> None:
    concept = ConceptFactory(term="Wijkcentrum", alternative_terms="buurthuis\nWijkcoördinatie")
    for words in ("wijkcentrum", "buurthuis", "wijkcoordinatie"):
        asked(words)
    links = soup_of(editor, REPORT).find_all("a", string=lambda text: text and "Staat bij Wijkcentrum" in text)
    assert [link["href"] for link in links] == [f"/beheer/taxonomy/concept/edit/{concept.pk}/"] * 3


def test_a_term_wins_from_another_word_for_something_else(editor: Client) -> None:
    ConceptFactory(term="Buurthuis", slug="buurthuis")
    ConceptFactory(term="Wijkcentrum", alternative_terms="buurthuis")
    asked("buurthuis")
    assert rows_of(editor)[0][-1] == "Staat bij Buurthuis"


def test_words_become_another_word_for_a_concept_only_when_that_is_saved(editor: Client) -> None:
    concept = ConceptFactory(term="Wijkcentrum", alternative_terms="buurthuis")
    asked("huis van de wijk", without_result=1)
    address = link_named(editor, "Voeg synoniem toe")
    page = soup_of(editor, address)
    assert "Bij welk begrip hoort “huis van de wijk”?" in page.get_text()
    response = editor.get(address, {"woorden": "huis van de wijk", "concept": concept.pk})
    _action, form = form_on(editor, response["Location"], "alternative_terms")
    assert form["alternative_terms"].split() == ["buurthuis", "huis", "van", "de", "wijk"]
    concept.refresh_from_db()
    assert concept.alternatives == ["buurthuis"]
    assert "Sla op om het te bewaren" in editor.get(response["Location"]).content.decode()
    saved = editor.post(f"/beheer/taxonomy/concept/edit/{concept.pk}/", form.dict())
    assert saved.status_code == 302
    concept.refresh_from_db()
    assert concept.alternatives == ["buurthuis", "huis van de wijk"]
    assert rows_of(editor)[0][-1] == "Staat bij Wijkcentrum"


@pytest.mark.parametrize(
    ("concept", "answer"),
    [("", "Kies eerst"), ("999999", "bestaat niet meer"), ("x", "Kies eerst"), ("9" * 30, "bestaat niet meer")],
)
def test_a_choice_that_is_none_is_said(editor: Client, concept: str, answer: str) -> None:
    response = editor.get(SYNONYM, {"woorden": "buurtkamer", "concept": concept})
    assert response.status_code == 200
    assert answer in response.content.decode()


@pytest.mark.parametrize("words", ["", "   ", "\x00"])
def test_without_words_there_is_nothing_to_add(editor: Client, words: str) -> None:
    response = editor.get(SYNONYM, {"woorden": words})
    assert response.status_code in (302, 400)


def test_strange_words_are_shown_as_they_are(editor: Client) -> None:
    html = editor.get(SYNONYM, {"woorden": "<script>alert(1)</script>" + "x" * 300}).content.decode()
    assert "<script>alert(1)" not in html
    assert "x" * 101 not in html
