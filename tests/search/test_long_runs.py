"""A run over thousands of pages: garbage goes once a batch, and everything is as before when it ends."""

import gc
import weakref

import pytest

from wijkwijzer.search.long_runs import long_run
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
def test_the_collector_goes_on_after_a_run_even_one_that_broke_off() -> None:
    with pytest.raises(KeyboardInterrupt), long_run():
        assert not gc.isenabled()
        raise KeyboardInterrupt
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
