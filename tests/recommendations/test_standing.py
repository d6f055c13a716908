"""How a recommendation stands says what is true today: in words, counts and warnings."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import (
    MunicipalityFactory,
    PracticePageFactory,
    RecommendationPageFactory,
    TipListPageFactory,
)
from wijkwijzer.pages.models import Freshness, PageMunicipality
from wijkwijzer.recommendations.models import RecommendationPage
from wijkwijzer.recommendations.standing import Standing, State

from .scene import FIRST, SECOND, article, portrait, recommend, save, text

pytestmark = pytest.mark.django_db


def standing(page: RecommendationPage) -> Standing:
    return Standing.of(RecommendationPage.objects.get(pk=page.pk))


def about(page: Any, name: str, role: str = "subject") -> Any:
    page.municipality_links.add(PageMunicipality(municipality=MunicipalityFactory(name=name), role=role))
    save(page)
    return page


def test_says_in_words_and_counts_what_supports_and_what_does_not() -> None:
    sources = [about(PracticePageFactory(published_on=date(2019, 1, 1)), name) for name in ("Breda", "Delft")]
    studies = [about(article(published_on=date(2026, 1, 1)), "Ede", role="research"), article()]
    other = portrait()
    page = recommend(
        *((source, "", "steunt") for source in (*sources, *studies)),
        (other, FIRST, "weerspreekt"),
    )
    found = standing(page)
    assert found.summary == (
        "2 praktijkvoorbeelden en 2 onderzoeken, in 3 gemeenten, 2019–2026; 1 bron denkt er anders over."
    )
    assert found.has_difference
    assert [len(column.lines) for column in found.columns] == [4, 0, 1]


def test_two_passages_of_one_page_are_one_source() -> None:
    source = portrait()
    found = standing(recommend((source, FIRST, "steunt"), (source, SECOND, "steunt")))
    assert found.summary == "1 portret, 2023."
    assert not found.has_difference


def test_a_source_that_supports_and_nuances_does_not_differ_with_itself() -> None:
    source = portrait()
    assert not standing(recommend((source, FIRST, "steunt"), (source, SECOND, "nuanceert"))).has_difference
    assert standing(recommend((source, FIRST, "steunt"), (article(), "", "nuanceert"))).has_difference


def test_a_source_without_a_place_may_be_from_anywhere() -> None:
    page = recommend((about(portrait(), "Breda"), "", "steunt"), (article(), "", "steunt"))
    assert standing(page).warnings == []


def test_a_place_that_is_only_mentioned_does_not_count() -> None:
    source = about(portrait(), "Breda", role="mentioned")
    assert standing(recommend((source, "", "steunt"))).summary == "1 portret, 2023."


def test_says_that_all_support_comes_from_one_municipality() -> None:
    place = MunicipalityFactory(name="Breda")
    sources = [portrait(), PracticePageFactory()]
    for source in sources:
        source.municipality_links.add(PageMunicipality(municipality=place, role="subject"))
        save(source)
    page = recommend(*((source, "", "steunt") for source in sources))
    assert standing(page).warnings == ["Alle bronnen die dit steunen gaan over één gemeente: Breda."]
    save_with = about(article(), "Delft")
    page.evidence.add(type(page.evidence.first())(source=save_with.knowledgepage_ptr, stance="steunt", explanation="x"))
    save(page)
    assert standing(page).warnings == []


class TestAPassageThatChanges:
    """Edits of a source, as readers then see them."""

    def edited(self, *blocks: dict[str, Any]) -> Any:
        source = portrait()
        page = recommend((source, FIRST, "steunt"))
        source.body = list(blocks)
        save(source)
        return standing(page).lines[0]

    def test_moved_it_is_the_same(self) -> None:
        line = self.edited(text(SECOND, "Het stadhuis wacht."), text(FIRST, "Zij beslist zelf."))
        assert (line.state, line.url.partition("#")[2]) == (State.TRUE, "passage-11111111")

    def test_other_words_are_said_to_be_other_words(self) -> None:
        line = self.edited(text(FIRST, "Zij beslist niet meer zelf."))
        assert (line.state, line.passage.text) == (State.CHANGED, "Zij beslist niet meer zelf.")

    def test_removed_it_is_said_to_be_gone_and_the_link_leads_to_the_page(self) -> None:
        line = self.edited(text(SECOND, "Het stadhuis wacht."))
        assert (line.state, line.passage, "#" in line.url) == (State.GONE, None, False)

    def test_the_warning_counts_them(self) -> None:
        source = portrait()
        page = recommend((source, FIRST, "steunt"), (source, SECOND, "nuanceert"))
        source.body = [text(FIRST, "Anders."), text(SECOND, "Ook anders.")]
        save(source)
        assert standing(page).warnings == ["2 passages zijn gewijzigd sinds de redactie ze las."]


def take_offline(page: Any) -> None:
    page.live = False
    save(page)


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def delete(page: Any) -> None:
    page.delete()


@pytest.mark.parametrize("hide", [take_offline, restrict, delete])
def test_a_source_that_went_is_counted_and_nothing_of_it_is_shown(hide: Callable[[Any], None], client: Any) -> None:
    gone = portrait(text(FIRST, "Geheim woord."), title="Geheime titel")
    page = recommend((gone, FIRST, "steunt"), (article(), "", "nuanceert"))
    hide(gone)
    found = standing(page)
    assert found.withdrawn == 1
    assert found.summary == "Nog geen bron die dit steunt; 1 bron nuanceert."
    assert "1 bron is niet meer te lezen en telt niet mee." in found.warnings
    shown = client.get(page.url).content.decode()
    assert "1 bron is niet meer te lezen" in shown
    for secret in ("Geheime titel", "Geheim woord", "Waarom Geheime"):
        assert secret not in shown


def test_a_source_that_may_be_out_of_date_or_was_replaced_says_so() -> None:
    old, replaced = portrait(), article()
    page = recommend((old, FIRST, "steunt"), (replaced, "", "steunt"))
    Freshness.objects.update_or_create(page=old, defaults={"outdated_since": date(2026, 1, 1)})
    Freshness.objects.update_or_create(page=replaced, defaults={"replaced_by": old.knowledgepage_ptr})
    found = standing(page)
    assert [line.state for line in found.lines] == [State.OUTDATED, State.REPLACED]
    assert found.warnings == ["1 bron is mogelijk verouderd.", "1 bron is vervangen."]


def test_without_any_source_it_says_so() -> None:
    found = standing(RecommendationPageFactory())
    assert found.summary == "Nog geen bron die dit steunt."
    assert found.warnings == ["Voor deze aanbeveling is nu geen bron te lezen."]


def test_the_words_of_a_tip_stand_in_one_place() -> None:
    tip = {"type": "tip", "id": FIRST, "value": {"title": "Vraag het", "explanation": "<p>x</p>"}}
    tips = TipListPageFactory(tips=[tip])
    page = recommend(tip_list=tips, tip=FIRST, title="Vraag het")
    tips.tips = [tip | {"value": {"title": "Vraag het aan de buurt", "explanation": "<p>x</p>"}}]
    save(tips)
    assert standing(page).statement == "Vraag het aan de buurt"
    take_offline(tips)
    assert standing(page).statement == ""


def test_costs_the_same_whatever_the_amount_of_evidence(django_assert_num_queries: Any) -> None:
    source = about(portrait(), "Breda")
    one = recommend((source, FIRST, "steunt"))
    sources = [about(made(), f"Plaats {number}") for number, made in enumerate([portrait, article] * 5)]
    many = recommend(*((one, "", "steunt") for one in sources))
    for page in (one, many):
        fetched = RecommendationPage.objects.get(pk=page.pk)
        with django_assert_num_queries(3):
            found = Standing.of(fetched)
            assert found.summary
            assert [line.url for line in found.lines]
