"""The table as a CSV: the same words, nothing a spreadsheet would run, no address of a person."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import OrganisationFactory, PersonFactory

from .test_table import ROWS

pytestmark = pytest.mark.django_db
FILE = "/vergelijk.csv"
UNTIL = timezone.localdate() + timedelta(days=9)


def read(client: Client, *pages, **more) -> list[list[str]]:
    answer = client.get(FILE, {"p": [page.pk for page in pages], **more})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode()), "else a spreadsheet reads é as Ã©"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_file_has_the_rows_and_columns_of_the_page(client: Client, practice) -> None:
    one = practice(title="Eén", costs="40.000 euro", result="<p>Eerst.</p><p>Toen.</p>")
    two = practice(title="Twee")
    rows = read(client, two, one)
    assert rows[0] == ["Onderdeel", "Twee", "Eén"]
    assert [row[0] for row in rows[1:]] == [*ROWS, "Pagina"]
    by_name = {row[0]: row[1:] for row in rows}
    assert by_name["Kosten"] == ["niet bekend", "40.000 euro"]
    assert by_name["Resultaat"] == ["niet bekend", "Eerst. Toen."]
    assert by_name["Pagina"][1].endswith(one.url)
    assert by_name["Pagina"][1].startswith("http")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_begins_as_a_formula(client: Client, practice, start: str) -> None:
    words = f"{start}HYPERLINK(1)"
    holder = OrganisationFactory(name=words)
    evil = practice(title=words, problem=words, result=f"<p>{words}</p>", period=words, holder_organisation=holder)
    cells = [cell for row in read(client, evil, practice()) for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    assert sum("HYPERLINK" in cell for cell in cells) == 5


def test_no_person_and_no_address_lies_about_in_a_file(client: Client, practice) -> None:
    """An address is shown for a year and a person may leave the site; what was downloaded stays."""
    person = PersonFactory(name="Els Geheim", contact_email="els@example.org", contact_until=UNTIL)
    wij = OrganisationFactory(name="Wijkbedrijf", contact_email="wij@example.org", contact_until=UNTIL)
    rows = read(client, practice(holder_person=person), practice(holder_organisation=wij))
    contact = next(row for row in rows if row[0] == "Contact")
    assert contact[1:] == ["zie de pagina van deze praktijk", "Wijkbedrijf; zie de pagina van deze praktijk"]
    assert not [cell for row in rows for cell in row if "@" in cell or "Els Geheim" in cell]


def test_only_differences_is_that_in_the_file_too(client: Client, practice) -> None:
    rows = read(client, practice(scale="wijk", costs="1"), practice(scale="wijk", costs="2"), verschillen="ja")
    assert [row[0] for row in rows[1:-1]] == ["Kosten"]


def test_it_is_a_file_with_a_name_that_search_engines_leave_alone(client: Client, practice) -> None:
    answer = client.get(FILE, {"p": [practice().pk, practice().pk]})
    assert answer["Content-Disposition"] == 'attachment; filename="praktijken-vergeleken.csv"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_without_enough_practices_there_is_no_file_but_the_page_that_says_so(client: Client, practice) -> None:
    made = practice()
    assert client.get(FILE, {"p": [made.pk, "x"]})["Location"] == f"/vergelijk/?p={made.pk}"
    assert client.get(FILE)["Location"] == "/vergelijk/"
