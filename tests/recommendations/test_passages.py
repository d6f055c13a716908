"""What is a passage, what it says, and that its identity survives edits."""

import pytest

from tests.factories import CasePageFactory, PracticePageFactory, TipListPageFactory
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.recommendations.passages import (
    WITH_PASSAGES,
    anchor_of,
    own_type,
    passages_of,
    tips_of,
    with_passages,
)

from .scene import FIRST, SECOND, portrait, text

pytestmark = pytest.mark.django_db
HEADING = {"type": "heading", "value": {"level": "h2", "text": "Kop"}, "id": "33333333-cccc-4ccc-8ccc-cccccccccccc"}


def test_a_block_with_words_is_a_passage_and_a_heading_is_none() -> None:
    page = portrait(text(FIRST, "Zij <b>beslist</b> zelf.[1]"), HEADING)
    assert [(passage.key, passage.text) for passage in passages_of(page)] == [(FIRST, "Zij beslist zelf.")]


def test_a_passage_that_is_moved_stays_the_same() -> None:
    before, after = (
        portrait(text(FIRST, "Een."), text(SECOND, "Twee.")),
        portrait(text(SECOND, "Twee."), text(FIRST, "Een.")),
    )
    assert {one.key: one.fingerprint for one in passages_of(before)} == {
        one.key: one.fingerprint for one in passages_of(after)
    }


def test_other_words_have_another_fingerprint_and_other_markup_has_the_same() -> None:
    said, louder, other = (
        passages_of(portrait(text(FIRST, words)))[0].fingerprint
        for words in ("Zij beslist zelf.", "<b>Zij</b>  beslist zelf.", "Zij beslist niet zelf.")
    )
    assert said == louder
    assert said != other


def test_what_did_not_work_and_the_next_step_are_passages_of_their_own() -> None:
    practice = PracticePageFactory(did_not_work="<p>Het geld was op.</p>", problem="Niemand kwam.")
    assert {one.key: one.text for one in passages_of(practice)} == {
        "problem": "Niemand kwam.",
        "did_not_work": "Het geld was op.",
    }
    case = CasePageFactory(question="Wie betaalt?", next_step="<p>Praten.</p>")
    assert [one.key for one in passages_of(case)] == ["question", "next_step"]


def test_a_tip_goes_by_its_title() -> None:
    tips = [{"type": "tip", "id": FIRST, "value": {"title": "Vraag het", "explanation": "<p>Dan weet je het.</p>"}}]
    page = TipListPageFactory(tips=tips)
    assert [(one.key, one.text) for one in tips_of(page)] == [(FIRST, "Vraag het")]
    assert [one.text for one in passages_of(page)] == ["Vraag het Dan weet je het."]


def test_a_long_passage_is_shown_cut_between_words() -> None:
    shown = passages_of(portrait(text(FIRST, "woord " * 100)))[0].shown
    assert len(shown) < 290
    assert shown.endswith("woord …")


def test_passages_have_addresses_that_differ() -> None:
    assert anchor_of(FIRST) == "passage-11111111"
    assert anchor_of("did_not_work") == "passage-did-not-work"


def test_pages_of_every_type_are_read_in_one_query(django_assert_num_queries: object) -> None:
    made = [portrait(), PracticePageFactory(problem="x"), TipListPageFactory()]
    with django_assert_num_queries(1):
        found = [own_type(page) for page in with_passages(KnowledgePage.objects.order_by("pk"))]
        assert [passages_of(page) for page in found] == [passages_of(page) for page in made]
    assert [type(page) for page in found] == [type(page) for page in made]
    assert {type(page) for page in made} < set(WITH_PASSAGES)
