"""Each form read back by hand: what went in comes out, whatever is in a title."""

import json
import re
from datetime import date

import pytest

from wijkwijzer.citing.citation import Author, Citation
from wijkwijzer.citing.formats import bibtex, csl_json, ris

READ_ON = date(2026, 11, 29)
NASTY = 'Braces { and }} and \\ "quotes" 100% & #1 _x_ $5 ~ ^ é 🏘\r\nER  - \nTY  - JOUR\x0b\x00\u2028@book{x,'
PLAIN = 'Braces { and }} and \\ "quotes" 100% & #1 _x_ $5 ~ ^ é 🏘 ER - TY - JOUR @book{x,'


def made(**fields: object) -> Citation:
    usual = {
        "title": "De huiskamer",
        "authors": (Author("Zoë van der Meer", False), Author("Stichting Nut, Deventer", True)),
        "publisher": "WijkWijzer",
        "published": date(2023, 9, 7),
        "version": date(2026, 11, 24),
        "url": "https://example.org/tips/huiskamer/versie/2026-11-24/",
        "page_url": "https://example.org/tips/huiskamer/",
        "summary": "Een samenvatting.",
        "kind": "tips",
        "key": "huiskamer-2023",
    }
    return Citation(**{**usual, **fields})


def read_ris(text: str) -> list[tuple[str, str]]:
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert not re.search(r"[\n\x00-\x1f\x7f\u2028]", "".join(lines))
    return [(line[:2], line[6:]) for line in lines if re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line)]


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """As BibTeX does: a value ends where its braces are balanced, a backslash before one or not."""
    head = re.match(r"@(\w+)\{([^,\s]+),\n", text)
    assert head
    place, fields = head.end(), {}
    while match := re.compile(r"\s*(\w+) = \{").match(text, place):
        start = place = match.end()
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            place += 1
        fields[match[1]] = text[start : place - 1]
        assert text[place] == ","
        place += 1
    assert text[place:] == "\n}\n"
    return head[1], head[2], fields


def untex(text: str) -> str:
    words = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~"}
    words["textasciicircum"] = "^"
    text = text.removeprefix("{").removesuffix("}") if text.startswith("{") else text
    return re.sub(r"\\(?:([a-z]+)\{\}|(.))", lambda found: words[found[1]] if found[1] else found[2], text)


@pytest.mark.parametrize(("title", "read"), [("De huiskamer", "De huiskamer"), (NASTY, PLAIN)], ids=["usual", "nasty"])
class TestRoundTrip:
    def test_ris(self, title: str, read: str) -> None:
        fields = read_ris(ris(made(title=title), READ_ON))
        assert fields[0] == ("TY", "ELEC")
        assert fields[-1] == ("ER", "")
        assert [name for name, _value in fields].count("ER") == [name for name, _value in fields].count("TY") == 1
        assert dict(fields)["TI"] == read
        assert [value for name, value in fields if name == "AU"] == ["Zoë van der Meer", "Stichting Nut, Deventer"]
        assert {"PY": "2023", "DA": "2023/09/07", "Y2": "2026/11/29", "LA": "nl", "ET": "2026-11-24"}.items() <= dict(
            fields
        ).items()

    def test_bibtex(self, title: str, read: str) -> None:
        kind, key, fields = read_bibtex(bibtex(made(title=title, summary=title), READ_ON))
        assert (kind, key) == ("online", "huiskamer-2023")
        assert untex(fields["title"]) == untex(fields["abstract"]) == read
        # A name with a comma would be taken apart; “van der” BibTeX knows.
        assert fields["author"] == "Zoë van der Meer and {Stichting Nut, Deventer}"
        assert (fields["date"], fields["urldate"], fields["version"]) == ("2023-09-07", "2026-11-29", "2026-11-24")
        assert fields["url"] == made().url

    def test_csl_json(self, title: str, read: str) -> None:
        (item,) = json.loads(csl_json(made(title=title), READ_ON))
        assert item["title"] == read
        assert item["author"] == [{"literal": "Zoë van der Meer"}, {"literal": "Stichting Nut, Deventer"}]
        assert item["issued"] == {"date-parts": [[2023, 9, 7]]}
        assert item["accessed"] == {"date-parts": [[2026, 11, 29]]}
        assert (item["type"], item["URL"], item["language"]) == ("webpage", made().url, "nl")


def test_a_name_cannot_end_its_field_either() -> None:
    nasty = made(authors=(Author(f"A and B {NASTY}", False),))
    assert len(read_ris(ris(nasty, READ_ON))) == len(read_ris(ris(made(authors=(Author("A", False),)), READ_ON)))
    assert read_bibtex(bibtex(nasty, READ_ON))[2]["author"].startswith("{A and B")


def test_research_is_a_report() -> None:
    research = made(kind="onderzoek")
    assert ris(research, READ_ON).startswith("TY  - RPRT\r\n")
    assert bibtex(research, READ_ON).startswith("@report{")
    assert json.loads(csl_json(research, READ_ON))[0]["type"] == "report"


def test_what_is_not_known_is_left_out() -> None:
    unknown = made(authors=(), published=None, version=None, summary="")
    assert {name for name, _value in read_ris(ris(unknown, READ_ON))} == {"TY", "TI", "PB", "LA", "UR", "Y2", "ER"}
    assert not {"author", "year", "date", "version", "abstract"} & set(read_bibtex(bibtex(unknown, READ_ON))[2])
    assert not {"author", "issued", "version", "abstract"} & set(json.loads(csl_json(unknown, READ_ON))[0])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {},
            "Zoë van der Meer en Stichting Nut, Deventer (2023, 7 september). De huiskamer. WijkWijzer. "
            "Versie van 24 november 2026.",
        ),
        ({"authors": (), "version": None}, "WijkWijzer (2023, 7 september). De huiskamer."),
        (
            {"authors": tuple(Author(name, False) for name in "ABC"), "published": None, "title": "Hoe dan?"},
            "A, B en C (z.d.). Hoe dan? WijkWijzer. Versie van 24 november 2026.",
        ),
    ],
)
def test_in_words(fields: dict[str, object], words: str) -> None:
    assert made(**fields).in_words == words
