"""How somebody is called in running text, as a pattern."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

LEAST_LETTERS, LEAST_OF_A_TITLE = 3, 8
# Between two words: a space, or a tag that begins or ends there.
_BETWEEN = r"(?:\s|&nbsp;|<[^<>]*>)+"
_APOSTROPHE = r"(?:['’`]|&\#x27;|&\#39;)"
# In one go: what an apostrophe is replaced by has apostrophes itself.
_APOSTROPHES = re.compile("['’]")
_TAG = re.compile(r"<[^<>]*>")
_RUN = re.compile(r"[A-Za-z0-9]+")


def _as_pattern(words: str) -> str:
    parts = [_APOSTROPHES.sub(lambda _sign: _APOSTROPHE, re.escape(word)) for word in words.split()]
    return _BETWEEN.join(parts)


def normal(text: str) -> str:
    """Letters with their accents as one sign, whatever keyboard they came from."""
    return unicodedata.normalize("NFC", text)


class Names:
    """The names of people, and the titles of what was told of them.

    `Zoë van der Meer` is found as such and as `Van der Meer`; as `Zoë` only in what tells of her already, or every page
    about another Zoë would be in the list.
    """

    def __init__(self, people: Iterable[str] = (), titles: Iterable[str] = ()) -> None:
        full = {" ".join(normal(name).split()) for name in people}
        self.full = {name for name in full if len(name) >= LEAST_LETTERS}
        last = {name.partition(" ")[2] for name in self.full}
        self.last = {name for name in last if len(name) > LEAST_LETTERS}
        first = {name.partition(" ")[0] for name in self.full if " " in name}
        self.first = {name for name in first if len(name) >= LEAST_LETTERS}
        titles = {" ".join(normal(title).split()) for title in titles}
        self.titles = {title for title in titles if len(title) >= LEAST_OF_A_TITLE}

    def __bool__(self) -> bool:
        return bool(self.full or self.titles)

    @cached_property
    def whole(self) -> re.Pattern[str] | None:
        return self._pattern(self.full)

    @cached_property
    def narrow(self) -> re.Pattern[str] | None:
        return self._pattern(self.full | self.last)

    @cached_property
    def wide(self) -> re.Pattern[str] | None:
        return self._pattern(self.full | self.last | self.first)

    @cached_property
    def title(self) -> re.Pattern[str] | None:
        return self._pattern(self.titles)

    @staticmethod
    def _pattern(names: set[str]) -> re.Pattern[str] | None:
        if not names:
            return None
        # The longest first: of a whole name not only the half of it.
        choices = "|".join(_as_pattern(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        return re.compile(rf"(?<!\w)(?:{choices})(?:{_APOSTROPHE}?s)?(?!\w)", re.IGNORECASE)

    @cached_property
    def fragments(self) -> list[str]:
        """A piece of each name that is spelled alike wherever it is stored: databases keep other letters than ASCII as
        themselves or escaped (`Zo\\u00eb`), and of neither know the capital."""
        found = set()
        for name in self.full | self.last | self.titles:
            runs = _RUN.findall(name)
            found.add(max(runs, key=len).lower() if runs else name)
        return sorted(found)

    def without(self, text: str, *, is_html: bool) -> str:
        """The text with something neutral instead of the names."""
        text = _replaced(self.title, _("een pagina die is ingetrokken"), normal(text), is_html)
        return _replaced(self.wide, _("een betrokkene"), text, is_html)


def _replaced(pattern: re.Pattern[str] | None, neutral: str, text: str, is_html: bool) -> str:
    """Tags that stood inside a name stay, so that what they open is closed."""

    def tags(match: re.Match[str]) -> str:
        return neutral + "".join(_TAG.findall(match[0])) if is_html else neutral

    return pattern.sub(tags, text) if pattern else text


def excerpt(text: str, start: int, end: int, around: int = 60) -> str:
    """What stands around a place in a text, without tags."""
    before = _TAG.sub(" ", text[max(0, start - around) : start])
    after = _TAG.sub(" ", text[end : end + around])
    words = " ".join(f"{before}{_TAG.sub(' ', text[start:end])}{after}".split())
    return f"… {words} …"
