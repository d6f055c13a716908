"""Which concepts a query calls by one of their words, and which other words are then searched as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .analysis import Term
from .snapshot import ConceptName, Snapshot, lemmas_of

# The most words that one concept adds: beyond that, what is found says little about what was asked.
MOST_WORDS = 24
LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Called:
    """Concepts that the words of a query from `start` up to `end` are a name of."""

    start: int
    end: int
    concepts: tuple[ConceptName, ...]


def called_concepts(terms: Sequence[Term], snapshot: Snapshot) -> list[Called]:
    """The concepts of a query, the longest name first where names overlap (“sociale kaart” before “kaart”)."""
    known = snapshot.vocabulary.concepts_by_lemmas
    found: list[Called] = []
    start = 0
    while start < len(terms):
        for end in range(min(len(terms), start + LONGEST_NAME), start, -1):
            concepts = known.get(tuple(term.lemma for term in terms[start:end]))
            if concepts:
                found.append(Called(start, end, concepts))
                start = end
                break
        else:
            start += 1
    return found


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another word to search for. `is_close` where it means the same or a kind of it."""

    word: str
    lemmas: tuple[str, ...]
    is_close: bool


def synonyms(called: Called, own: Sequence[Term], snapshot: Snapshot) -> list[Synonym]:
    """The other words for what was called, the nearest in meaning first, without the words of the query itself."""
    asked = tuple(term.lemma for term in own)
    words: dict[tuple[str, ...], Synonym] = {}
    for concept in called.concepts:
        for word, is_close in _words(concept, snapshot):
            lemmas = lemmas_of(word)
            if lemmas and lemmas != asked and lemmas not in words:
                words[lemmas] = Synonym(word, lemmas, is_close)
    ordered = sorted(words.values(), key=lambda synonym: not synonym.is_close)
    return ordered[:MOST_WORDS]


def _words(concept: ConceptName, snapshot: Snapshot) -> Iterator[tuple[str, bool]]:
    """Its own words and those of its kinds; then those of the whole family, the nearest first.

    The family is whatever stands below the same broadest concept: whoever types one of the fifteen names for a job
    finds the others.
    """
    vocabulary = snapshot.vocabulary
    for name in (*concept.names, *_names_below(concept, snapshot)):
        yield name, True
    seen = {concept.id}
    while concept.broader_id in vocabulary.concepts_by_id and concept.broader_id not in seen:
        concept = vocabulary.concepts_by_id[concept.broader_id]
        seen.add(concept.id)
        for name in (*concept.names, *_names_below(concept, snapshot)):
            yield name, False


def _names_below(concept: ConceptName, snapshot: Snapshot) -> Iterator[str]:
    """The names of everything below a concept, the kinds of it before the kinds of those."""
    level, seen = [concept], {concept.id}
    while level:
        level = [below for above in level for below in snapshot.vocabulary.narrower.get(above.id, ())]
        level = [below for below in level if below.id not in seen]
        for below in level:
            seen.add(below.id)
            yield from below.names
