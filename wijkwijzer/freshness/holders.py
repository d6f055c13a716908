"""The holder of a practice, who knows best: asked by mail, answers by a link without an account."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from practices.models import PracticePage
from wijkwijzer.users.service import ServiceAccount

from . import asking, contacts, marking
from .models import Confirmation
from .stewards import chief_editors, stewards_of

# Long enough for the second reminder to hold a link that still works for a month.
DAYS = 62
# Whose drafts those of holders are.
HOLDER = ServiceAccount("houder", gettext_lazy("Houder"))


@transaction.atomic
def ask(page: PracticePage, *, by: Any = None) -> bool:
    """Mail the holder the link of this page, the same one while it is open. False where nobody can be asked."""
    holder = page.holder
    if holder is None or not holder.public_email:
        return False
    confirmation = _withdraw_others(page)
    if confirmation is None:
        confirmation = asking.new(DAYS, page=page, **asking.kind_of(holder))
    asking.send("confirm-practice", confirmation, {"page": page, "address": page.full_url})
    log(instance=page, action="freshness.asked", user=by)
    return True


def _withdraw_others(page: PracticePage) -> Confirmation | None:
    """The open question to who is the holder now; links of who was it before work no longer."""
    mine = None
    for confirmation in page.confirmations.filter(answer="").select_related("link", "person", "organisation"):
        if confirmation.link.is_open and confirmation.asked == page.holder and mine is None:
            mine = confirmation
        else:
            confirmation.link.withdraw()
    return mine


# --- Answers ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def say_right(confirmation: Confirmation) -> None:
    asking.use(confirmation, Confirmation.Answer.RIGHT)
    page = _page_of(confirmation)
    marking.confirm(page, action="freshness.confirmed_by_holder", confirmation=confirmation.pk)


@transaction.atomic
def say_gone(confirmation: Confirmation, successor: str) -> None:
    """No longer theirs: their address is shown no more, and somebody at the desk looks for who is next."""
    words = successor.strip() or _("Noemt geen opvolger.")
    asking.use(confirmation, Confirmation.Answer.GONE, words)
    if confirmation.asked is not None:
        contacts.hide(confirmation.asked)
    _log(confirmation, "freshness.holder_gone")
    what = _("%(title)s: de houder is weg en noemt misschien een opvolger.")
    _tell_stewards(confirmation, what % {"title": confirmation.page})


@transaction.atomic
def send_update(confirmation: Confirmation, changes: dict[str, str]) -> bool:
    """What changed, as a draft that goes the way of every draft. True where it became one.

    While somebody judges or locked the page nothing can be written: then it is kept as words for the editors.
    """
    page = _page_of(confirmation)
    is_free = page.get_lock() is None
    asking.use(confirmation, Confirmation.Answer.UPDATED, "" if is_free else as_words(changes))
    if is_free:
        draft = page.get_latest_revision_as_object()
        if not page.has_unpublished_changes:
            # What was told to readers of the last change says nothing of this one.
            draft.change_note = ""
        _write(draft, changes)
        draft.save_revision(user=HOLDER.user(), log_action=False, clean=False)
    _log(confirmation, "freshness.updated_by_holder" if is_free else "freshness.noted_by_holder")
    address = reverse("freshness_review", args=[page.pk]) if is_free else ""
    what = _("%(title)s: de houder stuurde een wijziging.") % {"title": page.title}
    _tell_stewards(confirmation, what, address)
    return is_free


def _write(draft: Any, changes: dict[str, str]) -> None:
    """Added to what is there: the holder sees no marks, notes and links, and cannot lose them."""
    if state := changes.get("life_cycle"):
        draft.life_cycle = state
    for name in ("result", "did_not_work"):
        if text := changes.get(name):
            lines = ((line.strip(),) for line in text.splitlines() if line.strip())
            setattr(draft, name, getattr(draft, name) + format_html_join("", "<p>{}</p>", lines))


def as_words(changes: dict[str, str]) -> str:
    """The same for a person to read."""
    fields = PracticePage._meta
    states = dict(PracticePage.LifeCycle.choices)
    return "\n".join(
        f"{fields.get_field(name).verbose_name}: {states.get(text, text)}" for name, text in changes.items() if text
    )


def _page_of(confirmation: Confirmation) -> PracticePage:
    """Locked, so that nobody submits it between the question and the answer."""
    return PracticePage.objects.select_for_update().get(pk=confirmation.page_id)


def _log(confirmation: Confirmation, action: str) -> None:
    """With the number of the question, not with a name: who that was, its row says as long as it may."""
    log(instance=confirmation.page, action=action, data={"confirmation": confirmation.pk})


def _tell_stewards(confirmation: Confirmation, what: str, address: str = "") -> None:
    page: Any = confirmation.page
    asking.tell(stewards_of(page) or chief_editors(), confirmation, what, address)
