"""What readers see of recommendations: the page, the list with its facets, and the passages that they lean on."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portraits.models import MagazineChapter
from tests.factories import (
    CasePageFactory,
    MagazinePageFactory,
    PracticePageFactory,
    ThemeFactory,
    TipListPageFactory,
    link_everything,
)
from wijkwijzer.pages.models import PageTheme
from wijkwijzer.recommendations.models import RecommendationIndexPage

from .scene import FIRST, SECOND, article, portrait, recommend, save
from .test_standing import restrict, take_offline

pytestmark = pytest.mark.django_db


def read(client: Client, page: Any) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def says(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())


class TestARecommendation:
    def test_shows_its_evidence_in_three_columns_each_line_with_a_link_to_the_passage(self, client: Client) -> None:
        source, study = portrait(), article()
        page = recommend((source, FIRST, "steunt"), (study, "", "weerspreekt"))
        soup = read(client, page)
        columns = soup.select(".evidence__column")
        assert [says(column.h3) for column in columns] == [
            "Wat dit steunt (1)", "Wat dit nuanceert (0)", "Wat dit weerspreekt (1)",
        ]  # fmt: skip
        assert columns[0].a["href"] == f"{source.url}#passage-11111111"
        assert columns[0].blockquote.get_text(strip=True) == "Zij beslist zelf."
        assert columns[2].a["href"] == study.url
        assert "Hierover verschillen de bronnen" in says(soup)
        assert "1 portret, 2023; 1 bron denkt er anders over." in says(soup)

    def test_names_for_whom_it_is_and_when_to_decide(self, client: Client) -> None:
        page = recommend(addressees=["hr", "directie"], moments=["werving"], effort="klein", obstacles=["politiek"])
        glance = says(read(client, page).select_one(".glance"))
        assert glance == (
            "In één oogopslag Voor wie directie, HR Beslismoment werving Inspanning klein: kan morgen beginnen "
            "Belemmering politiek"
        )

    def test_says_the_words_of_the_tip_it_is(self, client: Client) -> None:
        tip = {"type": "tip", "id": FIRST, "value": {"title": "Vraag het de buurt", "explanation": "<p>x</p>"}}
        tips = TipListPageFactory(tips=[tip], title="Onze tips")
        soup = read(client, recommend(title="Oude woorden", tip_list=tips, tip=FIRST))
        assert says(soup.h1) == "Vraag het de buurt"
        assert soup.select_one(".glance a")["href"] == f"{tips.url}#passage-11111111"
        beside = read(client, tips).select_one("#passage-11111111")
        assert "Leidt tot: wat hiervoor en hiertegen pleit" in says(beside)

    @pytest.mark.parametrize("amount", [1, 20])
    def test_costs_at_most_twenty_queries_whatever_the_evidence(
        self, client: Client, django_assert_max_num_queries: Any, amount: int
    ) -> None:
        made = (portrait, article, PracticePageFactory, CasePageFactory)
        page = recommend(*((made[number % 4](), "", "steunt") for number in range(amount)))
        link_everything(page)
        for _time in range(2):
            read(client, page)  # makes what pages share, after renditions that were made
        with django_assert_max_num_queries(20):
            assert len(read(client, page).select(".evidence__line")) == amount


class TestASource:
    def test_has_the_recommendation_beside_the_passage_and_in_a_list(self, client: Client) -> None:
        source = portrait()
        page = recommend((source, FIRST, "nuanceert"))
        soup = read(client, source)
        passage = soup.select_one("#passage-11111111")
        assert says(passage) == "Zij beslist zelf. Leidt tot: Geef ruimte (nuanceert) Bewaar deze passage"
        assert passage.a["href"] == page.url
        assert soup.select_one("#passage-22222222") is None
        assert "Leidt tot deze aanbevelingen" in says(soup)

    def test_has_it_beside_a_field_too(self, client: Client) -> None:
        practice = PracticePageFactory(did_not_work="<p>Het geld was op.</p>", problem="Niemand kwam.")
        recommend((practice, "did_not_work", "steunt"), (practice, "problem", "steunt"))
        soup = read(client, practice)
        assert "Het geld was op." in says(soup.select_one("#passage-did-not-work"))
        assert "Niemand kwam." in says(soup.select_one("#passage-problem"))
        assert len(soup.select(".aside__part li a[href*=aanbevelingen]")) == 1

    @pytest.mark.parametrize("name", ["question", "context_text", "ask_of_organisation", "next_step", "follow_up"])
    def test_each_text_of_a_case_has_an_address(self, client: Client, name: str) -> None:
        case = CasePageFactory(**{name: "Wat er staat."})
        recommend((case, name, "steunt"))
        assert "Wat er staat." in says(read(client, case).select_one(f"#passage-{name.replace('_', '-')}"))

    def test_of_which_the_whole_page_is_evidence_has_only_the_list(self, client: Client) -> None:
        source = portrait()
        recommend((source, "", "steunt"))
        soup = read(client, source)
        assert not soup.select(".passage")
        assert "Leidt tot deze aanbevelingen" in says(soup)

    @pytest.mark.parametrize("hide", [take_offline, restrict])
    def test_does_not_speak_of_a_hidden_recommendation(self, client: Client, hide: Any) -> None:
        source = portrait()
        hide(recommend((source, FIRST, "steunt"), title="Geheime aanbeveling"))
        soup = read(client, source)
        assert "Geheime aanbeveling" not in soup.decode()
        assert not soup.select(".passage")

    def test_shown_whole_in_a_magazine_keeps_its_passages(self, client: Client) -> None:
        source, magazine = portrait(), MagazinePageFactory()
        magazine.chapters = [MagazineChapter(page=source.knowledgepage_ptr)]
        save(magazine)
        recommend((source, FIRST, "steunt"))
        assert "Zij beslist zelf." in says(read(client, magazine).select_one("#passage-11111111"))

    def test_costs_one_query_more_whatever_leans_on_it(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        source = portrait()
        for number in range(4):
            recommend((source, FIRST, "steunt"), (source, SECOND, "steunt"), title=f"Aanbeveling {number}")
        read(client, source)
        with django_assert_max_num_queries(20):
            read(client, source)


class TestTheList:
    def listed(self, client: Client, query: str = "") -> list[str]:
        address = RecommendationIndexPage.objects.get().url
        soup = BeautifulSoup(client.get(address + query).content, "html.parser")
        return [title.get_text(strip=True) for title in soup.select(".hit__title")]

    def test_is_narrowed_by_each_of_its_facets(self, client: Client) -> None:
        one = recommend(
            title="Een", addressees=["directie"], moments=["werving"], effort="klein", obstacles=["politiek"]
        )
        recommend(title="Twee", addressees=["hr"], moments=["begroting"], effort="groot", obstacles=["juridisch"])
        theme = PageTheme(tag_id=self.theme().pk)
        one.theme_links = [theme]
        save(one)
        for query in ("voor=directie", "moment=werving", "inspanning=klein", "belemmering=politiek", "thema=wonen"):
            assert self.listed(client, f"?{query}") == ["Een"], query
        assert set(self.listed(client, "?voor=directie&voor=hr")) == {"Een", "Twee"}
        assert self.listed(client, "?voor=directie&moment=begroting") == []
        assert set(self.listed(client, "?voor=bestaat-niet")) == {"Een", "Twee"}

    def theme(self) -> Any:
        return ThemeFactory(slug="wonen")

    def test_counts_what_each_value_would_give_and_shows_no_value_without_recommendations(self, client: Client) -> None:
        recommend(addressees=["directie", "hr"])
        PracticePageFactory(obstacles=["financieel"])
        soup = BeautifulSoup(client.get("/aanbevelingen/").content, "html.parser")
        options = {option.input["value"]: says(option) for option in soup.select(".facet__option")}
        assert options == {"directie": "Directie 1", "hr": "HR 1"}
        assert soup.select_one("form#filters")["action"] == "/aanbevelingen/#resultaten"

    def test_takes_only_recommendations_and_says_how_each_stands(self, client: Client) -> None:
        source = portrait()
        recommend((source, "", "steunt"), (article(), "", "weerspreekt"))
        text = says(BeautifulSoup(client.get("/aanbevelingen/").content, "html.parser").main)
        assert "1 portret, 2023; 1 bron denkt er anders over. Hierover verschillen de bronnen." in text
        assert "Een onderzoek" not in text

    def test_leaves_out_what_is_hidden(self, client: Client) -> None:
        take_offline(recommend(title="Geheim"))
        assert "Geheim" not in client.get("/aanbevelingen/").content.decode()
        assert "Geheim" not in client.get("/aanbevelingen/feed/").content.decode()

    def test_costs_the_same_with_2_and_with_12(self, client: Client, django_assert_max_num_queries: Any) -> None:
        for number in range(12):
            recommend((portrait(), FIRST, "steunt"), title=f"Aanbeveling {number}")
        client.get("/aanbevelingen/")
        with django_assert_max_num_queries(16):
            assert len(self.listed(client)) == 12

    def test_is_found_by_its_own_facets_in_the_search_too(self, client: Client) -> None:
        recommend(title="Voor de directie", addressees=["directie"])
        recommend(title="Voor HR", addressees=["hr"])
        found = client.get("/zoeken.json?voor=hr").json()
        assert [hit["title"] for hit in found["results"]] == ["Voor HR"]
        assert [option["value"] for option in found["facets"]["voor"]] == ["directie", "hr"]
        assert "voor" not in client.get("/zoeken.json").json()["facets"]
        assert "voor HR." in client.get("/zoeken/?voor=hr").content.decode()
