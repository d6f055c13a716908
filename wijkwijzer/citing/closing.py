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
    gone = Version.objects.filter(page__in=leaving.page_ids).delete()[0]
    leaving.noted["citing"] = {version.pk for version in _open_versions() if version.says_the_same}
    return gone


def close_what_changed(leaving: Leaving) -> int:
    """Versions whose text the withdrawal changed, and those that name somebody of whom nothing may tell any more."""
    nobody, said_the_same = _who_is_nowhere(leaving).whole, leaving.noted.get("citing", ())
    closing = [
        version
        for version in _open_versions()
        if (version.pk in said_the_same and not version.says_the_same)
        or (nobody and any(nobody.search(text) for text in _texts(version)))
    ]
    for version in closing:
        version.close()
    return len(closing)


def _who_is_nowhere(leaving: Leaving) -> Names:
    """Also as they were called on the page, unless that may be the name of somebody who stays elsewhere."""
    unused = leaving.unused_people
    return Names(leaving.names if len(unused) == len(leaving.people) else [person.name for person in unused])


def _open_versions() -> Iterator[Version]:
    return Version.objects.open().select_related("revision__content_type").iterator(chunk_size=_BATCH)


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


def _texts(version: Version) -> Iterator[str]:
    revision: Any = version.revision
    finder = Finder(lambda model, key: False)
    finder.page(revision.content_type.model_class(), revision.content)
    return (normal(text) for _place, text in finder.texts)
