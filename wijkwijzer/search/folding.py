"""Where words begin and end in a text, and their folded form: how a word looks to somebody who types without care."""

import re
import unicodedata
from collections.abc import Iterator

# Longer words (addresses, noise) are cut: they are found by how they begin, and no step after this takes long.
MAX_LENGTH = 60
# Of a longer word only this much is looked at; accents that stand apart may fill most of it.
_MAX_LOOKED_AT = 600
# Accents that stand apart after their letter are no letter to Python: those of Latin, Hebrew and Arabic script.
_MARK = r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]"
_LETTERS = rf"[^\W_]+(?:{_MARK}+[^\W_]*)*"
_APOSTROPHE = "['’ʼ‘`´]"
_HYPHEN = r"[-\u2010\u2011\u00ad]"
# “wijk-aanpak” is one word, “2020-2024” is two numbers.
WORD = re.compile(rf"{_LETTERS}(?:(?:{_APOSTROPHE}|(?<!\d){_HYPHEN}|{_HYPHEN}(?!\d)){_LETTERS})*")
_PIECE = re.compile(r"[^\-\u2010\u2011]+")


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text with their place. One with an apostrophe or a hyphen inside is one word."""
    return WORD.finditer(text)


def written_words(text: str) -> list[str]:
    """The same words as they are written, without their place."""
    return WORD.findall(text)


def fold_word(word: str) -> str:
    """One word in small letters without accents, apostrophes and hyphens: only letters and digits of any script."""
    if word.isascii() and word.isalnum():
        return word[:MAX_LENGTH].lower()
    bare = _without_marks(unicodedata.normalize("NFKD", word[:_MAX_LOOKED_AT]))
    # Folding case can bring back marks and letters that can be taken apart (İ, ŉ).
    return _without_marks(unicodedata.normalize("NFKD", bare.casefold()))[:MAX_LENGTH]


def fold(text: str) -> str:
    """A text folded word by word, with single spaces. “Buurtagenda’s in Súdwest-Fryslân” is
    “buurtagendas in sudwestfryslan”."""
    return " ".join(folded for match in words(text) if (folded := fold_word(match.group())))


def pieces(word: str) -> list[str]:
    """The folded pieces between hyphens; one when there is no hyphen."""
    return [folded for piece in _PIECE.findall(word[:_MAX_LOOKED_AT]) if (folded := fold_word(piece))]


def _without_marks(text: str) -> str:
    return "".join(filter(str.isalnum, text))
