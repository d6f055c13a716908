"""The Dutch words that simplemma knows, each with its lemma, looked up in the folded form.

The lexicon is made by machine from Wiktionary and treebanks, and has no parts of speech: “kaart” is a form of the verb
“kaarten” to it, and “kaarten” of “kaart”. What follows from such pairs is mended by rule here; what serves this field
better is said in `data/lemmas.tsv`.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from .folding import fold_word
from .frequencies import NEVER, frequency, read_table, read_words
from .plurals import without_en

_CACHED = 50_000
_SHORTEST = 3
_TEN_TIMES = 10
# The infinitives that do not end in -en, apart from what stands before them.
# Endings of women's names for their work, whose plural is mostly that of the general word: cursisten.
_FEMALE = ("iste", "aste", "afe", "oge", "ente", "ante")
_VERBS = ("en", "gaan", "staan", "slaan", "zien", "doen")


@cache
def _entries() -> Mapping[str, str]:
    """The lexicon as simplemma has it; of its fifty languages only this one is read."""
    return DefaultDictionaryFactory().get_dictionary("nl")


@cache
def _folded_entries() -> dict[str, str]:
    """The entries that are not their own folded form, by that form: “ideeën” by “ideeen”, “foto’s” by “fotos”."""
    entries = _entries()
    found: dict[str, str] = {}
    for word in entries:
        if not (word.isascii() and word.isalpha() and word.islower()) and word.count(" ") == 0:
            folded = fold_word(word)
            if folded and entries.get(folded) is None:
                found.setdefault(folded, word)
    return found


@cache
def _own_lemmas() -> dict[str, str]:
    names = dict.fromkeys(read_words("names.txt"))
    return {name: name for name in names} | read_table("lemmas.tsv")


def warm_up() -> None:
    _folded_entries()
    _own_lemmas()


def is_known(word: str) -> bool:
    """Whether a folded word is in the lexicon."""
    return word in _own_lemmas() or _entry(word) is not None


@lru_cache(maxsize=_CACHED)
def known_lemma(word: str) -> str | None:
    """The folded lemma of a folded word; None when the lexicon does not know the word."""
    if (own := _own_lemmas().get(word)) is not None:
        return own
    if len(word) < _SHORTEST:  # abbreviations are in the lexicon in full: “nl” is “Nederland” there
        return word if _entry(word) else None
    entry = _entry(word)
    if entry is None:
        return None
    lemma = _joined(word, entry) if "_" in entry else fold_word(entry)
    return _mended(word, lemma) if lemma and lemma != word else word


@lru_cache(maxsize=_CACHED)
def can_be_head(word: str) -> bool:
    """Whether a word can be the last part of a compound: no finite verb such as “ging” or “raakt”."""
    lemma = known_lemma(word)
    if lemma is None or lemma == word or not lemma.endswith(_VERBS) or word in _own_lemmas():
        return True
    return lemma_as_head(word) != lemma or (word.endswith("en") and lemma[:2] == word[:2])


def is_noun_like(word: str) -> bool:
    """Whether a known word is certainly no form of a verb, participles aside."""
    return not (known_lemma(word) or word).endswith(_VERBS) or not lemma_as_head(word).endswith(_VERBS)


def lemma_as_head(word: str) -> str:
    """The lemma of the last part of a compound. That part is a noun or a participle, so a lexicon that makes a verb of
    it is not followed: “kerkbezoek” is no form of “kerkbezoeken”, “bewonersgestuurd” none of “bewonerssturen”."""
    lemma = known_lemma(word)
    if lemma is None or lemma == word or not lemma.endswith(_VERBS):
        return lemma or word
    if word.endswith("en"):  # a plural where the singular is a noun: verslagen, verslag
        singular = (form for form in without_en(word) if known_lemma(form) == form)
        return next(singular, lemma)
    if word.startswith("ge") or word.endswith(("end", "ende")):
        return word.removesuffix("e") if word.endswith(("de", "te")) else word
    if word.endswith("s") and known_lemma(word[:-1]) == word[:-1]:
        return word[:-1]
    return lemma if word.endswith(("t", "d", "de", "te")) else word


def is_verb(lemma: str, stem: str) -> bool:
    """Whether a lemma in -en is a verb: the lexicon has its third person (“werkt” of “werken”), and it has no plural
    in common use, as the noun “jongen” has."""
    return _is_form_of(stem if stem.endswith("t") else stem + "t", lemma) and frequency(lemma + "s") == NEVER


def _entry(word: str) -> str | None:
    entry = _entries().get(word)
    if entry is None and (original := _folded_entries().get(word)) is not None:
        entry = _entries().get(original)
    return entry


def _joined(word: str, entry: str) -> str:
    """The lemma of an entry in parts, as the treebank writes some compounds (“raadsleden”: raad_lid) and verbs
    (“opgesloten”: op_sluiten): the word with its last part put back in its own lemma."""
    last = fold_word(entry.rpartition("_")[2])
    for start in range(1, len(word) - 1):
        tail = word[start:]
        if tail == last or known_lemma(tail) == last:
            return word[:start] + last
    return fold_word(entry)


def _mended(word: str, lemma: str) -> str:
    """The lemma to use where the lexicon contradicts itself."""
    lemma = _related(word, lemma)
    back = _entry(lemma)
    if back is not None and fold_word(back) == word:  # each is the lemma of the other: kaart and kaarten
        shorter, longer = sorted((word, lemma), key=len)
        return shorter if longer.startswith(shorter[:-1]) and longer.endswith("n") else word
    if word == lemma + "in" or word.endswith("ster") or _has_plural(word, lemma):
        return word  # a noun of its own, whatever else it may be: ouder, of which ouders is the plural
    if word.endswith("e") and lemma.endswith(_VERBS) and (plain := known_lemma(word[:-1])):
        return plain  # an inflected participle goes with the plain one: gerichte, gericht
    if word == lemma + "e" and (plain := known_lemma(lemma)):
        return plain  # the same where the lexicon stops halfway: leegstaande, leegstaand, leegstaan
    if word.endswith("en") and lemma.endswith(_FEMALE) and lemma == word[:-1]:
        return next((form for form in without_en(word) if known_lemma(form) == form), lemma)  # cursisten, cursist
    if lemma != word and lemma.endswith("je") and back is not None and fold_word(back) != lemma:  # huisjes, huis
        return known_lemma(lemma) or lemma
    return lemma


def _related(word: str, lemma: str) -> str:
    """The lemma without a verb's prefix that the word has not (breidde, uitbreiden), and the word itself where the
    lexicon leads to another word altogether (koe, bul). Forms of one word begin alike, but for ge-."""
    bare = word.removeprefix("ge") if word.startswith("ge") else word
    if lemma[0] in (word[0], bare[:1]):
        return lemma
    without_prefix = (lemma[at:] for at in (2, 3, 4) if lemma[at : at + 1] in (word[0], bare[:1]))
    return next((rest for rest in without_prefix if len(rest) > 3 and _entry(rest) is not None), word)


def _has_plural(word: str, lemma: str) -> bool:
    """Whether another word is a plural of this one to the lexicon. Some words have such a form and are no nouns: a
    participle in -en, an adjective in -e (sociale, socialen) and a comparative (groter, groters), unless the form is
    in common use as a noun's is (vrijwilligers, boetes)."""
    if len(word) < 3 or word.endswith("en"):
        return False
    if word.endswith("e"):
        return lemma.endswith(_VERBS) and _is_form_of(word + "s", word)
    if word.endswith("er"):
        is_comparative = frequency(lemma) > NEVER and frequency(word + "s") < frequency(word) - _TEN_TIMES
        return not is_comparative and _is_form_of(word + "s", word)
    plurals = [word + "s", word + "en", word + word[-1] + "en"]
    if word[-2] == word[-3:-2]:
        plurals.append(word[:-2] + word[-1] + "en")
        plurals.append(word[:-2] + {"f": "v", "s": "z"}.get(word[-1], word[-1]) + "en")
    return any(_is_form_of(plural, word) for plural in plurals)


def _is_form_of(word: str, lemma: str) -> bool:
    entry = _entry(word)
    return entry is not None and fold_word(entry) == lemma
