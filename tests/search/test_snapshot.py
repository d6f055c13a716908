"""What a process remembers of the index, and how it notices that the index changed."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import ConceptFactory
from wijkwijzer.search import snapshot
from wijkwijzer.search.models import SearchChange, SearchDocument, SearchState
from wijkwijzer.search.snapshot import bits, current, ids_in


def change(*numbers: int | None) -> None:
    """What the index does after each change of itself."""
    version = uuid4()
    SearchState.objects.update_or_create(pk=1, defaults={"version": version})
    SearchChange.objects.bulk_create(SearchChange(version=version, document_id=number) for number in numbers)


def add_document(facets: str, title: str = "Titel") -> SearchDocument:
    concept = ConceptFactory()
    SearchDocument.objects.filter(concept=concept).delete()
    document = SearchDocument.objects.create(
        concept=concept, kind="begrip", title=title, title_key=title.lower(), url="/", facets=facets, quality=6
    )
    change(document.pk)
    return document


@given(st.sets(st.integers(min_value=0, max_value=5000)))
def test_a_set_of_documents_survives_being_bits(numbers: set[int]) -> None:
    assert list(ids_in(bits(numbers))) == sorted(numbers)
    assert bits(numbers).bit_count() == len(numbers)


@pytest.mark.django_db
def test_asking_again_costs_one_query_as_long_as_nothing_changed() -> None:
    add_document("soort=begrip")
    current()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        current()
    assert len(queries) == 1


@pytest.mark.django_db
def test_only_what_changed_is_read_again() -> None:
    first = add_document("soort=begrip jaar=2020")
    second = add_document("soort=begrip jaar=2021")
    before = current()
    SearchDocument.objects.filter(pk=second.pk).update(facets="soort=begrip jaar=2022")
    change(second.pk)
    with CaptureQueriesContext(connection) as queries:
        after = current()
    assert len(queries) == 4
    assert after.rows[first.pk] is before.rows[first.pk]
    assert list(ids_in(after.bitmap("jaar=2022"))) == [second.pk]
    assert after.bitmap("jaar=2021") == 0
    assert list(ids_in(before.bitmap("jaar=2021"))) == [second.pk]


@pytest.mark.django_db
def test_a_document_that_is_gone_is_gone_from_every_set() -> None:
    document = add_document("soort=begrip jaar=2020")
    assert current().bitmap("jaar=2020")
    number = document.pk
    document.delete()
    change(number)
    assert not current().bitmap("jaar=2020")
    assert number not in current().rows
    assert not current().all_ids >> number & 1


@pytest.mark.django_db
def test_a_change_that_was_rolled_back_is_forgotten() -> None:
    add_document("soort=begrip jaar=2020")
    current()
    with transaction.atomic():
        add_document("soort=begrip jaar=1999")
        assert current().bitmap("jaar=1999")
        transaction.set_rollback(True)
    assert not current().bitmap("jaar=1999")
    assert current().bitmap("jaar=2020")


@pytest.mark.django_db
def test_after_very_many_changes_everything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MOST_CHANGES", 2)
    current()
    documents = [add_document(f"jaar={year}") for year in (2001, 2002, 2003, 2004)]
    assert len(current().rows) >= len(documents)
    assert [list(ids_in(current().bitmap(f"jaar={year}"))) for year in (2001, 2004)] == [
        [documents[0].pk],
        [documents[3].pk],
    ]


@pytest.mark.django_db
def test_a_change_without_a_document_reads_the_names_again() -> None:
    concept = ConceptFactory(term="Buurthuis", alternative_terms="dorpshuis\nwijkhuis")
    change(None)
    known = {name.id: name for name in current().concepts}
    assert known[concept.pk].names == ("Buurthuis", "dorpshuis", "wijkhuis")
