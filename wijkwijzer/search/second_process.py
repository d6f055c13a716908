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
from dataclasses import dataclass
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
# Documents that are analysed at once, and how many of such pieces the process has at most: one it works on and one that
# waits. With more this process would find nothing to do where it would have to wait: measured, a twentieth slower.
_PIECE = 25
_WITH_IT = 2


def analyse_here(chunks: Iterable[Chunk]) -> Iterator[list[Words]]:
    return (list(map(words_of, chunk)) for chunk in chunks)


@dataclass(eq=False)
class _Piece:
    """Some documents of a chunk: so few that nobody waits long for them."""

    texts: Chunk
    words: list[Words] | None = None


class SecondProcess:
    """Analyses in a process that is started when there is work enough. Instead of waiting for it, this process does
    some of what is not with that one yet: all of it until it is ready, and when it is lost."""

    def __init__(self, *, with_vectors: bool = False) -> None:
        self._with_vectors = with_vectors
        self._chunks = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._is_ready = False
        # What the process has, in the order in which it answers.
        self._asked: deque[_Piece] = deque()

    def analyse(self, chunks: Iterable[Chunk]) -> Iterator[list[Words]]:
        """The words of each chunk, in order. The next ones are analysed while the caller works on what this gave."""
        waiting: deque[list[_Piece]] = deque()
        try:
            for chunk in chunks:
                self._start_if_worth_it()
                waiting.append([_Piece(chunk[place : place + _PIECE]) for place in range(0, len(chunk), _PIECE)])
                self._exchange(waiting)
                if len(waiting) > _AHEAD or not self._line:
                    yield self._finished(waiting)
            while waiting:
                yield self._finished(waiting)
        finally:
            if self._asked:
                # Broken off: nobody will take these answers, and they would be taken for the next.
                self.stop()

    def stop(self) -> None:
        self._asked.clear()
        if self._line and self._process:
            self._line.close()
            self._process.kill()
            self._process.wait()
            self._line = None

    def _finished(self, waiting: deque[list[_Piece]]) -> list[Words]:
        """The words of the first chunk."""
        for piece in waiting[0]:
            while piece.words is None:
                self._exchange(waiting)
                if piece.words is None:
                    self._work_or_wait(waiting)
        return [words for piece in waiting.popleft() for words in piece.words or ()]

    def _work_or_wait(self, waiting: deque[list[_Piece]]) -> None:
        if left := self._left(waiting):
            left[0].words = list(map(words_of, left[0].texts))
        else:
            self._take_answer()

    def _left(self, waiting: deque[list[_Piece]]) -> list[_Piece]:
        """What nobody does yet."""
        return [piece for pieces in waiting for piece in pieces if piece.words is None and piece not in self._asked]

    def _exchange(self, waiting: deque[list[_Piece]]) -> None:
        """Take the answers that are there, and give the process something to do."""
        try:
            while self._line and self._line.poll():
                self._take_answer()
            if self._line and self._is_ready:
                for piece in self._left(waiting)[: _WITH_IT - len(self._asked)]:
                    self._line.send(piece.texts)
                    self._asked.append(piece)
        except (OSError, EOFError):
            self._lose()

    def _take_answer(self) -> None:
        try:
            answer = self._line.recv() if self._line else None
            if self._is_ready:
                self._asked[0].words = answer
                self._asked.popleft()
            elif answer == ANALYSIS_VERSION:
                self._is_ready = True
            else:
                raise EOFError("The code on the disk was replaced since this process began.")
        except (OSError, EOFError):
            self._lose()

    def _start_if_worth_it(self) -> None:
        self._chunks += 1
        if self._chunks == _WORTH_IT and _cores() >= _FEWEST_CORES:
            try:
                self._start()
            except OSError:
                self._lose()

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
