"""Dutch text to terms, for what is published and for what is searched alike. Pure functions, no database.

A term is a word in classes that hold each other: its folded form, its lemma (without inflection, “wijkcentra” is
“wijkcentrum”) and its stem (a verb and its bare noun, “bezoeken” and “bezoek”); apart from them the parts of a
compound. They are kept apart so that the ranking can put an exact word above a lemma, a stem or a part.

The chain was chosen by measuring: simplemma's lexicon; for words it does not know the last part of a compound and the
plural rules; then the Kraaij–Pohlmann stemmer behind a guard (`docs/adr/0011-dutch-analysis.md`).
"""

import hashlib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version

import snowballstemmer

from . import compounds, lexicon
from .folding import MAX_LENGTH, fold, fold_word, pieces, words
from .frequencies import DATA, read_words
from .plurals import base_form, sure_form

__all__ = ["ANALYSIS_VERSION", "Term", "analyse", "fold", "is_stop_word", "spans", "term", "terms", "warm_up"]

# To be raised by hand when these modules give other terms.
_RULES = 1
_CACHED_WORDS = 100_000
_ENDINGS = ("en", "n", "e", "s")


def _analysis_version() -> str:
    digest = hashlib.sha256()
    for file in sorted(DATA.iterdir()):
        if file.suffix != ".md":
            digest.update(file.name.encode() + file.read_bytes())
    return f"{_RULES}-{version('simplemma')}-{version('snowballstemmer')}-{digest.hexdigest()[:12]}"


# What made the index; the index is made anew when this differs.
ANALYSIS_VERSION = _analysis_version()


@dataclass(frozen=True, slots=True)
class Term:
    """A word as search knows it; all folded. `parts` are the lemmas of a compound's parts, empty when it is none."""

    exact: str
    lemma: str
    stem: str
    parts: tuple[str, ...] = ()


def spans(text: str) -> Iterator[tuple[int, int, Term]]:
    """The words of a text with their place in it, for marking them. Where no word stands nothing is given."""
    for match in words(text):
        if (found := term(match.group())).exact:
            yield match.start(), match.end(), found


def analyse(text: str) -> list[Term]:
    """The words of a text in order, stop words included."""
    return [found for match in words(text) if (found := term(match.group())).exact]


def term(word: str) -> Term:
    """The term of one word; of what is longer than any word without keeping it."""
    return _kept_term(word) if len(word) <= MAX_LENGTH else _term(word)


def terms(words: Iterable[str]) -> dict[str, Term]:
    """The terms of many words, each once."""
    asked = dict.fromkeys(words)
    are_short = max(map(len, asked), default=0) <= MAX_LENGTH
    return dict(zip(asked, map(_kept_term if are_short else term, asked), strict=True))


def is_stop_word(exact: str) -> bool:
    """Whether a folded word says nothing by itself (“de”, “van”). A query of such words alone still uses them."""
    return exact in _stop_words()


def warm_up() -> None:
    """Load all language data. Called once before workers fork, so that they share it."""
    lexicon.warm_up()
    compounds.warm_up()
    _stop_words()
    term("bewonersinitiatieven")


@cache
def _stop_words() -> frozenset[str]:
    return read_words("stop_words.txt")


def _term(word: str) -> Term:
    hyphenated = pieces(word) if not word.isalnum() else []
    if len(hyphenated) < 2:
        return _term_of_one_piece(fold_word(word))
    exact = fold_word(word)
    known = lexicon.known_lemma(exact)
    lemma = (known or "".join(hyphenated[:-1]) + _lemma(hyphenated[-1]))[:MAX_LENGTH]
    parts = tuple(map(_lemma, hyphenated)) if _can_be_parts(hyphenated) else ()
    return _with_shared_words(exact, lemma, lemma, parts)


_kept_term = lru_cache(maxsize=_CACHED_WORDS)(_term)


# Of the words that a site uses a third is there with a capital as well.
@lru_cache(maxsize=_CACHED_WORDS // 2)
def _term_of_one_piece(exact: str) -> Term:
    lemma = _lemma(exact)
    return _with_shared_words(exact, lemma, _stem(lemma), _parts(lemma))


def _with_shared_words(exact: str, lemma: str, stem: str, parts: tuple[str, ...]) -> Term:
    """The term; equal words are one object, which halves what the cache of terms takes."""
    lemma = exact if lemma == exact else lemma
    return Term(exact, lemma, lemma if stem == lemma else stem, parts)


def _can_be_parts(hyphenated: list[str]) -> bool:
    """Whether pieces between hyphens are words of their own: not the “e” of “e-mail” or the “19” of “covid-19”."""
    return all(len(piece) > 2 and not piece.isdigit() and not is_stop_word(piece) for piece in hyphenated)


def _lemma(word: str) -> str:
    """The lemma of a folded word: from the lexicon, else by the last part of a compound, else by rule."""
    if (known := lexicon.known_lemma(word)) is not None:
        return known
    if not word.isalpha():
        return word
    if word.endswith("ende") and lexicon.is_known(word[:-2]):
        return word[:-1]  # a present participle, which the ending -de would split: ondernemend
    if (form := sure_form(word)) is not None:
        return form
    if sides := compounds.split(word):
        return word.removesuffix(sides[1]) + lexicon.lemma_as_head(sides[1])
    if end := compounds.known_end(word):
        return word.removesuffix(end) + lexicon.lemma_as_head(end)
    return base_form(word, _is_plain_word)


def _is_plain_word(word: str) -> bool:
    """Whether a form that a rule proposes is a word without inflection."""
    return lexicon.known_lemma(word) == word or compounds.split(word) is not None


def _parts(lemma: str) -> tuple[str, ...]:
    sides = compounds.split(lemma)
    return (_lemma(sides[0]), lexicon.lemma_as_head(sides[1])) if sides else ()


def _stem(lemma: str) -> str:
    """The Kraaij–Pohlmann stem of a lemma where what it takes off is inflection, else the lemma.

    The stemmer takes off derivation too, and so makes “kwaliteit” into “kwaal” and “gemeente” into “meen”. Its stem is
    accepted in two cases: of a verb, whose bare form may be a noun (“bezoeken”, “bezoek”; it is a verb to the lexicon
    when that has “bezoekt”); and of a word of which nothing is known, when only an ending of inflection went.
    """
    is_known = lexicon.is_known(lemma)
    if len(lemma) < 5 or not lemma.endswith(_ENDINGS) or not (lemma.isalpha() and lemma.isascii()):
        return lemma
    if not lemma.endswith("en") and (is_known or compounds.split(lemma)):
        return lemma
    stem = _stemmer().stemWord(lemma)
    if is_known and not lexicon.is_verb(lemma, stem):
        return lemma
    return stem if len(stem) > 2 and _is_inflection(lemma, stem) else lemma


def _is_inflection(lemma: str, stem: str) -> bool:
    """Whether a lemma is a stem with an ending, apart from doubled letters, v for f and z for s."""
    bare = _skeleton(stem)
    return _skeleton(lemma) in {bare + ending for ending in _ENDINGS}


def _skeleton(word: str) -> str:
    hard = word.translate(_HARDENED)
    return "".join(char for at, char in enumerate(hard) if at == 0 or hard[at - 1] != char)


_HARDENED = str.maketrans("vz", "fs")
_local = threading.local()


def _stemmer() -> "snowballstemmer.dutch_stemmer.DutchStemmer":
    """A stemmer of this thread's own: it keeps the word it works on."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("dutch")
    return _local.stemmer
