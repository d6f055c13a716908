"""Keep the index true: write, update or remove the documents of given pages, whatever holds of them now.

Every change of the index takes the one row of `SearchState` first and keeps it until its transaction ends (ADR 0012).
So writers stand in a line, each sees what those before it committed, and the changes are recorded in the order in which
they were committed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q
from wagtail.models import Page, Site

from wijkwijzer.delivery.visibility import visible, without_hidden_sources
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.taxonomy.models import Concept

from .analysis import ANALYSIS_VERSION
from .documents import Document, concept_documents, page_documents
from .engines import get_engine
from .fetching import Fetched, Unsaved
from .models import SearchChange, SearchDocument, SearchState, SearchText
from .rows import insert
from .second_process import Analyse, analyse_here
from .vocabulary import KnownWords, add_words, drop_unused_words, lemmas_of_texts

# The one row of `SearchState`.
STATE = 1
BATCH = 400
CHUNK = 100
KEPT_CHANGES = 10_000
# A document's identity and its links are never changed once it is there.
FIXED_FIELDS = {"id", "page", "concept", "document"}


@dataclass
class Writing:
    """What is changed while the turn lasts: documents by number, names of facets, lemmas that texts no longer have.

    With `everything` documents are written that seem the same, as the engine's own tables may not be.
    """

    state: SearchState
    known: KnownWords
    everything: bool = False
    analyse: Analyse = analyse_here
    documents: set[int] = field(default_factory=set)
    names: bool = False
    dropped: set[str] = field(default_factory=set)


@contextmanager
def writing(
    *, everything: bool = False, known: KnownWords | None = None, analyse: Analyse = analyse_here
) -> Iterator[Writing]:
    """A turn to change the index: one transaction, in which no other process changes it.

    `known` and `analyse` are for who takes many turns after each other.
    """
    with transaction.atomic():
        turn = Writing(take_turn(), known or KnownWords(), everything, analyse)
        turn.known.forget_if_changed(turn.state.version)
        try:
            yield turn
        except BaseException:
            turn.known.words.clear()
            raise
        if turn.dropped:
            drop_unused_words(turn.dropped)
            turn.known.words.clear()
        if turn.documents or turn.names:
            turn.known.version = _record(turn)


def take_turn() -> SearchState:
    """Wait for the index's row and hold it until the transaction ends."""
    state, _made = SearchState.objects.select_for_update().get_or_create(pk=STATE, defaults=first_state())
    return state


def first_state() -> dict[str, Any]:
    """An index that begins with the site is complete; one that begins with pages there is not."""
    is_complete = not KnowledgePage.objects.exists()
    return {"version": uuid4(), "analysis_version": ANALYSIS_VERSION if is_complete else ""}


def index_pages(page_ids: Iterable[int], unsaved: Unsaved | None = None) -> None:
    """Make the index true for exactly these pages. `unsaved` are links that are saved right after this."""
    with writing() as turn:
        for ids in batches(page_ids):
            index_batch(turn, ids, unsaved)


def index_made(pages: Sequence[KnowledgePage], known: KnownWords, analyse: Analyse = analyse_here) -> None:
    """The same for whole pages of their own types that this transaction made, with their links."""
    with writing(known=known, analyse=analyse) as turn:
        for some in batches(pages):
            index_batch(turn, [page.pk for page in some], made=some)


def index_concepts(concept_ids: Iterable[int], *, everything: bool = False) -> None:
    """Make the index true for exactly these concepts."""
    with writing(everything=everything) as turn:
        for ids in batches(concept_ids):
            _write(turn, list(concept_documents(ids)))
            there = set(Concept.objects.filter(pk__in=ids).values_list("pk", flat=True))
            _remove(turn, SearchDocument.objects.filter(concept__in=set(ids) - there))


def forget(*, page_ids: Iterable[int] = (), concept_ids: Iterable[int] = ()) -> None:
    """Remove the documents of pages and concepts that are about to go."""
    with writing() as turn:
        _remove(turn, SearchDocument.objects.filter(Q(page__in=list(page_ids)) | Q(concept__in=list(concept_ids))))


def vocabulary_changed() -> None:
    """A name that facets or suggestions show changed."""
    with writing() as turn:
        turn.names = True


def store(documents: Sequence[Document]) -> None:
    """Write documents; those of pages and concepts that have one keep its number."""
    with writing() as turn:
        for batch in batches(documents):
            _write(turn, batch)


def refresh(pages: models.QuerySet) -> None:
    """Make the index true for `pages` after something above them changed: whether they are visible, and where they
    are. Their texts are not read again, so this is quick for thousands."""
    with writing() as turn:
        ids = set(pages.values_list("pk", flat=True))
        shown = set(public(pages).values_list("pk", flat=True))
        known = dict(SearchDocument.objects.filter(page__in=pages.values("pk")).values_list("page", "url"))
        for batch in batches((shown - known.keys()) | ((ids - shown) & known.keys())):
            index_batch(turn, batch)
        for batch in batches(shown & known.keys()):
            _readdress(turn, batch, known)


def public(pages: Any) -> Any:
    """What an anonymous reader may see. An alias has the restrictions of its source as well, as when it is served."""
    return without_hidden_sources(visible(pages))


def index_batch(
    turn: Writing, page_ids: Sequence[int], unsaved: Unsaved | None = None, made: Iterable[KnowledgePage] = ()
) -> None:
    """Write the documents of the visible ones among these pages, and remove those of the others.

    What was `made` in this transaction is not read again; whether it may be seen is.
    """
    documents = SearchDocument.objects.filter(page__in=page_ids)
    before: set[Any] = set(documents.values_list("page", flat=True))
    shown = set(public(Page.objects.filter(pk__in=page_ids)).order_by().values_list("pk", flat=True))
    after: set[Any] = set()
    texts: list[SearchText] = []
    fetched = Fetched(shown, unsaved, [page for page in made if page.pk in shown]) if shown else None
    written = page_documents(fetched, turn.analyse, CHUNK) if fetched else iter(())
    while True:
        # The database takes in the words of the last pages while those of the next are analysed.
        with get_engine().unawaited() if texts else nullcontext():
            _store_texts(turn, texts)
            some = next(written, [])
        if not some:
            break
        texts = _write_rows(turn, some)
        after |= {document.page_id for document, _text in some}
    _remove(turn, documents.exclude(page__in=after))
    _index_replaced(turn, before ^ after, without=set(page_ids))


def _index_replaced(turn: Writing, page_ids: set[int], without: set[int]) -> None:
    """A page is only replaced by one that readers may see; `page_ids` came into sight or went out of it."""
    if page_ids:
        replaced = KnowledgePage.objects.filter(freshness__replaced_by__in=page_ids).exclude(pk__in=without)
        for ids in batches(replaced.values_list("pk", flat=True)):
            index_batch(turn, ids)


def _readdress(turn: Writing, page_ids: Sequence[int], known: dict[int, str]) -> None:
    paths = Site.get_site_root_paths()
    changed = {}
    for page in KnowledgePage.objects.filter(pk__in=page_ids).only("url_path", "content_type", "locale"):
        page._wagtail_cached_site_root_paths = paths
        url = page.get_url()
        if not url:
            index_batch(turn, [page.pk])
        elif url != known[page.pk]:
            changed[page.pk] = url
    documents = list(SearchDocument.objects.filter(page__in=changed).only("page"))
    for document in documents:
        document.url = changed[document.page_id]
    SearchDocument.objects.bulk_update(documents, ["url"], batch_size=BATCH)
    turn.documents |= {document.pk for document in documents}


def _write(turn: Writing, documents: Sequence[Document]) -> None:
    """Insert what is new and update what differs."""
    _store_texts(turn, _write_rows(turn, documents))


def _store_texts(turn: Writing, texts: list[SearchText]) -> None:
    if texts:
        add_words(texts, turn.known)
        insert(SearchText, texts, update=_changeable(SearchText))
        get_engine().store(texts)


def _write_rows(turn: Writing, documents: Sequence[Document]) -> list[SearchText]:
    """The same without the texts; gives those that must be stored."""
    old_documents, old_texts = _stored(documents)
    changed: list[Document] = []
    for document, text in documents:
        old = old_documents.get((document.page_id, document.concept_id))
        if old:
            document.pk = text.document_id = old.pk
            if not turn.everything and _same(old, document) and _same(old_texts.get(old.pk), text):
                continue
        changed.append((document, text))
    if not changed:
        return []
    texts = [text for _document, text in changed]
    _save_documents([document for document, _text in changed])
    for document, text in changed:
        text.document = document
    ids = {document.pk for document, _text in changed}
    turn.documents |= ids
    replaced = [text for pk, text in old_texts.items() if pk in ids]
    if replaced:
        turn.dropped |= lemmas_of_texts(replaced) - lemmas_of_texts(texts)
    return texts


def _stored(documents: Sequence[Document]) -> tuple[dict[Any, SearchDocument], dict[int, SearchText]]:
    """What is in the index of the same pages and concepts."""
    pages = [document.page_id for document, _text in documents if document.page_id]
    concepts = [document.concept_id for document, _text in documents if document.concept_id]
    found = SearchDocument.objects.filter(Q(page__in=pages) | Q(concept__in=concepts))
    stored = {(document.page_id, document.concept_id): document for document in found}
    texts = SearchText.objects.in_bulk([document.pk for document in stored.values()]) if stored else {}
    return stored, texts


def _same(old: models.Model | None, new: models.Model) -> bool:
    names = [one.attname for one in new._meta.concrete_fields]
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in names)


def _save_documents(documents: Sequence[SearchDocument]) -> None:
    """Insert or update in place. Only new ones take a new number: numbers are bits in memory, so they stay low."""
    known = [document for document in documents if document.pk is not None]
    SearchDocument.objects.bulk_create([document for document in documents if document.pk is None])
    SearchDocument.objects.bulk_create(
        known, update_conflicts=True, unique_fields=["id"], update_fields=_changeable(SearchDocument)
    )


def _changeable(model: type[models.Model]) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if one.name not in FIXED_FIELDS]


def _remove(turn: Writing, documents: models.QuerySet) -> None:
    ids = list(documents.values_list("pk", flat=True))
    if not ids:
        return
    texts = SearchText.objects.filter(document__in=ids)
    turn.dropped |= lemmas_of_texts(texts)
    turn.documents |= set(ids)
    texts.delete()
    SearchDocument.objects.filter(pk__in=ids).delete()


def _record(turn: Writing) -> UUID:
    """Tell the other processes what changed; returns the new version of the index."""
    version = uuid4()
    changed: list[int | None] = [*sorted(turn.documents)]
    if turn.names:
        changed.append(None)
    rows = SearchChange.objects.bulk_create(SearchChange(version=version, document_id=pk) for pk in changed)
    SearchChange.objects.filter(pk__lte=rows[-1].pk - KEPT_CHANGES).delete()
    SearchState.objects.filter(pk=STATE).update(version=version)
    return version


def batches(items: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
