"""Briefs do not outlive what they speak of: after thirty days they go, and with a withdrawal what was said with it."""

from functools import reduce

from django.utils import timezone
from django.utils.translation import gettext as _

from wijkwijzer.people.forgetting import Leaving

from .models import KEPT, Brief, BriefItem


def forget_old() -> int:
    """Delete the briefs that are no longer kept; returns how many."""
    return Brief.objects.filter(made_at__lte=timezone.now() - KEPT).delete()[1].get(Brief._meta.label, 0)


def forget_words(leaving: Leaving) -> int:
    """What makers wrote with the pages that go, and the names of their people in what was written elsewhere."""
    gone = BriefItem.objects.filter(page__in=leaving.page_ids).exclude(context="").update(context="")
    for model, names in ((Brief, ("title", "introduction")), (BriefItem, ("context",))):
        for row in model._default_manager.all():
            old = {name: getattr(row, name) for name in names}
            new = {name: _without(text, leaving.names) for name, text in old.items()}
            if new != old:
                model._default_manager.filter(pk=row.pk).update(**new)
                gone += 1
    return gone


def _without(text: str, names: tuple[str, ...]) -> str:
    return reduce(lambda left, name: left.replace(name, _("(naam)")), filter(None, names), text)
