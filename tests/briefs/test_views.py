"""Keeping without an account, and the brief that is made of it."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from tests.factories import CasePageFactory, PracticePageFactory
from tests.recommendations.scene import FIRST, article, portrait, recommend, save, text
from tests.recommendations.test_standing import delete, restrict, take_offline
from wijkwijzer.briefs.forgetting import forget_old, forget_words
from wijkwijzer.briefs.models import Brief, BriefItem
from wijkwijzer.people.forgetting import Leaving
from wijkwijzer.schedule import jobs

from .scene import HERE, KEPT, Visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def titles(soup: BeautifulSoup) -> list[str]:
    return [words(title) for title in soup.select(".kept__title")]


class TestTheList:
    def test_shows_what_is_in_its_address_in_that_order(self, visitor: Visitor) -> None:
        practice, source = PracticePageFactory(title="Een praktijk"), portrait(title="Een portret")
        soup = visitor.look(f"{KEPT}?i={source.pk}~{FIRST}&i={practice.pk}")
        assert titles(soup) == ["Een portret", "Een praktijk"]
        assert words(soup.select_one(".kept blockquote")) == "Zij beslist zelf."

    @pytest.mark.parametrize("hide", [take_offline, restrict, delete])
    def test_leaves_out_what_may_not_be_read_and_says_how_many(self, visitor: Visitor, hide: Any) -> None:
        hidden, shown = portrait(title="Geheime titel"), PracticePageFactory()
        pk = hidden.pk
        hide(hidden)
        soup = visitor.look(f"{KEPT}?i={pk}&i={pk}~{FIRST}&i={shown.pk}")
        assert "Geheime titel" not in soup.decode()
        assert titles(soup) == [shown.title]
        assert "2 bewaarde pagina’s of passages zijn niet (meer) te lezen." in words(soup)

    @pytest.mark.parametrize(
        "query",
        ["i=x", "i=-1", "i=0", f"i={'9' * 30}", "i=1~" + "x" * 500, "i=%00", "i=²", "i=1~%00", "i=" + "a" * 5000],
    )
    def test_takes_what_is_no_thing_as_nothing(self, visitor: Visitor, query: str) -> None:
        answer = visitor.client.get(f"{KEPT}?{query}")
        assert answer.status_code == 200
        assert "Hier staat nog niets." in answer.content.decode()

    def test_holds_twenty(self, visitor: Visitor) -> None:
        page = PracticePageFactory()
        soup = visitor.look(f"{KEPT}?i={page.pk}&" + "&".join(f"i={number}" for number in range(10**6, 10**6 + 1000)))
        assert "In een brief passen twintig dingen." in words(soup)
        assert len(titles(soup)) == 1

    def test_moves_and_removes_without_losing_what_was_typed(self, visitor: Visitor) -> None:
        one, two = PracticePageFactory(title="Een"), PracticePageFactory(title="Twee")
        typed = {"context": ["bij een", "bij twee"], "introduction": "Waarom"}
        soup = BeautifulSoup(visitor.send(one.pk, two.pk, doe="verder-0", **typed).content, "html.parser")
        assert titles(soup) == ["Twee", "Een"]
        assert [words(field) for field in soup.select("textarea[name=context]")] == ["bij twee", "bij een"]
        assert words(soup.select_one("textarea[name=introduction]")) == "Waarom"
        soup = BeautifulSoup(visitor.send(one.pk, two.pk, doe="weg-0", **typed).content, "html.parser")
        assert titles(soup) == ["Twee"]
        for nonsense in ("weg-9", "terug-x", "verder-", "weg--1"):
            soup = BeautifulSoup(visitor.send(one.pk, two.pk, doe=nonsense, **typed).content, "html.parser")
            assert titles(soup) == ["Een", "Twee"]

    def test_finds_other_things_to_put_with_it(self, visitor: Visitor) -> None:
        one, other = PracticePageFactory(title="Een"), PracticePageFactory(title="Buurttuin")
        found = BeautifulSoup(visitor.send(one.pk, doe="zoek", zoek="buurttuin").content, "html.parser")
        button = found.select_one(".kept__offers button")
        assert button["value"] == f"erbij-{other.pk}"
        soup = BeautifulSoup(visitor.send(one.pk, doe=button["value"]).content, "html.parser")
        assert titles(soup) == ["Een", "Buurttuin"]

    def test_costs_the_same_with_2_and_with_12(self, visitor: Visitor, django_assert_max_num_queries: Any) -> None:
        pages = [recommend((portrait(), FIRST, "steunt"), title=f"Aanbeveling {number}") for number in range(12)]
        for some in (pages[:2], pages):
            address = f"{KEPT}?" + "&".join(f"i={page.pk}" for page in some)
            visitor.look(address)
            with django_assert_max_num_queries(16):
                assert len(titles(visitor.look(address))) == len(some)


class TestMakingABrief:
    def test_gives_an_address_nobody_can_guess_and_keeps_only_digests(self, visitor: Visitor) -> None:
        address, maker = visitor.make(PracticePageFactory().pk)
        token = address.split("/")[2]
        assert len(token) >= 32
        row = Brief.objects.values().get()
        assert token not in str(row)
        assert maker.split("/")[4] not in str(row)

    def test_asks_a_title_and_keeps_what_was_typed(self, visitor: Visitor) -> None:
        page = PracticePageFactory()
        answer = visitor.send(page.pk, title="", context=["Mijn woorden"])
        assert answer.status_code == 422
        assert "De brief is nog niet gemaakt." in answer.content.decode()
        assert "Mijn woorden" in answer.content.decode()
        assert not Brief.objects.exists()

    def test_of_nothing_is_refused(self, visitor: Visitor) -> None:
        assert visitor.send().status_code == 422

    @pytest.mark.parametrize(
        "fields", [{"context": ["x" * 1_000_000]}, {"introduction": "x" * 2001}, {"title": "x" * 121}]
    )
    def test_of_too_much_text_is_refused(self, visitor: Visitor, fields: dict[str, Any]) -> None:
        assert visitor.send(PracticePageFactory().pk, **fields).status_code == 422
        assert not Brief.objects.exists()

    def test_from_another_site_is_refused(self, visitor: Visitor) -> None:
        page = PracticePageFactory()
        answer = visitor.client.post(KEPT, {"i": str(page.pk), "title": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403

    def test_by_a_robot_is_refused(self, visitor: Visitor) -> None:
        assert visitor.send(PracticePageFactory().pk, website="https://spam.example").status_code == 422

    def test_too_often_must_wait_while_ordering_goes_on(self, visitor: Visitor) -> None:
        pages = [PracticePageFactory().pk, PracticePageFactory().pk]
        answers = [visitor.send(*pages).status_code for _number in range(21)]
        assert (set(answers[:20]), answers[20]) == ({302}, 429)
        assert visitor.send(*pages, doe="verder-0").status_code == 200

    def test_sets_no_cookie(self, visitor: Visitor) -> None:
        address, maker = visitor.make(PracticePageFactory().pk)
        for one in (address, maker):
            answer = visitor.client.get(one)
            assert not answer.cookies
            assert answer["Cache-Control"] == "no-store"
            assert answer["X-Robots-Tag"] == "noindex, nofollow"


class TestABrief:
    def test_says_what_each_thing_says_with_a_note_that_leads_to_it(self, visitor: Visitor) -> None:
        source, study = portrait(title="Een portret"), article(title="Een onderzoek")
        advice = recommend((source, FIRST, "steunt"), (study, "", "weerspreekt"), title="Geef ruimte", summary="Kort.")
        practice = PracticePageFactory(title="Een praktijk", did_not_work="<p>Het geld was op.</p>")
        case = CasePageFactory(title="Een casus", question="Wie betaalt?")
        address, _maker = visitor.make(
            advice.pk, practice.pk, case.pk, f"{source.pk}~{FIRST}", context=["Voor ons college", "", "", ""]
        )
        soup = visitor.look(address)
        said = words(soup)
        for sentence in (
            "Voor ons college", "Waarom Een portret dit steunt.", "Wat dit weerspreekt",
            "Waarom Een onderzoek dit weerspreekt.", "Het geld was op.", "Wie betaalt?", "Zij beslist zelf.",
            "1 portret, 2023; 1 bron denkt er anders over.",
        ):  # fmt: skip
            assert sentence in said, sentence
        notes = [link["href"] for link in soup.select(".note-reference a")]
        sources = {item["id"]: item.a["href"] for item in soup.select(".brief__sources li")}
        assert {note.lstrip("#") for note in notes} == set(sources)
        assert any(url.endswith(f"{source.url}#passage-11111111") for url in sources.values())
        assert len(sources) == 5

    def test_shows_what_was_typed_as_text(self, visitor: Visitor) -> None:
        evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        address, _maker = visitor.make(PracticePageFactory().pk, title=evil, introduction=evil, context=[evil])
        html = visitor.client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html

    def test_says_on_opening_that_a_source_changed(self, visitor: Visitor) -> None:
        source = portrait(last_published_at=timezone.now() - timedelta(days=3))
        advice = recommend((source, FIRST, "steunt"))
        address, _maker = visitor.make(advice.pk)
        assert "gewijzigd" not in words(visitor.look(address))
        source.last_published_at = timezone.now() + timedelta(seconds=1)
        save(source)
        said = words(visitor.look(address))
        assert "1 bron is gewijzigd sinds deze brief werd gemaakt." in said
        assert "gewijzigd op" in said

    @pytest.mark.parametrize("hide", [take_offline, restrict, delete])
    def test_says_on_opening_that_a_source_went_and_shows_nothing_of_it(self, visitor: Visitor, hide: Any) -> None:
        source = portrait(text(FIRST, "Geheim woord."), title="Geheime titel")
        advice = recommend((source, FIRST, "steunt"), (article(), "", "steunt"))
        address, _maker = visitor.make(advice.pk, source.pk, f"{source.pk}~{FIRST}")
        assert "Geheim woord" in words(visitor.look(address))
        hide(source)
        said = words(visitor.look(address))
        assert "3 bronnen zijn niet meer te lezen." in said
        for secret in ("Geheim woord", "Geheime titel"):
            assert secret not in said
            assert secret.encode() not in visitor.client.get(f"{address}docx/").content

    def test_is_deleted_by_its_maker_only(self, visitor: Visitor) -> None:
        address, maker = visitor.make(PracticePageFactory().pk)
        other, _other_maker = visitor.make(PracticePageFactory().pk)
        wrong = f"{other}beheer/{maker.split('/')[4]}/"
        assert Client().post(wrong, headers=HERE).status_code == 404
        assert "De brief is verwijderd" in Client().post(maker, headers=HERE).content.decode()
        assert visitor.client.get(address).status_code == 404
        assert visitor.client.get(other).status_code == 200

    def test_lasts_thirty_days(self, visitor: Visitor) -> None:
        address, maker = visitor.make(PracticePageFactory().pk)
        Brief.objects.update(made_at=timezone.now() - timedelta(days=30))
        for one in (address, f"{address}docx/", f"{address}pdf/", maker):
            assert visitor.client.get(one).status_code == 404
        assert forget_old() == 1
        assert not BriefItem.objects.exists()
        assert "briefs-forget" in jobs.jobs

    @pytest.mark.parametrize("token", ["x", "a" * 40, "%00", "é" * 20, "../../etc"])
    def test_has_no_address_to_guess(self, visitor: Visitor, token: str) -> None:
        assert visitor.client.get(f"/beleidsbrief/{token}/").status_code == 404

    def test_slows_down_who_guesses(self, visitor: Visitor) -> None:
        answers = {visitor.client.get(f"/beleidsbrief/{number}/").status_code for number in range(60)}
        assert answers == {404, 429}

    def test_forgets_what_was_said_with_a_page_that_is_withdrawn_and_the_names(self, visitor: Visitor) -> None:
        source, other = portrait(), PracticePageFactory()
        visitor.make(
            source.pk, other.pk, title="Wat Vera Voorbeeld doet", context=["Zij is goed.", "Vera Voorbeeld deed dit."]
        )
        assert forget_words(Leaving(pages=[source], names=("Vera Voorbeeld",))) == 3
        assert Brief.objects.get().title == "Wat (naam) doet"
        assert [item.context for item in BriefItem.objects.all()] == ["", "(naam) deed dit."]

    def test_costs_the_same_with_2_and_with_20(self, visitor: Visitor, django_assert_max_num_queries: Any) -> None:
        pages = [recommend((portrait(), FIRST, "steunt"), title=f"Aanbeveling {number}") for number in range(20)]
        for some in (pages[:2], pages):
            address, _maker = visitor.make(*(page.pk for page in some))
            visitor.look(address)
            with django_assert_max_num_queries(20):
                visitor.look(address)
