"""Make the whole index anew, while visitors search in it and editors go on publishing.

Documents are updated in place, a batch at a time, so there is no moment without results. The last page that was done is
kept, so a rebuild that was killed goes on from there.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.taxonomy.models import Concept

from .analysis import ANALYSIS_VERSION
from .engines import get_engine
from .indexing import index_batch, index_concepts, writing
from .long_runs import between_batches, long_run
from .models import SearchDocument, SearchState
from .second_process import Analyse
from .vocabulary import KnownWords, drop_all_unused_words

BATCH = 100

Progress = Callable[[int, int], None]


def rebuild(progress: Progress | None = None, batch: int = BATCH, *, from_start: bool = False) -> int:
    """Index all pages and concepts again; returns how many were gone through. `progress` hears done and total."""
    say = progress or (lambda done, total: None)
    last = _begin(from_start)
    concepts = list(Concept.objects.order_by("pk").values_list("pk", flat=True))
    left = KnowledgePage.objects.filter(pk__gt=last).count()
    done, total = 0, left + len(concepts)
    known = KnownWords()
    say(done, total)
    with long_run() as analyse:
        while ids := list(
            KnowledgePage.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]
        ):
            last = ids[-1]
            _rebuild_pages(ids, known, analyse)
            done += len(ids)
            say(done, max(total, done))
            between_batches()
        for start in range(0, len(concepts), batch):
            index_concepts(concepts[start : start + batch], everything=True)
            between_batches()
    _end()
    say(done + len(concepts), done + len(concepts))
    return done + len(concepts)


def _begin(from_start: bool) -> int:
    """The page after which to go on: that of a rebuild with this analysis that did not end, or none."""
    with writing() as turn:
        get_engine().create()
        state = turn.state
        if from_start or state.rebuilding != ANALYSIS_VERSION:
            state.rebuilding, state.rebuilt_up_to = ANALYSIS_VERSION, 0
            state.save(update_fields=["rebuilding", "rebuilt_up_to"])
        return state.rebuilt_up_to


def _rebuild_pages(ids: list[int], known: KnownWords, analyse: Analyse) -> None:
    with writing(everything=True, known=known, analyse=analyse) as turn:
        index_batch(turn, ids)
        turn.state.rebuilt_up_to = ids[-1]
        turn.state.save(update_fields=["rebuilt_up_to"])


def _end() -> None:
    with writing() as turn:
        drop_all_unused_words()
        state = turn.state
        state.analysis_version, state.rebuilding, state.rebuilt_up_to = ANALYSIS_VERSION, "", 0
        state.save(update_fields=["analysis_version", "rebuilding", "rebuilt_up_to"])
        turn.names = True


def what_is_wrong() -> str:
    """Why the index must be made anew, in a sentence; empty where it need not. Before the first migration too."""
    try:
        if SearchState._meta.db_table not in connection.introspection.table_names():
            return ""
        version = SearchState.objects.values_list("analysis_version", flat=True).first()
        if SearchDocument.objects.filter(page__isnull=False).exists():
            if version == ANALYSIS_VERSION:
                return ""
            return "The search index was made by another version of the analysis."
        if KnowledgePage.objects.visible().exists():
            return "The search index is empty, while there are pages to find."
    except DatabaseError:
        # No database, or not migrated yet; others say so.
        return ""
    return ""
