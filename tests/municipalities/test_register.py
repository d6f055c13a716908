"""Reading a year's file: the real one whole, a damaged one not at all, with every bad row named."""

from collections import Counter
from decimal import Decimal

import pytest

from wijkwijzer.municipalities.models import SizeClass
from wijkwijzer.municipalities.register import PROVINCES, DamagedFileError, read_register, read_successors

# Rows of the shipped file by what is changed in them; the header is row 1, so the first municipality is row 2.
DAMAGE = {
    "an empty code": ({"code": ""}, "Rij 2: “” is geen code van een gemeente, zoals GM0014."),
    "another pattern": ({"code": "0014"}, "Rij 2: “0014” is geen code van een gemeente, zoals GM0014."),
    "a code of another row": ({"code": "GM0034"}, "Rij 3: de code “GM0034” staat ook in rij 2."),
    "an empty name": ({"name": " "}, "Rij 2: het veld name is leeg."),
    "an empty name on the site": ({"display_name": ""}, "Rij 2: het veld display_name is leeg."),
    "a name that is a story": (
        {"alias": "x" * 81},
        "Rij 2: het veld alias is langer dan 80 tekens of bevat vreemde tekens.",
    ),
    "a control character": (
        {"name": "Gron\tingen"},
        "Rij 2: het veld name is langer dan 80 tekens of bevat vreemde tekens.",
    ),
    "an address with capitals": (
        {"slug": "Den Haag"},
        "Rij 2: “Den Haag” is geen adres: kleine letters, cijfers en streepjes, zoals den-haag.",
    ),
    "an address of another row": ({"slug": "almere"}, "Rij 3: het adres “almere” staat ook in rij 2."),
    "an unknown province": (
        {"province_code": "PV32"},
        "Rij 2: “PV32” is geen code van een provincie (PV20 tot en met PV31).",
    ),
    "another province's name": ({"province": "Drenthe"}, "Rij 2: bij PV20 hoort Groningen, maar er staat “Drenthe”."),
    "a place in Belgium": ({"lat": "50.45"}, "Rij 2: lat 50.45 ligt buiten Nederland (50.7 tot 53.7)."),
    "latitude and longitude swapped": ({"lon": "53.218"}, "Rij 2: lon 53.218 ligt buiten Nederland (3.2 tot 7.3)."),
    "a comma in a number": ({"lat": "53,218"}, "Rij 2: “53,218” in lat is geen getal in graden, zoals 52.0907."),
    "no number": ({"lon": "NaN"}, "Rij 2: “NaN” in lon is geen getal in graden, zoals 52.0907."),
    "inhabitants with a point": ({"inhabitants_2025": "243.663"}, "Rij 2: “243.663” is geen aantal inwoners."),
    "no inhabitants": ({"inhabitants_2025": "0"}, "Rij 2: “0” is geen aantal inwoners."),
    "inhabitants in superscript": ({"inhabitants_2025": "²"}, "Rij 2: “²” is geen aantal inwoners."),
    "a character that got lost": (
        {"name": "S\ufffddwest"},
        "Rij 2: het veld name is langer dan 80 tekens of bevat vreemde tekens.",
    ),
}


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(DamagedFileError) as refusal:
        read_register(content)
    return refusal.value.problems


def test_the_shipped_file_holds_the_342_municipalities_of_2026(shipped):
    entries = read_register(shipped)
    assert len(entries) == 342
    per_province = Counter(PROVINCES[entry.province_code] for entry in entries)
    assert per_province == {
        "Noord-Brabant": 56,
        "Gelderland": 51,
        "Zuid-Holland": 50,
        "Noord-Holland": 44,
        "Limburg": 31,
        "Utrecht": 26,
        "Overijssel": 25,
        "Fryslân": 18,
        "Zeeland": 13,
        "Drenthe": 12,
        "Groningen": 10,
        "Flevoland": 6,
    }


@pytest.mark.parametrize(
    ("slug", "size_class"),
    [
        ("schiermonnikoog", SizeClass.UNDER_20),
        ("veendam", SizeClass.FROM_20),
        ("veldhoven", SizeClass.FROM_40),
        ("hengelo", SizeClass.FROM_60),
        ("breda", SizeClass.FROM_100),
        ("groningen", SizeClass.OVER_200),
        ("amsterdam", SizeClass.OVER_200),
    ],
)
def test_a_municipality_is_known_by_its_size_class_only(shipped, slug, size_class):
    entry = next(entry for entry in read_register(shipped) if entry.slug == slug)
    assert entry.size_class == size_class
    assert not hasattr(entry, "inhabitants")


@pytest.mark.parametrize(
    ("inhabitants", "size_class"),
    [
        (19_999, "0-20"),
        (20_000, "20-40"),
        (59_999, "40-60"),
        (60_000, "60-100"),
        (100_000, "100-200"),
        (200_000, "200-"),
    ],
)
def test_the_limits_of_the_size_classes(inhabitants, size_class):
    assert SizeClass.for_inhabitants(inhabitants) == size_class


def test_an_entry_keeps_what_the_file_says(shipped):
    entries = {entry.code: entry for entry in read_register(shipped)}
    bosch, haag = entries["GM0796"], entries["GM0518"]
    assert (bosch.display_name, bosch.alias, bosch.slug) == ("'s-Hertogenbosch", "Den Bosch", "s-hertogenbosch")
    assert (haag.name, haag.display_name, haag.alias) == ("'s-Gravenhage", "Den Haag", "'s-Gravenhage")
    assert entries["GM0014"].latitude == Decimal("53.2180")


def test_a_file_of_excel_with_a_byte_order_mark_and_windows_line_ends_is_read(shipped):
    assert read_register(b"\xef\xbb\xbf" + shipped.replace(b"\n", b"\r\n")) == read_register(shipped)


def test_the_column_with_inhabitants_may_be_of_any_year(shipped):
    assert len(read_register(shipped.replace(b"inhabitants_2025", b"inhabitants_2031", 1))) == 342


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_row_is_named_with_what_is_wrong(rows, as_csv, case):
    change, problem = DAMAGE[case]
    rows[0].update(change)
    assert problems_of(as_csv(rows)) == [problem]


def test_every_damaged_row_is_named_at_once(rows, as_csv):
    rows[0]["code"] = "x"
    rows[10]["lat"] = "0.0"
    rows[341]["inhabitants_2025"] = "veel"
    assert [problem.split(":")[0] for problem in problems_of(as_csv(rows))] == ["Rij 2", "Rij 12", "Rij 343"]


def test_missing_columns_are_named(rows, as_csv):
    for row in rows:
        del row["slug"], row["inhabitants_2025"]
    assert problems_of(as_csv(rows)) == ["Rij 1: deze kolommen ontbreken: slug, inhabitants_JJJJ."]


def test_a_file_with_semicolons_is_refused_with_a_hint(shipped):
    assert problems_of(shipped.replace(b",", b";"))[0].endswith("Scheid de velden met komma’s.")


def test_a_column_that_occurs_twice_is_refused(shipped):
    assert "komt twee keer voor" in problems_of(shipped.replace(b"display_name", b"name", 1))[0]


def test_a_row_with_too_few_or_too_many_fields_is_named(shipped):
    lines = shipped.splitlines()
    lines[4] = lines[4].rsplit(b",", 1)[0]
    lines[6] += b",nog iets"
    assert problems_of(b"\n".join(lines)) == [
        "Rij 5: er staan 9 velden; dat moeten er 10 zijn.",
        "Rij 7: er staan 11 velden; dat moeten er 10 zijn.",
    ]


def test_a_file_that_was_cut_off_is_refused(shipped):
    shorter = b"\n".join(shipped.splitlines()[:300])
    assert problems_of(shorter) == ["Er staan 299 gemeenten in het bestand; dat moeten er minstens 300 zijn."]


def test_a_quotation_mark_that_is_never_closed_is_refused(shipped):
    assert problems_of(shipped.replace(b"Almere", b'"Almere', 1)) != []


def test_another_encoding_is_refused_with_the_first_row_that_shows_it(shipped):
    content = shipped.decode().encode("cp1252")
    row = next(n for n, line in enumerate(content.split(b"\n"), start=1) if b"Frysl\xe2n" in line)
    assert problems_of(content) == [f"Rij {row}: de tekst is geen UTF-8. Bewaar het bestand als “CSV UTF-8”."]
    assert problems_of(shipped.decode().encode("utf-16")) != []


def test_text_that_was_decoded_wrongly_before_is_found_by_its_province(shipped):
    problems = problems_of(shipped.decode().replace("Fryslân", "FryslÃ¢n").encode())
    assert len(problems) >= 18
    assert "bij PV21 hoort Fryslân, maar er staat “FryslÃ¢n”" in problems[0]


def test_nul_characters_are_named_by_row(shipped):
    lines = shipped.split(b"\n")
    lines[2] = lines[2].replace(b"Almere", b"Al\x00mere")
    assert problems_of(b"\n".join(lines)) == ["Rij 3: er staat een NUL-teken in; het bestand is beschadigd."]


@pytest.mark.parametrize("content", [b"", b"\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"<html></html>"])
def test_what_is_no_such_file_at_all_is_refused(content):
    assert problems_of(content)


# --- Successors ------------------------------------------------------------------------------------------------------


def test_successors_are_read_by_code():
    assert read_successors(b"code,successor\nGM0001,GM0014\nGM0002,GM0014\n") == {
        "GM0001": "GM0014",
        "GM0002": "GM0014",
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"code,opvolger\nGM0001,GM0014", "Rij 1: deze kolommen ontbreken: successor."),
        (b"code,successor\nGM0001,Groningen", "Rij 2: “Groningen” is geen code van een gemeente, zoals GM0014."),
        (b"code,successor\nGM0001,GM0001", "Rij 2: GM0001 kan niet in zichzelf opgaan."),
        (b"code,successor\nGM0001,GM0014\nGM0001,GM0034", "Rij 3: de code “GM0001” staat ook in rij 2."),
    ],
)
def test_damaged_successors_are_refused(content, problem):
    with pytest.raises(DamagedFileError) as refusal:
        read_successors(content)
    assert refusal.value.problems == [problem]
