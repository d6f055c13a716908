"""Practices, workshops with their cases, tips."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.factories import (
    CasePageFactory,
    OrganisationFactory,
    PersonFactory,
    PracticePageFactory,
    ThemeFactory,
    TipListPageFactory,
    WorkshopPageFactory,
)
from wijkwijzer.pages.models import PageTheme

pytestmark = pytest.mark.django_db


def test_a_stub_says_niet_bekend_instead_of_nothing(client: Client) -> None:
    text = client.get(PracticePageFactory().url).content.decode()
    assert "In één oogopslag" in text
    assert "niet bekend" in text
    assert "Wat niet werkte" in text


def test_a_practice_shows_its_other_names(client: Client) -> None:
    assert "Sunny Selwerd" in client.get(PracticePageFactory(other_names="Sunny Selwerd").url).content.decode()


def test_a_practice_is_held_by_a_person_or_an_organisation_not_by_both() -> None:
    with pytest.raises(ValidationError, match="persoon óf een organisatie"):
        PracticePageFactory(holder_person=PersonFactory(), holder_organisation=OrganisationFactory())


def test_an_obstacle_that_does_not_exist_is_not_shown(client: Client) -> None:
    page = PracticePageFactory(obstacles=["financieel", "verdwenen"])
    assert page.obstacle_labels == ["financieel"]


def test_a_report_holds_every_case_whole_and_each_case_has_its_own_address(client: Client) -> None:
    workshop = WorkshopPageFactory()
    cases = [
        CasePageFactory(
            parent=workshop, question=f"Vraag {n}?", advice=[("advice", {"title": f"Advies {n}", "text": "<p>Zo.</p>"})]
        )
        for n in range(3)
    ]
    theme = ThemeFactory(name="Vastgoed")
    cases[0].theme_links = [PageTheme(tag=theme)]
    cases[0].save()
    report = client.get(workshop.url).content.decode()
    for n, case in enumerate(cases):
        assert f"Vraag {n}?" in report
        assert f"Advies {n}" in report
        assert f'href="{case.url}"' in report
        assert f"Vraag {n}?" in client.get(case.url).content.decode()
    assert "Vastgoed" in report


def test_the_reading_time_of_a_report_counts_its_cases(client: Client) -> None:
    workshop = WorkshopPageFactory()
    CasePageFactory(parent=workshop, context_text=f"<p>{'woord ' * 1100}</p>")
    assert "Leestijd: 4 minuten" in client.get(workshop.url).content.decode()


def test_a_case_leads_to_its_report_and_to_the_other_cases(client: Client) -> None:
    workshop = WorkshopPageFactory()
    case, other = CasePageFactory(parent=workshop), CasePageFactory(parent=workshop)
    text = client.get(case.url).content.decode()
    assert f'href="{workshop.url}"' in text
    assert f'href="{other.url}"' in text


def test_tips_stand_in_their_order_with_explanation_and_addressee(client: Client) -> None:
    tips = [
        ("tip", {"title": f"Geef ruimte {n}", "explanation": f"<p>Uitleg {n}.</p>", "addressee": "directie"})
        for n in range(3)
    ]
    text = client.get(TipListPageFactory(tips=tips).url).content.decode()
    places = [text.index(f"Geef ruimte {n}") for n in range(3)]
    assert places == sorted(places)
    assert "Uitleg 2." in text
    assert "directie" in text
