"""Words that matched are marked in the original text, and the passage that shows most of them is found."""

import pytest

from wijkwijzer.search.analysis import Term, fold
from wijkwijzer.search.highlight import Marker
from wijkwijzer.search.results import Passage

FILLER = "Hier staat tekst over iets anders. " * 30


def begins_with(*beginnings: str):
    """A test on the word as folded, so that these tests say nothing of the analysis."""
    return lambda term: term.exact.startswith(beginnings)


def text_of(found: list[Passage]) -> str:
    return "".join(passage.text for passage in found)


def marks(found: list[Passage]) -> list[str]:
    return [passage.text for passage in found if passage.is_match]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Het wijkcentrum.", "wijk", ["wijkcentrum"]),
        ("Ideeën en coöperaties", "idee", ["Ideeën"]),
        ("Buurtagenda’s, buurtagenda's!", "buurt", ["Buurtagenda’s", "buurtagenda's"]),
        ("(Wijk)", "wijk", ["Wijk"]),
        ("🏠 wijk 🏠", "wijk", ["wijk"]),
        ("", "wijk", []),
        ("niets", "wijk", []),
    ],
)
def test_a_word_is_marked_as_it_was_written(text: str, word: str, expected: list[str]) -> None:
    found = Marker(begins_with(word)).marked(text)
    assert marks(found) == expected
    assert text_of(found) == text


def test_a_passage_stands_around_the_most_different_words() -> None:
    text = f"Wijk wijk wijk wijk. {FILLER}Het wijkcentrum gaat dicht. {FILLER}Een wijk."
    found = Marker(begins_with("wijk", "dicht")).passages(text)
    assert marks(found) == ["wijkcentrum", "dicht"]


def test_a_passage_is_about_as_long_as_asked_and_cut_between_words() -> None:
    text = " ".join(f"woord{number}" for number in range(300))
    for number in (0, 1, 20, 150, 298, 299):
        found = Marker(lambda term, number=number: term.exact == f"woord{number}").passages(text, 120)
        shown = text_of(found)
        assert marks(found) == [f"woord{number}"]
        assert 80 <= len(shown) <= 130
        assert all(word in text.split() for word in shown.split() if word != "…")
        assert shown.startswith("… ") is (number > 10)
        assert shown.endswith(" …") is (number < 290)


def test_a_passage_begins_with_a_sentence_where_it_can() -> None:
    found = Marker(begins_with("wijkc")).passages(f"{FILLER}De gemeente sluit het wijkcentrum. {FILLER}")
    assert not text_of(found).startswith("…")
    assert text_of(found)[0].isupper()


def test_without_a_match_a_passage_is_the_beginning() -> None:
    found = Marker(begins_with("wijk")).passages(FILLER, 60)
    assert FILLER.startswith(text_of(found).removesuffix(" …"))
    assert text_of(found).endswith(" …")
    assert marks(found) == []


def test_a_text_that_fits_is_shown_whole() -> None:
    assert text_of(Marker(begins_with("korte")).passages("Een korte tekst.")) == "Een korte tekst."
    assert Marker(begins_with("x")).passages("") == []


@pytest.mark.parametrize("text", ["a" * 5_000, "wijk" * 2_000, f"{'a' * 3_000} wijk {'b' * 3_000}", "\n \t" * 500])
def test_text_without_spaces_or_words_is_no_trouble(text: str) -> None:
    assert len(text_of(Marker(begins_with("wijk")).passages(text))) <= max(len(text), 250)


def test_a_word_longer_than_the_passage_is_marked_all_the_same() -> None:
    word = "wijk" + "x" * 300
    assert marks(Marker(begins_with("wijk")).passages(f"{FILLER}{word} {FILLER}")) == [word]


def test_the_best_section_is_the_one_with_the_best_passage() -> None:
    sections = [
        {"anchor": "", "heading": "", "text": "Een wijk."},
        {"anchor": "resultaat", "heading": "Resultaat", "text": f"{FILLER}Het wijkcentrum ging dicht. {FILLER}"},
        {"anchor": "tips", "heading": "Tips", "text": f"wijk {FILLER} dicht"},
    ]
    assert Marker(begins_with("wijk", "dicht")).best_section(sections)[:2] == ("resultaat", "Resultaat")
    assert Marker(begins_with("zzz")).best_section(sections) == ("", "", "")
    assert Marker(begins_with("wijk")).best_section([]) == ("", "", "")


def test_among_the_sources_only_where_it_is_nowhere_else() -> None:
    sections = [
        {"anchor": "", "heading": "", "text": "Een wijk."},
        {"anchor": "bron", "heading": "Bron", "text": "De wijk gaat dicht, over de wijk."},
    ]
    assert Marker(begins_with("wijk", "dicht")).best_section(sections)[2] == "Een wijk."
    assert Marker(begins_with("dicht")).best_section(sections)[1] == "Bron"


def test_of_equal_sections_the_first_is_the_best() -> None:
    sections = [{"anchor": name, "heading": name, "text": "Een wijk."} for name in "ab"]
    assert Marker(begins_with("wijk")).best_section(sections)[0] == "a"


def test_needles_save_the_analysis_of_words_that_cannot_match() -> None:
    looked_at: list[str] = []

    def is_match(term: Term) -> bool:
        looked_at.append(term.exact)
        return term.exact.startswith("wijk")

    found = Marker(is_match, {"wijkcentrum"}).passages(f"{FILLER}De Wijkcentra bij de witte school. {FILLER}")
    assert marks(found) == ["Wijkcentra"]
    assert looked_at == [fold("wijkcentra")]


@pytest.mark.parametrize(
    ("needle", "text"),
    [
        ("idee", "Nieuwe ideeën"),
        ("cooperatie", "De coöperaties"),
        ("huis", "oude huizen"),
        ("stad", "vele steden"),
        ("buurt", "een ‘zorgzame’ achterbuurt, (buurtjes)"),
        ("c++", "niets"),
    ],
)
def test_needles_find_forms_accents_and_parts_of_words(needle: str, text: str) -> None:
    with_needles = Marker(lambda term: len(term.exact) > 3, {needle}).marked(text)
    assert set(marks(with_needles)) <= set(marks(Marker(lambda term: len(term.exact) > 3).marked(text)))
    assert bool(marks(with_needles)) is (text != "niets")
    assert text_of(with_needles) == text


def test_needles_are_found_at_their_place_after_a_capital_that_is_two_small_letters() -> None:
    text = "İİİ Het Wijkcentrum"
    found = Marker(lambda term: term.lemma == "wijkcentrum", {"wijkcentrum"}).marked(text)
    assert [passage.text for passage in found if passage.is_match] == ["Wijkcentrum"]


def test_each_different_word_is_analysed_once() -> None:
    looked_at: list[str] = []
    marker = Marker(lambda term: bool(looked_at.append(term.exact)))
    for text in ("wijk stad wijk stad wijk", "stad wijk"):
        marker.marked(text)
    assert sorted(looked_at) == ["stad", "wijk"]
