"""What a practice can be believed on, and what it is evidence of: what tells about it, and what leans on it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from practices.models import PracticePage
from wijkwijzer.pages.models import KnowledgePage, TellsAbout
from wijkwijzer.pages.models.knowledge import told_elsewhere
from wijkwijzer.recommendations.models import RecommendationPage, Stance

from .cells import Line

MOST_TELLINGS = 5


def evidence_of(practices: Sequence[PracticePage]) -> dict[int, list[Line]]:
    """For each practice, by its key, the lines of the row "bewijs"; the same number of queries for two and for four."""
    tellings, leaning = _tellings(practices), _leaning(practices)
    return {practice.pk: [*leaning.get(practice.pk, []), *tellings[practice.pk]] for practice in practices}


def _leaning(practices: Sequence[PracticePage]) -> dict[int, list[Line]]:
    """The public recommendations that each practice supports, nuances or contradicts, in one query."""
    pages = RecommendationPage.objects.visible().filter(evidence__source__in=[one.pk for one in practices])
    rows = pages.annotate(source_id=F("evidence__source"), stance=F("evidence__stance")).distinct()
    found: dict[int, list[Line]] = defaultdict(list)
    for row in rows.order_by("title", "pk"):
        note = _("%(stance)s deze aanbeveling") % {"stance": Stance(row.stance).label}
        found[row.source_id].append(Line(row.title, row.url or "", note))
    return found


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
    for pages_elsewhere in told_elsewhere:
        is_told |= Q(pk__in=pages_elsewhere(pk))
    return is_told
