"""`docs/search.md` names files and commands that are there."""

import re
from pathlib import Path

from django.core.management import get_commands

PROJECT_DIR = Path(__file__).parents[2]
DOCUMENT = (PROJECT_DIR / "docs/search.md").read_text(encoding="utf-8")
ROOM = PROJECT_DIR / "wijkwijzer/search"


def test_every_path_it_names_exists() -> None:
    paths = re.findall(r"`([\w.-]+(?:/[\w.-]+)+/?)`", DOCUMENT)
    missing = [path for path in paths if not (PROJECT_DIR / path).exists()]
    assert paths
    assert missing == []


def test_every_module_of_its_flow_is_in_the_room() -> None:
    flow = re.search(r"```text\n(.*?)```", DOCUMENT, re.S)[1]
    modules = set(re.findall(r"\b\w+\.py\b", flow))
    assert modules
    assert {module for module in modules if not (ROOM / module).is_file()} == set()


def test_every_management_command_it_names_exists() -> None:
    assert set(re.findall(r"manage\.py (\w+)", DOCUMENT)) <= set(get_commands())


def test_every_make_target_it_names_exists() -> None:
    named = set(re.findall(r"`make ([a-z]+)", DOCUMENT))
    assert named <= set(re.findall(r"^([a-z]+):", (PROJECT_DIR / "Makefile").read_text(encoding="utf-8"), re.M))
    assert "benchsearch" in named


def test_both_engines_have_a_table_of_figures() -> None:
    headings = re.findall(r"^### [\d,]+ publications, (SQLite|PostgreSQL) [\d.]+$", DOCUMENT, re.M)
    assert set(headings) == {"SQLite", "PostgreSQL"}
