"""Files that were made: each once, whole or not at all, and gone when they are to be forgotten."""

import threading
from pathlib import Path

import pytest

from wijkwijzer.printing import store
from wijkwijzer.printing.engine import PdfFailed


def always() -> bool:
    return True


def files(root: Path) -> list[str]:
    return sorted(str(file.relative_to(root / "pages")) for file in (root / "pages").glob("*/*"))


def test_who_asks_while_it_is_made_gets_the_same(printing_root: Path) -> None:
    is_making, may_go_on = threading.Event(), threading.Event()
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        is_making.set()
        may_go_on.wait(60)
        return b"PDF"

    answers: list[bytes] = []
    first = threading.Thread(target=lambda: answers.append(store.make_once(1, "a", make, always)))
    second = threading.Thread(target=lambda: answers.append(store.make_once(1, "a", make, always)))
    first.start()
    assert is_making.wait(60)
    second.start()
    may_go_on.set()
    first.join(60)
    second.join(60)
    assert answers == [b"PDF", b"PDF"]
    assert made == [1]


def test_a_new_one_takes_the_place_of_the_old(printing_root: Path) -> None:
    for key in ("a", "b"):
        store.make_once(1, key, key.encode, always)
    store.make_once(2, "a", b"anders".upper, always)
    assert files(printing_root) == ["1/b.pdf", "2/a.pdf"]
    assert store.find(1, "a") is None
    assert store.find(1, "b") == b"b"


def test_what_is_not_true_any_more_is_not_kept(printing_root: Path) -> None:
    assert store.make_once(1, "a", b"PDF".upper, lambda: False) == b"PDF"
    assert files(printing_root) == []


@pytest.mark.parametrize("forget", [lambda: store.forget([1]), store.forget_all])
def test_what_is_forgotten_while_it_is_made_is_not_kept(printing_root: Path, forget: object) -> None:
    def make() -> bytes:
        forget()
        return b"PDF"

    assert store.make_once(1, "a", make, always) == b"PDF"
    assert [file for file in printing_root.rglob("*") if file.is_file() and file.stat().st_size] == []


def test_forgetting_one_leaves_the_others(printing_root: Path) -> None:
    for page_id in (1, 2):
        store.make_once(page_id, "a", b"PDF".upper, always)
    store.forget([1, 99])
    assert files(printing_root) == ["2/a.pdf"]
    assert store.forget_all() == 1
    assert files(printing_root) == []
    assert store.forget_all() == 0


def test_a_failure_is_remembered_for_an_hour(printing_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def fail() -> bytes:
        tries.append(1)
        raise PdfFailed

    for _ in range(2):
        with pytest.raises(PdfFailed):
            store.make_once(1, "a", fail, always)
    assert len(tries) == 1
    monkeypatch.setattr(store, "FAILED_SECONDS", -1)
    assert store.make_once(1, "a", b"PDF".upper, always) == b"PDF"
    assert files(printing_root) == ["1/a.pdf"]


def test_only_the_site_itself_reads_the_files(printing_root: Path) -> None:
    store.make_once(1, "a", b"PDF".upper, always)
    assert (printing_root / "pages/1/a.pdf").stat().st_mode & 0o007 == 0
