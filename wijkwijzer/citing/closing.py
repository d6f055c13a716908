"""A withdrawal overrides what was kept: versions go with their page, and those that say what had to go are closed."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from wijkwijzer.consent.impact import Finder
from wijkwijzer.consent.models import WithdrawalTask
from wijkwijzer.consent.names import Names, normal
from wijkwijzer.consent.removing import says
from wijkwijzer.people.forgetting import Leaving, Trace

from .models import Version

_BATCH = 50


def versions_that_go(leaving: Leaving) -> Iterator[Trace]:
    for page in leaving.pages:
        count = Version.objects.filter(page=page.pk).count()
        if count:
            yield Trace(_("Eerdere versies"), _("%(title)s (%(n)d)") % {"title": page.title, "n": count})


def forget_versions(leaving: Leaving) -> int:
    """Before the pages: a version protects its revision. The addresses are below one that is gone then."""
    return Version.objects.filter(page__in=leaving.page_ids).delete()[0]


def close_what_changed(leaving: Leaving) -> int:
    """Versions whose text the withdrawal changed, and those that name somebody of whom nothing may tell any more."""
    nobody = Names(leaving.names).whole if leaving.unused_people else None
    closed = 0
    for version in Version.objects.open().select_related("revision").iterator(chunk_size=_BATCH):
        assert version.revision is not None  # noqa: S101 (those are closed)
        if not version.says_the_same or (nobody and any(nobody.search(text) for text in _texts(version.revision))):
            version.close()
            closed += 1
    return closed


def on_task(instance: WithdrawalTask, created: bool = False, **_signal: Any) -> None:
    """An editor writes something anew. Until then it stands on the page itself, but not at a date."""
    if created:
        for version in Version.objects.open().filter(page=instance.page_id).select_related("revision"):
            if version.revision is not None and _says(instance, version.revision):
                version.close()


def says_what_must_go(revision: Revision) -> bool:
    """Does a text that goes live now still say what after a withdrawal had to be written anew?"""
    tasks = WithdrawalTask.objects.filter(page=revision.object_id)
    return any(_says(task, revision) for task in tasks)


def _says(task: WithdrawalTask, revision: Revision) -> bool:
    model: Any = revision.content_type.model_class()
    return says(task, model, revision.content)


def _texts(revision: Revision) -> Iterator[str]:
    model: Any = revision.content_type.model_class()
    finder = Finder(lambda model, key: False)
    finder.page(model, revision.content)
    return (normal(text) for _place, text in finder.texts)
