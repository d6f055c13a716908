"""When a PDF goes: with every new version of what it shows, and all of them when anything is hidden or taken back.

What is hidden may stand in many a PDF, as a chapter or by name. Such a moment is rare and a PDF is made again in a
few seconds, so nobody has to know in which. Files go after the commit: before it, a reader would have them made again.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from portraits.models import MagazineChapter, PortraitPage
from wijkwijzer.images.models import SiteImage
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.forgetting import Leaving

from . import store


def register() -> None:
    """Listen. Called once, when the apps are ready."""
    post_save.connect(page_saved, dispatch_uid="printing page_saved")
    post_page_move.connect(something_hidden, dispatch_uid="printing moved")
    for sender in (KnowledgePage, Page, SiteImage):
        post_delete.connect(something_hidden, sender=sender, dispatch_uid=f"printing deleted {sender.__name__}")
    post_save.connect(something_hidden, sender=PageViewRestriction, dispatch_uid="printing restricted")


def forget_all(leaving: Leaving) -> int:
    """Of a withdrawal: every PDF may have the name. Counts none: each can be made again, without it."""
    something_hidden()
    return 0


def something_hidden(**_signal: Any) -> None:
    transaction.on_commit(store.forget_all)


def page_saved(
    sender: type, instance: Any, raw: bool, created: bool, update_fields: Iterable[str] | None, **_signal: Any
) -> None:
    """A page as a whole; what an editor types in a draft is saved in fields of its own."""
    if not issubclass(sender, Page) or raw or created or (update_fields is not None and "live" not in update_fields):
        return
    if instance.live:
        transaction.on_commit(partial(store.forget, pages_showing(instance)))
    else:
        something_hidden()


def pages_showing(page: Page) -> list[int]:
    """The page itself, and those that show it whole: its magazines, its series, the report of its workshop."""
    chapters = MagazineChapter.objects.filter(page=page.pk).values_list("magazine", flat=True)
    series = PortraitPage.objects.filter(pk=page.pk, series__isnull=False).values_list("series", flat=True)
    above = Page.objects.filter(path=page.path[: -page.steplen]).values_list("pk", flat=True)
    return [page.pk, *chapters, *series, *above]
