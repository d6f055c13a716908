"""What a withdrawal takes from recommendations: their evidence on pages that go. The rows stay and are counted as
withdrawn; nothing of the page is kept in them but what the redactie wrote about it, which no reader sees any more."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wijkwijzer.people.forgetting import Leaving, Trace

from .models import RecommendationPage


def evidence_of(leaving: Leaving) -> Iterable[Trace]:
    """The recommendations that lean on the pages that go."""
    pages = RecommendationPage.objects.filter(evidence__source__in=leaving.page_ids).distinct()
    for page in pages.exclude(pk__in=leaving.page_ids):
        yield Trace(_("Telt niet meer mee als bewijs bij een aanbeveling"), page.title, page.url or "")
