"""Documents that cannot drift: what they say is checked against the code."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.docs.page_types import TARGET, describe_page_types
from wijkwijzer.demo.documents import read_documents
from wijkwijzer.settings.env import VARIABLES

PROJECT_DIR = Path(__file__).parents[2]
README = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")


def _spelled_out(word: str) -> list[str]:
    """`a/{b,c}/` as the shell reads it: `a/b/` and `a/c/`."""
    braces = re.search(r"\{(.*?)\}", word)
    return [word.replace(braces[0], part) for part in braces[1].split(",")] if braces else [word]


CODE = re.findall(r"`([^`\n]+)`", README) + [
    path
    for block in re.findall(r"```(?:sh|text)\n(.*?)```", README, re.S)
    for word in block.replace(";", " ").split()
    for path in _spelled_out(word)
]


def test_the_page_types_document_is_what_the_code_says() -> None:
    assert TARGET.read_text(encoding="utf-8") == describe_page_types(), "run `make docs`"


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_the_readme_table_holds_every_setting_as_it_is_declared(variable: object) -> None:
    default = f"`{variable.default}`" if variable.default else "–"
    assert f"| `{variable.name}` | {variable.type.__name__} | {default} | {variable.help} |" in README


def test_the_readme_table_holds_no_setting_that_is_not_declared() -> None:
    named = re.findall(r"^\| `([A-Z_]+)` \|", README, re.M)
    assert named == [variable.name for variable in VARIABLES]


def test_the_example_file_holds_every_setting_and_no_other() -> None:
    example = (PROJECT_DIR / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^# ?([A-Z_]+)=(.*)$", example, re.M) == [(v.name, v.default) for v in VARIABLES]
    assert all(variable.help in example for variable in VARIABLES)


def test_every_path_named_in_the_readme_exists() -> None:
    paths = [code for code in CODE if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", code) and ("/" in code or "." in code)]
    missing = [path for path in paths if not (PROJECT_DIR / path).exists() and not path.startswith("var/")]
    assert paths
    assert missing == []


def test_every_make_target_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"(?:`|^|-)make ([a-z]+)", README, re.M))
    known = set(re.findall(r"^([a-z]+):", (PROJECT_DIR / "Makefile").read_text(encoding="utf-8"), re.M))
    assert named
    assert named <= known


def test_every_management_command_named_in_the_readme_exists() -> None:
    named = {command for code in CODE for command in re.findall(r"manage\.py (\w+)", code)}
    assert named
    assert named <= set(get_commands())


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_the_targets() -> None:
    listing = subprocess.run(["make"], cwd=PROJECT_DIR, capture_output=True, text=True, check=True).stdout
    targets = "run test dev lint format lock docs check screenshots bench lighthouse"
    for target in targets.split():
        assert re.search(rf"\b{target}\b", listing)


def test_the_readme_has_at_most_150_lines() -> None:
    assert len(README.splitlines()) <= 150


def test_the_readme_counts_the_publications_of_the_demo_and_shows_one_picture_of_it() -> None:
    publications = [document for document in read_documents() if document.type != "content"]
    assert f"holds {len(publications)} publications" in README
    pictures = re.findall(r"!\[[^\]]+\]\((.+?)\)", README)
    assert len(pictures) == 1
    assert (PROJECT_DIR / pictures[0]).is_file()


def test_the_map_of_the_house_has_ten_lines_and_holds_every_room() -> None:
    house = re.search(r"## The house\n\n```text\n(.*?)```", README, re.S)[1]
    assert len(house.splitlines()) <= 10
    words = {path.rstrip("/") for word in house.split() for path in _spelled_out(word)}
    assert {app.rpartition("/")[0] for app in _rooms()} <= words


def _rooms() -> list[str]:
    files = [*PROJECT_DIR.glob("*/apps.py"), *PROJECT_DIR.glob("wijkwijzer/*/apps.py")]
    return [str(file.relative_to(PROJECT_DIR)) for file in files]
