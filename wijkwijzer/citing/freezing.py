"""Keep what a publication says, each time that it went live with something new to tell."""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from wijkwijzer.gate.models import Publication
from wijkwijzer.pages.models import KnowledgePage

from .closing import says_what_must_go
from .models import Version, said_by


def on_publication(instance: Publication, created: bool = False, raw: bool = False, **_signal: Any) -> None:
    """The gate wrote down that a page went live; it has the page locked."""
    if created and not raw and instance.revision is not None and instance.how != Publication.How.BEFORE:
        freeze(instance.page_id, instance.revision, instance.how)


def freeze(page_id: int, revision: Revision, how: str) -> Version | None:
    """The version made of what was published now, or None where it was a small improvement or no publication."""
    page = KnowledgePage.objects.filter(pk=page_id).first()
    if page is None:
        return None
    last = page.versions.select_related("revision").first()
    why = _why(last, revision, how)
    if why is None:
        return None
    day = timezone.localdate()
    version = Version(page=page, day=day, why=why, number=1 + page.versions.filter(day=day).count())
    Version.objects.filter(newest_of=page).update(newest_of=None)
    if not says_what_must_go(revision):
        version.revision, version.content_hash, version.newest_of = revision, said_by(revision), page
    version.save()
    return version


def _why(last: Version | None, revision: Revision, how: str) -> str | None:
    if last is None:
        return Version.Why.FIRST
    if not last.says_the_same:
        # Closed by hand or by a withdrawal: what the page says since then has no address yet.
        return Version.Why.AGAIN if not _has_note(revision) or how == Publication.How.WITHDRAWAL else Version.Why.NOTE
    if how == Publication.How.EMERGENCY:
        return Version.Why.EMERGENCY
    return Version.Why.NOTE if _has_note(revision) and last.content_hash != said_by(revision) else None


def _has_note(revision: Revision) -> bool:
    return bool((revision.content.get("change_note") or "").strip())
