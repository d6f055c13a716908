"""Common words that stand near each other have a key; all others are found by their places."""

import random

import pytest

from wijkwijzer.search.expressions import DISTANCE
from wijkwijzer.search.pairs import common_words, pair_key, pair_keys


@pytest.mark.parametrize("word", ["wijk", "plan", "bewoner", "initiatief", "centrum", "huis", "buurt"])
def test_words_of_the_field_and_words_that_are_used_often_are_common(word: str) -> None:
    assert word in common_words()


@pytest.mark.parametrize("word", ["", "de", "en", "ketter", "plusteken", "wijkplan", "wij_k"])
def test_stop_words_rare_words_and_compounds_are_not(word: str) -> None:
    assert word not in common_words()


def test_there_are_some_hundreds_of_them_and_each_can_stand_in_a_key() -> None:
    words = common_words()
    assert 200 < len(words) < 600
    assert [word for word in words if not word or "_" in word or " " in word or word != word.casefold()] == []


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
        text = chance.choices(["wijk", "plan", "huis", "een", "ketter"], k=30)
        near = {
            pair_key(one, other)
            for place, one in enumerate(text)
            for other in text[max(0, place - DISTANCE) : place + DISTANCE + 1]
        }
        assert sorted(pair_keys([text])) == sorted(near - {""})
