"""What happens when a portrayed person answers. One answer a link; looking decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Comment, Page, TaskState

from wijkwijzer.consent.models import Wording, record
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail import letters
from wijkwijzer.mail.models import Link
from wijkwijzer.users.service import ServiceAccount

from .models import Invitation, Remark
from .parts import Part, number_of, parts_of

# Whose name stands at remarks in the editor. Is in no group, and is no author: a remark is no revision.
PORTRAYED = ServiceAccount("geportretteerde", gettext_lazy("Geportretteerde"))


@dataclass(frozen=True)
class Answer:
    """`uses` are the values of `consent.models.Use` that were ticked beside the sentences of `wording`; `remarks` are
    pairs of a part and what is said of it."""

    kind: Invitation.Answer
    name: str
    uses: Sequence[str] = ()
    wording: Wording | None = None
    remarks: Sequence[tuple[Part, str]] = ()
    general: str = ""


def is_usable(invitation: Invitation) -> bool:
    """Is this still the question, about exactly what stands in the newest version?"""
    state = invitation.state
    page = Page.objects.get(pk=invitation.page_id).specific
    return bool(
        invitation.is_waiting
        and invitation.link is not None
        and invitation.link.is_open
        and state.status == TaskState.STATUS_IN_PROGRESS
        and state.workflow_state.current_task_state_id == state.pk
        and page.latest_revision_id == state.revision_id
        and number_of(parts_of(page.get_latest_revision_as_object(), invitation.person)) == invitation.number
    )


@transaction.atomic
def decide(invitation: Invitation, answer: Answer) -> None:
    """Write the answer down and let the workflow go on, or back. Raises `NotApproved` where the link is of no use (any
    more): the page is locked first, so of two answers at the same second one counts."""
    Page.objects.select_for_update().get(pk=invitation.page_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    # The row as it is now, not as it was when the page was opened.
    link = Link.objects.select_for_update().filter(invitation=invitation.pk).first()
    invitation.link = link
    if link is None or not is_usable(invitation):
        raise NotApproved(_("Deze link werkt niet meer."))
    now = timezone.now()
    Link.objects.filter(pk=link.pk).update(used_at=now)
    invitation.answer, invitation.typed_name, invitation.answered_at = answer.kind, answer.name, now
    invitation.save(update_fields=["answer", "typed_name", "answered_at"])
    log(
        instance=invitation.page,
        action=f"signoff.{answer.kind}",
        user=None,
        data={"invitation": invitation.pk, "link": link.pk},
        revision=invitation.revision,
    )
    _CARRY_OUT[answer.kind](invitation, answer)
    if invitation.by is not None and invitation.by.email:
        letters.write("signoff_answered", invitation.by.email, _told(invitation))


def _agree(invitation: Invitation, answer: Answer) -> None:
    record(
        page=invitation.page,
        person=invitation.person,
        revision=invitation.revision,
        content_hash=invitation.number,
        uses=list(answer.uses),
        typed_name=answer.name,
        link=invitation.link,
        wording=answer.wording,
    )
    state = invitation.state
    if state.invitations.filter(voided_at=None).exclude(answer=Invitation.Answer.AGREED).exists():
        return
    try:
        with transaction.atomic():
            state.specific.approve(user=None)
    except NotApproved as refusal:
        # Theirs was the last step, and something else keeps the page off the site. Their yes stands; the editors read
        # why, and mend it. What is in memory is as if it had gone through.
        invitation.refresh_from_db(fields=["state"])
        _send_back(invitation, str(refusal))


def _remark(invitation: Invitation, answer: Answer) -> None:
    user = PORTRAYED.user()
    said = [(part.path, part.beginning, text) for part, text in answer.remarks]
    if answer.general:
        said.append(("title", _("de hele pagina"), answer.general))
    for path, about, text in said:
        comment = Comment.objects.create(
            page_id=invitation.page_id,
            user=user,
            contentpath=path,
            # Beside the whole field: a place inside it is something only the editor's script can name.
            position="[]",
            text=_("%(name)s over “%(about)s”: %(text)s") % {"name": answer.name, "about": about, "text": text},
            revision_created=invitation.revision,
        )
        Remark.objects.create(invitation=invitation, path=path, about=about, text=text, comment=comment)
    _send_back(invitation, _("De geportretteerde heeft opmerkingen. Ze staan in de tekst, bij de alinea’s."))


def _refuse(invitation: Invitation, answer: Answer) -> None:
    reason = _("De geportretteerde geeft geen toestemming.")
    _send_back(invitation, f"{reason} “{answer.general}”" if answer.general else reason)


def _send_back(invitation: Invitation, comment: str) -> None:
    invitation.state.specific.reject(user=None, comment=comment)


_CARRY_OUT = {
    Invitation.Answer.AGREED: _agree,
    Invitation.Answer.REMARKS: _remark,
    Invitation.Answer.REFUSED: _refuse,
}


def _told(invitation: Invitation) -> dict[str, Any]:
    return {
        "name": invitation.person.name,
        "title": invitation.page.specific_deferred.draft_title,
        "answer": invitation.get_answer_display(),
        "page": invitation.page_id,
    }


def parts_for(invitation: Invitation) -> list[Part]:
    """What the person sees, from the very version that was asked about."""
    return parts_of(invitation.revision.as_object(), invitation.person)
