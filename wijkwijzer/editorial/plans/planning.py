"""From the last approval to the public, at the moment that was chosen for it.

Each change locks the page first, then its plan: whoever publishes, takes back or changes a plan at the same second does
so one after the other.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from wijkwijzer.gate import publishing
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail.letters import write
from wijkwijzer.schedule.jobs import JobFailedError
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role, has_role

from ..models import Approval
from .models import Plan, Slot, When
from .people import with_role

logger = logging.getLogger(__name__)


def open_plan(page: Any) -> Plan | None:
    return Plan.objects.open().filter(page=page.pk).select_related("by", "slot").first()


def may_plan(page: Any, user: Any) -> bool:
    """Time is for the chief editors, in their part of the site."""
    return has_role(user, Role.CHIEF_EDITOR) and bool(page.permissions_for_user(user).is_in_section())


def finish(revision: Revision, user: Any) -> None:
    """All approvals are there: publish, or plan. As the last approval says; without a word of it a page goes live at
    the moment of its place in a series, and any other at once."""
    given = Approval.objects.filter(page=revision.object_id, revision=revision.pk, voided_at=None).exclude(then="")
    wish = given.order_by("-at", "-pk").first()
    slot = next_slot(revision.object_id)
    if wish is None:
        wanted, moment = (When.AT, slot.moment) if slot else (When.NOW, None)
    else:
        wanted, moment = When(wish.then), wish.moment
    is_later = wanted == When.READY or (wanted == When.AT and moment is not None and moment > timezone.now())
    if not is_later:
        # What was to wait for the portrayed person may be approved when its moment is over.
        publishing.publish(revision, Publication.How.WORKFLOW, by=user)
        return
    make(revision, moment, by=wish.by if wish else user)


def next_slot(page_id: Any) -> Slot | None:
    return Slot.objects.filter(page=page_id, moment__gt=timezone.now()).first()


@transaction.atomic
def make(revision: Revision, moment: datetime | None, *, by: Any) -> Plan:
    """Plan an approved revision. Raises `NotApproved` where it may not go live as it is now."""
    page, revision = publishing.check(revision, Publication.How.SCHEDULE)
    plan = Plan.objects.create(
        page_id=page.pk,
        revision=revision,
        content_hash=page.hash_of(revision.content),
        moment=moment,
        slot=_slot_at(page.pk, moment),
        by=by,
    )
    log(instance=page, action="editorial.plan.made", user=by, data=_said(plan), revision=revision)
    return plan


def _slot_at(page_id: int, moment: datetime | None) -> Slot | None:
    return Slot.objects.filter(page=page_id, moment=moment).first() if moment else None


def _said(plan: Plan) -> dict[str, str]:
    return {"moment": plan.moment.isoformat() if plan.moment else ""}


def _locked(plan: Plan) -> tuple[Any, Plan]:
    """The page and its plan, both locked, if the plan still stands."""
    page = Page.objects.select_for_update().get(pk=plan.page_id).specific
    still = Plan.objects.open().select_for_update().filter(pk=plan.pk).first()
    if still is None:
        raise NotApproved(_("Deze planning is er niet meer. Kijk eerst opnieuw."))
    return page, still


@transaction.atomic
def change(plan: Plan, when: When, moment: datetime | None, *, by: Any) -> None:
    """Another moment for the same text, or no moment yet, or now."""
    page, plan = _locked(plan)
    if when == When.NOW:
        _go_live(page, plan, by=by)
        return
    plan.moment = moment if when == When.AT else None
    plan.slot = _slot_at(page.pk, plan.moment)
    plan.by, plan.failed_at, plan.failure = by, None, ""
    plan.save()
    log(instance=page, action="editorial.plan.changed", user=by, data=_said(plan), revision=plan.revision)


@transaction.atomic
def cancel(plan: Plan, *, by: Any, keep_approvals: bool = False) -> None:
    """The page goes back to who edits it. Its approvals are void, unless it was just published in another way."""
    page, plan = _locked(plan)
    plan.cancelled_at = timezone.now()
    plan.save(update_fields=["cancelled_at"])
    if not keep_approvals:
        Approval.objects.filter(revision=plan.revision_id, voided_at=None).update(voided_at=plan.cancelled_at)
    log(instance=page, action="editorial.plan.cancelled", user=by, data=_said(plan), revision=plan.revision)


def _go_live(page: Any, plan: Plan, *, by: Any) -> None:
    revision = plan.revision
    if page.hash_of(revision.content) != plan.content_hash:
        raise NotApproved(_("De tekst is veranderd sinds zij werd gepland. Neem de pagina terug en kijk haar na."))
    publishing.publish(revision, Publication.How.SCHEDULE, by=by)
    plan.published_at, plan.failed_at, plan.failure = timezone.now(), None, ""
    plan.save(update_fields=["published_at", "failed_at", "failure"])
    log(instance=page, action="editorial.plan.published", user=by, data=_said(plan), revision=revision)
    for user in {user.pk: user for user in (page.owner, plan.by) if user and user.is_active and user.email}.values():
        context = {"title": page.get_admin_display_title(), "address": page.full_url, "name": str(user)}
        write("plan_published", user.email, context, key=f"plan-{plan.pk}-published-{user.pk}")


def publish_due() -> None:
    """Publish each page whose moment has come, by itself: one that fails stops no other and stays planned."""
    now = timezone.now()
    failures = 0
    for pk in list(Plan.objects.ready_for(now).values_list("pk", flat=True)):
        try:
            _publish_one(pk, now)
        except Exception as error:
            # Of whatever kind: what happens when a page goes live is up to every room of the site.
            failures += 1
            logger.error("Plan %s could not be published: %s", pk, type(error).__name__)
            try:
                _write_down(pk, error)
            except Exception as second:
                logger.error("That plan %s failed could not be written down: %s", pk, type(second).__name__)
    if failures:
        raise JobFailedError(f"{failures} planned pages could not be published")


@transaction.atomic
def _publish_one(pk: int, now: datetime) -> None:
    """Asked again behind the lock: another run may have published it, somebody may have taken it back."""
    plan = Plan.objects.get(pk=pk)
    page = Page.objects.select_for_update().get(pk=plan.page_id).specific
    still = Plan.objects.due(now).select_for_update().filter(pk=pk).first()
    if still is not None:
        _go_live(page, still, by=still.by)


@transaction.atomic
def _write_down(pk: int, error: Exception) -> None:
    """What went wrong, for who looks at the page, with one mail to each who can do something about it."""
    plan = Plan.objects.open().select_for_update(of=("self",)).filter(pk=pk).first()
    if plan is None:
        return
    kind = type(error).__name__
    said = (
        str(error)
        if isinstance(error, NotApproved)
        else _("Er ging iets mis op de server (%(kind)s).") % {"kind": kind}
    )
    plan.failed_at, plan.failure = timezone.now(), said[:255]
    plan.save(update_fields=["failed_at", "failure"])
    page = plan.page.specific
    told: dict[int, User] = {user.pk: user for user in with_role(page, Role.CHIEF_EDITOR)}
    if plan.by and plan.by.is_active and plan.by.email:
        told[plan.by.pk] = plan.by
    for user in told.values():
        context = {"page": page, "title": page.get_admin_display_title(), "plan": plan, "name": str(user)}
        moment = f"{plan.moment:%Y%m%d%H%M}"
        write("plan_failed", user.email, context, key=f"plan-{plan.pk}-failed-{moment}-{user.pk}")
