"""The table: its rows and headers, what an empty cell says, and who is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Site

from portraits.models import MagazineChapter
from tests.factories import (
    CasePageFactory,
    MagazinePageFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
)
from tests.recommendations.scene import recommend
from tests.recommendations.test_standing import take_offline
from wijkwijzer.pages.models import Freshness, SiteSettings, TellsAbout

pytestmark = pytest.mark.django_db

ROWS = [
    *("Probleem", "Aanpak", "Schaal", "Periode", "Wie nodig", "Kosten", "Resultaat", "Wat niet werkte"),
    *("Belemmering", "Bewijs", "Status", "Gemeente", "Contact"),
]
TODAY = timezone.localdate()
SHOWN = {"contact_until": TODAY + timedelta(days=9)}
EXPIRED = {"contact_until": TODAY - timedelta(days=1)}


@pytest.fixture
def editors() -> None:
    """The editors have an address."""
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"editorial_email": "redactie@example.org"})


def test_the_rows_are_those_that_one_wants_to_compare_under_real_headers(practice, compare) -> None:
    seen = compare(practice(title="Een"), practice(title="Twee"))
    assert list(seen.rows) == ROWS
    assert seen.columns == ["Een", "Twee"]
    heads = seen.soup.select("table thead th")
    assert [head["scope"] for head in heads] == ["col", "col"]
    assert all(head.a["href"].startswith("/praktijkvoorbeelden/") for head in heads)
    assert {cell["data-label"] for cell in seen.soup.select("tbody td")} == {"Een", "Twee"}
    assert seen.soup.table.caption.get_text()


def test_what_is_known_stands_in_its_cell(practice, compare) -> None:
    breda = {"display_name": "Breda", "slug": "breda", "size_class": "100-200"}
    full = practice(
        breda,
        area="Noord",
        problem="Geen plek.",
        approach="Een plan.",
        scale="wijk",
        period="2017 tot nu",
        who_needed="Bewoners.",
        costs="40.000 euro",
        result="<p>Honderd <b>bezoekers</b>.</p>",
        did_not_work="<p>De openingstijden.</p>",
        obstacles=["politiek", "financieel"],
        life_cycle="loopt",
    )
    rows = {name: cells[0] for name, cells in compare(full, practice()).rows.items()}
    assert rows["Probleem"] == "Geen plek."
    assert rows["Aanpak"] == "Een plan."
    assert rows["Schaal"] == "wijk"
    assert rows["Periode"] == "2017 tot nu"
    assert rows["Wie nodig"] == "Bewoners."
    assert rows["Kosten"] == "40.000 euro"
    assert rows["Resultaat"] == "Honderd bezoekers ."
    assert rows["Wat niet werkte"] == "De openingstijden."
    assert rows["Belemmering"] == "politiek, financieel"
    assert rows["Status"] == "loopt actueel"
    assert rows["Gemeente"] == "Breda (Noord, 100 tot 200 duizend inwoners)"


def test_every_municipality_of_a_practice_is_named_with_its_size(practice, compare) -> None:
    seen = compare(practice({"display_name": "Urk", "slug": "urk", "size_class": "20-40"}), practice())
    link = seen.cell("Gemeente").a
    assert (link.get_text(strip=True), link["href"]) == ("Urk", "/gemeenten/urk/")
    assert "(20 tot 40 duizend inwoners)" in seen.rows["Gemeente"][0]


# --- What is not known ------------------------------------------------------------------------------------------------


def test_an_empty_cell_says_so_and_offers_to_ask_the_holder(practice, compare, editors) -> None:
    holder = OrganisationFactory(name="Wijkbedrijf", contact_email="wij@example.org", **SHOWN)
    stub = practice(title="Een stompje", holder_organisation=holder)
    seen = compare(stub, practice())
    for row in ("Probleem", "Aanpak", "Schaal", "Periode", "Wie nodig", "Kosten", "Resultaat", "Belemmering", "Bewijs"):
        assert seen.rows[row][0].startswith("niet bekend"), row
        link = seen.cell(row).a
        assert link["href"] == "mailto:wij@example.org?subject=Een%20stompje"
        assert link.get_text(" ", strip=True) == f"Vraag het de houder naar {row.lower()} van Een stompje"


@pytest.mark.parametrize("holder", [None, EXPIRED, {}])
def test_where_the_holder_cannot_be_asked_the_editors_can(practice, compare, editors, holder) -> None:
    fields = {} if holder is None else {"holder_person": PersonFactory(contact_email="prive@example.org", **holder)}
    seen = compare(practice(title="Een & twee", **fields), practice())
    assert seen.cell("Kosten").a["href"] == "mailto:redactie@example.org?subject=Een%20%26%20twee"
    assert "prive@example.org" not in str(seen.soup)


def test_without_any_address_it_still_says_whom_to_ask(practice, compare) -> None:
    seen = compare(practice(), practice())
    assert seen.rows["Kosten"][0] == "niet bekend Vraag het de redactie."
    assert seen.cell("Kosten").a is None


@pytest.mark.parametrize("words", ["niet bekend", "Niet bekend.", " "])
def test_an_editor_who_writes_that_something_is_not_known_is_understood(practice, compare, editors, words) -> None:
    rich = f"<p>{words}</p>"
    seen = compare(practice(costs=words, result=rich, did_not_work=rich), practice())
    for row in ("Kosten", "Resultaat", "Wat niet werkte"):
        assert seen.rows[row][0].startswith("niet bekend Vraag")


# --- Status, evidence, contact ----------------------------------------------------------------------------------------


def test_a_page_that_may_be_out_of_date_says_since_when(practice, compare) -> None:
    old, later, checked = practice(life_cycle="gestopt"), practice(), practice()
    Freshness.objects.create(page=old, outdated_since=TODAY - timedelta(days=3))
    Freshness.objects.create(page=later, outdated_since=TODAY + timedelta(days=3))
    Freshness.objects.create(page=checked, reviewed_on=TODAY)
    status = compare(old, later, checked).rows["Status"]
    since = date_format(TODAY - timedelta(days=3), "j F Y")
    assert status[0] == f"gestopt mogelijk verouderd sinds {since}"
    assert status[1].startswith("actueel of het nog loopt, is niet bekend")
    assert f"actueel (gecontroleerd op {date_format(TODAY, 'j F Y')})" in status[2]


def test_a_page_that_was_replaced_names_the_new_one_where_that_can_be_read(practice, compare) -> None:
    new, hidden = practice(title="De nieuwe"), practice(title="Geheim", live=False)
    one, two = practice(life_cycle="loopt"), practice(life_cycle="loopt")
    Freshness.objects.create(page=one, replaced_by=new.knowledgepage_ptr)
    Freshness.objects.create(page=two, replaced_by=hidden.knowledgepage_ptr)
    seen = compare(one, two)
    assert seen.rows["Status"] == ["loopt vervangen door De nieuwe", "loopt actueel"]
    assert seen.cell("Status").a["href"] == new.url
    assert "Geheim" not in seen.text


def test_evidence_names_the_recommendations_that_lean_on_the_practice(practice, compare) -> None:
    one, other = practice(), practice()
    advice = recommend((one, "", "nuanceert"), title="Geef ruimte")
    take_offline(recommend((one, "", "steunt"), title="Geheime aanbeveling"))
    seen = compare(one, other)
    assert seen.rows["Bewijs"][0] == "Geef ruimte (nuanceert deze aanbeveling)"
    assert seen.cell("Bewijs").a["href"] == advice.url


def test_evidence_is_what_tells_about_the_practice_and_can_be_read(practice, compare) -> None:
    one, two = practice(), practice()
    case, portrait = CasePageFactory(title="Een casus"), PortraitPageFactory(title="Een portret")
    secret = PortraitPageFactory(title="Geheim", live=False)
    for teller in (case, portrait, secret):
        teller.tells_about = [TellsAbout(target=one.knowledgepage_ptr)]
        teller.save()
    seen = compare(one, two)
    assert "Een casus (casus)" in seen.rows["Bewijs"][0]
    assert "Een portret (portret)" in seen.rows["Bewijs"][0]
    assert {link["href"] for link in seen.cell("Bewijs").select("a")} == {case.url, portrait.url}
    assert seen.rows["Bewijs"][1].startswith("niet bekend")
    assert "Geheim" not in seen.text


def test_a_magazine_that_has_the_practice_as_a_chapter_tells_about_it(practice, compare) -> None:
    one, magazine = practice(), MagazinePageFactory(title="Het magazine")
    magazine.chapters = [MagazineChapter(page=one.knowledgepage_ptr)]
    magazine.save()
    assert compare(one, practice()).rows["Bewijs"][0] == "Het magazine (magazine)"


def test_the_holder_is_named_and_mailed_as_on_the_page_of_the_practice(practice, compare, editors) -> None:
    organisation = OrganisationFactory(name="Wijkbedrijf", slug="wijkbedrijf", contact_email="wij@example.org", **SHOWN)
    person = PersonFactory(name="Els", contact_email="els@example.org", **EXPIRED)
    seen = compare(practice(holder_organisation=organisation), practice(holder_person=person), practice())
    assert [link["href"] for link in seen.cell("Contact").select("a")] == [
        "/organisaties/wijkbedrijf/",
        "mailto:wij@example.org",
    ]
    assert seen.rows["Contact"][1].startswith("Els adres niet bekend Vraag het de redactie")
    assert "/mensen/" not in str(seen.cell("Contact", 1))
    assert "els@example.org" not in str(seen.soup)
    assert seen.rows["Contact"][2].startswith("niet bekend")


def test_a_link_in_a_result_to_what_cannot_be_read_is_plain_words(practice, compare) -> None:
    hidden, shown = practice(live=False), practice()
    text = f'<p><a linktype="page" id="{hidden.pk}">dicht</a> <a linktype="page" id="{shown.pk}">open</a></p>'
    cell = compare(practice(result=text), practice()).cell("Resultaat")
    assert [link.get_text() for link in cell.select("a[href]")] == ["open"]
    assert "dicht" in cell.get_text()
