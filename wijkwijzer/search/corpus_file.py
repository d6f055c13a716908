"""Reading a file of publications, one JSON object a line.

A line has `title`, `summary`, `body`, `theme`, `municipality` and `date`; only `title` is required. `theme` and
`municipality` are a name, an address (slug), or a list of those. In `body`, an empty line ends a paragraph and a line
that begins with `## ` is a heading. Other keys are left alone.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import F

from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.taxonomy.models import Theme

MAX_TITLE = 255
MAX_SUMMARY = 300
MAX_THEME = 100
HEADING = "## "
# NUL, and halves of a pair that JSON can write: PostgreSQL stores neither.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication of a file, checked: themes and municipalities are primary keys."""

    slug: str
    title: str
    summary: str
    body: str
    themes: tuple[int, ...]
    municipalities: tuple[int, ...]
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line of the file is no publication. Lines count from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class DamagedLineError(ValueError):
    """What is wrong with the line being read."""


class CorpusFile:
    """Reads a file, as often as asked, one line at a time: a corpus may be larger than the memory."""

    def __init__(self, file: Path, *, allow_new_themes: bool = False) -> None:
        self.file = file
        self.allow_new_themes = allow_new_themes
        # Names that are no theme yet, by what they are looked up by; filled while reading, where they are allowed.
        self.new_themes: dict[str, str] = {}
        self.themes = _by_name(Theme.objects.all(), lambda theme: (theme.slug, theme.name))
        places = Municipality.objects.order_by(F("valid_until").desc(nulls_first=True), "pk")
        self.municipalities = _by_name(places, _names_of_place)

    def __iter__(self) -> Iterator[Entry | Problem]:
        seen: Counter[bytes] = Counter()
        with self.file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                line = line.strip().removeprefix(b"\xef\xbb\xbf")
                if not line:
                    continue
                digest = hashlib.sha256(line).digest()[:12]
                slug = _slug(digest, seen[digest])
                seen[digest] += 1
                try:
                    yield self._entry(slug, _object(line))
                except DamagedLineError as error:
                    yield Problem(number, str(error))

    def entries(self) -> Iterator[Entry]:
        return (entry for entry in self if isinstance(entry, Entry))

    def check(self) -> tuple[int, list[Problem]]:
        """How many publications the file has, and what is wrong with the other lines."""
        publications, problems = 0, []
        for item in self:
            if isinstance(item, Problem):
                problems.append(item)
            else:
                publications += 1
        return publications, problems

    def _entry(self, slug: str, data: dict[str, Any]) -> Entry:
        title = " ".join(_text(data, "title").split())
        if not title:
            raise DamagedLineError("it has no title")
        if len(title) > MAX_TITLE:
            raise DamagedLineError(f"its title has {len(title)} characters; {MAX_TITLE} is the most")
        body = _text(data, "body")
        return Entry(
            slug=slug,
            title=title,
            summary=_shortened(_text(data, "summary") or body.replace(HEADING, "")),
            body=body,
            themes=self._theme_keys(data),
            municipalities=_keys(_names(data, "municipality"), "municipality", self.municipalities),
            published_on=_date(data),
        )

    def _theme_keys(self, data: dict[str, Any]) -> tuple[int, ...]:
        names = _names(data, "theme")
        if self.allow_new_themes:
            new = {_key(name): name for name in names if _key(name) not in self.themes and len(name) <= MAX_THEME}
            self.new_themes |= {key: name for key, name in new.items() if key not in self.new_themes}
            names = [name for name in names if _key(name) not in new]
        return _keys(names, "theme", self.themes)

    def make_new_themes(self) -> list[str]:
        """Make the themes that were missing; returns their names."""
        for key, name in self.new_themes.items():
            theme = Theme(name=name)
            theme.save()  # with an address of taggit that is free
            self.themes[key] = theme.pk
        made, self.new_themes = list(self.new_themes.values()), {}
        return made


def _slug(digest: bytes, earlier: int) -> str:
    """The same for the same line of whatever file; lines that are equal within one file each have their own."""
    return f"corpus-{hashlib.sha256(digest + str(earlier).encode()).hexdigest()[:16]}"


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DamagedLineError(f"it is not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise DamagedLineError(f"it is not JSON ({error.msg}, character {error.pos + 1})") from error
    except RecursionError as error:
        raise DamagedLineError("its JSON is nested too deep") from error
    if not isinstance(data, dict):
        raise DamagedLineError("it is not a JSON object, such as {…}")
    return data


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DamagedLineError(f"its {name} is not a text")
    if _UNSTORABLE.search(value):
        raise DamagedLineError(f"its {name} holds a character that cannot be stored")
    return value.strip()


def _names(data: dict[str, Any], name: str) -> list[str]:
    value = data.get(name)
    values = value if isinstance(value, list) else [value]
    return [text for text in (_text({name: item}, name) for item in values) if text]


def _keys(names: list[str], kind: str, known: dict[str, int]) -> tuple[int, ...]:
    """The primary keys of `names`, each once."""
    for name in names:
        if _key(name) not in known:
            raise DamagedLineError(f"no {kind} is called “{name[:MAX_THEME]}”")
    return tuple(dict.fromkeys(known[_key(name)] for name in names))


def _date(data: dict[str, Any]) -> date | None:
    text = _text(data, "date")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise DamagedLineError(f"its date “{text[:20]}” is not one such as 2024-05-31") from error


def _shortened(text: str) -> str:
    """On one line, cut at a word where it is longer than a summary may be."""
    text = " ".join(text[: MAX_SUMMARY * 4].split())
    if len(text) <= MAX_SUMMARY:
        return text
    return text[: MAX_SUMMARY - 1].rpartition(" ")[0][: MAX_SUMMARY - 1] + "…"


def _by_name(objects: Any, names: Callable[[Any], tuple[str, ...]]) -> dict[str, int]:
    """Primary keys by every name, the first of `objects` first; an address wins from a name."""
    known: dict[str, int] = {}
    called = [(item.pk, names(item)) for item in objects]
    for position in range(max((len(each) for _, each in called), default=0)):
        for pk, each in called:
            if each[position : position + 1] and each[position]:
                known.setdefault(_key(each[position]), pk)
    return known


def _names_of_place(place: Municipality) -> tuple[str, ...]:
    return place.slug, place.code, place.display_name, place.name, *(alias.strip() for alias in place.alias.split(","))


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())
