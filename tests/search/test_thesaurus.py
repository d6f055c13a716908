"""Other words for what was asked."""

from wijkwijzer.search.analysis import analyse
from wijkwijzer.search.snapshot import ConceptName, Snapshot, Vocabulary
from wijkwijzer.search.thesaurus import MOST_WORDS, called_concepts, synonyms


def concept(number: int, *names: str, broader: int | None = None) -> ConceptName:
    return ConceptName(number, names[0].lower().replace(" ", "-"), names[0], names, broader)


SNAPSHOT = Snapshot(
    vocabulary=Vocabulary(
        concepts=(
            concept(1, "Verbinder", "verbindingsambtenaar"),
            concept(2, "Wijkregisseur", "gebiedsregisseur", broader=1),
            concept(3, "Gebiedsmanager", broader=1),
            concept(4, "Sociale kaart", "dynamische sociale kaart"),
            concept(5, "Kaart"),
            concept(6, "Wijkcentrum", "buurthuis", "dorpshuis"),
            concept(7, "Fixer", broader=2),
        )
    )
)


def called(query: str) -> list[str]:
    return [name.name for item in called_concepts(analyse(query), SNAPSHOT) for name in item.concepts]


def also(query: str) -> list[str]:
    terms = analyse(query)
    found = called_concepts(terms, SNAPSHOT)
    return [other.word for item in found for other in synonyms(item, terms[item.start : item.end], SNAPSHOT)]


def test_a_concept_is_called_by_any_of_its_words_in_any_form() -> None:
    assert called("buurthuizen") == ["Wijkcentrum"]
    assert called("Wijkcentra dicht") == ["Wijkcentrum"]
    assert called("fietsenstalling") == []


def test_the_longest_name_wins() -> None:
    assert called("sociale kaart") == ["Sociale kaart"]
    assert called("een kaart") == ["Kaart"]


def test_a_word_brings_the_other_words_of_its_concept_but_not_itself() -> None:
    assert also("buurthuis") == ["Wijkcentrum", "dorpshuis"]
    assert also("wijkcentra") == ["buurthuis", "dorpshuis"]


def test_a_job_title_brings_those_beside_it_after_its_own_words() -> None:
    expected = ["gebiedsregisseur", "Fixer", "Verbinder", "verbindingsambtenaar", "Gebiedsmanager"]
    assert also("wijkregisseur") == expected
    assert set(also("fixer")) == {"Wijkregisseur", *expected} - {"Fixer"}


def test_a_broad_word_brings_its_kinds() -> None:
    kinds = ["verbindingsambtenaar", "Wijkregisseur", "gebiedsregisseur", "Gebiedsmanager", "Fixer"]
    assert also("verbinder") == kinds


def test_a_concept_never_adds_more_than_can_be_read() -> None:
    many = concept(1, "Woord", *(f"ander{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(60)))
    snapshot = Snapshot(vocabulary=Vocabulary(concepts=(many,)))
    terms = analyse("woord")
    assert len(synonyms(called_concepts(terms, snapshot)[0], terms, snapshot)) == MOST_WORDS
