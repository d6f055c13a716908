"""Analysing the words of thousands of documents in a second process, while the first makes pages and rows.

It is a program of its own that knows no Django: it inherits no connection to the database, no lock and no thread, and
has nothing to lose, so it may be killed at any moment. It ends when the first process does, however that ends, as its
end of the line is then closed.
"""

import gc
import logging
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from .analysis import ANALYSIS_VERSION, warm_up
from .vectors import vectors
from .wording import Texts, Words, words_of

logger = logging.getLogger(__name__)

Chunk = Sequence[Texts]
# The words of each of some chunks of documents, in the same order.
Analyse = Callable[[Iterable[Chunk]], Iterator[list[Words]]]

_PROJECT_DIR = Path(__file__).parents[2]
# With fewer the processes would only take turns.
_FEWEST_CORES = 2
# The chunk of a run with which the process is started: less work is done before it has read the language data.
_WORTH_IT = 3
# Chunks that are analysed or wait for it while the caller works on one.
_AHEAD = 1


def analyse_here(chunks: Iterable[Chunk]) -> Iterator[list[Words]]:
    return (list(map(words_of, chunk)) for chunk in chunks)


class SecondProcess:
    """Analyses in a process that is started when there is work enough; until it is ready, and when it is lost, here."""

    def __init__(self, *, with_vectors: bool = False) -> None:
        self._with_vectors = with_vectors
        self._chunks = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._is_ready = False

    def analyse(self, chunks: Iterable[Chunk]) -> Iterator[list[Words]]:
        """The words of each chunk, in order. The next ones are analysed while the caller works on what this gave."""
        handed_over: deque[Chunk] = deque()
        try:
            for chunk in chunks:
                if self._hand_over(chunk):
                    handed_over.append(chunk)
                    if len(handed_over) > _AHEAD:
                        yield self._answer(handed_over.popleft())
                else:
                    while handed_over:
                        yield self._answer(handed_over.popleft())
                    yield list(map(words_of, chunk))
            while handed_over:
                yield self._answer(handed_over.popleft())
        finally:
            if handed_over:
                # Broken off: nobody will take these answers, and they would be taken for the next.
                self.stop()

    def stop(self) -> None:
        if self._line and self._process:
            self._line.close()
            self._process.kill()
            self._process.wait()
            self._line = None

    def _hand_over(self, chunk: Chunk) -> bool:
        """Whether the process has this chunk now."""
        self._chunks += 1
        try:
            if self._chunks == _WORTH_IT and _cores() >= _FEWEST_CORES:
                self._start()
            if self._line and self._is_listening(self._line):
                self._line.send(chunk)
                return True
        except (OSError, EOFError):
            self._lose()
        return False

    def _answer(self, handed_over: Chunk) -> list[Words]:
        try:
            if self._line:
                return self._line.recv()
        except (OSError, EOFError):
            self._lose()
        return list(map(words_of, handed_over))

    def _is_listening(self, line: Connection) -> bool:
        if not self._is_ready and line.poll():
            self._is_ready = line.recv() == ANALYSIS_VERSION
            if not self._is_ready:
                raise EOFError("The code on the disk was replaced since this process began.")
        return self._is_ready

    def _start(self) -> None:
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno())]
            command += ["vectors"] if self._with_vectors else []
            # In a group of its own, so that Ctrl-C is for this process only, which then stops it.
            self._process = subprocess.Popen(  # noqa: S603 (nothing in it comes from outside)
                command,
                cwd=_PROJECT_DIR,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        self._line = ours

    def _lose(self) -> None:
        logger.warning("The process that analysed words is gone. The words are analysed here, which takes longer.")
        self.stop()


def with_vectors(texts: Texts) -> Words:
    """The words of a document, and its vectors: a seventh of what the first process would have to do."""
    words = words_of(texts)
    return words._replace(vectors=vectors(words))


def _cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(line: Connection, analysed: Callable[[Texts], Words]) -> None:
    warm_up()
    # Words leave no cycles behind, and the language data is large to look through.
    gc.disable()
    line.send(ANALYSIS_VERSION)
    asked: SimpleQueue[Chunk | None] = SimpleQueue()
    # Reads whatever this one does: two processes that both wait until the other has read would wait for ever.
    Thread(target=_read, args=(line, asked), daemon=True).start()
    while (chunk := asked.get()) is not None:
        line.send(list(map(analysed, chunk)))


def _read(line: Connection, asked: "SimpleQueue[Chunk | None]") -> None:
    with suppress(EOFError, OSError):
        while True:
            asked.put(line.recv())
    asked.put(None)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        _work(Connection(int(sys.argv[1])), with_vectors if sys.argv[2:] else words_of)
