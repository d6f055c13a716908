"""What people ask, put to the demo: the right page in the first three, and the same first three on every database."""

from pathlib import Path

import pytest
from django.core.management import call_command

from wijkwijzer.search.query import Query
from wijkwijzer.search.searching import search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# A question and the addresses of its first three results, as they are on both databases. After a change of the demo,
# the analysis or the ranking: look whether the new ones are better, then write them down.
QUESTIONS = [line.split("\t") for line in (Path(__file__).parent / "questions.tsv").read_text("utf-8").splitlines()]
RIGHT = {
    "wijkregisseur": "/begrippen/wijkregisseur/",
    "gebiedsmanager Groningen": "/portretten/peter-wijnsma-groningen/",
    "sociale kaart": "/praktijkvoorbeelden/dynamische-sociale-kaart/",
    "buurthuis dicht": "/werkplaatsen/werkplaats-wijkgericht-werken-2023/wijkcentrum-onder-druk-veldhoven/",
    "verbinder onafhankelijk": "/aanbevelingen/geef-de-verbinder-een-onafhankelijke-plek/",
    "wijkcoordinator": "/begrippen/wijkcoordinator/",
    "wijkcentra": "/werkplaatsen/werkplaats-wijkgericht-werken-2023/wijkcentrum-onder-druk-veldhoven/",
    "buurthuizen": "/praktijkvoorbeelden/buurthuizenbeleid-breda/",
    "buurtagenda's": "/begrippen/wijkplan/",
    "ideeenmakelaar": "/praktijkvoorbeelden/ideeenmakelaar-lelystad/",
    "'s-Gravenhage": "/publicaties/community-builders-in-haagse-wijken/",
    "Peter Wijnsma": "/portretten/peter-wijnsma-groningen/",
}


def first_three(text: str) -> list[str]:
    return [hit.document.url for hit in search(Query(text)).hits[:3]]


def test_there_are_enough_questions() -> None:
    assert len([question for question in QUESTIONS if len(question) > 1]) >= 60


@pytest.mark.parametrize(("text", "address"), RIGHT.items(), ids=RIGHT)
def test_the_right_page_is_in_the_first_three(text: str, address: str) -> None:
    assert address in first_three(text)


def test_the_advice_and_the_list_of_tips_that_it_is_from_are_both_in_the_first_three() -> None:
    found = first_three("verbinder onafhankelijk")
    assert {"/aanbevelingen/geef-de-verbinder-een-onafhankelijke-plek/", "/tips/vijf-tips-voor-verbinders/"} <= {*found}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
def test_a_question_has_the_same_first_three_on_every_database(question: list[str]) -> None:
    assert first_three(question[0]) == question[1:]


def test_making_the_index_anew_changes_nothing() -> None:
    before = [first_three(question[0]) for question in QUESTIONS]
    call_command("rebuild_search_index", verbosity=0)
    assert [first_three(question[0]) for question in QUESTIONS] == before
