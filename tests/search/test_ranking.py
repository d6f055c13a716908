"""The order of results: exact above another form above a part of a compound above another word; title above body."""

from itertools import pairwise

import pytest

from tests.search.test_thesaurus import SNAPSHOT
from wijkwijzer.search.analysis import analyse
from wijkwijzer.search.plan import make_plan
from wijkwijzer.search.ranking import Ranking, Scored, Words

FILLER = "de mensen in deze straat praten met elkaar"


def words(title: str = "", summary: str = "", extra: str = "", body: str = "") -> Words:
    """A candidate as the index would hold it."""
    fields = {"t": title, "s": summary, "e": extra, "b": body}
    terms = {name: analyse(text) for name, text in fields.items()}
    marks = {f"{name}x_{term.exact}" for name, found in terms.items() for term in found}
    marks |= {f"{name}s_{term.stem}" for name, found in terms.items() for term in found if term.stem != term.lemma}
    marks |= {f"{name}p_{part}" for name, found in terms.items() for term in found for part in term.parts}
    streams = (" ".join(term.lemma for term in terms[name]) for name in fields)
    return Words(1, *streams, " ".join(sorted(marks)))


def scored(query: str, candidate: Words, quality: int = 0) -> Scored:
    plan = make_plan(query, SNAPSHOT)
    return Ranking(plan, [10] * len(plan.units), 100).score(candidate, quality)


def score(query: str, candidate: Words, quality: int = 0) -> float:
    return scored(query, candidate, quality).score


@pytest.mark.parametrize("field", ["title", "summary", "extra", "body"])
def test_in_every_field_the_exact_form_comes_first_and_a_synonym_last(field: str) -> None:
    texts = ["wijkcentra", "wijkcentrum", "buurthuis", "kerk"]
    scores = [score("wijkcentra", words(**{field: f"{FILLER} {text}"})) for text in texts]
    assert all(better > worse for better, worse in pairwise(scores)), scores
    assert scores[-1] == 0


def test_a_part_of_a_compound_stands_between_another_form_and_another_word() -> None:
    exact, form, part, other = (
        score("buurthuis", words(title=text)) for text in ("buurthuis", "buurthuizen", "buurthuisbeheer", "wijkcentrum")
    )
    assert exact > form > part > other > 0


@pytest.mark.parametrize("text", ["kwaliteit", "wijkcentrum", "verbinder"])
def test_the_title_counts_more_than_the_summary_and_that_more_than_the_body(text: str) -> None:
    scores = [score(text, words(**{field: f"{FILLER} {text}"})) for field in ("title", "summary", "extra", "body")]
    assert all(better > worse for better, worse in pairwise(scores)), scores


def test_the_word_itself_in_a_body_comes_before_another_word_for_it_in_a_title() -> None:
    assert score("dorpshuis", words(body=f"{FILLER} dorpshuis")) > score("dorpshuis", words(title="Wijkcentrum"))


@pytest.mark.parametrize("written", ["dorpshuis", "dorpshuizen"])
def test_no_synonym_however_often_and_good_comes_before_the_word_itself_in_the_least_page(written: str) -> None:
    least = score("dorpshuis", words(body=f"{FILLER} {written}"), quality=0)
    everywhere = dict.fromkeys(("title", "summary", "extra", "body"), "wijkcentrum wijkcentrum wijkcentrum")
    assert least > score("dorpshuis", words(**everywhere), quality=13) > 0


def test_the_words_of_a_compound_near_each_other_count_as_its_phrase() -> None:
    near = score("bewonersinitiatief", words(body="een initiatief van bewoners"))
    exact = score("bewonersinitiatief", words(body="een bewonersinitiatief"))
    far = score("bewonersinitiatief", words(body=f"een initiatief {FILLER} {FILLER} van bewoners"))
    assert exact > near > far == 0


def test_words_right_after_each_other_come_before_the_same_words_apart() -> None:
    together = words(body=f"een nieuwe school {FILLER}")
    apart = words(body=f"een nieuwe {FILLER} school")
    assert score("nieuwe school", together) > score("nieuwe school", apart)


def test_a_word_that_returns_counts_more_but_never_without_end() -> None:
    scores = [score("geld", words(body=f"{FILLER} {'geld ' * times}")) for times in (1, 2, 5, 50)]
    assert scores[0] < scores[1] < scores[2] == scores[3]
    assert scores[3] < score("geld", words(title="Geld"))


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    plan = make_plan("gemeente stadsmarinier", SNAPSHOT)
    ranking = Ranking(plan, [90, 1], 100)
    rare, common = words(title="stadsmarinier"), words(title="gemeente")
    assert ranking.score(rare, 0).score > ranking.score(common, 0).score


def test_of_two_equals_the_one_that_was_checked_comes_first() -> None:
    page = words(title="Geld")
    assert score("geld", page, quality=3) > score("geld", page) > score("geld", page, quality=-8)


def test_a_result_says_where_and_how_it_matched() -> None:
    result = scored("wijkcentra", words(title="Wijkcentra", summary="Een wijkcentrum", body="Het buurthuis"))
    assert result.matched == ("title:exact", "summary:lemma", "body:synonym")
