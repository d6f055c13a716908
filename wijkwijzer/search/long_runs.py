"""What a run over thousands of pages owes to others and to itself."""

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from time import sleep
from typing import TypeVar

from django.db import connection

from .engines import get_engine
from .second_process import Analyse, Chunk, SecondProcess
from .wording import Words

Batch = TypeVar("Batch")

# SQLite does not let writers take turns: between two batches others must find a moment (seconds).
PAUSE = 0.05
# Of so many chunks the one that is analysed while the database takes in the first of a batch: time to clear away what
# the batch before left. A rebuild has one chunk a batch.
_CHUNKS = 4
_QUIET_CHUNK = 2
# So many times that, also what lived longer than a batch, as what was at work while garbage was looked for: else a run
# over 100,000 pages keeps six GB of it.
_THOROUGH = 4


@contextmanager
def long_run() -> Iterator[Analyse]:
    """Gives what analyses words, in a second process where that is worth it.

    Collect cyclic garbage once in some chunks, and only among what the run made.

    Python looks for it after every so many new objects, now and then among all there are: the language data, hundreds
    of thousands of words. To a run that makes objects without end that is an eighth of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    second = SecondProcess(with_vectors=get_engine().stores_vectors)
    seen = count(1)

    def analyse(chunks: Iterable[Chunk]) -> Iterator[list[Words]]:
        for words in second.analyse(chunks):
            rounds, chunk = divmod(next(seen), _CHUNKS)
            if chunk == _QUIET_CHUNK:
                gc.collect(1 if (rounds + 1) % _THOROUGH else 2)
            yield words

    try:
        yield analyse
    finally:
        second.stop()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def between_batches() -> None:
    """Let others write."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        sleep(PAUSE)


def read_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, the next of which is made in a thread, in the time that a run waits for the database and for
    the second process. The thread has no connection to the database and must not need one.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        following = thread.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = thread.submit(next, batches, None)
            yield batch
