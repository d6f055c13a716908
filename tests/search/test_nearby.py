"""Concepts that look like words for which nothing was found."""

import pytest

from wijkwijzer.search.nearby import near_concepts
from wijkwijzer.search.snapshot import ConceptName


def concept(number: int, *names: str) -> ConceptName:
    return ConceptName(number, names[0].lower(), names[0], names, None)


CONCEPTS = (
    concept(1, "Wijkcentrum", "buurthuis", "dorpshuis"),
    concept(2, "Gebiedsmanager", "wijkregisseur"),
    concept(3, "Sociale kaart", "asset mapping"),
    concept(4, "Ideeënmakelaar"),
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("buurthuisje", "Wijkcentrum"),
        ("het wijkregiseur", "Gebiedsmanager"),
        ("ideeenmakelaar", "Ideeënmakelaar"),
        ("social kaart", "Sociale kaart"),
    ],
)
def test_a_concept_is_near_by_any_of_its_names(words: str, expected: str) -> None:
    assert near_concepts(words, CONCEPTS)[0].name == expected


@pytest.mark.parametrize("words", ["", "x", "zonnepanelen", "🏠", "'" * 50])
def test_what_looks_like_nothing_is_near_nothing(words: str) -> None:
    assert near_concepts(words, CONCEPTS) == []


def test_only_a_few_are_named() -> None:
    many = tuple(concept(number, f"Wijkcentrum {number}") for number in range(30))
    assert len(near_concepts("wijkcentrum", many)) == 5
