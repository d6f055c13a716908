"""Work in progress for the demo: portraits of people who do not exist, each stopped somewhere on its way to the site.

They go the way of any page, by the same steps that the screens take, as the demo's accounts.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from portraits.models import PortraitIndexPage, PortraitPage
from wijkwijzer.consent.models import LegalBasis, Use
from wijkwijzer.editorial.models import Invitation
from wijkwijzer.editorial.plans.models import When
from wijkwijzer.editorial.signoff import answers, invitations
from wijkwijzer.images.models import SiteImage
from wijkwijzer.people.models import Person

from .documents import Document, read_documents
from .fields import PageFiller


def desk_documents() -> list[Document]:
    return read_documents(kind="desk")


def load_desk(pages: dict[str, Any], pictures: dict[str, SiteImage]) -> list[str]:
    """Make those that do not exist yet, and return their slugs; what exists is somebody's work by now."""
    made = []
    for document in desk_documents():
        if PortraitPage.objects.filter(slug=document.slug).exists():
            continue
        page = _write(document, pages, pictures[document.meta["desk"]["picture"]])
        _bring_on_its_way(page, document.meta["desk"])
        made.append(document.slug)
    return made


def _account(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def _write(document: Document, pages: dict[str, Any], picture: SiteImage) -> PortraitPage:
    author = _account("auteur")
    page = PortraitPage(
        slug=document.slug, title=document.meta["title"], summary=document.meta["summary"], live=False, owner=author
    )
    PortraitIndexPage.objects.get().add_child(instance=page)
    PageFiller(document, pages, picture).fill(page)
    page.save()
    page.save_revision(user=author, log_action=True)
    for row in document.meta["people"]:
        LegalBasis.objects.create(
            page=page, person=Person.objects.get(slug=row["person"]), basis=LegalBasis.Basis.CONSENT, by=author
        )
    return page


def _bring_on_its_way(page: PortraitPage, desk: dict[str, Any]) -> None:
    workflow = page.get_workflow()
    assert workflow is not None  # noqa: S101 (made by a migration)
    workflow.start(page, _account("auteur"))
    _approve(page, "redacteur")
    for invitation in Invitation.objects.filter(page=page):
        invitations.send(invitation, desk["email"], by=_account("redacteur"))
        if desk["stop"] == "remarks":
            parts = answers.parts_for(invitation)
            answers.decide(
                invitation,
                answers.Answer(
                    Invitation.Answer.REMARKS, invitation.person.name, remarks=[(parts[-1], desk["remark"])]
                ),
            )
        elif desk["stop"] == "planned":
            said = answers.Answer(Invitation.Answer.AGREED, invitation.person.name, uses=[Use.TEXT, Use.PHOTO])
            answers.decide(invitation, said)
    if desk["stop"] == "planned":
        _approve(page, "eindredacteur", then=When.AT, moment=next_tuesday())


def _approve(page: PortraitPage, username: str, **wish: Any) -> None:
    state = PortraitPage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state.specific, _account(username), "approve", **wish)


def next_tuesday() -> datetime:
    """Nine in the morning of the Tuesday after the coming one, so that there is time to look at it."""
    today = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    return today + timedelta(days=(1 - today.weekday()) % 7 + 7)
