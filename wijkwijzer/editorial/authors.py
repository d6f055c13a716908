"""Who wrote a page: those may not judge it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageLogEntry, Revision

from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.revisions import hashes_of

# Lines of the history that say somebody changed what a page says.
WROTE = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.copy", "wagtail.convert_alias")
APPROVED = (Publication.How.WORKFLOW, Publication.How.SCHEDULE, Publication.How.BEFORE)


def authors_of(page: Any) -> set[int]:
    """The keys of the accounts that wrote anything since the page was last published with all approvals.

    Not since the workflow began (then whoever submits somebody else's text clears that author), and not since the page
    went live (an emergency would clear everybody). A revision that says the same as the one before, such as one with
    only a remark, makes nobody an author; a text that was brought back brings its own author along.
    """
    return authors_by_page([page.pk])[page.pk]


def authors_by_page(keys: Iterable[int]) -> dict[int, set[int]]:
    """The same for many pages, by their keys, in as many queries as for one."""
    keys = list(keys)
    approved = _last_approved(keys)
    found, known = _of_revisions(keys, approved)
    for page, authors in _in_history(keys, approved, known).items():
        found[page] |= authors
    return {key: {author for author in found[key] if author is not None} for key in keys}


def _last_approved(keys: list[int]) -> dict[int, datetime]:
    """When what was last published with all approvals was written, for the pages that ever were."""
    publications = Publication.objects.filter(page__in=keys, how__in=APPROVED, revision__isnull=False)
    # The last one of a page wins.
    return dict(publications.order_by("at", "pk").values_list("page_id", "revision__created_at"))


def _of_revisions(keys: list[int], approved: dict[int, datetime]) -> tuple[defaultdict[int, set[int | None]], set[int]]:
    """The authors by the revisions that are there, and the keys of those."""
    revisions = list(
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(key) for key in keys]
        )
        .order_by("created_at", "pk")
        .values_list("object_id", "pk", "user_id", "created_at", "said__content_hash")
    )
    said = hashes_of((revision, said) for _page, revision, _user, _created, said in revisions)
    found: defaultdict[int, set[int | None]] = defaultdict(set)
    before: dict[int, str] = {}
    for object_id, revision, user, created, _said in revisions:
        page = int(object_id)
        is_new = page not in approved or created > approved[page]
        if is_new and said[revision] != before.get(page):
            found[page].add(user)
        before[page] = said[revision]
    return found, set(said)


def _in_history(keys: list[int], approved: dict[int, datetime], known: set[int]) -> dict[int, set[int | None]]:
    """Authors of revisions that are no longer there, and of revisions that were brought back."""
    found: defaultdict[int, set[int | None]] = defaultdict(set)
    brought_back: defaultdict[int, set[int]] = defaultdict(set)
    lines = PageLogEntry.objects.filter(page_id__in=keys, action__in=WROTE)
    for page, at, user, revision, action, data in lines.values_list(
        "page_id", "timestamp", "user_id", "revision_id", "action", "data"
    ):
        if page in approved and at <= approved[page]:
            continue
        if revision not in known:
            found[page].add(user)
        source = (data or {}).get("revision", {}).get("id") if action == "wagtail.revert" else None
        if source:
            brought_back[page].add(source)
    sources = set().union(*brought_back.values())
    authors = dict(Revision.objects.filter(pk__in=sources).values_list("pk", "user_id"))
    for page, revisions in brought_back.items():
        found[page] |= {authors.get(revision) for revision in revisions}
    return found
