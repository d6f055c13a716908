"""What the search field suggests: by any name, in groups, never what is not public, always at the same price."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import (
    ConceptFactory,
    MunicipalityFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    ThemeFactory,
)
from wijkwijzer.pages.models import Contribution, KnowledgePage, PageMunicipality, PagePerson, PageTheme
from wijkwijzer.people.models import Person
from wijkwijzer.search.suggestions import (
    MOST,
    MOST_OF_A_GROUP,
    Suggestion,
    SuggestionGroup,
    match,
    shared_out,
    spellings,
    suggest,
    vocabulary_spellings,
)

ADDRESS = "/zoeken/suggesties/"
QUERIES = 4


def names(text: str, group: str) -> list[str]:
    return [suggestion.name for found in suggest(text) if found.name == group for suggestion in found.suggestions]


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


HIDING = [hide_by_draft, hide_by_unpublishing, hide_by_restriction, hide_by_restriction_above]


# --- Without a database ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("utrecht", "utrecht", 0),
        ("utrechtse heuvelrug", "utrecht", 1),
        ("den bosch", "den b", 1),
        ("sociale kaart", "kaart", 2),
        ("sociale kaart", "ka soc", 2),
        ("sociale kaart", "aart", None),
        ("sociale kaart", "sociale kaarten", None),
        ("", "a", None),
    ],
)
def test_the_beginning_of_any_word_matches_and_the_beginning_of_the_name_matches_better(
    name: str, typed: str, expected: int | None
) -> None:
    assert match(tuple(name.split()), tuple(typed.split())) == expected


def test_a_name_with_a_hyphen_is_one_word_and_two() -> None:
    assert set(spellings("Leidschendam-Voorburg")) == {("leidschendamvoorburg",), ("leidschendam", "voorburg")}
    assert spellings("Súdwest") == (("sudwest",),)


def test_all_groups_get_their_best_before_any_gets_its_second() -> None:
    def group(name: str, count: int) -> SuggestionGroup:
        return SuggestionGroup(name, name, tuple(Suggestion(f"{name}{number}", "/") for number in range(count)))

    shared = shared_out([group("a", 6), group("b", 0), group("c", 1), group("d", 6)])
    assert [(found.name, len(found.suggestions)) for found in shared] == [("a", 5), ("c", 1), ("d", 4)]
    assert [len(found.suggestions) for found in shared_out([group("a", 6)])] == [6]
    assert shared_out([]) == []


# --- By what names ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestNames:
    @pytest.mark.parametrize("typed", ["gron", "GRONINGEN", "  gron  "])
    def test_a_place_is_found_by_how_its_name_begins(self, typed: str) -> None:
        MunicipalityFactory(display_name="Groningen")
        assert names(typed, "gemeenten") == ["Groningen"]

    @pytest.mark.parametrize("typed", ["sudwest", "súdwest-f", "fryslan"])
    def test_accents_and_hyphens_need_not_be_typed(self, typed: str) -> None:
        MunicipalityFactory(display_name="Súdwest-Fryslân")
        assert names(typed, "gemeenten") == ["Súdwest-Fryslân"]

    def test_a_place_about_which_nothing_is_published_waits_until_it_is_clear_that_it_is_meant(self) -> None:
        for name in ("Wijchen", "Ede"):
            MunicipalityFactory(display_name=name)
        assert [bool(suggest(typed)) for typed in ("wij", "wijc", "ed", "ede")] == [False, True, False, True]

    @pytest.mark.parametrize("typed", ["den bo", "bosch", "hertogen", "'s-hert", "’s-hert"])
    def test_a_place_is_found_by_each_of_its_names_and_says_by_which(self, typed: str) -> None:
        MunicipalityFactory(display_name="’s-Hertogenbosch", name="'s-Hertogenbosch", alias="Den Bosch, Bosch")
        (group,) = suggest(typed)
        (suggestion,) = group.suggestions
        assert suggestion.name == "’s-Hertogenbosch"
        assert bool(suggestion.called) is ("bo" in typed)

    def test_a_municipality_that_merged_leads_to_the_one_of_today(self) -> None:
        today = MunicipalityFactory(display_name="Groningen", slug="groningen")
        between = MunicipalityFactory(display_name="Tussendorp", slug="tussendorp", successor=today)
        MunicipalityFactory(display_name="Haren", slug="haren", successor=between)
        (group,) = suggest("haren")
        assert [(one.name, one.called, one.url) for one in group.suggestions] == [
            ("Groningen", "Haren", "/gemeenten/groningen/")
        ]

    def test_two_that_merged_into_each_other_by_mistake_are_no_endless_road(self) -> None:
        one = MunicipalityFactory(display_name="Heen")
        other = MunicipalityFactory(display_name="Weer", successor=one)
        type(one).objects.filter(pk=one.pk).update(successor=other)
        assert names("heen", "gemeenten")

    def test_a_concept_is_found_by_another_word_for_it(self) -> None:
        ConceptFactory(term="Wijkcentrum", slug="wijkcentrum", alternative_terms="buurthuis\ndorpshuis")
        (group,) = suggest("buurth")
        assert group.suggestions == (Suggestion("Wijkcentrum", "/begrippen/wijkcentrum/", "buurthuis"),)
        assert suggest("wijkc")[0].suggestions[0].called == ""
        ConceptFactory(term="Buurtteam", slug="buurtteam")
        assert names("buurt", "begrippen") == ["Buurtteam", "Wijkcentrum"]
        ConceptFactory(term="Aanpak", slug="aanpak", alternative_terms="buurtaanpak")
        assert names("buurt", "begrippen") == ["Buurtteam", "Aanpak", "Wijkcentrum"]

    def test_what_begins_so_comes_before_what_has_a_word_that_does(self) -> None:
        for name in ("Positie van de verbinder", "Verbinder", "Verbinders onder elkaar"):
            ThemeFactory(name=name)
        assert names("verbinder", "themas") == ["Verbinder", "Verbinders onder elkaar", "Positie van de verbinder"]

    def test_a_theme_with_more_pages_comes_first_and_says_how_many(self) -> None:
        ThemeFactory(name="Zorg A")
        theme = ThemeFactory(name="Zorg B")
        for _ in range(2):
            page = PracticePageFactory()
            page.theme_links = [PageTheme(tag=theme)]
            page.save()
        (group,) = [found for found in suggest("zorg") if found.name == "themas"]
        assert [(one.name, one.note) for one in group.suggestions] == [("Zorg B", "2 pagina’s"), ("Zorg A", "")]

    def test_a_page_is_found_by_words_of_its_title(self) -> None:
        PracticePageFactory(title="Alles onder één huisnummer")
        PracticePageFactory(title="Een huis van de wijk")
        PracticePageFactory(title="Thuis")
        assert names("huis", "paginas") == ["Een huis van de wijk", "Alles onder één huisnummer"]
        assert names("wijk hui", "paginas") == ["Een huis van de wijk"]

    def test_among_titles_the_better_page_comes_first(self) -> None:
        PortraitSeriesPageFactory(title="Buurt een")
        PortraitPageFactory(title="Buurt twee")
        assert names("buurt", "paginas") == ["Buurt twee", "Buurt een"]

    def test_there_are_ten_in_all_and_six_of_a_kind(self) -> None:
        for number in range(8):
            ThemeFactory(name=f"Zorg {number}")
            MunicipalityFactory(display_name=f"Zorgdam {number}")
            PracticePageFactory(title=f"Zorg voor {number}")
        assert sum(len(group.suggestions) for group in suggest("zorg")) == MOST
        assert len(names("zorgdam", "gemeenten")) == MOST_OF_A_GROUP


# --- What is not public ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestPrivacy:
    @pytest.mark.parametrize("hide", [*HIDING, hide_behind_the_back_of_the_index])
    def test_a_page_that_is_not_public_is_no_suggestion(self, hide: Callable[[KnowledgePage], None]) -> None:
        page = PortraitPageFactory(title="Geheim portret")
        assert names("geheim", "paginas") == ["Geheim portret"]
        hide(page)
        assert suggest("geheim") == []

    def test_a_draft_is_no_suggestion(self) -> None:
        PortraitPageFactory(title="Geheim portret", live=False)
        assert suggest("geheim") == []

    @pytest.mark.parametrize("hide", HIDING)
    def test_pages_that_are_not_public_are_not_counted(self, hide: Callable[[KnowledgePage], None]) -> None:
        theme, place = ThemeFactory(name="Stil thema"), MunicipalityFactory(display_name="Stil dorp")
        page = PracticePageFactory(title="Iets anders")
        page.theme_links = [PageTheme(tag=theme)]
        page.municipality_links = [PageMunicipality(municipality=place, role="subject")]
        page.save()
        assert [one.note for group in suggest("stil") for one in group.suggestions] == ["1 pagina", "1 pagina"]
        hide(page)
        assert [one.note for group in suggest("stil") for one in group.suggestions] == ["", ""]

    @pytest.mark.parametrize("tie", ["in it", "made it", "holds it"])
    @pytest.mark.parametrize("hide", [None, *HIDING], ids=lambda hide: hide.__name__ if hide else "public")
    def test_only_people_with_a_page_of_their_own_and_something_public(
        self, tie: str, hide: Callable[[KnowledgePage], None] | None
    ) -> None:
        public, private = [PersonFactory(name=f"Vera {wish}", public_profile=wish) for wish in (True, False)]
        for person in (public, private):
            page = tied(person, tie)
            if hide:
                hide(page)
        assert names("vera", "mensen") == ([] if hide else ["Vera True"])

    def test_somebody_about_whom_nothing_is_published_is_no_suggestion(self) -> None:
        PersonFactory(name="Vera Voorbeeld", public_profile=True)
        assert suggest("vera") == []

    def test_names_of_people_are_not_remembered(self) -> None:
        tied(PersonFactory(name="Vera Voorbeeld", public_profile=True), "in it")
        vocabulary_spellings.cache_clear()
        assert names("vera", "mensen") == ["Vera Voorbeeld"]
        before = vocabulary_spellings.cache_info().currsize
        tied(PersonFactory(name="Freek Fictief", public_profile=True), "in it")
        assert names("freek", "mensen") == ["Freek Fictief"]
        assert vocabulary_spellings.cache_info().currsize == before


def tied(person: Person, tie: str) -> KnowledgePage:
    """A public page that `person` is in, made, or holds."""
    page = PracticePageFactory(holder_person=person if tie == "holds it" else None)
    if tie == "in it":
        page.person_links = [PagePerson(person=person, role="quoted")]
    elif tie == "made it":
        page.contributions = [Contribution(person=person, role="author")]
    page.save()
    return page


# --- The answer ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestAnswer:
    def get(self, client: Client, typed: str) -> Any:
        return client.get(ADDRESS, {"q": typed})

    def test_it_is_a_listbox_of_links_in_named_groups(self, client: Client) -> None:
        ConceptFactory(term="Wijkcentrum", slug="wijkcentrum", alternative_terms="buurthuis")
        PracticePageFactory(title="Buurthuis & <b>meer</b>", slug="buurthuis")
        html = self.get(client, "buurthuis").content.decode()
        assert "<b>meer</b>" not in html
        soup = BeautifulSoup(html, "html.parser")
        listbox = soup.select_one("[role=listbox][aria-label]")
        assert listbox["data-status"] == "2 voorstellen"
        ids = {tag["id"]: tag.get_text() for tag in soup.select("[id]")}
        assert [ids[group["aria-labelledby"]] for group in listbox.select("[role=group]")] == ["Begrippen", "Pagina’s"]
        options = listbox.select("[role=group] > a[role=option][tabindex='-1'][id][href]")
        assert [option["href"] for option in options] == ["/begrippen/wijkcentrum/", "/praktijkvoorbeelden/buurthuis/"]
        said = [re.sub(r"\s+", " ", option.get_text()).strip() for option in options]
        assert said == ["buurthuis, zie → Wijkcentrum", "Buurthuis & <b>meer</b> Praktijkvoorbeeld"]

    def test_every_address_leads_somewhere(self, client: Client) -> None:
        ThemeFactory(name="Wonen")
        MunicipalityFactory(display_name="Wonendam")
        ConceptFactory(term="Wonen op proef")
        tied(PersonFactory(name="Els Wonen", public_profile=True), "in it")
        PracticePageFactory(title="Wonen")
        groups = suggest("wonen")
        assert [group.name for group in groups] == ["themas", "gemeenten", "mensen", "begrippen", "paginas"]
        for group in groups:
            assert client.get(group.suggestions[0].url).status_code == 200, group.name

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            " ",
            "w",
            "é",
            '"',
            "**",
            "' OR 1=1 --",
            "AND OR NOT",
            "wi\x00",
            "w" * 10_000,
            "wijk " * 2_000,
            "🏘️",
            "\ud83d",
        ],
    )
    def test_what_makes_no_sense_gives_a_normal_answer_without_suggestions(self, client: Client, typed: str) -> None:
        PracticePageFactory(title="Zonnepanelen")
        response = self.get(client, typed.encode("utf-8", "replace").decode())
        assert response.status_code == 200
        assert response.content == b""

    def test_operators_are_words(self, client: Client) -> None:
        PracticePageFactory(title="Zonnepanelen")
        for typed in ('"zonne', "zonne*", "(zonne", "zonne)", "title:zonne", "-zonne", "zonne AND"):
            assert self.get(client, typed).status_code == 200, typed
        assert b"Zonnepanelen" in self.get(client, '"zonne').content

    def test_anybody_may_keep_it_for_a_while_and_nobody_is_recognised(self, client: Client) -> None:
        PracticePageFactory(title="Zonnepanelen")
        for typed in ("zonne", "niets"):
            response = self.get(client, typed)
            assert response.headers["Cache-Control"] == "public, max-age=300"
            assert response.headers["X-Robots-Tag"] == "noindex"
            assert "Cookie" not in response.headers.get("Vary", "")
            assert not response.cookies

    def test_it_can_only_be_asked(self, client: Client) -> None:
        assert client.post(ADDRESS, {"q": "zonne"}).status_code == 405

    def test_what_was_typed_is_in_no_log(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level("INFO"):
            self.get(client, "zonnepanelen")
        assert "zonne" not in caplog.text

    def test_it_costs_the_same_with_2_and_with_20_of_everything(self, client: Client) -> None:
        def add(times: int) -> None:
            for number in range(times):
                ThemeFactory(name=f"Zon {times}.{number}")
                MunicipalityFactory(display_name=f"Zondorp {times}.{number}", alias="Zonstad")
                ConceptFactory(term=f"Zonning {times}.{number}")
                page = PracticePageFactory(title=f"Zon op {times}.{number}")
                person = PersonFactory(name=f"Zon {times}.{number}", public_profile=True)
                page.person_links = [PagePerson(person=person, role="quoted")]
                page.save()

        def count() -> int:
            self.get(client, "zon")
            with CaptureQueriesContext(connection) as queries:
                assert b"Zon" in self.get(client, "zon").content
            return len(queries)

        add(2)
        few = count()
        add(20)
        assert few == count() <= QUERIES
