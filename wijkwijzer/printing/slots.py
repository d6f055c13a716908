"""How many PDFs this machine makes at once, and how many wait: places that any process takes by locking a file."""

import fcntl
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

# A PDF keeps one processor busy, and who waits for one a thread of the server; visitors need the others.
PLACES = 2
WAITING_PLACES = 2
PAUSE = 0.05


@contextmanager
def slot(wait_seconds: float) -> Iterator[int | None]:
    """A place to make a PDF in: the descriptor of a locked file, or None where none came free in time.

    A process that was started with the descriptor keeps the place when this one is gone.
    """
    with locked(numbered("places", PLACES), wait_seconds) as file:
        yield file.fileno() if file else None


@contextmanager
def locked(files: Iterable[Path], wait_seconds: float) -> Iterator[IO[str] | None]:
    """One of these files, locked. None where all stay taken for that long, or where too many wait already.

    The lock goes when the file is closed everywhere, so also when a process ends in whatever way.
    """
    files = list(files)
    with ExitStack() as stack:
        file = _one_of(files)
        if file is None and (waiting := _one_of(numbered("waiting", WAITING_PLACES))):
            stack.enter_context(waiting)
            until = time.monotonic() + wait_seconds
            while file is None and time.monotonic() < until:
                time.sleep(PAUSE)
                file = _one_of(files)
            stack.close()
        if file is not None:
            stack.enter_context(file)
        yield file


def _one_of(files: Iterable[Path]) -> IO[str] | None:
    for path in files:
        file = path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            return file
    return None


def numbered(name: str, count: int) -> list[Path]:
    """So many files to lock, in a folder of this name."""
    folder = Path(settings.PRINTING_ROOT) / name
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / str(number) for number in range(count)]
