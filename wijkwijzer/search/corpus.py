"""Many publications at once, as real pages: for measuring search, and for a first filling of a site."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import islice
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from wijkwijzer.pages.models import KnowledgePage, PageMunicipality, PageTheme
from wijkwijzer.publications.models import ArticlePage, PublicationIndexPage

from . import indexing
from .corpus_file import HEADING, CorpusFile, Entry
from .long_runs import between_batches, long_run, read_ahead
from .rows import insert, insert_quickly
from .vocabulary import KnownWords

# Pages in one transaction. On SQLite an editor who publishes at that moment waits for one of these (two seconds).
BATCH = 400
# What tells a page of a corpus from one that somebody wrote. The digits are made of the line itself.
SLUG = r"^corpus-[0-9a-f]{16}$"
MAX_HEADING = 120
BODY = ArticlePage._meta.get_field("body").stream_block


class NoListError(Exception):
    """The site has no list of publications to put pages in."""


def list_of_publications() -> PublicationIndexPage:
    index_page = PublicationIndexPage.objects.first()
    if index_page is None:
        raise NoListError("This site has no list of publications yet. Make it with: manage.py lay_out_site")
    return index_page


def load_corpus(corpus: CorpusFile, progress: Callable[[int], None] = lambda loaded: None) -> int:
    """Make live pages of the publications in `corpus` that are not there yet, and put them in the search index.

    Returns how many were made. Each batch is one transaction with its index, so a run that is killed leaves whole pages
    that can be found, and the next run goes on where it ended. There is no revision, no line in the history of a page
    and no usage count; Wagtail makes the first revision when somebody edits the page.
    """
    index_page = list_of_publications()
    # A new page asks for its type. Known by now, it is not asked of the database by the thread that makes drafts.
    ContentType.objects.get_for_model(ArticlePage)
    made, known = 0, KnownWords()
    with long_run() as analyse:
        for batch in read_ahead(_drafts(index_page, corpus)):
            with transaction.atomic():
                pages = _make_pages(index_page, batch)
                indexing.index_made(pages, known, analyse)
            made += len(pages)
            progress(made)
            between_batches()
    return made


def pages_of_corpus() -> models.QuerySet[Page]:
    """What `load_corpus` made and nobody edited since."""
    return Page.objects.filter(
        slug__regex=SLUG, latest_revision=None, content_type=ContentType.objects.get_for_model(ArticlePage)
    )


def delete_corpus(progress: Callable[[int], None] = lambda deleted: None) -> int:
    """Remove the pages of a corpus; returns how many. A page that somebody edited is theirs and stays."""
    deleted = 0
    while ids := list(pages_of_corpus().values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            _delete_pages(ids)
        deleted += len(ids)
        progress(deleted)
        between_batches()
    return deleted


def _delete_pages(ids: list[int]) -> None:
    pages = Page.objects.filter(pk__in=ids)
    # Parents before the index, as whoever makes and publishes a page takes them.
    parents = {path[: -Page.steplen] for path in pages.values_list("path", flat=True)}
    list(Page.objects.select_for_update().filter(path__in=parents).order_by("pk").values_list("pk"))
    # Offline and out of the indexes as one batch: else each page does all of that by itself.
    pages.update(live=False)
    indexing.index_pages(ids)
    with disable_reference_index_auto_update():
        pages.delete()
    page_type, numbers = ContentType.objects.get_for_model(Page), [str(pk) for pk in ids]
    ReferenceIndex.objects.filter(
        models.Q(base_content_type=page_type, object_id__in=numbers)
        | models.Q(to_content_type=page_type, to_object_id__in=numbers)
    ).delete()


def _drafts(index_page: PublicationIndexPage, corpus: CorpusFile) -> Iterator[list[tuple[Entry, ArticlePage]]]:
    """Batches of entries, each with what will be its page. Asks the database nothing."""
    entries = corpus.entries()
    while batch := list(islice(entries, BATCH)):
        yield [(entry, _article(index_page, entry)) for entry in batch]


def _make_pages(index_page: PublicationIndexPage, drafts: list[tuple[Entry, ArticlePage]]) -> list[ArticlePage]:
    """Store those `drafts` that are not there yet, and return their pages. Inside a transaction.

    Page by page, through `add_child` and `publish`, would take fifty times as long.
    """
    parent = Page.objects.select_for_update().get(pk=index_page.pk)
    slugs = [entry.slug for entry, _article in drafts]
    known = set(parent.get_children().filter(slug__in=slugs).values_list("slug", flat=True))
    drafts = [draft for draft in drafts if draft[0].slug not in known]
    if not drafts:
        return []
    entries, articles = [entry for entry, _article in drafts], [article for _entry, article in drafts]
    for article in articles:
        article.set_url_path(parent)
    _place_in_tree(parent, articles)
    for article, pk in zip(articles, insert(Page, articles, returning=True), strict=True):
        article.id = article.page_ptr_id = article.knowledgepage_ptr_id = pk
    insert_quickly(KnowledgePage, articles)
    insert_quickly(ArticlePage, articles)
    _make_links(articles, entries)
    return articles


def _article(index_page: PublicationIndexPage, entry: Entry) -> ArticlePage:
    now = timezone.now()
    article = ArticlePage(
        title=entry.title,
        draft_title=entry.title,
        slug=entry.slug,
        summary=entry.summary,
        body=StreamValue(BODY, _blocks(entry.body), is_lazy=True),
        published_on=entry.published_on,
        first_published_at=now,
        last_published_at=now,
        locale_id=index_page.locale_id,
        # What `KnowledgePage.save` derives.
        word_count=len(entry.body.split()),
    )
    article.kind = article.get_kind_slug()
    article.card_note = article.get_card_note()
    return article


def _blocks(body: str) -> list[dict[str, Any]]:
    """The stream of a text: headings and paragraphs, those of one section together."""
    blocks: list[dict[str, Any]] = []
    paragraphs: list[str] = []

    def end_section() -> None:
        if paragraphs:
            blocks.append({"type": "text", "value": "".join(paragraphs), "id": str(uuid4())})
            paragraphs.clear()

    for paragraph in body.replace("\r\n", "\n").split("\n\n"):
        first, _, rest = paragraph.strip().partition("\n")
        if first.startswith(HEADING) and len(first) <= MAX_HEADING:
            end_section()
            heading = {"level": "h2", "text": first.removeprefix(HEADING).strip()}
            blocks.append({"type": "heading", "value": heading, "id": str(uuid4())})
            first = ""
        if text := " ".join(f"{first} {rest}".split()):
            paragraphs.append(f"<p>{escape(text)}</p>")
    end_section()
    return blocks


def _place_in_tree(parent: Page, articles: list[ArticlePage]) -> None:
    """Paths behind the last child, as treebeard's `add_child` gives them one by one."""
    last = parent.get_last_child()
    position = last._get_lastpos_in_path() if last else 0
    depth = parent.depth + 1
    for step, article in enumerate(articles, start=position + 1):
        article.depth = depth
        article.path = Page._get_path(parent.path, depth, step)
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(articles))


def _make_links(articles: list[ArticlePage], entries: list[Entry]) -> None:
    pairs = list(zip(articles, entries, strict=True))
    PageTheme.objects.bulk_create(
        PageTheme(content_object_id=article.pk, tag_id=theme) for article, entry in pairs for theme in entry.themes
    )
    PageMunicipality.objects.bulk_create(
        PageMunicipality(page_id=article.pk, municipality_id=place, sort_order=order)
        for article, entry in pairs
        for order, place in enumerate(entry.municipalities)
    )
