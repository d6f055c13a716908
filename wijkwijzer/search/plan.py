"""A query turned into what to look for: units of one or more words, each with the other words for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .analysis import Term, analyse, is_stop_word
from .expressions import AllOf, AnyOf, Expression, Key, Near, Phrase, Word
from .query import MAX_WORDS
from .snapshot import Snapshot
from .thesaurus import Called, Synonym, called_concepts, synonyms


@dataclass(frozen=True)
class Unit:
    """A word of the query, or a few that are the name of a concept, with its synonyms."""

    terms: tuple[Term, ...]
    called: Called | None = None
    synonyms: tuple[Synonym, ...] = ()

    @cached_property
    def own(self) -> Expression:
        """The words themselves, however they are inflected."""
        return _all([Word(term.lemma) for term in self.terms])

    @cached_property
    def forms(self) -> Expression:
        """The words in other forms, as part of a compound or spread over a phrase."""
        if len(self.terms) == 1:
            return AnyOf(tuple(_other_forms(self.terms[0])))
        return _all([_forms(term) for term in self.terms])

    @cached_property
    def others(self) -> Expression:
        """The synonyms; finds nothing where there is none."""
        return AnyOf(tuple(Phrase(synonym.lemmas) for synonym in self.synonyms))

    @cached_property
    def expression(self) -> Expression:
        """The words themselves, in whatever form, as part of a compound or spread over a phrase, or a synonym."""
        return AnyOf((self.own, self.forms, self.others))

    @cached_property
    def exact_title(self) -> Expression:
        """The words in a title exactly as they were typed."""
        return _all([Key(f"x_{term.exact}") for term in self.terms])


@dataclass(frozen=True)
class Plan:
    """What to look for: every unit must be found."""

    terms: tuple[Term, ...]
    units: tuple[Unit, ...]

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Every single word that is looked for, synonyms included, as lemmas; stems that are looked for so too."""
        own = {word for unit in self.units for term in unit.terms for word in (term.lemma, term.stem)}
        others = (other.lemmas for unit in self.units for other in unit.synonyms)
        return frozenset(own | {lemmas[0] for lemmas in others if len(lemmas) == 1})

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(term.stem for unit in self.units for term in unit.terms)

    @cached_property
    def own_lemmas(self) -> frozenset[str]:
        return frozenset(term.lemma for unit in self.units for term in unit.terms)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The words of compounds and of synonyms of several words, which say little by themselves (“huis”, “wijk”)."""
        phrases = [term.parts for unit in self.units for term in unit.terms]
        phrases += [other.lemmas for unit in self.units for other in unit.synonyms if len(other.lemmas) > 1]
        return frozenset(part for phrase in phrases for part in phrase)

    def is_part(self, term: Term) -> bool:
        """Is this a word of a compound or a phrase that is looked for? To mark where nothing else is to be marked."""
        return self.is_match(term) or (term.lemma in self.parts and not is_stop_word(term.exact))

    def is_match(self, term: Term) -> bool:
        """Is this word of a text one that the query looks for? For marking."""
        if term.lemma in self.lemmas or term.stem in self.stems:
            return not is_stop_word(term.exact) or term.lemma in self.own_lemmas
        return any(part in self.own_lemmas for part in term.parts)


def make_plan(text: str, snapshot: Snapshot, *, with_synonyms: bool = True) -> Plan:
    """The plan for the words of a query; without units where it has no words."""
    terms = tuple(analyse(text)[:MAX_WORDS])
    called = {item.start: item for item in called_concepts(terms, snapshot)}
    has_others = any(not is_stop_word(term.exact) for term in terms)
    units: dict[tuple[Term, ...], Unit] = {}
    position = 0
    while position < len(terms):
        concept = called.get(position)
        words = terms[position : concept.end if concept else position + 1]
        position += len(words)
        if concept or not (has_others and is_stop_word(words[0].exact)):
            others = tuple(synonyms(concept, words, snapshot)) if concept and with_synonyms else ()
            units.setdefault(words, Unit(words, concept, others))
    return Plan(terms, tuple(units.values()))


def _forms(term: Term) -> Expression:
    """A word in every form that means the same, and as a part of a compound."""
    return AnyOf((Word(term.lemma), *_other_forms(term)))


def _other_forms(term: Term) -> list[Expression]:
    forms: list[Expression] = [Key(f"s_{term.stem}"), Key(f"p_{term.lemma}")]
    if term.stem != term.lemma:
        forms.append(Word(term.stem))
    if len(term.parts) > 1:
        forms.append(Near(term.parts))
    return forms


def _all(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
