"""From HTML to a tagged PDF, in a process of its own with limits (ADR 0022)."""

import ctypes
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from . import worker
from .slots import slot

WORKER = Path(worker.__file__)
# What WeasyPrint loads; Debian's names, as those of other systems it finds by itself.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
# Of the surroundings only what finds programs, libraries and fonts; nothing that holds a secret.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE")


class PdfError(Exception):
    """There is no PDF. The subclasses say why."""


class PdfUnavailable(PdfError):  # noqa: N818 (says what is the matter, like Django's DoesNotExist)
    """This server cannot make a PDF: libpango, or another library that WeasyPrint needs, is not installed."""


class PdfRefused(PdfError):  # noqa: N818
    """The document is larger than is tried at all."""


class PdfFailed(PdfError):  # noqa: N818
    """It took too much time or memory, or WeasyPrint gave up."""


class PdfBusy(PdfError):  # noqa: N818
    """As many PDFs as this server makes at once are being made. `retry_after`: seconds."""

    retry_after = 20


@dataclass(frozen=True)
class Limits:
    """What one PDF may take: of the document before it starts, of the machine while it runs, of the disk after it.

    By the clock it gets twice what it may compute: it gives way to visitors. Web servers wait for a minute.
    """

    html_bytes: int = 1_000_000
    seconds: int = 55
    cpu_seconds: int = 25
    memory_mb: int = 1024
    pdf_mb: int = 40
    wait_seconds: float = 3


LIMITS = Limits()


@cache
def is_available() -> bool:
    """Whether the libraries are on this machine. Looked at once a process: who installs them starts the site again."""
    if find_spec("weasyprint") is None:
        return False
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def make_pdf(html: str, *, base_url: str, limits: Limits = LIMITS) -> bytes:
    """The PDF/UA-1 of a whole HTML document, as print style sheets show it.

    `base_url` is the public address of the document: links in it become whole, and only static files and resized images
    at the same host are used, read from disk. Whatever else the document asks for is left out.

    Raises `PdfUnavailable`, `PdfRefused`, `PdfFailed` or, when other PDFs are being made for too long, `PdfBusy`.
    """
    if not is_available():
        raise PdfUnavailable
    document = html.encode(errors="replace")
    if len(document) > limits.html_bytes:
        raise PdfRefused
    with slot(limits.wait_seconds) as held:
        if held is None:
            raise PdfBusy
        return _run(_job(base_url, limits) + document, limits, held)


def _job(base_url: str, limits: Limits) -> bytes:
    parts = urlsplit(base_url)
    job = {
        "base_url": base_url,
        "origin": f"{parts.scheme}://{parts.netloc}",
        "folders": {
            settings.STATIC_URL: [*map(str, settings.STATICFILES_DIRS), str(settings.STATIC_ROOT)],
            f"{settings.MEDIA_URL}renditions/": [str(Path(settings.MEDIA_ROOT) / "renditions")],
        },
        "memory_mb": limits.memory_mb,
        "cpu_seconds": limits.cpu_seconds,
        "pdf_mb": limits.pdf_mb,
    }
    return json.dumps(job).encode() + b"\n"


def _run(job: bytes, limits: Limits, held: int) -> bytes:
    """`held`: the open lock file, passed on so that the place is taken until the process itself is gone."""
    try:
        done = subprocess.run(  # noqa: S603 (a file of our own, no shell)
            [sys.executable, "-I", str(WORKER)],
            input=job,
            capture_output=True,
            timeout=limits.seconds,
            env=_surroundings(),
            cwd=settings.PRINTING_ROOT,
            pass_fds=(held,),
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed("time") from error
    if done.returncode == worker.UNAVAILABLE:
        raise PdfUnavailable
    if done.returncode != 0:
        raise PdfFailed(f"exit code {done.returncode} {done.stderr[-100:].decode(errors='replace')}")
    return done.stdout


def _surroundings() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    # Where fontconfig remembers the fonts it found: without it, each process looks through all of them.
    return {**kept, "LANG": "C.UTF-8", "XDG_CACHE_HOME": str(Path(settings.PRINTING_ROOT) / "fonts")}
