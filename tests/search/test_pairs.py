"""The parts of a known compound, and common words, have a key where they stand near each other; all others are found by
their places."""

import random
from itertools import islice

import pytest

from benchmarks.make_compound_pairs import compounds, pairs_of
from wijkwijzer.search.expressions import DISTANCE
from wijkwijzer.search.pairs import common_words, pair_key, pair_keys, partners


@pytest.mark.parametrize("word", ["wijk", "plan", "bewoner", "initiatief", "centrum", "huis", "buurt"])
def test_words_of_the_field_and_words_that_are_used_often_are_common(word: str) -> None:
    assert word in common_words()


@pytest.mark.parametrize("word", ["", "de", "en", "ketter", "plusteken", "wijkplan", "wij_k", "altijd"])
def test_stop_words_rare_words_and_compounds_are_not(word: str) -> None:
    assert word not in common_words()


def test_there_are_some_hundreds_of_them_and_each_can_stand_in_a_key() -> None:
    words = common_words()
    assert 200 < len(words) < 400
    assert [word for word in words if not word or "_" in word or " " in word or word != word.casefold()] == []


def test_the_file_of_pairs_has_those_of_a_sample_of_the_lexicon_by_the_rules_as_they_are() -> None:
    # One in a hundred of the words: all of them take half a minute.
    pairs = [pair for word in islice(compounds(), None, None, 100) for pair in pairs_of(word)]
    assert len(pairs) > 500
    assert [(one, other) for one, other in pairs if other not in partners().get(one, ())] == []
    assert [one for one, others in partners().items() for other in others if one not in partners()[other]] == []
    # Made again: .venv/bin/python benchmarks/make_compound_pairs.py


def test_the_parts_of_a_compound_that_people_know_have_a_key_and_other_rare_words_none() -> None:
    assert "motor" not in common_words()
    assert pair_key("motor", "club") == pair_key("club", "motor") == "n_club_motor"
    assert pair_keys([["club", "van", "motor"], ["ketter", "club"]]) == ["n_club_motor"]
    assert pair_key("motor", "ketter") == pair_key("club", "") == ""


def test_a_pair_is_of_two_words_that_can_stand_in_a_key() -> None:
    words = {word for one, others in partners().items() for word in (one, *others)}
    assert len(words) > 5000
    assert [word for word in words if not word or "_" in word or " " in word or word != word.casefold()] == []
    assert [one for one, others in partners().items() if one in others] == []


def test_two_words_have_the_same_key_in_any_order_and_a_rare_or_the_same_word_none() -> None:
    assert pair_key("wijk", "plan") == pair_key("plan", "wijk") == "n_plan_wijk"
    assert pair_key("wijk", "wijk") == pair_key("wijk", "ketter") == pair_key("ketter", "wijk") == ""


def test_pairs_stay_within_a_field_and_within_the_distance() -> None:
    assert pair_keys([["wijk"], ["plan"]]) == []
    assert pair_keys([["wijk", *["een"] * (DISTANCE - 1), "plan"]]) == ["n_plan_wijk"]
    assert pair_keys([["wijk", *["een"] * DISTANCE, "plan"]]) == []
    assert pair_keys([["wijk", "wijk"], ["wijk", "plan", "wijk"]]) == ["n_plan_wijk"]


def test_the_pairs_of_a_text_are_all_that_its_places_say() -> None:
    chance = random.Random(4)
    for _number in range(50):
        text = chance.choices(["wijk", "plan", "huis", "een", "ketter", "motor", "club"], k=30)
        near = {
            pair_key(one, other)
            for place, one in enumerate(text)
            for other in text[max(0, place - DISTANCE) : place + DISTANCE + 1]
        }
        assert sorted(pair_keys([text])) == sorted(near - {""})
