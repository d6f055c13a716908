"""Whether a revision may go live: asked by the gate each time, whoever comes to it and by whatever way."""

from itertools import product
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Revision

from wijkwijzer.consent.portrayed import people_without_basis, who_must_agree
from wijkwijzer.gate import publishing
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.permissions import Deed, may
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.roles import Role, has_role

from .authors import authors_of
from .finish import publishers
from .models import Approval
from .plans import planning
from .signoff.invitations import has_agreed

STEPS = {1: (Role.EDITOR,), 2: (Role.EDITOR, Role.CHIEF_EDITOR)}


def connect() -> None:
    """Once, when the site starts: be asked by the gate, and when a workflow ends."""
    if check not in publishing.checks:
        publishing.checks.append(check)
        publishers.append(publish_finished)


def required_roles() -> tuple[Role, ...]:
    return STEPS[settings.EDITORIAL_STEPS]


def publishes(user: Any) -> bool:
    """Does what this account decides bring a page to the site, or take it off?"""
    return has_role(user, *required_roles()) or may(user, Deed.EMERGENCY) or may(user, Deed.OFFLINE)


def check(page: Any, revision: Revision, how: Publication.How) -> None:
    """Raise `NotApproved` unless everybody said yes to exactly this content."""
    if how == Publication.How.COMMAND:
        # Whoever may give commands on the server may do anything there.
        return
    if page.get_latest_revision().pk != revision.pk:
        raise NotApproved(_("Er is intussen een nieuwere versie. Die moet eerst worden goedgekeurd."))
    check_people(revision.as_object())
    if how == Publication.How.EMERGENCY:
        return
    content_hash, writers = page.hash_of(revision.content), authors_of(page)
    given = Approval.objects.filter(
        page=page.pk, revision=revision.pk, content_hash=content_hash, voided_at=None, by__isnull=False
    )
    said_yes: dict[str, set[int]] = {role: set() for role in required_roles()}
    for role, by in given.values_list("role", "by"):
        if role in said_yes and by not in writers:
            said_yes[role].add(by)
    missing = [str(Role(role).label) for role, accounts in said_yes.items() if not accounts]
    if missing:
        raise NotApproved(_("Het akkoord ontbreekt van: %(roles)s.") % {"roles": ", ".join(missing)})
    if not any(len(set(chosen)) == len(chosen) for chosen in product(*said_yes.values())):
        raise NotApproved(_("Twee stappen vragen twee mensen: dezelfde persoon keurde beide goed."))


def check_people(page: Any) -> None:
    """Nobody is on a page without a ground for it, and where that is their consent, not without their yes to exactly
    this. Asked in an emergency too."""
    if not isinstance(page, KnowledgePage):
        return
    if people := people_without_basis(page):
        raise NotApproved(_("Zonder grondslag op deze pagina: %(names)s.") % {"names": _names(people)})
    if people := [person for person in who_must_agree(page) if not has_agreed(page, person)]:
        raise NotApproved(_("Het akkoord ontbreekt van wie geportretteerd is: %(names)s.") % {"names": _names(people)})


def _names(people: list[Any]) -> str:
    return ", ".join(person.name for person in people)


def publish_finished(state: Any, user: Any) -> None:
    """The end of a workflow. Wagtail ends one too that has no steps, or whose last step was switched off: then the
    check finds what is missing, and what was about to end stays as it was. The page goes live, or is planned."""
    if state.current_task_state is None:
        raise NotApproved(_("Deze procedure heeft geen stappen, dus niemand heeft iets goedgekeurd."))
    planning.finish(state.current_task_state.revision, user)
