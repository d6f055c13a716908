"""What readers say of a page: kept as long as somebody may do something with it."""

from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from wijkwijzer.pages.models import KnowledgePage

from .models import Reaction

# The answers are worth comparing with those of a year ago; what was written is not, once somebody dealt with it.
KEEP = timedelta(days=2 * 365)
KEEP_REMARK = timedelta(days=90)


def with_counts(pages: "QuerySet[KnowledgePage]") -> "QuerySet[KnowledgePage]":
    """`pages`, each with how many readers said what, and how much of it nobody has dealt with yet."""
    of = "reactions"
    return pages.annotate(
        said_true=Count(of, filter=Q(reactions__is_true=True)),
        said_untrue=Count(of, filter=Q(reactions__is_true=False)),
        said_useful=Count(of, filter=Q(reactions__is_useful=True)),
        said_useless=Count(of, filter=Q(reactions__is_useful=False)),
        to_deal_with=Count(of, filter=Q(reactions__dealt_with_on=None)),
    )


def forget_old() -> None:
    today = timezone.localdate()
    Reaction.objects.filter(day__lt=today - KEEP).delete()
    Reaction.objects.filter(dealt_with_on__lt=today - KEEP_REMARK).exclude(remark="").update(remark="")
