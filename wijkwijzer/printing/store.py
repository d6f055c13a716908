"""The PDFs that were made, so that each is made once: a folder for each page, in it a file named after its content.

Nothing is served from here without asking whether the page may be read. What is hidden or taken back is removed at
once all the same: a file that nobody may read should not lie about.
"""

import logging
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from .engine import PdfBusy, PdfFailed, PdfRefused
from .slots import locked, numbered

# How long the next reader waits for who makes the same PDF, and how long a failure is remembered. In seconds.
WAIT_SECONDS = 6
FAILED_SECONDS = 60 * 60
# Pages share so many locks: one for each would leave a file behind of pages that are gone.
TURNS = 32

log = logging.getLogger(__name__)


def _root() -> Path:
    return Path(settings.PRINTING_ROOT)


def _folder(page_id: int) -> Path:
    return _root() / "pages" / str(page_id)


def find(page_id: int, key: str) -> bytes | None:
    try:
        return (_folder(page_id) / f"{key}.pdf").read_bytes()
    except FileNotFoundError:
        return None


def make_once(page_id: int, key: str, make: Callable[[], bytes], is_still_true: Callable[[], bool]) -> bytes:
    """The PDF with this key; `make` runs where there is none, one caller at a time.

    It is kept only if `is_still_true` when it is ready: the page may be hidden meanwhile. What was made of the page
    before goes. Raises what `make` raises, and does not try again for an hour what failed; raises `PdfBusy` where
    somebody else is making it for too long.
    """
    folder = _folder(page_id)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(numbered("turns", TURNS)[page_id % TURNS :][:1], WAIT_SECONDS) as turn:
        if turn is None:
            raise PdfBusy
        if (found := find(page_id, key)) is not None:
            return found
        failure = folder / f"{key}.failed"
        if _is_recent(failure):
            raise PdfFailed("before")
        try:
            pdf = make()
        except (PdfFailed, PdfRefused):
            _write(failure, b"")
            raise
        if is_still_true():
            _write(folder / f"{key}.pdf", pdf)
        return pdf


def _is_recent(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime < FAILED_SECONDS
    except FileNotFoundError:
        return False


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, with what was there before gone. Not at all, too, where the folder was removed meanwhile."""
    unfinished = file.with_suffix(".unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.chmod(0o640)
        unfinished.rename(file)
    except FileNotFoundError:
        return
    for other in file.parent.glob("*"):
        if other != file:
            other.unlink(missing_ok=True)


def forget(page_ids: Iterable[int]) -> None:
    """Remove what was made of these pages. What is being made of them now is not kept."""
    _remove(_folder(page_id) for page_id in page_ids)


def forget_all() -> int:
    """Remove all that was made. Returns how many PDFs there were."""
    count = sum(1 for _ in (_root() / "pages").glob("*/*.pdf"))
    _remove([_root() / "pages"])
    return count


def _remove(folders: Iterable[Path]) -> None:
    """First out of the way in one step: who is writing in one of them finds it gone."""
    gone = _root() / "gone"
    for folder in folders:
        if not folder.exists():
            continue
        gone.mkdir(parents=True, exist_ok=True)
        try:
            folder.rename(gone / token_hex(8))
        except FileNotFoundError:  # somebody else removes it
            continue
    if gone.exists():
        shutil.rmtree(gone, onerror=_say_so)


def _say_so(_function: object, path: str, error: tuple[type[BaseException], BaseException, object]) -> None:
    if not isinstance(error[1], FileNotFoundError):
        log.error("A PDF could not be removed: %s in %s", error[0].__name__, path)
