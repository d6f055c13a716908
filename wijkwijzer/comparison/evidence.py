"""What a practice can be believed on: everything on the site that tells about it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from practices.models import PracticePage
from wijkwijzer.pages.models import KnowledgePage, TellsAbout
from wijkwijzer.pages.models.knowledge import told_elsewhere

from .cells import Line

MOST_TELLINGS = 5


def evidence_of(practices: Sequence[PracticePage]) -> dict[int, list[Line]]:
    """For each practice, by its key, the lines of the row "bewijs"; the same number of queries for two and for four."""
    return _tellings(practices)


def _tellings(practices: Sequence[PracticePage]) -> dict[int, list[Line]]:
    """The visible pages that tell about each practice, the newest first, in one query; as on its own page."""
    tells = {practice.pk: f"tells_about_{number}" for number, practice in enumerate(practices)}
    pages = KnowledgePage.objects.visible().annotate(**{name: _tells_about(pk) for pk, name in tells.items()})
    any_of_them = Q(*((name, True) for name in tells.values()), _connector=Q.OR)
    found = list(pages.filter(any_of_them).newest_first())
    return {
        pk: [
            Line(page.title, page.url or "", str(page.kind_info.label).lower())
            for page in found
            if getattr(page, name) and page.pk != pk
        ][:MOST_TELLINGS]
        for pk, name in tells.items()
    }


def _tells_about(pk: int) -> Any:
    is_told: Any = Exists(TellsAbout.objects.filter(page=OuterRef("pk"), target=pk))
    for is_told_elsewhere in told_elsewhere:
        is_told |= is_told_elsewhere(pk)
    return is_told
