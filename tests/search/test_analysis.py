"""Dutch text to terms: how well it does on words it was built on and on others, and that nothing breaks it."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.search.words.draw import LISTS, is_unseen, read
from wijkwijzer.search import compounds
from wijkwijzer.search.analysis import ANALYSIS_VERSION, Term, analyse, fold, is_stop_word, spans, term, warm_up
from wijkwijzer.search.folding import MAX_LENGTH
from wijkwijzer.search.frequencies import DATA, all_frequencies, read_table, read_words

LEAST_RECALL = 98.0


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in read(name)]


def finds(query: str, text: str) -> bool:
    """Whether a word of a query finds a word of a text by lemma or stem, as the index is asked."""
    asked, written = term(query), term(text)
    return asked.lemma == written.lemma or asked.stem in (written.lemma, written.stem)


def meet(one: str, other: str) -> bool:
    return finds(one, other) and finds(other, one)


def share_a_class(one: str, other: str) -> bool:
    classes = [{found.exact, found.lemma, found.stem} for found in (term(one), term(other))]
    return bool(classes[0] & classes[1])


def finds_phrase(compound: str, phrase: str) -> bool:
    parts = term(compound).parts
    return bool(parts) and set(parts) <= {found.lemma for found in analyse(phrase)}


def percentage(good: int, total: int) -> float:
    return 100 * good / total


@pytest.mark.parametrize("name", LISTS)
def test_the_word_lists_are_what_the_draw_gives(name: str) -> None:
    build, unseen = read(f"build_{name}"), read(f"unseen_{name}")
    assert build == sorted(set(build))
    assert unseen == sorted(set(unseen))
    assert not any(map(is_unseen, build))
    assert all(map(is_unseen, unseen))


def test_the_word_lists_are_long_enough() -> None:
    assert len(read("build_meet") + read("unseen_meet")) >= 300
    assert len(read("build_apart") + read("unseen_apart")) >= 60


def test_words_meet_that_are_one_word_whether_the_rules_were_built_on_them_or_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lacking = {}
    for part in ("build", "unseen"):
        words, phrases = rows(f"{part}_meet"), rows(f"{part}_phrases")
        lacking[part] = [pair for pair in words if not meet(pair[0], pair[1])]
        lacking[f"{part}, compound and phrase"] = [pair for pair in phrases if not finds_phrase(*pair)]
        recalls = [
            percentage(len(words) - len(lacking[part]), len(words)),
            percentage(len(phrases) - len(lacking[f"{part}, compound and phrase"]), len(phrases)),
        ]
        with capsys.disabled():
            sys.stdout.write(
                f"\n{part}: {recalls[0]:.1f} % of {len(words)} pairs of words, "
                f"{recalls[1]:.1f} % of {len(phrases)} compounds and phrases"
            )
        assert min(recalls) >= LEAST_RECALL, lacking


@pytest.mark.parametrize("part", ["build", "unseen"])
def test_unlike_words_share_no_class(part: str) -> None:
    assert [pair for pair in rows(f"{part}_apart") if share_a_class(*pair)] == []


@pytest.mark.parametrize("part", ["build", "unseen"])
def test_a_word_that_is_no_compound_has_no_parts(part: str) -> None:
    assert [word for word in read(f"{part}_whole") if term(word).parts] == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wijkcentrum", ("wijk", "centrum")),
        ("bewonersinitiatieven", ("bewoner", "initiatief")),
        ("schuldhulpverlening", ("schuld", "hulpverlening")),
        ("stadsdeelkantoor", ("stadsdeel", "kantoor")),
        ("gebiedsmanagers", ("gebied", "manager")),
        ("wijkverbinder", ("wijk", "verbinder")),
        ("stadsmarinier", ("stad", "marinier")),
        ("buurthuis", ("buurt", "huis")),
        ("wijkregisseur", ("wijk", "regisseur")),
        ("wijkcoördinatoren", ("wijk", "coordinator")),
        ("ideeënmakelaar", ("idee", "makelaar")),
        ("wijk-aanpak", ("wijk", "aanpak")),
        ("gemeentehuis", ("gemeente", "huis")),
    ],
)
def test_a_compound_has_the_lemmas_of_its_two_parts(word: str, parts: tuple[str, ...]) -> None:
    assert term(word).parts == parts


def test_a_word_the_lexicon_does_not_know_has_the_lemma_of_its_last_part() -> None:
    assert term("bewonersinitiatieven").lemma == "bewonersinitiatief"
    assert term("Zorgbuurthuizen").lemma == "zorgbuurthuis"
    assert term("Xyzhuizen").lemma == "xyzhuis"


def test_a_word_of_which_the_lexicon_makes_another_word_is_itself() -> None:
    # It makes “jus” of “sjuutje”.
    assert [analyse(word)[0].lemma for word in ("sjuutje", "sjuutjes")] == ["sjuutje", "sjuutje"]


def test_a_stem_takes_off_inflection_only() -> None:
    assert term("kwaliteit").stem == "kwaliteit"
    assert term("gemeenten").stem == "gemeente"
    assert term("bezoeken").stem == term("bezoek").stem
    assert term("ledenadministratie").stem == "ledenadministratie"
    assert term("demystificatie").stem == "demystificatie"
    assert term("jongens").stem != term("jong").stem


def test_the_classes_of_a_word_are_kept_apart() -> None:
    assert term("Werkte") == Term(exact="werkte", lemma="werken", stem="werk", parts=())


def test_accents_apostrophes_hyphens_and_capitals_fold() -> None:
    assert fold("Buurtagenda’s in Súdwest-Fryslân") == "buurtagendas in sudwestfryslan"
    assert fold("ideee\u0308n") == fold("ideeën") == "ideeen"
    assert fold("wijk_plan, 2020-2024 (h)erkend") == "wijk plan 2020 2024 h erkend"


def test_hyphens_between_short_pieces_make_no_parts() -> None:
    assert term("e-mails") == Term("emails", "email", "email", ())
    assert term("covid-19").parts == ()


def test_a_name_has_no_inflection() -> None:
    assert term("Veldhoven") == Term("veldhoven", "veldhoven", "veldhoven", ())


def test_stop_words_are_known() -> None:
    assert is_stop_word("van")
    assert not is_stop_word("wijk")


def test_places_are_those_of_the_original_text() -> None:
    text = "De ‘wijkagenda’s’ van Breda-Noord: cafe\u0301s."
    assert [text[start:end] for start, end, _term in spans(text)] == [
        "De", "wijkagenda’s", "van", "Breda-Noord", "cafe\u0301s",
    ]  # fmt: skip


def test_a_word_of_ten_thousand_letters_is_cut() -> None:
    for word in ("x" * 10_000, "é" * 10_000, "wijk-" * 2_000 + "plan", "a" + "\u0301" * 10_000, "wijkagenda’s" * 900):
        for found in analyse(word):
            assert max(map(len, (found.exact, found.lemma, found.stem, *found.parts))) <= MAX_LENGTH


def test_what_is_no_word_gives_nothing() -> None:
    assert analyse("\0 🙂 — \u0301 ' _ -") == []
    assert term("🙂").exact == ""


def test_the_data_hold_folded_words_only() -> None:
    words = set(all_frequencies()) | set(read_table("compounds.tsv")) | set(read_table("lemmas.tsv"))
    for name in ("field_words", "names", "near_words", "not_parts", "short_parts", "stop_words"):
        words |= read_words(f"{name}.txt")
    assert [word for word in words if fold(word) != word] == []


def test_the_parts_of_an_exception_are_its_own() -> None:
    for word, parts in read_table("compounds.tsv").items():
        assert "".join(parts.split()) in (word, "")
        assert compounds.split(word) == (tuple(parts.split()) or None)


def test_every_data_file_has_its_source_and_licence() -> None:
    sources = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert [file.name for file in DATA.iterdir() if f"`{file.name}`" not in sources and file.suffix != ".md"] == []


def test_the_version_fits_where_it_is_stored() -> None:
    assert 10 < len(ANALYSIS_VERSION) <= 40


def test_warming_up_loads_dutch_and_nothing_else() -> None:
    warm_up()
    assert term("wijken").lemma == "wijk"


TEXTS = st.text(max_size=200) | st.text(alphabet="aeëinstwjkgv'’- \u0301\u0300·_0", max_size=60)


@given(TEXTS)
@example("ŉ İ ß ﬁ ½ ① ͅ")
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert all(char.isalnum() or char == " " for char in once)


@given(TEXTS)
def test_places_rise_and_lie_inside_the_text(text: str) -> None:
    at = 0
    for start, end, found in spans(text):
        assert at <= start < end <= len(text)
        assert found == term(text[start:end])
        assert found.exact
        at = end


@given(TEXTS)
def test_the_words_of_a_folded_text_are_its_own_exact_forms(text: str) -> None:
    exact = [found.exact for found in analyse(text)]
    assert [found.exact for found in analyse(fold(text))] == exact == fold(text).split()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=70))
def test_any_word_has_a_lemma_and_a_stem(word: str) -> None:
    found = term(word)
    assert found.lemma
    assert found.stem
    assert all(found.parts)
    assert len(found.parts) != 1
