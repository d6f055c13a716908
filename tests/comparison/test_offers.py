"""What is offered to choose: places like yours and the same subjects first, with the reason; then what is searched."""

import pytest

from tests.factories import PortraitPageFactory, ThemeFactory
from wijkwijzer.pages.models import Freshness, PageTheme

pytestmark = pytest.mark.django_db
LARGE, SMALL = {"size_class": "100-200"}, {"size_class": "0-20"}


def alike(seen) -> dict[str, str]:
    """Titles under “Lijkt op wat je koos”, each with its reason."""
    groups = [one for one in seen.soup.select("fieldset") if one.legend.get_text(strip=True) == "Lijkt op wat je koos"]
    return {
        option.select_one("span").contents[0].strip(): option.select_one(".meta").get_text(strip=True)
        for group in groups
        for option in group.select("label")
    }


def about(page, theme):
    page.theme_links = [PageTheme(tag=theme)]
    page.save()
    return page


def test_practices_from_places_as_large_and_about_the_same_come_first_with_the_reason(practice, compare) -> None:
    theme = ThemeFactory(name="Wonen")
    mine = about(practice(LARGE, title="Mijn praktijk"), theme)
    practice(LARGE, title="Even groot")
    about(practice(SMALL, title="Zelfde thema"), theme)
    about(practice(LARGE, title="Allebei"), theme)
    practice(SMALL, title="Heel anders")
    seen = compare(mine)
    found = alike(seen)
    assert list(found) == ["Allebei", "Even groot", "Zelfde thema"]
    assert found["Even groot"] == "Ook in een gemeente van 100 tot 200 duizend inwoners"
    assert found["Zelfde thema"] == "Ook over wonen"
    assert found["Allebei"] == "Ook over wonen, ook in een gemeente van 100 tot 200 duizend inwoners"
    assert "Heel anders" in seen.text
    assert len(seen.offered) == len(set(seen.offered)) == 4, "each once, and not the chosen one"


def test_it_may_be_like_any_of_the_chosen_ones(practice, compare) -> None:
    practice(LARGE, title="Als de ene")
    practice(SMALL, title="Als de andere")
    assert set(alike(compare(practice(LARGE), practice(SMALL)))) == {"Als de ene", "Als de andere"}


def test_another_kind_of_publication_and_a_practice_that_was_replaced_are_not_offered(practice, compare) -> None:
    theme = ThemeFactory(name="Wonen")
    mine, replaced, new = (about(practice(title=title), theme) for title in ("Mijn", "Oude versie", "Nieuwe versie"))
    about(PortraitPageFactory(title="Een portret"), theme)
    Freshness.objects.create(page=replaced, replaced_by=new.knowledgepage_ptr)
    seen = compare(mine)
    assert list(alike(seen)) == ["Nieuwe versie"]
    assert "Een portret" not in seen.text


def test_a_search_finds_practices_and_keeps_the_choice(practice, compare) -> None:
    mine = practice(title="Mijn praktijk")
    kitchen, _garden = practice(title="Een buurtkeuken"), practice(title="Een moestuin")
    seen = compare(mine, q="buurtkeuken")
    assert seen.offered == [str(kitchen.pk)]
    assert seen.kept == [str(mine.pk)]
    assert seen.soup.select_one("input[name=q]")["value"] == "buurtkeuken"


def test_a_search_that_finds_nothing_says_what_to_do(practice, compare) -> None:
    seen = compare(practice(), q="zzzzzz")
    assert "Geen andere praktijk gevonden. Probeer een ander woord, of een gemeente." in seen.text


def test_a_word_with_a_slip_is_corrected_and_that_is_said(practice, compare) -> None:
    practice(title="Een buurtkeuken")
    seen = compare(q="buurtkeukne")
    assert "Niets gevonden voor “buurtkeukne”. Dit zijn de praktijken voor “buurtkeuken”." in seen.text
    assert len(seen.offered) == 1


def test_more_practices_than_fit_are_on_next_pages_that_keep_the_choice(practice, compare) -> None:
    made = [practice() for _ in range(14)]
    seen = compare(made[0])
    more = seen.soup.select_one("a[rel=next]")["href"]
    assert more == f"?p={made[0].pk}&pagina=2"
    assert compare(made[0], pagina="2").offered != []


def test_an_empty_site_says_that_there_is_nothing_to_choose(compare) -> None:
    assert "Er zijn hier geen andere praktijken om uit te kiezen." in compare().text
