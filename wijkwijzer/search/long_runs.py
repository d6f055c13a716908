"""What a run over thousands of pages owes to others and to itself."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

from django.db import connection

from .second_process import Analyse, SecondProcess

# SQLite does not let writers take turns: between two batches others must find a moment (seconds).
PAUSE = 0.05


@contextmanager
def long_run() -> Iterator[Analyse]:
    """Gives what analyses words, in a second process where that is worth it.

    Collect cyclic garbage between batches only, and only among what the run made.

    Python looks for it after every so many new objects, now and then among all there are: the language data, hundreds
    of thousands of words. To a run that makes objects without end that is an eighth of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    second = SecondProcess()
    try:
        yield second.analyse
    finally:
        second.stop()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def between_batches() -> None:
    """Clear away what the last batch left, and let others write."""
    gc.collect(1)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        sleep(PAUSE)
