"""The engine alone: what it makes of a document, what it leaves out, and where it stops."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.factories import picture_bytes
from wijkwijzer.printing import engine, worker
from wijkwijzer.printing.engine import Limits, PdfBusy, PdfFailed, PdfRefused, PdfUnavailable, make_pdf

from .conftest import Paper

# What a document becomes is the same on every database.
pytestmark = pytest.mark.database("sqlite")

ADDRESS = "http://testserver/praktijkvoorbeelden/een-praktijk/"
SECRET = "Het geheim van de wijk"
PROJECT_DIR = Path(__file__).parents[2]


def document(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="nl"><head><title>Een brief</title>{head}</head><body>{body}</body></html>'


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a few lines of Python in the place of the process that makes the PDF."""

    def put(code: str) -> None:
        file = tmp_path / "stub.py"
        file.write_text(code)
        monkeypatch.setattr(engine, "WORKER", file)

    return put


# --- What it fetches -------------------------------------------------------------------------------------------------


class Listener:
    """A server that only counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def was_called(self) -> bool:
        try:
            self.socket.accept()
        except TimeoutError:
            return False
        return True


@pytest.fixture
def listener() -> Any:
    made = Listener()
    yield made
    made.socket.close()


@pytest.fixture
def site_files(settings: Any, tmp_path: Path) -> Path:
    """A media folder with a resized image, and files beside it that are nobody's business."""
    settings.MEDIA_ROOT = tmp_path / "media"
    for folder in ("renditions", "originals", "documents"):
        (settings.MEDIA_ROOT / folder).mkdir(parents=True)
    (settings.MEDIA_ROOT / "renditions" / "foto.jpg").write_bytes(picture_bytes((80, 60), "JPEG"))
    (settings.MEDIA_ROOT / "originals" / "foto.jpg").write_bytes(picture_bytes((90, 60), "JPEG"))
    (settings.MEDIA_ROOT / "documents" / "prive.svg").write_text(SVG)
    (settings.MEDIA_ROOT / "geheim.txt").write_text(SECRET)
    (settings.MEDIA_ROOT / "renditions" / "uitgang.jpg").symlink_to(settings.MEDIA_ROOT / "originals" / "foto.jpg")
    return settings.MEDIA_ROOT


SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><text y="30">{SECRET}</text></svg>'


def hostile(media: Path, remote: str) -> str:
    """Every way in which HTML, CSS and SVG can ask for a file, each with every address it should not get."""
    addresses = [
        f"file://{media}/geheim.txt", f"file://{media}/originals/foto.jpg", "file:///etc/passwd", f"{remote}/x.svg",
        f"{remote}/static/css/site.css", "/media/originals/foto.jpg", "/media/documents/prive.svg",
        "/media/renditions/../documents/prive.svg", "/media/renditions/%2e%2e/documents/prive.svg",
        "/static/../media/documents/prive.svg", "/static/..%2f..%2fpyproject.toml", "/media/renditions/uitgang.jpg",
        f"//{remote.removeprefix('http://')}/x", "/documenten/1/geheim.svg", "data:image/svg+xml;utf8," + SVG,
        "http://testserver@127.0.0.1/static/css/site.css", "ftp://127.0.0.1/x", "/static/%00", "/static/",
    ]  # fmt: skip
    parts = []
    for address in addresses:
        address = address.replace('"', "&quot;").replace("<", "&lt;")
        parts.append(
            f'<img src="{address}" alt="x"><object data="{address}"></object><embed src="{address}">'
            f'<iframe src="{address}"></iframe><a rel="attachment" href="{address}">x</a>'
            f'<link rel="attachment" href="{address}"><link rel="stylesheet" href="{address}">'
            f'<style>@import url("{address}"); @font-face {{ font-family: x; src: url("{address}") }}</style>'
            f"<p style=\"background: url('{address}'); content: url('{address}')\">"
            f"<p style=\"display: list-item; list-style-image: url('{address}')\">x"
            f'<svg width="9" height="9"><image href="{address}" width="9" height="9"/><use href="{address}#a"/></svg>'
        )
    return "".join(parts) + (
        f"<script>document.write('{SECRET}'); fetch('{remote}/')</script><video src='{remote}/v'></video>"
        f'<meta http-equiv="refresh" content="0; url={remote}/"><form action="{remote}/"><input value="x"></form>'
    )


def test_nothing_is_fetched_but_static_files_and_resized_images(
    site_files: Path, listener: Listener, paper: Callable[[bytes], Paper]
) -> None:
    body = '<img src="/media/renditions/foto.jpg" alt="De foto">' + hostile(site_files, listener.url)
    made = paper(make_pdf(document(body), base_url=ADDRESS))
    assert not listener.was_called()
    images = made.ask("pdfimages", "-list").splitlines()[2:]
    assert {tuple(line.split()[3:5]) for line in images} == {("80", "60")}
    assert SECRET not in made.text
    assert "root:" not in made.text
    for part in (b"/JavaScript", b"/EmbeddedFile", b"/Launch", SECRET.encode()):
        assert part not in made.inside.replace(b"/EmbeddedFiles", b"")


FILES = worker.Files(
    "https://wijkwijzer.example", {"/static/": [str(PROJECT_DIR / "static")], "/media/renditions/": ["/nergens"]}
)


def test_a_static_file_is_found_by_its_address() -> None:
    found = FILES.find("https://wijkwijzer.example/static/css/site.css")
    assert found == PROJECT_DIR / "static" / "css" / "site.css"


@pytest.mark.parametrize(
    "url",
    [
        "http://wijkwijzer.example/static/css/site.css",
        "https://elders.example/static/css/site.css",
        "https://wijkwijzer.example:444/static/css/site.css",
        "https://wijkwijzer.example/static/css",
        "https://wijkwijzer.example/static/js/print.js",
        "https://wijkwijzer.example/static//etc/passwd",
        "https://wijkwijzer.example/static/css/../../docs/img/home.png",
        "https://wijkwijzer.example/static/css/%2e%2e/%2e%2e/docs/img/home.png",
        "https://wijkwijzer.example/css/site.css",
        "file:///static/css/site.css",
        "data:text/css,p{}",
        "",
    ],
)
def test_no_other_address_leads_to_a_file(url: str) -> None:
    with pytest.raises(worker.FileNotOfTheSiteError):
        FILES.find(url)


def test_the_process_cannot_open_a_connection_or_start_a_program(listener: Listener) -> None:
    port = listener.url.rpartition(":")[2]
    code = (
        f"import sys; sys.path.insert(0, {str(PROJECT_DIR / 'wijkwijzer' / 'printing')!r})\n"
        "import socket, subprocess, worker\nworker.stay_inside()\nrefused = 0\n"
        f"for reach in (lambda: socket.create_connection(('127.0.0.1', {port})), lambda: subprocess.run(['true'])):\n"
        "    try: reach()\n    except PermissionError: refused += 1\n"
        "print(refused)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"
    assert not listener.was_called()


def test_no_secret_is_in_the_surroundings_of_the_process(
    stub: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheime-sleutel")
    monkeypatch.setenv("DATABASE_URL", "postgres://wie:wat@waar/db")
    stub("import os, sys; sys.stdin.read(); print(dict(os.environ))")
    surroundings = make_pdf(document("x"), base_url=ADDRESS).decode()
    assert "PATH" in surroundings
    assert "geheime-sleutel" not in surroundings
    assert "postgres" not in surroundings


# --- Where it stops --------------------------------------------------------------------------------------------------


def test_a_document_that_is_too_large_is_refused_before_anything_starts(stub: Callable[[str], None]) -> None:
    stub("raise SystemExit(1)")
    with pytest.raises(PdfRefused):
        make_pdf(document("wijk " * 250_000), base_url=ADDRESS)


GREEDY = {
    "a table wider than memory": "<table><tr><td colspan=100000000>x</table>",
    "a picture larger than memory": '<div style="height: 99px; background: '
    'repeating-linear-gradient(red, blue 0.00001px)">x</div>',
}


@pytest.mark.parametrize("body", GREEDY.values(), ids=GREEDY)
def test_what_takes_too_much_memory_fails_and_harms_nobody(body: str) -> None:
    with pytest.raises(PdfFailed):
        make_pdf(document(body), base_url=ADDRESS, limits=Limits(memory_mb=420, cpu_seconds=6))


DRAWINGS = "".join(f"<g id=a{n + 1}>" + f"<use href='#a{n}'/>" * 10 + "</g>" for n in range(9))
ENDLESS = {
    "a page of one word": document("a" * 900_000),
    "elements without end": document("<div>" * 100_000),
    "a drawing of drawings": document(f"<svg><path id=a0 d='M0 0h1'/>{DRAWINGS}<use href='#a9'/></svg>"),
    "a style that doubles": document(
        "<p>x",
        "<style>:root { --a0: x; "
        + "".join(f"--a{n + 1}: var(--a{n}) var(--a{n}) var(--a{n});" for n in range(30))
        + " } p::before { content: var(--a30) }</style>",
    ),
}


@pytest.mark.parametrize("html", ENDLESS.values(), ids=ENDLESS)
def test_what_takes_too_long_is_ended(html: str) -> None:
    with pytest.raises(PdfFailed):
        make_pdf(html, base_url=ADDRESS, limits=Limits(cpu_seconds=1, seconds=20))


def test_what_sleeps_is_ended_by_the_clock(stub: Callable[[str], None]) -> None:
    stub("import time; time.sleep(60)")
    with pytest.raises(PdfFailed):
        make_pdf(document("x"), base_url=ADDRESS, limits=Limits(seconds=1))


def test_elements_nested_too_deep_are_a_failure() -> None:
    with pytest.raises(PdfFailed):
        make_pdf(document("<div>" * 1500 + "x"), base_url=ADDRESS)


# --- How many at once ------------------------------------------------------------------------------------------------


def test_of_many_at_once_two_are_made_two_wait_and_the_others_are_sent_away(
    stub: Callable[[str], None], tmp_path: Path
) -> None:
    """The processes stay until the test lets them go, so that nothing depends on how quick the machine is."""
    go = tmp_path / "go"
    stub(
        "import os, pathlib, sys, time\nsys.stdin.read()\n"
        f"pathlib.Path({str(tmp_path)!r}, f'started-{{os.getpid()}}').touch()\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.02)\nprint('klaar')"
    )
    answers: list[str] = []
    away = threading.Semaphore(0)

    def ask() -> None:
        try:
            answers.append(make_pdf("x", base_url=ADDRESS, limits=Limits(wait_seconds=60)).decode().strip())
        except PdfBusy:
            answers.append("bezet")
            away.release()

    threads = [threading.Thread(target=ask) for _ in range(9)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        assert away.acquire(timeout=60)
    assert len(list(tmp_path.glob("started-*"))) <= 2
    go.touch()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == ["bezet"] * 5 + ["klaar"] * 4


# --- Without the system's libraries ----------------------------------------------------------------------------------


@pytest.fixture
def without_pango(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which the loader meets a broken libpango first."""
    (tmp_path / "libpango-1.0.so.0").write_bytes(b"")
    return {**os.environ, "LD_LIBRARY_PATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.test"}


def test_a_server_without_libpango_knows_and_its_site_says_so(without_pango: dict[str, str]) -> None:
    code = (
        "import django; django.setup()\n"
        "from types import SimpleNamespace\n"
        "from django.template import engines\n"
        "from wijkwijzer.printing import engine\n"
        "try: engine.make_pdf('x', base_url='http://testserver/')\n"
        "except engine.PdfUnavailable: print('onbeschikbaar')\n"
        "template = '{% load printing_tags %}{% can_make_pdf as can_make_pdf %}"
        '{% include "components/download.html" %}\'\n'
        "print(engines['django'].from_string(template).render({'page': None}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=without_pango, cwd=PROJECT_DIR, capture_output=True, text=True
    )
    assert "onbeschikbaar" in done.stdout, done.stderr
    assert "PDF maken kan op deze server niet" in done.stdout
    assert "<a " not in done.stdout


def test_a_process_that_cannot_load_libpango_says_so(
    without_pango: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library went after this process looked."""
    assert engine.is_available()
    monkeypatch.setenv("LD_LIBRARY_PATH", without_pango["LD_LIBRARY_PATH"])
    with pytest.raises(PdfUnavailable):
        make_pdf(document("x"), base_url=ADDRESS)
