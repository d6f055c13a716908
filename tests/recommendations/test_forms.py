"""An editor writes a recommendation, through the editor's own screens."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.editorial.conftest import Desk
from tests.factories import RecommendationPageFactory, TipListPageFactory
from wijkwijzer.recommendations.models import Evidence, RecommendationPage
from wijkwijzer.users.roles import Role

from .scene import FIRST, SECOND, portrait, recommend, save, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Desk:
    return Desk(Role.AUTHOR)


def draft(desk: Desk) -> RecommendationPage:
    page = RecommendationPageFactory(live=False, owner=desk.user)
    page.save_revision(user=desk.user)
    return page


def row(number: int = 0, **fields: str) -> dict[str, str]:
    values = {"id": "", "ORDER": str(number + 1), "stance": "steunt", "explanation": "Omdat.", "passage": "", **fields}
    return {f"evidence-{number}-{name}": value for name, value in values.items()}


def rows(*made: dict[str, str], initial: int = 0) -> dict[str, str]:
    joined = {name: value for one in made for name, value in one.items()}
    return {**joined, "evidence-TOTAL_FORMS": str(len(made)), "evidence-INITIAL_FORMS": str(initial)}


def newest(page: RecommendationPage) -> RecommendationPage:
    return RecommendationPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def written(page: RecommendationPage) -> list[Evidence]:
    return list(newest(page).evidence.all())


def test_a_chosen_passage_is_kept_with_what_it_says_now(author: Desk) -> None:
    source, page = portrait(), draft(author)
    author.edit(page, **rows(row(source=str(source.pk), passage=FIRST)))
    kept = written(page)
    assert [(one.source_id, one.passage, one.stance) for one in kept] == [(source.pk, FIRST, "steunt")]
    assert len(kept[0].fingerprint) == 64


def test_a_passage_of_another_page_is_refused_and_nothing_is_lost(author: Desk) -> None:
    source, page = portrait(), draft(author)
    answer = author.edit(page, **rows(row(source=str(source.pk), passage="99999999-dddd", explanation="Mijn zin.")))
    assert "Kies een passage die nu op de pagina staat." in answer.content.decode()
    assert "Mijn zin." in answer.content.decode()
    assert written(page) == []


def changed_source(author: Desk) -> tuple[Any, RecommendationPage]:
    source, page = portrait(), draft(author)
    author.edit(page, **rows(row(source=str(source.pk), passage=FIRST)))
    source.body = [text(FIRST, "Zij beslist niet meer zelf."), text(SECOND, "x")]
    save(source)
    return source, page


def test_saving_again_does_not_hide_that_the_passage_changed(author: Desk) -> None:
    _source, page = changed_source(author)
    before = written(page)[0].fingerprint
    form = author.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "de passage is gewijzigd sinds zij hier werd gekozen" in form
    author.edit(page, title="Andere titel")
    assert written(page)[0].fingerprint == before
    author.edit(page, **{"evidence-0-is_read": "on"})
    assert written(page)[0].fingerprint != before


def test_a_passage_that_went_stays_chosen_and_says_so(author: Desk) -> None:
    source, page = changed_source(author)
    source.body = []
    save(source)
    form = author.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "(deze passage staat er niet meer)" in form
    author.edit(page, title="Andere titel")
    assert written(page)[0].passage == FIRST


def test_a_tip_gives_the_statement(author: Desk) -> None:
    tip = {"type": "tip", "id": FIRST, "value": {"title": "Vraag het de buurt", "explanation": "<p>x</p>"}}
    tips, page = TipListPageFactory(tips=[tip]), draft(author)
    author.edit(page, title="Eigen woorden", tip_list=str(tips.pk), tip=FIRST)
    assert newest(page).title == "Vraag het de buurt"
    answer = author.edit(page, tip_list=str(tips.pk), tip="")
    assert "Kies welke tip het is." in answer.content.decode()


class TestThePassagesOfAChosenPage:
    def asked(self, desk: Desk, pk: int, kind: str = "passages") -> Any:
        return desk.client.get(reverse("recommendations_passages", args=[kind, pk]))

    def test_are_those_that_readers_see(self, author: Desk) -> None:
        source = portrait()
        source.body = [text(FIRST, "Nog niet openbaar.")]
        source.save_revision()
        assert self.asked(author, source.pk).json()["passages"] == [
            {"key": FIRST, "text": "Zij beslist zelf."},
            {"key": SECOND, "text": "Het stadhuis wacht."},
        ]

    def test_are_none_of_a_page_that_is_not_public(self, author: Desk) -> None:
        hidden, private = portrait(live=False), portrait()
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        for pk in (hidden.pk, private.pk, 0, 2**62):
            assert self.asked(author, pk).json() == {"passages": []}

    def test_are_for_editors_only_and_of_known_kinds(self, author: Desk, client: Any) -> None:
        address = reverse("recommendations_passages", args=["passages", portrait().pk])
        assert client.get(address).status_code == 302
        assert Desk().client.get(address).status_code in (302, 403)
        assert self.asked(author, 1, "iets").status_code == 404


class TestTakingASourceAway:
    LOST = "Telt niet meer mee als bewijs bij een aanbeveling: Geef ruimte."

    def test_off_the_site_says_first_which_recommendations_lose_it(self) -> None:
        source = portrait()
        recommend((source, FIRST, "steunt"), title="Geef ruimte")
        assert self.LOST in Desk(Role.CHIEF_EDITOR).look(source).get_text(" ")

    def test_by_deleting_it_says_so_too(self) -> None:
        source = portrait()
        recommend((source, FIRST, "steunt"), title="Geef ruimte")
        source.live = False
        save(source)
        screen = Desk(Role.CHIEF_EDITOR, is_superuser=True).client.get(
            reverse("wagtailadmin_pages:delete", args=[source.pk])
        )
        assert self.LOST in screen.content.decode()

    def test_is_in_the_impact_of_a_withdrawal(self) -> None:
        officer = Desk(Role.PRIVACY_OFFICER)
        source = portrait()
        recommend((source, FIRST, "steunt"), title="Geef ruimte")
        screen = officer.client.get(reverse("consent_withdraw", args=[source.pk])).content.decode()
        assert "Telt niet meer mee als bewijs bij een aanbeveling" in screen
        assert "Geef ruimte" in screen
