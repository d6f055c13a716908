"""Bring the municipalities in the database up to a year's file, all of it or nothing.

The file leads on code, official name, province, place and size class. Editors lead on the name on the site, the other
names and the address, once a municipality exists. Two things follow:

- A municipality that is renamed keeps its address, so that links go on working, and its old name as another name.
- When a new municipality takes the address of one that ended (a merger often takes the name of its largest part), the
  one that ended gets another: at the old address a reader finds what became of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from .models import ALIAS_LENGTH, Municipality, Province
from .register import PROVINCES, DamagedFileError, Entry


@dataclass
class Changes:
    """What the import did, as Dutch sentences for whoever ran it."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.ended)


class Register:
    """The municipalities in the database, beside a year's file that is to follow on them."""

    def __init__(self, entries: list[Entry], year: int, successors: dict[str, str]) -> None:
        self.entries = {entry.code: entry for entry in entries}
        self.start = date(year, 1, 1)
        self.successors = successors
        self.existing = {place.code: place for place in Municipality.objects.select_related("successor")}
        # On the first time it is not known since when municipalities exist.
        self.valid_from = self.start if self.existing else None
        self.vanished = [
            place for place in self.existing.values() if place.code not in self.entries and place.valid_until is None
        ]
        self.changes = Changes()

    def problems(self) -> Iterator[str]:
        """What keeps the file from following on the database."""
        dates = (day for place in self.existing.values() for day in (place.valid_from, place.valid_until) if day)
        if (latest := max(dates, default=self.start)) > self.start:
            yield f"De gemeenten zijn al bijgewerkt tot en met {latest.year}. Lees een later bestand in."
            return
        for entry in self.entries.values():
            yield from self._problems_of_entry(entry)
        for place in self.vanished:
            if place.code not in self.successors:
                yield (
                    f"{place.code} ({place.display_name}) staat niet meer in het bestand. "
                    "Geef met --successors op in welke gemeente zij is opgegaan."
                )
        yield from self._problems_of_successors()

    def _problems_of_entry(self, entry: Entry) -> Iterator[str]:
        place = self.existing.get(entry.code)
        if place is not None:
            if place.valid_until is not None:
                yield f"{entry.code} ({entry.display_name}) is per {place.valid_until} opgeheven."
            return
        holder = self._holder(entry.slug)
        if holder is not None and holder.code in self.entries:
            yield f"{entry.code} ({entry.display_name}): het adres “{entry.slug}” is al van {holder.code} ({holder})."

    def _problems_of_successors(self) -> Iterator[str]:
        for code, successor in self.successors.items():
            if code in self.entries:
                yield f"{code} staat bij --successors, maar ook nog in het bestand met gemeenten."
            elif code not in self.existing:
                yield f"{code} staat bij --successors, maar is geen gemeente in de kennisbank."
            if successor not in self.entries:
                yield f"{successor} (opvolger van {code}) staat niet in het bestand met gemeenten."

    def _holder(self, slug: str) -> Municipality | None:
        return next((place for place in self.existing.values() if place.slug == slug), None)

    def apply(self) -> Changes:
        """Write what differs."""
        for code, name in PROVINCES.items():
            Province.objects.get_or_create(code=code, defaults={"name": name, "slug": slugify(name)})
        for entry in self.entries.values():
            if entry.code in self.existing:
                self._update(self.existing[entry.code], entry)
            else:
                self._create(entry)
        for place in self.existing.values():
            if place.code not in self.entries:
                self._end(place)
        return self.changes

    def _create(self, entry: Entry) -> None:
        if holder := self._holder(entry.slug):
            holder.slug = self._free_slug(f"{entry.slug[:60]}-tot-{(holder.valid_until or self.start).year}")
            holder.save()
        place = Municipality(
            code=entry.code,
            slug=entry.slug,
            display_name=entry.display_name,
            alias=entry.alias,
            valid_from=self.valid_from,
        )
        for name, value in _values(entry).items():
            setattr(place, name, value)
        place.save()
        self.existing[entry.code] = place
        self.changes.new.append(f"{entry.code} {entry.display_name}")

    def _free_slug(self, slug: str) -> str:
        taken = {place.slug for place in self.existing.values()}
        return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, 100))) if name not in taken)

    def _update(self, place: Municipality, entry: Entry) -> None:
        differences = {name: value for name, value in _values(entry).items() if getattr(place, name) != value}
        if not differences:
            return
        sentence = f"{place.code} {place.display_name}: {', '.join(_LABELS[name] for name in differences)}"
        if "name" in differences:
            old_name = place.display_name
            place.display_name = entry.display_name
            place.alias = _joined(place.display_name, [*place.alias.split(","), old_name, entry.alias])
            sentence = f"{sentence}, heet nu {entry.display_name}"
        for name, value in differences.items():
            setattr(place, name, value)
        place.save()
        self.changes.changed.append(sentence)

    def _end(self, place: Municipality) -> None:
        successor = self.existing.get(self.successors.get(place.code, ""))
        valid_until = place.valid_until or self.start
        if place.valid_until == valid_until and successor in (None, place.successor):
            return
        place.valid_until, place.successor = valid_until, successor
        place.save()
        self.changes.ended.append(f"{place.code} {place.display_name}: opgegaan in {successor}")


_LABELS = {
    "name": "naam",
    "province_id": "provincie",
    "latitude": "breedtegraad",
    "longitude": "lengtegraad",
    "size_class": "grootte",
}


def _values(entry: Entry) -> dict[str, object]:
    return {
        "name": entry.name,
        "province_id": entry.province_code,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "size_class": entry.size_class,
    }


def _joined(display_name: str, names: Iterable[str]) -> str:
    """The other names with commas between them, each once, as many as fit; the newest is the last to go."""
    others = list(dict.fromkeys(name.strip() for name in names if name.strip() and name.strip() != display_name))
    while len(", ".join(others)) > ALIAS_LENGTH:
        others.pop(0)
    return ", ".join(others)


@transaction.atomic
def apply_register(entries: list[Entry], year: int, successors: dict[str, str]) -> Changes:
    """Make the database agree with `entries`, as valid from 1 January of `year`.

    `successors` tells which municipality a vanished one became part of. Raises `DamagedFileError` when the file cannot
    follow on what is there; then nothing has changed.
    """
    register = Register(entries, year, successors)
    if problems := list(register.problems()):
        raise DamagedFileError(problems)
    return register.apply()
