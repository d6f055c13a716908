"""Work in progress for the demo: portraits of people who do not exist, each stopped somewhere on its way to the site.

They go the way of any page, by the same steps that the screens take, as the demo's accounts. They appear in a made-up
series that stays a draft: its board has a place a week, counted from the day of loading.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from portraits.models import PortraitIndexPage, PortraitPage, PortraitSeriesPage
from wijkwijzer.consent.models import LegalBasis, Use
from wijkwijzer.editorial.models import Invitation
from wijkwijzer.editorial.plans import board
from wijkwijzer.editorial.plans.models import When
from wijkwijzer.editorial.signoff import answers, invitations
from wijkwijzer.images.models import SiteImage
from wijkwijzer.people.models import Person

from .documents import Document, read_documents
from .fields import PageFiller


def desk_documents() -> list[Document]:
    """The series first: portraits stand in it."""
    return sorted(read_documents(kind="desk"), key=lambda document: document.type != "series")


def load_desk(pages: dict[str, Any], pictures: dict[str, SiteImage]) -> list[str]:
    """Make those that do not exist yet, and return their slugs; what exists is somebody's work by now."""
    pages, made = dict(pages), []
    for document in desk_documents():
        model = PortraitSeriesPage if document.type == "series" else PortraitPage
        pages[document.slug] = page = model.objects.filter(slug=document.slug).first()
        if page is not None:
            continue
        desk = document.meta["desk"]
        pages[document.slug] = page = _write(model, document, pages, pictures.get(desk.get("picture")))
        if document.type == "series":
            board.make_slots(page, first_moment(), desk["slots"])
        else:
            _bring_on_its_way(page, desk)
        made.append(document.slug)
    return made


def _account(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def _write(model: type[Any], document: Document, pages: dict[str, Any], picture: SiteImage | None) -> Any:
    author = _account("auteur")
    page = model(
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
    moment = _give_a_place(page, desk["slot"]) if "slot" in desk else None
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
        elif desk["stop"] in ("planned", "ready"):
            said = answers.Answer(Invitation.Answer.AGREED, invitation.person.name, uses=[Use.TEXT, Use.PHOTO])
            answers.decide(invitation, said)
    if desk["stop"] == "planned":
        _approve(page, "eindredacteur", then=When.AT, moment=moment)
    elif desk["stop"] == "ready":
        _approve(page, "eindredacteur", then=When.READY)


def _give_a_place(page: PortraitPage, number: int) -> datetime:
    """The place of the second week, say. What an editor put there by now stays."""
    assert page.series is not None  # noqa: S101 (the content file names it)
    moment = first_moment() + timedelta(weeks=number - 1)
    board.make_slots(page.series, moment, 1)
    slot = page.series.slots.get(moment=moment)
    if slot.page is None:
        board.put(slot, page, by=_account("eindredacteur"))
    return moment


def _approve(page: PortraitPage, username: str, **wish: Any) -> None:
    state = PortraitPage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state.specific, _account(username), "approve", **wish)


def first_moment() -> datetime:
    """Ten in the morning of tomorrow: so near that the board proposes a portrait for a place that is empty."""
    return timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
