"""Read a year's file of municipalities and find everything that is wrong with it. Knows nothing of the database."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

from .models import SizeClass

PROVINCES = {
    "PV20": "Groningen",
    "PV21": "Fryslân",
    "PV22": "Drenthe",
    "PV23": "Overijssel",
    "PV24": "Flevoland",
    "PV25": "Gelderland",
    "PV26": "Utrecht",
    "PV27": "Noord-Holland",
    "PV28": "Zuid-Holland",
    "PV29": "Zeeland",
    "PV30": "Noord-Brabant",
    "PV31": "Limburg",
}
COLUMNS = ("code", "name", "display_name", "alias", "slug", "province", "province_code", "lat", "lon")
INHABITANTS = re.compile(r"inhabitants_\d{4}")
# There were 342 in 2026, and some four fewer every year: a shorter file was cut off.
FEWEST = 300
_UNIQUE = {"code": "de code", "slug": "het adres", "name": "de naam", "display_name": "de naam op de site"}
_MAX_LENGTH = 80
_MAX_INHABITANTS = 2_000_000
_CODE = re.compile(r"GM\d{4}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEGREES = re.compile(r"\d{1,2}\.\d{1,8}")
_NETHERLANDS = {"lat": (Decimal("50.7"), Decimal("53.7")), "lon": (Decimal("3.2"), Decimal("7.3"))}


class DamagedFileError(Exception):
    """A file that must not be read in. `problems`: Dutch sentences, one for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Entry:
    """One municipality in the file. The number of inhabitants is gone: only its class is kept."""

    code: str
    name: str
    display_name: str
    alias: str
    slug: str
    province_code: str
    latitude: Decimal
    longitude: Decimal
    size_class: str


def read_register(content: bytes) -> list[Entry]:
    """The municipalities in `content` (CSV, UTF-8). Raises `DamagedFileError` with every problem that was found."""
    header, rows = _read_table(content)
    inhabitants = [name for name in header if INHABITANTS.fullmatch(name)]
    missing = [name for name in COLUMNS if name not in header]
    if len(inhabitants) != 1:
        missing.append("inhabitants_JJJJ")
    if missing:
        raise DamagedFileError([_missing_columns(missing, header)])
    problems: list[str] = []
    for number, row in rows:
        problems += [f"Rij {number}: {problem}" for problem in _problems(row, inhabitants[0])]
    for column, what in _UNIQUE.items():
        problems += _duplicates(rows, column, what)
    if len(rows) < FEWEST:
        problems.append(f"Er staan {len(rows)} gemeenten in het bestand; dat moeten er minstens {FEWEST} zijn.")
    if problems:
        raise DamagedFileError(problems)
    return [_entry(row, inhabitants[0]) for _number, row in rows]


def read_successors(content: bytes) -> dict[str, str]:
    """Which municipality became part of which, by code. Raises `DamagedFileError`."""
    header, rows = _read_table(content)
    if missing := [name for name in ("code", "successor") if name not in header]:
        raise DamagedFileError([_missing_columns(missing, header)])
    problems = _duplicates(rows, "code", "de code")
    for number, row in rows:
        for column in ("code", "successor"):
            if not _CODE.fullmatch(row[column]):
                problems.append(f"Rij {number}: “{row[column]}” is geen code van een gemeente, zoals GM0014.")
        if row["code"] == row["successor"]:
            problems.append(f"Rij {number}: {row['code']} kan niet in zichzelf opgaan.")
    if problems:
        raise DamagedFileError(problems)
    return {row["code"]: row["successor"] for _number, row in rows}


# --- The table -------------------------------------------------------------------------------------------------------

Table = list[tuple[int, dict[str, str]]]


def _read_table(content: bytes) -> tuple[list[str], Table]:
    """The header, and the rows with the number they have in a spreadsheet (the header is row 1)."""
    text = _decode(content)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise DamagedFileError([f"Het bestand is geen goed CSV-bestand ({error})."]) from error
    if not lines or not any(lines[0]):
        raise DamagedFileError(["Het bestand is leeg."])
    header = [name.strip() for name in lines[0]]
    if len(set(header)) != len(header):
        raise DamagedFileError([f"Rij 1: een kolom komt twee keer voor ({', '.join(header)})."])
    rows: Table = []
    problems = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(header):
            problems.append(f"Rij {number}: er staan {len(line)} velden; dat moeten er {len(header)} zijn.")
        rows.append((number, {name: value.strip() for name, value in zip(header, line, strict=False)}))
    if problems:
        raise DamagedFileError(problems)
    return header, rows


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise DamagedFileError([f"Rij {row}: de tekst is geen UTF-8. Bewaar het bestand als “CSV UTF-8”."]) from error
    if "\x00" in text:
        rows = [number for number, line in enumerate(text.split("\n"), start=1) if "\x00" in line]
        raise DamagedFileError(
            f"Rij {number}: er staat een NUL-teken in; het bestand is beschadigd." for number in rows
        )
    return text


def _missing_columns(missing: list[str], header: list[str]) -> str:
    sentence = f"Rij 1: deze kolommen ontbreken: {', '.join(missing)}."
    return f"{sentence} Scheid de velden met komma’s." if len(header) == 1 else sentence


def _duplicates(rows: Table, column: str, what: str) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for number, row in rows:
        value = row[column]
        if value and value in first:
            problems.append(f"Rij {number}: {what} “{value}” staat ook in rij {first[value]}.")
        first.setdefault(value, number)
    return problems


# --- One row ---------------------------------------------------------------------------------------------------------


def _problems(row: dict[str, str], inhabitants: str) -> list[str]:
    return [
        *_problems_of_texts(row),
        *_problems_of_province(row),
        *_problems_of_place(row),
        *_problems_of_inhabitants(row[inhabitants]),
    ]


def _problems_of_texts(row: dict[str, str]) -> list[str]:
    problems = []
    if not _CODE.fullmatch(row["code"]):
        problems.append(f"“{row['code']}” is geen code van een gemeente, zoals GM0014.")
    if not _SLUG.fullmatch(row["slug"]):
        problems.append(f"“{row['slug']}” is geen adres: kleine letters, cijfers en streepjes, zoals den-haag.")
    for column in ("name", "display_name"):
        if not row[column]:
            problems.append(f"het veld {column} is leeg.")
    for column in ("name", "display_name", "alias", "slug"):
        if len(row[column]) > _MAX_LENGTH or not row[column].isprintable() or "\ufffd" in row[column]:
            problems.append(f"het veld {column} is langer dan {_MAX_LENGTH} tekens of bevat vreemde tekens.")
    return problems


def _problems_of_province(row: dict[str, str]) -> list[str]:
    expected = PROVINCES.get(row["province_code"])
    if expected is None:
        return [f"“{row['province_code']}” is geen code van een provincie (PV20 tot en met PV31)."]
    if row["province"] != expected:
        return [f"bij {row['province_code']} hoort {expected}, maar er staat “{row['province']}”."]
    return []


def _problems_of_place(row: dict[str, str]) -> list[str]:
    problems = []
    for column, (lowest, highest) in _NETHERLANDS.items():
        value = row[column]
        if not _DEGREES.fullmatch(value):
            problems.append(f"“{value}” in {column} is geen getal in graden, zoals 52.0907.")
        elif not lowest <= Decimal(value) <= highest:
            problems.append(f"{column} {value} ligt buiten Nederland ({lowest} tot {highest}).")
    return problems


def _problems_of_inhabitants(value: str) -> list[str]:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < _MAX_INHABITANTS):
        return [f"“{value}” is geen aantal inwoners."]
    return []


def _entry(row: dict[str, str], inhabitants: str) -> Entry:
    places = Decimal("0.0001")
    return Entry(
        code=row["code"],
        name=row["name"],
        display_name=row["display_name"],
        alias=row["alias"],
        slug=row["slug"],
        province_code=row["province_code"],
        latitude=Decimal(row["lat"]).quantize(places),
        longitude=Decimal(row["lon"]).quantize(places),
        size_class=str(SizeClass.for_inhabitants(int(row[inhabitants]))),
    )
