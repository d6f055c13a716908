"""Who is asked for a yes, by which link, and until when."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, TaskState

from wijkwijzer.consent.models import Consent, Use
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.consent.portrayed import uses_by_consent, who_must_agree
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail import letters
from wijkwijzer.mail.models import Link
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.roles import Role, has_role

from .models import Invitation
from .parts import Part, number_of, parts_of, pictures_of

PURPOSE = "akkoord"
DAYS = 14
# Before the link ends, so that there is still time.
REMIND_AFTER = timedelta(days=7)


def has_agreed(page: Any, person: Any) -> bool:
    """Did this person say yes to exactly what `page`, as it is in memory, shows of them, and not take it back?"""
    parts = parts_of(page, person)
    needed = needed_uses(page, person, parts)
    given = Consent.objects.valid(page, person).filter(content_hash=number_of(parts))
    return not needed or any(needed <= set(consent.uses_now) for consent in given)


def needed_uses(page: Any, person: Any, parts: list[Part]) -> set[Use]:
    """For what the person must say yes: what stands on consent, and the photo only where there is one."""
    uses = uses_by_consent(page, person)
    return uses if pictures_of(parts) else uses - {Use.PHOTO}


def people_to_ask(page: Any) -> list[Any]:
    """Those whose yes `page` needs and does not have."""
    if not isinstance(page, KnowledgePage):
        return []
    return [person for person in who_must_agree(page) if not has_agreed(page, person)]


def people_who_agreed(page: Any) -> list[Any]:
    """Whose yes the newest version of a page needs and has."""
    if not isinstance(page, KnowledgePage):
        return []
    newest = page.get_latest_revision_as_object()
    return [person for person in who_must_agree(newest) if has_agreed(newest, person)]


def ask(state: TaskState, people: Iterable[Any], *, by: Any) -> None:
    """A question for each. Who was mailed about this page before, is mailed at once; the others wait for an address."""
    page = state.revision.as_object()
    for person in people:
        before = Invitation.objects.filter(page=page.pk, person=person).exclude(email="").first()
        invitation = Invitation.objects.create(
            page_id=page.pk,
            person=person,
            state=state,
            revision=state.revision,
            number=number_of(parts_of(page, person)),
        )
        if before is not None:
            send(invitation, before.email, by=by)


@transaction.atomic
def send(invitation: Invitation, email: str, *, by: Any) -> None:
    """Mail the link; one that was mailed before stops working."""
    if not invitation.is_waiting:
        raise NotApproved(_("Deze vraag is al beantwoord of vervallen."))
    if invitation.link is not None:
        invitation.link.withdraw()
    invitation.link = Link.objects.make(PURPOSE, days=DAYS)
    invitation.email, invitation.by, invitation.asked_at = email, by, timezone.now()
    invitation.save()
    letters.write("signoff", email, _letter(invitation), link=invitation.link, reply_to=_reply_to(by))
    _log(invitation, "signoff.asked", by)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Any) -> None:
    """The link stops working; the question stays, for another address."""
    if invitation.link is not None:
        invitation.link.withdraw()
        _log(invitation, "signoff.withdrawn", by)


def remind() -> None:
    """Once, halfway, whoever has not answered; for the schedule."""
    since = timezone.now() - REMIND_AFTER
    waiting = Invitation.objects.filter(
        answer="", voided_at=None, asked_at__lt=since, link__withdrawn_at=None, link__expires_at__gt=timezone.now()
    )
    for invitation in waiting.select_related("link", "person", "by"):
        with transaction.atomic():
            written = letters.write(
                "signoff_reminder",
                invitation.email,
                _letter(invitation),
                link=invitation.link,
                key=f"signoff-reminder-{invitation.link_id}",
                reply_to=_reply_to(invitation.by),
            )
            if written:
                _log(invitation, "signoff.reminded", None)


def tell_published(sender: Any, instance: Any, **_signal: Any) -> None:
    """The page is on the site: whoever said yes gets the link to “mijn portret”, unless they have one that works."""
    if not instance.live:
        return
    agreed = Invitation.objects.filter(page=instance.pk, answer=Invitation.Answer.AGREED).select_related("person")
    for invitation in agreed.exclude(email=""):
        if not any(sent.link.is_open for sent in invitation.person.portrait_links.select_related("link")):
            send_link(invitation.person, invitation.email)


def void(page: Any) -> None:
    """What was asked about a page and not answered; its links stop working."""
    for invitation in Invitation.objects.filter(page=page, answer="", voided_at=None).select_related("link"):
        invitation.voided_at = timezone.now()
        invitation.save(update_fields=["voided_at"])
        if invitation.link is not None:
            invitation.link.withdraw()


def may_invite(page: Any, user: Any) -> bool:
    return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR) and page.permissions_for_user(user).is_in_section()


def open_invitations(page: Any) -> list[Invitation]:
    """The questions of the step that the page is in now."""
    found = Invitation.objects.filter(page=page.pk, voided_at=None, state=page.current_workflow_task_state)
    return list(found.select_related("person", "link").order_by("pk")) if page.current_workflow_task_state else []


def _letter(invitation: Invitation) -> dict[str, Any]:
    page = Page.objects.get(pk=invitation.page_id)
    return {"name": invitation.person.name, "title": page.draft_title, "days": DAYS, "who": invitation.by}


def _reply_to(user: Any) -> str:
    return user.email if user is not None else ""


def _log(invitation: Invitation, action: str, user: Any) -> None:
    # The number of the question only: names are looked up when the line is read, so that they can be forgotten.
    log(
        instance=invitation.page,
        action=action,
        user=user,
        data={"invitation": invitation.pk},
        revision=invitation.revision,
    )
