"""Concepts whose names look like what was searched: a hand to hold where nothing was found."""

from collections.abc import Iterable

from .analysis import fold
from .snapshot import ConceptName

MOST = 5
# Shared trigrams as a part of all (Dice's coefficient); below this, two words look alike to nobody.
ALIKE = 0.4


def near_concepts(text: str, concepts: Iterable[ConceptName]) -> list[ConceptName]:
    """The concepts with a name most like `text` or like one of its words, the likest first."""
    asked = [_trigrams(word) for word in {text, *text.split()}]
    likeness = {concept: max(_alike(words, _trigrams(name)) for words in asked for name in concept.names)
                for concept in concepts}  # fmt: skip
    near = [concept for concept, value in likeness.items() if value >= ALIKE]
    return sorted(near, key=lambda concept: (-likeness[concept], concept.name))[:MOST]


def _trigrams(text: str) -> set[str]:
    """Three letters at a time, with spaces around the text, as pg_trgm does."""
    padded = f"  {fold(text)} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _alike(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
