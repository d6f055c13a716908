"""Writing the index: in place, in turn, and nothing lost when several write at once."""

from itertools import chain

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portraits.models import PortraitPage
from tests.factories import (
    ConceptFactory,
    PortraitPageFactory,
    PracticePageFactory,
    ThemeFactory,
    link_everything,
    publish,
)
from tests.threads import at_once
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.search import indexing
from wijkwijzer.search.analysis import term
from wijkwijzer.search.documents import Document, page_documents
from wijkwijzer.search.engines import get_engine
from wijkwijzer.search.expressions import Word
from wijkwijzer.search.fetching import Fetched
from wijkwijzer.search.models import SearchChange, SearchDocument, SearchState, SearchText, SearchWord
from wijkwijzer.search.rebuilding import rebuild
from wijkwijzer.search.vocabulary import KnownWords

LETTERS = "bcdf"


def found(lemma: str) -> set[int | None]:
    """The pages the engine finds by a word."""
    ids = get_engine().matching(Word(lemma))
    return set(SearchDocument.objects.filter(pk__in=ids).values_list("page", flat=True))


# --- One writer ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_engine_finds_what_was_stored_and_not_what_was_removed() -> None:
    page = PortraitPageFactory(title="Zeldzaamheid")
    assert found("zeldzaamheid") == {page.pk}
    page.title = "Alledaags"
    page.save()
    assert found("zeldzaamheid") == set()
    page.unpublish()
    assert found("alledaags") == set()


@pytest.mark.django_db
def test_only_new_documents_take_a_new_number() -> None:
    """Numbers are bits in memory: a rebuild a night must not make them grow."""
    first = PortraitPageFactory()
    for n in range(20):
        first.title = f"Titel nummer {n}"
        first.save()
    second = PortraitPageFactory()
    numbers = [page.search_document.pk for page in (first, second)]
    assert numbers[1] == numbers[0] + 1


def all_documents(pages: list[KnowledgePage]) -> list[Document]:
    return list(chain.from_iterable(page_documents(Fetched([page.pk for page in pages]))))


@pytest.mark.django_db
def test_documents_may_be_stored_by_hand() -> None:
    pages = [PortraitPageFactory() for _ in range(3)]
    SearchDocument.objects.all().delete()
    indexing.store(all_documents(pages))
    assert SearchText.objects.count() == 3
    version = SearchState.objects.get().version
    indexing.store(all_documents(pages))
    assert SearchState.objects.get().version == version, "nothing differs"


@pytest.mark.django_db
def test_every_change_has_a_version_and_old_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "KEPT_CHANGES", 5)
    pages = [PortraitPageFactory() for _ in range(8)]
    changes = list(SearchChange.objects.order_by("pk"))
    assert len(changes) == 5
    assert changes[-1].version == SearchState.objects.get().version
    assert changes[-1].document_id == pages[-1].search_document.pk


@pytest.mark.django_db
def test_many_pages_are_indexed_in_a_constant_number_of_queries() -> None:
    def count(pages: int) -> int:
        ids = []
        for _ in range(pages):
            page = PracticePageFactory()
            link_everything(page, 1)
            ids.append(page.pk)
        SearchDocument.objects.filter(page__in=ids).delete()
        with CaptureQueriesContext(connection) as queries:
            indexing.index_pages(ids)
        return len(queries)

    count(1)
    assert count(6) <= count(2)


@pytest.mark.django_db
def test_an_address_may_be_longer_than_one_would_think() -> None:
    """A case below a workshop, each with the longest slug."""
    page = PortraitPageFactory(slug="a" * 255)
    assert page.search_document.url.endswith("a" * 255 + "/")


@pytest.mark.django_db
def test_a_long_run_asks_for_each_word_once_but_never_trusts_what_others_changed() -> None:
    known = KnownWords()
    first, second, third = (PortraitPageFactory(title="Zeldzaamheid") for _ in range(3))
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()

    def asked_for(page: PortraitPage) -> int:
        with CaptureQueriesContext(connection) as queries:
            indexing.index_made([page], known)
        return sum("INTO search_searchword " in query["sql"] for query in queries)

    assert asked_for(first) > 0
    assert asked_for(second) == 0
    first.unpublish()
    second.unpublish()
    assert not SearchWord.objects.filter(word="zeldzaamheid").exists()
    assert asked_for(third) > 0
    assert SearchWord.objects.filter(word="zeldzaamheid").exists()


# --- Several at once -------------------------------------------------------------------------------------------------


def publish_as(page: PortraitPage, word: str) -> None:
    """As the editors' side does it: in one transaction."""
    with transaction.atomic():
        page.title = f"Portret {word}"
        publish(page)


@pytest.fixture
def site(transactional_db: None) -> list[PortraitPage]:
    return [PortraitPageFactory(title=f"Portret {n}") for n in range(12)]


@pytest.mark.django_db(transaction=True)
def test_two_editors_and_a_rebuild_at_the_same_time_lose_nothing(site: list[PortraitPage]) -> None:
    SearchDocument.objects.all().delete()  # so that the rebuild inserts, and must meet the editors' rows
    one, two, rest = site[:4], site[4:8], site[8:]
    wrong = at_once(
        lambda: [publish_as(page, f"eersteling{LETTERS[n]}") for n, page in enumerate(one)],
        lambda: [publish_as(page, f"tweedeling{LETTERS[n]}") for n, page in enumerate(two)],
        lambda: rebuild(batch=2),
        lambda: rebuild(batch=3),
    )
    assert wrong == []
    titles = dict(SearchDocument.objects.values_list("page", "title"))
    assert titles == dict(KnowledgePage.objects.values_list("pk", "title"))
    for number, page in enumerate(one):
        word = f"eersteling{LETTERS[number]}"
        assert found(term(word).lemma) == {page.pk}
        assert SearchWord.objects.filter(word=word).exists()
    assert len(found("portret")) == len(site)
    assert {page.pk for page in rest} <= found("portret")
    assert SearchChange.objects.order_by("-pk")[0].version == SearchState.objects.get().version


@pytest.mark.django_db(transaction=True)
def test_pages_may_be_deleted_and_withdrawn_while_the_index_is_rebuilt(site: list[PortraitPage]) -> None:
    SearchDocument.objects.all().delete()

    def delete() -> None:
        for page in site[:4]:
            with transaction.atomic():
                page.delete()

    def withdraw() -> None:
        for page in site[4:8]:
            with transaction.atomic():
                page.unpublish()

    assert at_once(delete, withdraw, lambda: rebuild(batch=2)) == []
    assert set(SearchDocument.objects.values_list("page", flat=True)) == {page.pk for page in site[8:]}


@pytest.mark.django_db(transaction=True)
def test_names_may_change_while_the_index_is_rebuilt(site: list[PortraitPage]) -> None:
    theme, concept = ThemeFactory(), ConceptFactory()
    SearchDocument.objects.all().delete()

    def rename() -> None:
        for n in range(5):
            with transaction.atomic():
                theme.name, theme.slug = f"Thema nummer {n}", f"thema-nummer-{n}"
                theme.save()
                concept.slug = f"begrip-nummer-{n}"
                concept.save()

    assert at_once(rename, lambda: rebuild(batch=2)) == []
    assert SearchDocument.objects.get(concept=concept).url == concept.get_absolute_url()


@pytest.mark.django_db(transaction=True)
def test_the_first_two_writers_make_one_row(transactional_db: None) -> None:
    SearchState.objects.all().delete()
    assert at_once(indexing.vocabulary_changed, indexing.vocabulary_changed, indexing.vocabulary_changed) == []
    assert SearchState.objects.count() == 1
    assert SearchChange.objects.count() >= 3
    call_command("check", database=["default"])
