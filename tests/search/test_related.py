"""Related publications: with a reason that is true, never what is not public or stands on the page already."""

from array import array
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from portraits.models import MagazineChapter
from tests.factories import (
    PUBLICATION_FACTORIES,
    CasePageFactory,
    ConceptFactory,
    MagazinePageFactory,
    MunicipalityFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    ProvinceFactory,
    ThemeFactory,
    TipListPageFactory,
    UserFactory,
    WorkshopPageFactory,
)
from wijkwijzer.municipalities.models import SizeClass
from wijkwijzer.pages.models import (
    Freshness,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PageTheme,
    TellsAbout,
)
from wijkwijzer.search.related import MOST, closest, related_to, uncapitalised
from wijkwijzer.search.snapshot import Row, Snapshot

SECRET = "Geheime titel"


def publication(
    title: str = "Titel",
    *,
    factory: Any = PracticePageFactory,
    themes: tuple[Any, ...] = (),
    concepts: tuple[Any, ...] = (),
    places: tuple[Any, ...] = (),
    tells_about: tuple[Any, ...] = (),
    **fields: Any,
) -> Any:
    """A public publication with these links."""
    page = factory(title=title, **fields)
    page.theme_links = [PageTheme(tag=theme) for theme in themes]
    page.concept_links = [PageConcept(concept=concept) for concept in concepts]
    page.municipality_links = [PageMunicipality(municipality=place, role="subject") for place in places]
    page.tells_about = [TellsAbout(target=target.knowledgepage_ptr) for target in tells_about]
    page.save()
    return page


def related(page: KnowledgePage) -> dict[str, str]:
    """The titles of what is related, each with its reason."""
    told = {link.target_id for link in page.tells_about.all()}
    return {item.title: item.reason for item in related_to(page, linked=told, told_about={page.pk, *told})}


def section(client: Client, page: KnowledgePage) -> BeautifulSoup | None:
    """The part of a page with what is related."""
    response = client.get(page.url)
    assert response.status_code == 200
    found: BeautifulSoup | None = BeautifulSoup(response.content, "html.parser").select_one("section.related")
    return found


def titles(client: Client, page: KnowledgePage) -> list[str]:
    part = section(client, page)
    return [link.get_text() for link in part.select("h3 a")] if part else []


# --- Why -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestReasons:
    def test_a_theme(self) -> None:
        theme = ThemeFactory(name="Maatschappelijk vastgoed")
        page = publication(themes=(theme,))
        publication("Ander", themes=(theme,))
        assert related(page) == {"Ander": "Ook over maatschappelijk vastgoed"}

    def test_a_theme_below_another_is_named_alone(self) -> None:
        parent = ThemeFactory(name="Ontmoeten")
        child, sibling = ThemeFactory(name="Vastgoed", parent=parent), ThemeFactory(name="Cohesie", parent=parent)
        page = publication(themes=(child,))
        publication("Zelfde", themes=(child,))
        publication("Zus", themes=(sibling,))
        assert related(page) == {"Zelfde": "Ook over vastgoed", "Zus": "Ook over ontmoeten"}

    def test_a_theme_and_a_concept_of_one_name_are_said_once(self) -> None:
        theme, concept = ThemeFactory(name="Asset mapping"), ConceptFactory(term="Asset mapping")
        page = publication(themes=(theme,), concepts=(concept,))
        publication("Ander", themes=(theme,), concepts=(concept, ConceptFactory()))
        assert related(page) == {"Ander": "Ook over asset mapping"}

    def test_a_concept_counts_more_than_a_theme(self) -> None:
        theme, concept = ThemeFactory(name="Wonen"), ConceptFactory(term="Sociale kaart")
        page = publication(themes=(theme,), concepts=(concept,))
        publication("Thema", themes=(theme,))
        publication("Begrip", concepts=(concept,))
        publication("Beide", themes=(theme,), concepts=(concept,))
        assert list(related(page).items()) == [
            ("Beide", "Ook over sociale kaart en over wonen"),
            ("Begrip", "Ook over sociale kaart"),
            ("Thema", "Ook over wonen"),
        ]

    def test_the_same_place_and_not_its_size_and_province_too(self) -> None:
        place = MunicipalityFactory(display_name="Breda")
        page = publication(places=(place,))
        publication("Ander", places=(place,))
        assert related(page) == {"Ander": "Ook in Breda"}

    @pytest.mark.parametrize(
        ("size", "said"),
        [
            (SizeClass.FROM_40, "ook in een gemeente van 40 tot 60 duizend inwoners"),
            (SizeClass.OVER_200, "ook in een gemeente met meer dan 200 duizend inwoners"),
        ],
    )
    def test_a_place_of_the_same_size(self, size: str, said: str) -> None:
        theme = ThemeFactory(name="Wonen")
        other = ProvinceFactory(code="PV30", name="Noord-Brabant", slug="noord-brabant")
        page = publication(themes=(theme,), places=(MunicipalityFactory(size_class=size),))
        publication("Ander", themes=(theme,), places=(MunicipalityFactory(size_class=size, province=other),))
        assert related(page) == {"Ander": f"Ook over wonen, {said}"}

    def test_the_same_province(self) -> None:
        theme = ThemeFactory(name="Wonen")
        page = publication(themes=(theme,), places=(MunicipalityFactory(size_class="0-20"),))
        publication("Ander", themes=(theme,), places=(MunicipalityFactory(size_class="40-60"),))
        assert related(page) == {"Ander": "Ook over wonen, ook in de provincie Groningen"}

    def test_the_same_practice(self) -> None:
        practice = PracticePageFactory()
        page = publication(factory=PortraitPageFactory, tells_about=(practice,))
        publication("Ander", factory=TipListPageFactory, tells_about=(practice,))
        assert related(page) == {"Ander": "Vertelt over dezelfde praktijk"}

    def test_a_word_of_the_field_in_both_titles(self) -> None:
        theme = ThemeFactory(name="Wonen")
        ConceptFactory(term="Wijkregisseur", slug="wijkregisseur")
        page = publication("De wijkregisseurs van het dorp", themes=(theme,))
        publication("Praten met een wijkregisseur", themes=(theme,))
        publication("Het dorp", themes=(theme,))
        assert related(page) == {
            "Praten met een wijkregisseur": "Ook over wonen, noemt ook “wijkregisseurs”",
            "Het dorp": "Ook over wonen",
        }

    @pytest.mark.parametrize(
        ("name", "said"),
        [("Asset mapping", "asset mapping"), ("VNG", "VNG"), ("é", "é"), ("", ""), ("ICT-beleid", "ICT-beleid")],
    )
    def test_a_name_stands_in_a_sentence_without_its_capital_unless_it_is_an_abbreviation(
        self, name: str, said: str
    ) -> None:
        assert uncapitalised(name) == said


# --- Which -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestChoice:
    def test_size_and_province_alone_relate_nothing(self) -> None:
        page = publication(places=(MunicipalityFactory(),))
        publication("Ander", places=(MunicipalityFactory(),))
        assert related(page) == {}

    def test_a_place_that_is_only_mentioned_relates_nothing(self) -> None:
        place = MunicipalityFactory()
        page, other = publication(places=(place,)), publication("Ander")
        other.municipality_links = [PageMunicipality(municipality=place, role="mentioned")]
        other.save()
        assert related(page) == {}
        assert related(other) == {}

    def test_what_few_share_comes_before_what_many_share(self) -> None:
        common, rare = ThemeFactory(name="Veel"), ThemeFactory(name="Weinig")
        page = publication(themes=(common, rare))
        publication("Zeldzaam", themes=(rare,))
        for number in range(MOST + 2):
            publication(f"Gewoon {number}", themes=(common,))
        assert next(iter(related(page))) == "Zeldzaam"

    def test_much_of_one_kind_leaves_room_for_another(self) -> None:
        practices, theme = [PracticePageFactory() for _ in range(12)], ThemeFactory()
        page = publication(factory=PortraitPageFactory, tells_about=tuple(practices), themes=(theme,))
        publication("Ander", themes=(theme,))
        assert list(related(page)) == ["Ander"]

    def test_there_are_four_at_most(self) -> None:
        theme = ThemeFactory()
        pages = [publication(f"Nummer {number}", themes=(theme,)) for number in range(MOST + 3)]
        assert len(related(pages[0])) == MOST

    def test_words_in_common_decide_between_equals(self) -> None:
        theme = ThemeFactory()
        page = publication("Een moestuin op het dak", themes=(theme,))
        publication("Moestuinen", themes=(theme,))
        for number in range(3):
            publication(f"Iets geheel anders {number}", themes=(theme,))
        assert next(iter(related(page))) == "Moestuinen"

    def test_a_page_is_not_related_to_itself_nor_to_what_was_replaced(self) -> None:
        theme = ThemeFactory()
        page, old = publication(themes=(theme,)), publication("Oud", themes=(theme,))
        assert list(related(page)) == ["Oud"]
        Freshness.objects.create(page=old.knowledgepage_ptr, replaced_by=page.knowledgepage_ptr)
        assert related(page) == {}

    def test_a_concept_is_no_publication(self) -> None:
        theme = ThemeFactory()
        ConceptFactory().themes.add(theme)
        assert related(publication(themes=(theme,))) == {}

    def test_a_page_that_has_nothing_has_nothing_in_common(self) -> None:
        page = publication()
        publication()
        assert related(page) == {}
        assert related_to(PracticePageFactory.build(), linked=(), told_about=()) == []


@given(st.data())
def test_the_closest_are_those_with_the_highest_sum_of_weights(data: st.DataObject) -> None:
    """Against the plain way of adding up, document by document."""
    names = ["thema=1", "thema=2", "begrip=1", "grootte=40-60", "provincie=x/onderwerp"]
    tokens = {name: data.draw(st.integers(1, 9)) for name in names}
    sets = {number: data.draw(st.sets(st.sampled_from(names))) for number in range(1, 9)}
    rows = {number: Row(0, None, None, "", tuple(sorted(having))) for number, having in sets.items()}
    having = {name: array("I", (number for number in sets if name in sets[number])) for name in names}
    indexed = {name: numbers for name, numbers in having.items() if numbers}
    snapshot = Snapshot(rows=rows, tokens={**indexed, "quality=0": array("I", sets)})
    sums = {number: sum(tokens[name] for name in sets[number]) for number in sets if number != 1}
    strong = {number for number in sums if sets[number] & set(names[:3])}
    expected = {number: sums[number] for number in strong}
    assert closest(snapshot, 1, tokens, most=20) == expected
    first = list(closest(snapshot, 1, tokens, most=3).values())
    assert first == sorted(expected.values(), reverse=True)[:3]


# --- Never -----------------------------------------------------------------------------------------------------------


def hide_by_draft(page: KnowledgePage) -> None:
    page.live = False
    page.save()


def hide_by_unpublishing(page: KnowledgePage) -> None:
    page.unpublish()


def hide_by_restriction(page: KnowledgePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def hide_by_restriction_above(page: KnowledgePage) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def hide_behind_the_back_of_the_index(page: KnowledgePage) -> None:
    KnowledgePage.objects.filter(pk=page.pk).update(live=False)


HIDING = [
    hide_by_draft,
    hide_by_unpublishing,
    hide_by_restriction,
    hide_by_restriction_above,
    hide_behind_the_back_of_the_index,
]


@pytest.mark.django_db
class TestOnThePage:
    @pytest.mark.parametrize("hide", HIDING)
    def test_what_is_not_public_is_not_there(self, client: Client, hide: Callable[[KnowledgePage], None]) -> None:
        theme = ThemeFactory()
        page = publication(themes=(theme,))
        hidden = publication(SECRET, factory=PortraitPageFactory, themes=(theme,))
        assert titles(client, page) == [SECRET]
        hide(hidden)
        assert SECRET not in client.get(page.url).content.decode()

    @pytest.mark.parametrize("hide", [hide_by_draft, hide_by_restriction])
    def test_a_practice_that_is_not_public_is_no_reason(
        self, client: Client, hide: Callable[[KnowledgePage], None]
    ) -> None:
        practice = PracticePageFactory()
        page = publication(factory=PortraitPageFactory, tells_about=(practice,))
        publication("Ander", factory=TipListPageFactory, tells_about=(practice,))
        assert titles(client, page) == ["Ander"]
        hide(practice)
        assert titles(client, page) == []

    @pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
    def test_every_kind_of_publication_shows_and_is_shown(self, client: Client, model: type[KnowledgePage]) -> None:
        theme = ThemeFactory(name="Wonen")
        page = publication("Een", factory=PUBLICATION_FACTORIES[model], themes=(theme,))
        other = publication("Ander", themes=(theme,))
        part = section(client, page)
        assert part.select_one("h2").get_text() == "Meer zoals dit"
        assert [link["href"] for link in part.select("h3 a")] == [other.url]
        assert part.select_one(".card__meta").get_text() == "Ook over wonen"
        assert "Praktijkvoorbeeld" in part.get_text()
        assert titles(client, other) == ["Een"]

    def test_without_anything_in_common_there_is_no_heading(self, client: Client) -> None:
        assert section(client, publication()) is None

    def test_what_the_page_links_to_is_not_there_twice(self, client: Client) -> None:
        theme = ThemeFactory()
        practice = publication("Praktijk", themes=(theme,))
        teller = publication("Verteller", factory=PortraitPageFactory, themes=(theme,), tells_about=(practice,))
        other = publication("Ander", themes=(theme,))
        assert titles(client, practice) == ["Ander"]
        assert titles(client, teller) == ["Ander"]
        other.body = [("related", {"title": "Lees ook", "pages": [practice.page_ptr, teller.page_ptr]})]
        other.save()
        assert titles(client, other) == []

    def test_a_workshop_and_its_cases_are_not_related_to_each_other(self, client: Client) -> None:
        theme = ThemeFactory()
        workshop = publication("Werkplaats", factory=WorkshopPageFactory, themes=(theme,))
        cases = [
            publication(f"Casus {number}", factory=CasePageFactory, parent=workshop, themes=(theme,))
            for number in range(2)
        ]
        for page in (workshop, *cases):
            assert titles(client, page) == [], page.title

    def test_a_magazine_and_its_chapters_are_not_related_to_each_other(self, client: Client) -> None:
        theme = ThemeFactory()
        chapter = publication("Hoofdstuk", factory=PortraitPageFactory, themes=(theme,))
        magazine = publication("Magazine", factory=MagazinePageFactory, themes=(theme,))
        magazine.chapters = [MagazineChapter(page=chapter.knowledgepage_ptr)]
        magazine.save()
        assert titles(client, magazine) == titles(client, chapter) == []

    def test_a_series_and_the_portraits_next_to_one_are_not_related_to_it(self, client: Client) -> None:
        theme = ThemeFactory()
        series = publication("Reeks", factory=PortraitSeriesPageFactory, themes=(theme,))
        portraits = [
            publication(name, factory=PortraitPageFactory, themes=(theme,), series=series, series_order=number)
            for number, name in enumerate(["Een", "Twee", "Drie"])
        ]
        assert titles(client, series) == []
        assert titles(client, portraits[1]) == []
        assert titles(client, portraits[0]) == ["Drie"]

    def test_a_preview_shows_what_is_known_and_breaks_on_nothing(self, client: Client) -> None:
        theme = ThemeFactory()
        page = publication("Een", themes=(theme,))
        publication("Ander", themes=(theme,))
        client.force_login(UserFactory(is_superuser=True))
        page.title = "Een nieuwe titel"
        response = page.make_preview_request()
        assert response.status_code == 200
        assert "Ander" in response.rendered_content
        draft = publication("Concept", themes=(theme,), live=False)
        assert "Meer zoals dit" not in draft.make_preview_request().rendered_content

    @pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
    def test_a_preview_of_a_page_that_was_never_saved(self, model: type[KnowledgePage]) -> None:
        publication()
        parent = PUBLICATION_FACTORIES[model].get_parent(None)
        # As Wagtail makes one for the preview of a page that is being added.
        page = model(title="Nieuw", slug="nieuw", path=f"{parent.path}9999", depth=parent.depth + 1)
        page.set_url_path(parent)
        response = page.make_preview_request()
        assert response.status_code == 200
        assert "Meer zoals dit" not in response.rendered_content

    def test_it_costs_three_queries_more_at_most_whatever_is_related(self) -> None:
        theme = ThemeFactory()

        def count(page: KnowledgePage) -> int:
            related(page)
            told = {page.pk}
            with CaptureQueriesContext(connection) as queries:
                related_to(page, linked=(), told_about=told)
            return len(queries)

        alone = publication()
        page = publication(themes=(theme,))
        publication("Ander", themes=(theme,))
        few = count(page)
        for number in range(20):
            publication(f"Nog {number}", themes=(theme, ThemeFactory()), places=(MunicipalityFactory(),))
        assert few == count(page) == 3
        assert count(alone) <= 3
