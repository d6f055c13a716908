"""The index made anew: in place, to be stopped and gone on with, and said when it is needed."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from tests.factories import ConceptFactory, PortraitPageFactory, PracticePageFactory
from wijkwijzer.search import checks, rebuilding
from wijkwijzer.search.analysis import ANALYSIS_VERSION
from wijkwijzer.search.indexing import index_pages
from wijkwijzer.search.models import SearchDocument, SearchState, SearchText, SearchWord
from wijkwijzer.search.rebuilding import rebuild, what_is_wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> list[Page]:
    return [PortraitPageFactory(title=f"Portret nummer{n}") for n in range(5)]


def command(*args: str, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("rebuild_search_index", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def words() -> list[tuple[Any, ...]]:
    return list(SearchText.objects.order_by("document__page").values_list("document", "title", "body", "marks"))


def test_a_rebuild_makes_what_is_missing_and_keeps_every_number(pages: list[Page]) -> None:
    concept = ConceptFactory()
    before = words()
    numbers = set(SearchDocument.objects.filter(page__in=pages[1:]).values_list("page", "pk"))
    SearchDocument.objects.filter(page=pages[0].pk).delete()
    SearchDocument.objects.filter(concept=concept).delete()
    SearchText.objects.filter(document__page=pages[1].pk).update(title="oud")
    SearchDocument.objects.filter(page=pages[1].pk).update(title="Oud")
    assert rebuild() == 6
    assert {row[1:] for row in words()} == {row[1:] for row in before}
    assert set(SearchDocument.objects.filter(page__in=pages[1:]).values_list("page", "pk")) == numbers
    assert SearchDocument.objects.get(page=pages[1].pk).title == "Portret nummer1"
    assert SearchDocument.objects.filter(concept=concept).exists()


def test_a_rebuild_may_be_repeated(pages: list[Page]) -> None:
    rebuild()
    before = words(), list(SearchWord.objects.order_by("word").values_list("word", "lemma"))
    rebuild()
    assert (words(), list(SearchWord.objects.order_by("word").values_list("word", "lemma"))) == before


def test_a_rebuild_removes_what_may_not_be_seen(pages: list[Page]) -> None:
    Page.objects.filter(pk=pages[2].pk).update(live=False)
    SearchWord.objects.create(word="verdwenen", folded="verdwenen", lemma="verdwenen")
    rebuild()
    assert not SearchDocument.objects.filter(page=pages[2].pk).exists()
    assert not SearchWord.objects.filter(word__in=["verdwenen", "nummer2"]).exists()
    assert SearchWord.objects.filter(word="portret").exists()


def test_words_follow_a_change_of_the_analysis(pages: list[Page]) -> None:
    SearchWord.objects.filter(word="portret").update(lemma="anders")
    rebuild()
    assert SearchWord.objects.get(word="portret").lemma == "portret"


def test_there_is_no_moment_without_results(pages: list[Page]) -> None:
    counts = []
    rebuild(lambda done, total: counts.append(SearchDocument.objects.count()), batch=1)
    assert set(counts) == {5}


class KilledError(Exception):
    pass


def kill_after(pages: int) -> None:
    def stop(done: int, total: int) -> None:
        if done >= pages:
            raise KilledError

    with pytest.raises(KilledError):
        rebuild(stop, batch=1)


def done_by_rebuild(**options: Any) -> list[int]:
    """The numbers that are said: how many there still were, when it began."""
    heard: list[tuple[int, int]] = []
    rebuild(lambda done, total: heard.append((done, total)), **options)
    return [total for _done, total in heard[:1]]


def test_a_killed_rebuild_goes_on_where_it_was(pages: list[Page]) -> None:
    kill_after(3)
    assert SearchState.objects.get().rebuilt_up_to == pages[2].pk
    assert done_by_rebuild() == [2]
    state = SearchState.objects.get()
    assert (state.analysis_version, state.rebuilding, state.rebuilt_up_to) == (ANALYSIS_VERSION, "", 0)
    assert done_by_rebuild() == [5]


def test_a_killed_rebuild_of_another_analysis_is_begun_again(
    pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_after(3)
    monkeypatch.setattr(rebuilding, "ANALYSIS_VERSION", "newer")
    assert done_by_rebuild() == [5]
    assert SearchState.objects.get().analysis_version == "newer"


def test_a_killed_rebuild_may_be_begun_again(pages: list[Page]) -> None:
    kill_after(3)
    assert done_by_rebuild(from_start=True) == [5]


def test_a_killed_rebuild_is_still_known_to_be_needed(pages: list[Page]) -> None:
    SearchState.objects.update(analysis_version="older")
    kill_after(3)
    assert what_is_wrong()
    assert checks.index_is_ready() == "must be rebuilt"
    rebuild()
    assert checks.index_is_ready() == ""


def test_the_command_says_how_far_it_is(pages: list[Page]) -> None:
    out, err = command("--batch", "2")
    assert err.splitlines() == ["0 of 5", "2 of 5", "4 of 5", "5 of 5", "5 of 5"]
    assert out.startswith("Search index: 5 pages and concepts in ")
    assert command(verbosity=0) == ("", "")


# --- Is it true? -----------------------------------------------------------------------------------------------------


def warnings() -> list[str]:
    return [message.id for message in run_checks(databases=["default"]) if message.id == "search.W001"]


def make_old() -> None:
    SearchState.objects.update(analysis_version="older")


def make_empty() -> None:
    SearchDocument.objects.all().delete()


@pytest.mark.parametrize("spoil", [make_old, make_empty])
def test_an_index_that_is_not_true_is_a_warning_and_a_line_in_the_log(
    pages: list[Page], caplog: pytest.LogCaptureFixture, spoil: Any
) -> None:
    assert warnings() == []
    spoil()
    assert warnings() == ["search.W001"]
    with caplog.at_level(logging.WARNING):
        checks.prepare()
    assert [record.message for record in caplog.records if "rebuild_search_index" in record.message]
    command()
    assert warnings() == []
    caplog.clear()
    checks.prepare()
    assert caplog.records == []


def test_a_site_without_pages_needs_no_rebuild() -> None:
    assert warnings() == []


def test_a_new_site_has_a_true_index_from_its_first_page(db: None) -> None:
    SearchState.objects.all().delete()
    call_command("migrate", verbosity=0)
    PracticePageFactory()
    assert SearchState.objects.get().analysis_version == ANALYSIS_VERSION
    assert warnings() == []


def test_a_site_from_before_the_index_needs_a_rebuild(pages: list[Page]) -> None:
    SearchDocument.objects.all().delete()
    SearchState.objects.all().delete()
    index_pages([pages[0].pk])
    assert warnings() == ["search.W001"], "one page was published since, the others cannot be found"
    rebuild()
    assert warnings() == []


@pytest.fixture
def without_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As before the first migration."""
    monkeypatch.setattr(connection.introspection, "table_names", lambda *args, **kwargs: [])
    yield


def test_the_check_says_nothing_before_the_tables_are_there(without_tables: None) -> None:
    assert warnings() == []


def test_the_check_does_not_ask_the_database_unless_it_is_told_to(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert checks.index_is_true() == []


def test_the_language_data_is_loaded_before_workers_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the door for gunicorn, and not by every command."""
    loaded = []
    monkeypatch.setattr(checks.analysis, "warm_up", lambda: loaded.append(True))
    namespace: dict[str, Any] = {}
    source = (checks.__spec__.origin or "").replace("search/checks.py", "wsgi.py")
    with open(source, encoding="utf-8") as file:  # noqa: PTH123
        exec(compile(file.read(), source, "exec"), namespace)
    assert namespace["application"]
    assert loaded == [True]
