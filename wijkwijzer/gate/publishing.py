"""The gate: the only place from where a page goes live."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from .faults import faults
from .models import Publication
from .references import references_found_once

# Each is asked before a revision goes live and raises `NotApproved` where it may not; rooms above add theirs.
checks: list[Callable[[Any, Revision, Publication.How], None]] = []

_licensed: ContextVar[bool] = ContextVar("licensed", default=False)


class NotApproved(PermissionDenied):
    """This revision may not go live (now); the message says to an editor why."""


def is_licensed() -> bool:
    return _licensed.get()


@contextmanager
def licence() -> Iterator[None]:
    """Pages may go live in this block. For the gate itself, for bulk loading, and for tests."""
    token = _licensed.set(True)
    try:
        yield
    finally:
        _licensed.reset(token)


def _refuse_what_lost_something(page: Any, revision: Revision) -> None:
    """What a text points at may be deleted after it was approved: a picture, a municipality. Then it says less."""
    now = {name: value for name, value in page.serializable_data().items() if name in revision.content}
    if page.hash_of(now) != page.hash_of(revision.content):
        raise NotApproved(_("Iets waar de pagina naar verwijst is intussen weg. Neem haar terug en kijk haar na."))


def _refuse_what_is_not_valid(page: Any) -> None:
    """Since it was approved, its address may have been given to another page; saving it would end in an error."""
    if lines := [text for _field, text in faults(page)]:
        raise NotApproved(_("De pagina kan zo niet live. %(why)s") % {"why": " ".join(lines)})


@transaction.atomic
def check(revision: Revision, how: Publication.How) -> tuple[Any, Revision]:
    """The page as this revision has it, and the revision, if it may go live. Raises `NotApproved` where it may not.

    The page is locked, until the transaction of the caller ends: of two that publish at the same second, the second
    sees what the first did.
    """
    Page.objects.select_for_update().get(pk=revision.object_id)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    page = revision.as_object()
    if page.go_live_at or page.expire_at:
        raise NotApproved(_("De pagina heeft een eigen publicatiemoment. Maak een planning in plaats daarvan."))
    _refuse_what_lost_something(page, revision)
    _refuse_what_is_not_valid(page)
    for ask in checks:
        ask(page, revision, how)
    return page, revision


@transaction.atomic
def publish(revision: Revision, how: Publication.How, *, by: Any = None, reason: str = "") -> Publication:
    """Make a revision the public one and write that down. Raises `NotApproved` with the reason where it may not."""
    page, revision = check(revision, how)
    with licence(), references_found_once():
        revision.publish(user=by, skip_permission_checks=True)
    return Publication.objects.create(
        page_id=page.pk, revision=revision, content_hash=page.hash_of(revision.content), how=how, by=by, reason=reason
    )
