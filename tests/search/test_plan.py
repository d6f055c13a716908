"""What is looked for with the words of a query."""

from tests.search.test_thesaurus import SNAPSHOT
from wijkwijzer.search.analysis import term
from wijkwijzer.search.engines.plain import simplified
from wijkwijzer.search.expressions import AnyOf, Near, Phrase, Word
from wijkwijzer.search.plan import Plan, Unit, make_plan
from wijkwijzer.search.query import MAX_WORDS


def plan(query: str, **options: bool) -> Plan:
    return make_plan(query, SNAPSHOT, **options)


def words_of(query: str) -> list[list[str]]:
    return [[word.exact for word in unit.terms] for unit in plan(query).units]


def unit_of(text: str) -> Unit:
    return plan(text).units[0]


def test_every_word_is_a_unit_and_the_name_of_a_concept_is_one() -> None:
    assert words_of("sociale kaart maken") == [["sociale", "kaart"], ["maken"]]


def test_stop_words_count_only_where_there_is_nothing_else() -> None:
    assert words_of("het wijkcentrum van de buurt") == [["wijkcentrum"], ["buurt"]]
    assert words_of("wat is het") == [["wat"], ["is"], ["het"]]


def test_a_word_is_asked_once() -> None:
    assert words_of("geld geld geld") == [["geld"]]


def test_no_more_words_are_asked_than_can_be_answered_in_time() -> None:
    assert len(plan(" ".join(f"woord{number}" for number in range(500))).units) <= MAX_WORDS


def test_without_words_there_is_nothing_to_look_for() -> None:
    for text in ("", "   ", "?!", "“”", "\u200b"):
        assert plan(text).units == ()


def test_synonyms_are_looked_for_as_phrases_and_can_be_left_out() -> None:
    expression = plan("kaart sociale kaart").units[-1].others
    assert isinstance(expression, AnyOf)
    assert Phrase(tuple(term(word).lemma for word in ("dynamische", "sociale", "kaart"))) in expression.parts
    assert plan("buurthuis", with_synonyms=False).units[0].synonyms == ()


def test_a_compound_is_also_looked_for_as_a_phrase_of_its_parts() -> None:
    unit = plan("bewonersinitiatief").units[0]
    assert unit.own == Word("bewonersinitiatief")
    forms = simplified(unit.forms, title_only=False)
    assert isinstance(forms, AnyOf)
    assert Near(("bewoner", "initiatief")) in forms.parts
    assert simplified(unit.others, title_only=False) is None


def test_words_of_a_text_match_in_every_form_that_is_looked_for() -> None:
    buildings = plan("buurthuis")
    for word in ("buurthuis", "Buurthuizen", "wijkcentra", "dorpshuizen"):
        assert buildings.is_match(term(word)), word
    for word in ("huis", "kerk", "het"):
        assert not buildings.is_match(term(word)), word
    assert plan("wijk").is_match(term("wijkcentrum"))


def test_the_parts_of_a_compound_are_told_apart_from_the_compound() -> None:
    initiatives = plan("bewonersinitiatief")
    assert not initiatives.is_match(term("bewoners"))
    assert initiatives.is_part(term("bewoners"))
    assert not initiatives.is_part(term("gemeente"))


def test_a_word_of_a_longer_synonym_is_no_match_by_itself() -> None:
    query = plan("sociale kaart")
    assert query.is_match(term("kaart"))
    assert not query.is_match(term("dynamische"))
    assert query.is_part(term("dynamische"))
