"""Paper: PDFs as they are read with the tools of poppler, and a folder of their own for each test."""

import re
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

STREAM = re.compile(rb"stream\r?\n")


@pytest.fixture(autouse=True)
def printing_root(settings: Any, tmp_path: Path) -> Path:
    settings.PRINTING_ROOT = tmp_path / "printing"
    return settings.PRINTING_ROOT


@dataclass(frozen=True)
class Word:
    """A word on a sheet, with its edges and those of the sheet in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    width: float
    height: float


class Paper:
    """A PDF file, asked by the tools of poppler."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def ask(self, tool: str, *arguments: str) -> str:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not there: install poppler-utils")
        command = [tool, *arguments, str(self.file)] + (["-"] if tool == "pdftotext" else [])
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    @property
    def facts(self) -> dict[str, str]:
        lines = self.ask("pdfinfo").splitlines()
        return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}

    @property
    def structure(self) -> str:
        return self.ask("pdfinfo", "-struct-text")

    @property
    def sheets(self) -> list[str]:
        return self.ask("pdftotext", "-layout").split("\f")[:-1]

    @property
    def text(self) -> str:
        """With words that were broken at the end of a line made whole, and no line breaks."""
        joined = re.sub(r"[-\u00ad\u2010]\n\s*", "", self.ask("pdftotext", "-raw"))
        return re.sub(r"\s+", " ", joined)

    @property
    def words(self) -> Iterator[Word]:
        for sheet in BeautifulSoup(self.ask("pdftotext", "-bbox"), "html.parser").select("page"):
            size = float(sheet["width"]), float(sheet["height"])
            for word in sheet.select("word"):
                yield Word(word.text, *(float(word[edge]) for edge in ("xmin", "ymin", "xmax", "ymax")), *size)

    @property
    def inside(self) -> bytes:
        """All bytes of the file, what is compressed in it unpacked behind them."""
        content = self.file.read_bytes()
        parts = [content]
        for start in STREAM.finditer(content):
            with suppress(zlib.error):
                parts.append(zlib.decompressobj().decompress(content[start.end() :]))
        return b"\n".join(parts)


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Paper]:
    """Puts a PDF where the tools can read it."""
    folder = tmp_path_factory.mktemp("paper")

    def as_paper(pdf: bytes) -> Paper:
        file = folder / f"{len(list(folder.iterdir()))}.pdf"
        file.write_bytes(pdf)
        return Paper(file)

    return as_paper


@dataclass
class Press:
    """In the place of the engine: notes what it is asked, and answers without making anything."""

    made: list[str]
    error: Exception | None = None

    def __call__(self, html: str, *, base_url: str) -> bytes:
        self.made.append(html)
        if self.error is not None:
            raise self.error
        return f"%PDF-1.7 {base_url} {html}".encode()


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    press = Press([])
    monkeypatch.setattr("wijkwijzer.printing.views.make_pdf", press)
    return press
