"""A run over thousands of pages: garbage goes between batches, and everything is as before when it ends."""

import gc
import weakref

import pytest

from wijkwijzer.search.long_runs import between_batches, long_run


class Knot:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.django_db
def test_garbage_goes_between_batches_and_not_before() -> None:
    with long_run():
        knot = weakref.ref(Knot())
        for _ in range(3):
            [[] for _ in range(10_000)]
        assert knot() is not None
        between_batches()
        assert knot() is None


@pytest.mark.django_db
def test_the_collector_goes_on_after_a_run_even_one_that_broke_off() -> None:
    with pytest.raises(KeyboardInterrupt), long_run():
        assert not gc.isenabled()
        raise KeyboardInterrupt
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
