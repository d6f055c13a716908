"""Who wrote a page: those may not judge it."""

from typing import Any

from wagtail.models import PageLogEntry, Revision

from wijkwijzer.gate.models import Publication

# Lines of the history that say somebody changed what a page says.
WROTE = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.copy", "wagtail.convert_alias")
APPROVED = (Publication.How.WORKFLOW, Publication.How.SCHEDULE, Publication.How.BEFORE)


def authors_of(page: Any) -> set[int]:
    """The keys of the accounts that wrote anything since the page was last published with all approvals.

    Not since the workflow began (then whoever submits somebody else's text clears that author), and not since the page
    went live (an emergency would clear everybody). A revision that says the same as the one before, such as one with
    only a remark, makes nobody an author; a text that was brought back brings its own author along.
    """
    page = page.specific_deferred
    base = page.publications.filter(how__in=APPROVED, revision__isnull=False).select_related("revision").first()
    since = base.revision.created_at if base else None
    revisions = Revision.objects.for_instance(page).order_by("created_at", "pk")
    if since is not None:
        revisions = revisions.filter(created_at__gte=since)
    found: set[int | None] = set()
    before = ""
    for revision in revisions:
        said = page.hash_of(revision.content)
        if said != before and (since is None or revision.created_at > since):
            found.add(revision.user_id)
        before = said
    known = {revision.pk for revision in revisions}
    return {key for key in found | _in_history(page, known, since) if key is not None}


def _in_history(page: Any, known: set[int], since: Any) -> set[int | None]:
    """Authors of revisions that are no longer there, and of revisions that were brought back."""
    lines = PageLogEntry.objects.filter(page_id=page.pk, action__in=WROTE)
    if since is not None:
        lines = lines.filter(timestamp__gt=since)
    found = {user for user, revision in lines.values_list("user_id", "revision_id") if revision not in known}
    sources = [
        (data or {}).get("revision", {}).get("id")
        for data in lines.filter(action="wagtail.revert").values_list("data", flat=True)
    ]
    found |= set(Revision.objects.filter(pk__in=[key for key in sources if key]).values_list("user_id", flat=True))
    return found
