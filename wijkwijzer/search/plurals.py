"""The singular or plain form of a word that no lexicon knows, by the rules of Dutch spelling.

Each rule proposes forms, the surest first; the first that is a word is taken. When none is known the first form of the
first rule that fits is taken: both the singular and the plural of a new word then still come to the same form.
Rules after “Leidraad” of the Woordenlijst Nederlandse Taal (open and closed syllables, f and v, s and z).
"""

import re
from collections.abc import Callable, Iterator

SHORTEST = 5
_VOWELS = "aeiouy"
# Endings that change as a whole: singular for plural, surely.
_WHOLE = (
    ("heden", "heid"),
    ("centra", "centrum"),
    ("stadia", "stadium"),
    ("ieen", "ie"),  # strategieën
    ("eeen", "ee"),  # ideeën
    ("logen", "loog"),
    ("ingen", "ing"),
    ("atoren", "ator"),
    ("soren", "sor"),
    ("isten", "ist"),
    ("aars", "aar"),
)
# The same where other words end so too.
_OFTEN = (("toren", "tor"), ("ijen", "ij"), ("ches", "ch"), ("shes", "sh"))
# Inflected adjectives whose spelling changes.
_ADJECTIVES = (
    ("ieve", "ief"),
    ("ele", "eel"),
    ("ale", "aal"),
    ("are", "aar"),
    ("loze", "loos"),
    ("zame", "zaam"),
    ("euze", "eus"),
)
# GGD’s, zzp’s: letters without a vowel.
_ABBREVIATIONS = re.compile(r"[bcdfghjklmnpqrtvwxz]{2,5}s")
_DIMINUTIVE = re.compile(r"(?:etje|tje|pje|kje|je)s?$")


def base_form(word: str, is_word: Callable[[str], bool]) -> str:
    """The form without inflection of an unknown folded word; the word itself when no rule fits."""
    if _ABBREVIATIONS.fullmatch(word):
        return word[:-1]
    if len(word) < SHORTEST:
        return word
    forms = list(_forms(word))
    return next((form for form in forms if is_word(form)), forms[0] if forms else word)


def _forms(word: str) -> Iterator[str]:
    yield from _replaced(word, _OFTEN)
    if _DIMINUTIVE.search(word):
        yield from _of_diminutive(word.removesuffix("s").removesuffix("je"))
    elif word.endswith("en"):
        yield from without_en(word)
    elif word.endswith("s"):
        yield from _without_s(word)
    elif word.endswith("e"):
        yield from _without_e(word)


def sure_form(word: str) -> str | None:
    """The singular of an unknown word that can be nothing but a plural: “-heden”, “-ingen”."""
    return next(_replaced(word, _WHOLE), None)


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for ending, singular in endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending) + singular


def _of_diminutive(rest: str) -> Iterator[str]:
    """From “wandelinget”, “geveltuint”, “boomp”, “konink”, “straat”: what a diminutive leaves without -je."""
    if rest.endswith("et") and len(rest) > 5:
        short = rest[:-2]
        yield short[:-1] if short[-1] == short[-2] else short
    if rest.endswith("nk"):
        yield rest[:-1] + "g"
    if rest.endswith("mp"):
        yield rest[:-1]
    if rest.endswith("t") and rest[-2:-1] in (*_VOWELS, "r", "l", "n", "w"):
        yield rest
        yield rest[:-1]
        if rest[-3:-1] in ("aa", "ee", "oo", "uu"):  # autootje
            yield rest[:-2]
    else:
        yield rest


def without_en(word: str) -> Iterator[str]:
    """Forms of a word in -en: plans for “plannen”, letters doubled for “scholen”, f for v, s for z."""
    rest = word[:-2]
    if rest[-1] == rest[-2] and rest[-1] not in _VOWELS:
        yield rest[:-1]
        return
    hard = rest[:-1] + {"v": "f", "z": "s"}.get(rest[-1], rest[-1])
    is_open = rest[-1] not in _VOWELS and rest[-2] in "aeou" and rest[-3:-2] not in tuple(_VOWELS)
    long = hard[:-1] + hard[-2] + hard[-1]
    # An e before r, l, n or m is seldom stressed: “kamer”, “winkel”.
    if is_open and not (rest[-2] == "e" and rest[-1] in "rlnm"):
        yield long
        yield hard
    else:
        yield hard
        if is_open:
            yield long
    if rest.endswith("i"):
        yield rest + "e"  # bacteriën


def _without_s(word: str) -> Iterator[str]:
    """Forms of a word in -s. One in -ss, -us or -is is mostly no plural."""
    if not word.endswith(("ss", "us", "is")):
        yield word[:-1]


def _without_e(word: str) -> Iterator[str]:
    """Forms of a word in -e, which may be an inflected adjective or participle."""
    for ending, plain in _ADJECTIVES:
        if word.endswith(ending):
            yield word.removesuffix(ending) + plain
            return
    if word.endswith(("ige", "lijke", "ische", "ende", "arde", "erde", "urde", "ichte", "aamde", "loste", "bare")):
        yield word[:-1]
