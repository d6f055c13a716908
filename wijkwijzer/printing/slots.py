"""How many PDFs this machine makes at once: places that are taken by locking a file, whichever process asks."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

# A PDF keeps one processor busy; visitors need the other.
PLACES = 2
PAUSE = 0.05


@contextmanager
def slot(wait_seconds: float) -> Iterator[int | None]:
    """Take a place, waiting for one that long. Yields the descriptor of the locked file, or None where none came free.

    A process that was started with the descriptor keeps the place when this one is gone.
    """
    folder = Path(settings.PRINTING_ROOT) / "places"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait_seconds
    while True:
        for number in range(PLACES):
            with (folder / str(number)).open("w") as file:
                if is_locked_now(file.fileno()):
                    yield file.fileno()
                    return
        if time.monotonic() >= until:
            yield None
            return
        time.sleep(PAUSE)


def is_locked_now(descriptor: int) -> bool:
    """Lock an open file for whoever holds it, without waiting. The lock goes when it is closed everywhere."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
