"""Expressions in their plainest form, so that an engine has little to translate and cannot be fooled.

Words come from visitors. What no document can have (nothing, spaces, capitals, signs that cannot be seen, ten thousand
letters) is taken out here; an engine only has to quote what is left.
"""

from collections.abc import Callable, Iterable
from itertools import combinations

from ..expressions import AllOf, AnyOf, Expression, Key, Near, Phrase, Word, is_word


def is_lemma(word: str) -> bool:
    """A word that cannot be taken for a key: those have an underscore."""
    return is_word(word) and "_" not in word


def is_key(word: str) -> bool:
    return is_word(word) and "_" in word


def simplified(expression: Expression, *, title_only: bool) -> Expression | None:
    """The plainest expression that finds the same, or None when it can find nothing.

    In it all words can be found, a phrase has two words or more, Near exactly two different ones, and AllOf and AnyOf
    have two different parts or more, none of their own kind.
    """

    def plain(one: Expression) -> Expression | None:
        match one:
            case Word(lemma):
                return one if is_lemma(lemma) else None
            case Key(key):
                return one if is_key(key) and (key.startswith("x_") or not title_only) else None
            case Phrase(lemmas):
                return _row(Phrase, lemmas)
            case Near(lemmas):
                return _near(tuple(dict.fromkeys(lemmas)))
            case AllOf(parts):
                return _joined(AllOf, parts, plain)
            case AnyOf(parts):
                return _joined(AnyOf, parts, plain)

    return plain(expression)


def _row(kind: type[Phrase] | type[Near], lemmas: tuple[str, ...]) -> Expression | None:
    if not lemmas or not all(map(is_lemma, lemmas)):
        return None
    return Word(lemmas[0]) if len(lemmas) == 1 else kind(lemmas)


def _near(lemmas: tuple[str, ...]) -> Expression | None:
    """Of three lemmas or more, each two must be near each other. (A window for all of them would be a little stricter;
    PostgreSQL can only write that as every order with every distance: 480 phrases for four words.)"""
    if len(lemmas) < 3:
        return _row(Near, lemmas)
    return simplified(AllOf(tuple(Near(pair) for pair in combinations(lemmas, 2))), title_only=False)


def _joined(
    kind: type[AllOf] | type[AnyOf],
    parts: tuple[Expression, ...],
    plain: Callable[[Expression], Expression | None],
) -> Expression | None:
    found = [plain(part) for part in parts]
    usable = [part for part in found if part]
    if not usable or (kind is AllOf and len(usable) < len(found)):
        return None
    flat = tuple(dict.fromkeys(_flattened(kind, usable)))
    return flat[0] if len(flat) == 1 else kind(flat)


def _flattened(kind: type[AllOf] | type[AnyOf], parts: Iterable[Expression]) -> Iterable[Expression]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part
