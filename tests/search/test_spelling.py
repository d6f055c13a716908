"""“Bedoelde u”, on both databases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.factories import ConceptFactory
from wijkwijzer.search.analysis import term
from wijkwijzer.search.engines import get_engine
from wijkwijzer.search.models import SearchDocument, SearchText, SearchWord
from wijkwijzer.search.spelling import correct, distance
from wijkwijzer.taxonomy.models import Concept


def publish(*words: str, times: int = 1) -> None:
    """Documents with these words, analysed as for real."""
    terms = {word: term(word) for word in words}
    known = set(SearchWord.objects.values_list("word", flat=True))
    SearchWord.objects.bulk_create(
        SearchWord(word=word, folded=found.exact, lemma=found.lemma)
        for word, found in terms.items()
        if word not in known
    )
    for _time in range(times):
        (concept,) = Concept.objects.bulk_create([ConceptFactory.build()])
        keys = {f"p_{part}" for found in terms.values() for part in found.parts}
        keys |= {f"s_{found.stem}" for found in terms.values() if found.stem != found.lemma}
        text = SearchText(
            document=SearchDocument.objects.create(concept=concept, kind="begrip", title=""),
            body=" ".join(found.lemma for found in terms.values()),
            keys=" ".join(sorted(keys)),
        )
        text.save(force_insert=True)
        get_engine().store([text])


@pytest.fixture(autouse=True)
def tables(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        get_engine().create()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("portet", "portret"),
        ("wijkcentrun", "wijkcentrum"),
        ("Wijkcetnrum", "wijkcentrum"),
        ("hius", "huis"),
        ("wijkk", "wijk"),
        ("gorningen", "groningen"),
        ("buurthius", "buurthuis"),
        ("cordinator", "coördinator"),
        ("ideen", "ideeën"),
    ],
)
def test_a_misspelled_word_becomes_the_one_that_is_there_as_it_is_written_there(typed: str, meant: str) -> None:
    publish("portret", "wijkcentrum", "huis", "wijk", "groningen", "buurthuis", "coördinator", "ideeën")
    assert correct([typed]) == [meant]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "portret",  # is there
        "portretten",  # by its lemma
        "schuld",  # nobody wrote it, but it is a word: “schule” is not what was meant
        "huiskamer",  # in a compound
        "portretbuurt",  # nobody wrote it, but both its parts are there
        "hzzis",  # two mistakes in five letters
        "pxxtrxt",  # three in seven
        "2019",
        "covid19",
        "ui",
        "door",
        "",
        "?!",
    ],
)
def test_what_is_right_too_far_off_or_no_word_stays_as_it_is(typed: str) -> None:
    publish("portret", "huis", "woonkamer", "huiskamerproject", "2018", "covid20", "uit", "dood", "buurt")
    assert correct([typed]) is None


@pytest.mark.django_db
def test_only_the_wrong_words_of_a_query_change() -> None:
    publish("sociale", "kaart", "breda")
    assert correct(["Sociale", "kaatr", "in", "Breda"]) == ["Sociale", "kaart", "in", "Breda"]
    assert correct(["Sociale", "kaart"]) is None
    assert correct([]) is None


@pytest.mark.django_db
def test_fewer_mistakes_then_more_documents_then_the_alphabet_decide() -> None:
    publish("bakker", "wakker", times=2)
    publish("makker")
    assert correct(["zakker"]) == ["bakker"]
    publish("wakker")
    assert correct(["zakker"]) == ["wakker"]
    publish("zakkers")
    publish("wakker", times=3)
    assert correct(["zakkerz"]) == ["zakkers"]


@pytest.mark.django_db
def test_of_the_forms_of_one_word_that_are_as_near_the_plain_one_is_offered() -> None:
    publish("wijkcentra", "wijkcentrum")
    assert correct(["wijkcentrm"]) == ["wijkcentrum"]


@pytest.mark.django_db
def test_a_word_that_no_document_has_any_more_is_not_offered() -> None:
    publish("portret")
    SearchText.objects.all().delete()
    assert correct(["portet"]) is None


@pytest.mark.django_db
def test_it_takes_at_most_two_queries_however_many_words_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish("portret", "wijkcentrum", "groningen", "kaart")
    with django_assert_num_queries(2):
        correct(["portet"])
    with django_assert_num_queries(2):
        assert correct(["portet", "kaart", "wijkcentrun", "gorningen"] * 3) is not None
    with django_assert_num_queries(1):
        correct(["kzzzzzzrt"])
    with django_assert_num_queries(2):
        assert len(correct(["portet"] * 1000) or []) == 1000


@pytest.mark.django_db
def test_no_text_at_all_breaks_it() -> None:
    publish("portret")

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.text(st.characters(exclude_categories=()), max_size=40), max_size=15))
    def check(words: list[str]) -> None:
        corrected = correct(words)
        assert corrected is None or len(corrected) == len(words)

    check()
    assert correct(["portet" * 2000, "💥", "a\x00b", "' OR 1=1 --"]) is None


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [
        ("", "", 0), ("wijk", "wijk", 0), ("wijk", "wiik", 1), ("wijk", "wik", 1), ("wijk", "wijjk", 1),
        ("wijk", "wjik", 1), ("huis", "hius", 1), ("ca", "abc", 3), ("buurthuis", "buurhtuiz", 2), ("aab", "ab", 1),
        ("", "wijk", 4), ("abcd", "badc", 2),
    ],
)  # fmt: skip
def test_a_mistake_is_a_letter_too_many_too_few_wrong_or_two_swapped(one: str, other: str, mistakes: int) -> None:
    assert distance(one, other) == distance(other, one) == mistakes


def plain_distance(one: str, other: str) -> int:
    """The definition itself."""
    if not one or not other:
        return len(one) + len(other)
    found = [
        plain_distance(one[1:], other) + 1,
        plain_distance(one, other[1:]) + 1,
        plain_distance(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        found.append(plain_distance(one[2:], other[2:]) + 1)
    return min(found)


letters = st.text("abc", max_size=6)


@settings(deadline=None)
@given(letters, letters)
def test_the_distance_is_that_of_its_definition(one: str, other: str) -> None:
    assert distance(one, other) == plain_distance(one, other)
