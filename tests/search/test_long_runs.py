"""A run over thousands of pages: garbage goes once a batch, and everything is as before when it ends."""

import gc
import weakref
from collections.abc import Iterator
from threading import Event

import pytest

from wijkwijzer.search.long_runs import long_run, read_ahead
from wijkwijzer.search.wording import Texts


class Knot:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.django_db
def test_garbage_of_the_last_batch_goes_once_in_the_next_while_the_database_is_at_work() -> None:
    chunks = [[Texts("Wijk", "", [], [])] for _ in range(3)]
    with long_run() as analyse:
        knot = weakref.ref(Knot())
        for _ in range(3):
            [[] for _ in range(10_000)]
        answers = analyse(chunks)
        next(answers)
        assert knot() is not None
        next(answers)
        assert knot() is None


@pytest.mark.django_db
@pytest.mark.parametrize("chunks_a_batch", [1, 4])
def test_what_lived_longer_than_a_batch_goes_a_few_batches_later(chunks_a_batch: int) -> None:
    chunks = [[Texts("Wijk", "", [], [])] for _ in range(chunks_a_batch)]
    with long_run() as analyse:
        knot = Knot()
        known = weakref.ref(knot)
        for _ in range(8 // chunks_a_batch):
            list(analyse(chunks))
        del knot
        for _ in range(16 // chunks_a_batch):
            list(analyse(chunks))
        assert known() is None


@pytest.mark.django_db
def test_the_collector_goes_on_after_a_run_even_one_that_broke_off() -> None:
    with pytest.raises(KeyboardInterrupt), long_run():
        assert not gc.isenabled()
        raise KeyboardInterrupt
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


class Batches:
    """Three batches, of which the last goes wrong when `is_damaged`; knows how many were begun."""

    def __init__(self, *, is_damaged: bool = False) -> None:
        self.begun = 0
        self.second_is_begun = Event()
        self.is_damaged = is_damaged

    def __iter__(self) -> Iterator[list[int]]:
        for number in (1, 2, 3):
            self.begun = number
            if number == 2:
                self.second_is_begun.set()
            if number == 3 and self.is_damaged:
                raise OSError("The disk is gone.")
            yield [number]


def test_while_a_run_works_on_a_batch_the_next_is_made_and_no_more() -> None:
    batches = Batches()
    ahead = read_ahead(iter(batches))
    assert next(ahead) == [1]
    assert batches.second_is_begun.wait(timeout=60)
    assert batches.begun == 2
    assert list(ahead) == [[2], [3]]


def test_what_goes_wrong_with_a_batch_is_raised_after_the_ones_before() -> None:
    ahead = read_ahead(iter(Batches(is_damaged=True)))
    assert [next(ahead), next(ahead)] == [[1], [2]]
    with pytest.raises(OSError, match="The disk is gone"):
        next(ahead)


def test_a_run_that_breaks_off_leaves_no_thread_behind() -> None:
    batches = Batches()
    ahead = read_ahead(iter(batches))
    next(ahead)
    ahead.close()  # waits for the thread
    assert batches.begun == 2
