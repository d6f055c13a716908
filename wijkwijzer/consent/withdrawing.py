"""Take a page back, everywhere it reaches: in one transaction, what others need last."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from wijkwijzer.delivery.page_cache.versions import purge
from wijkwijzer.gate.models import Publication
from wijkwijzer.images.models import SiteImage
from wijkwijzer.people import forgetting
from wijkwijzer.people.models import Person

from . import gone, journal
from .impact import Impact, Kind, Mention
from .models import Consent, LegalBasis, PortraitLink, Request, Withdrawal, WithdrawalTask
from .removing import Choice, Decision, Decisions, images_to_go, take_out


class NotDecidedError(Exception):
    """Something elsewhere still waits for a decision."""


class AlreadyGoneError(Exception):
    """Somebody else took the page back, deleted or moved it since it was read."""


def lock(page: Any) -> None:
    """Wait for who is busy with the page or one below it; nobody publishes one of them meanwhile. In a transaction,
    before reading what goes."""
    below = Page.objects.select_for_update().filter(path__startswith=page.path).order_by("path")
    if page.pk not in list(below.values_list("pk", flat=True)):
        raise AlreadyGoneError(_("De pagina is intussen ingetrokken, verwijderd of verplaatst."))


@transaction.atomic
def withdraw(
    page: Any,
    *,
    by: Any,
    decisions: Decisions,
    with_originals: bool = True,
    request: Request | None = None,
    replayed: UUID | None = None,
) -> Withdrawal:
    """Take back `page` with those below it and their aliases. Raises `NotDecidedError` where a mention was not decided
    and `AlreadyGoneError` where the page went in the meantime.

    `with_originals`: image files that no other page shows go too, not only their sizes on the site. `replayed`: the
    number of the line in the journal that is carried out once more.
    """
    lock(page)
    impact = Impact(page)
    if any(mention.key not in decisions for mention in impact.to_decide):
        raise NotDecidedError(_("Niet over elke vermelding is beslist."))
    leaving = impact.leaving(by)
    addresses, proof = _addresses(impact), _proof(impact)
    counts: Counter[str] = Counter(forgetting.forget(leaving, "before"))
    counts.update(take_out(impact, decisions, by))
    leaving.images = list(SiteImage.objects.filter(pk__in=images_to_go(impact, decisions)))
    counts["pages"] += _delete_pages(impact)
    counts["images"] += _delete_images(leaving.images, with_originals=with_originals)
    leaving.unused_people = [person for person in leaving.people if not _is_used(person, impact, decisions)]
    counts.update(forgetting.forget(leaving, "after"))
    withdrawal = Withdrawal.objects.create(
        number=replayed or uuid4(),
        by=by,
        request=request,
        is_replayed=replayed is not None,
        page_ids=sorted(impact.page_ids),
        path_hashes=gone.close([*addresses, *(person.get_absolute_url() for person in leaving.unused_people)]),
        counts={name: count for name, count in sorted(counts.items()) if count},
        **proof,
    )
    _give_tasks(withdrawal, impact, decisions, leaving.unused_people)
    if request is not None:
        request.note(_("Ingetrokken, volgens intrekking %(number)s.") % {"number": withdrawal.number}, by)
    transaction.on_commit(cache.clear)
    purge()
    if replayed is None:
        journal.write(_line(withdrawal, impact, decisions, with_originals))
    return withdrawal


def _addresses(impact: Impact) -> list[str]:
    """Where the pages are found: their own addresses, and those that lead to them."""
    found = [page.get_url() or "" for page in impact.pages]
    to_them = Redirect.objects.filter(redirect_page__in=impact.page_ids)
    for address in list(found):
        if address:
            to_them |= Redirect.objects.filter(redirect_link__endswith=address)
    found += to_them.values_list("old_path", flat=True)
    to_them.delete()
    return found


def _proof(impact: Impact) -> dict[str, Any]:
    """What was published and agreed to, without who did."""
    hashes = Publication.objects.filter(page__in=impact.page_ids).values_list("content_hash", flat=True)
    consents = Consent.objects.filter(page__in=impact.page_ids).select_related("wording")
    return {
        "content_hashes": sorted(set(hashes)),
        "consents": [
            {
                "given_at": consent.given_at.isoformat(timespec="seconds"),
                "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(timespec="seconds"),
                "wording": consent.wording.version,
                "uses": consent.uses,
                "content_hash": consent.content_hash,
            }
            for consent in consents
        ],
    }


def _delete_pages(impact: Impact) -> int:
    # They protect the revisions, which go too.
    Publication.objects.filter(page__in=impact.page_ids).delete()
    for page in impact.pages:
        found: Any = Page.objects.filter(pk=page.pk).first()
        if found is not None:
            ReferenceIndex.remove_references_to(found)
            found.specific.delete()
    return len(impact.pages)


def _delete_images(images: list[SiteImage], *, with_originals: bool) -> int:
    """The files go when all is committed."""
    for image in images:
        if with_originals:
            # Another object: rooms that forget afterwards still ask for the number of this one.
            SiteImage.objects.get(pk=image.pk).delete()
        else:
            for rendition in image.renditions.all():
                rendition.delete()
    return len(images)


# Rows about a person that are no use of the name on the site.
_NO_USE: tuple[type[models.Model], ...] = (PortraitLink, Request, WithdrawalTask)


def _is_used(person: Person, impact: Impact, decisions: Decisions) -> bool:
    """Does something else still need this person?"""
    for relation in person._meta.related_objects:
        if not issubclass(relation.related_model, _NO_USE):
            rows: Any = relation.related_model._default_manager
            if rows.filter(**{relation.field.name: person.pk}).exists():
                return True
    left = [
        mention
        for mention in impact.mentions.values()
        if mention.kind == Kind.PERSON and mention.place.endswith(f":{person.pk}")
    ]
    return any(mention.basis or decisions[mention.key].choice != Choice.REMOVE for mention in left)


def forget_if_unused(person: Person) -> bool:
    """Somebody of whom nothing tells any more, after the last text was written anew."""
    is_used = LegalBasis.objects.filter(person=person).exists() or Consent.objects.filter(person=person).exists()
    is_used = is_used or ReferenceIndex.get_references_to(person).filter(base_content_type__model="page").exists()
    if is_used:
        return False
    leaving = forgetting.Leaving(people=[person], unused_people=[person], names=(person.name,))
    leaving.addresses = {link.email for link in person.portrait_links.all()}
    gone.close([person.get_absolute_url()])
    forgetting.forget(leaving, "after")
    return True


def _give_tasks(withdrawal: Withdrawal, impact: Impact, decisions: Decisions, unused: list[Person]) -> None:
    kept = [person for person in impact.people if person not in unused]
    for mention in impact.to_decide:
        if decisions[mention.key].choice == Choice.REWRITE and mention.page_id is not None:
            WithdrawalTask.objects.create(
                withdrawal=withdrawal,
                page_id=mention.page_id,
                person=kept[0] if len(kept) == 1 else None,
                place=mention.place,
                label=mention.label[:200],
                text_hash=mention.text_hash,
            )


def _line(withdrawal: Withdrawal, impact: Impact, decisions: Decisions, with_originals: bool) -> dict[str, Any]:
    return {
        "number": str(withdrawal.number),
        "at": timezone.now().isoformat(timespec="seconds"),
        "pages": [journal.digest("page", impact.page.translation_key)],
        "choices": {journal.digest("mention", key): decision.choice for key, decision in sorted(decisions.items())},
        "originals": with_originals,
    }


def replay(say: Callable[[str], object]) -> int:
    """Carry out again what a backup brought back. Cheap where nothing did. Returns how many pages that were."""
    lines = {digest: line for line in journal.lines() for digest in line["pages"]}
    if not lines:
        return 0
    done = 0
    for pk, key in list(Page.objects.filter(depth__gt=1).values_list("pk", "translation_key")):
        line = next((lines[one] for one in journal.digests("page", key) if one in lines), None)
        page = Page.objects.filter(pk=pk).first() if line else None
        if line is None or page is None:
            continue
        say("Taking back once more what a backup brought back ...")
        # Another process that starts may be there first.
        with suppress(AlreadyGoneError):
            _once_more(page.specific, line)
            done += 1
    return done


@transaction.atomic
def _once_more(page: Any, line: dict[str, Any]) -> None:
    lock(page)
    decisions = {mention.key: _as_before(mention, line) for mention in Impact(page).to_decide}
    withdraw(page, by=None, decisions=decisions, with_originals=line["originals"], replayed=UUID(line["number"]))


def _as_before(mention: Mention, line: dict[str, Any]) -> Decision:
    """As it was decided; of what was not there then an editor judges, or the name goes."""
    choices = [line["choices"][one] for one in journal.digests("mention", mention.key) if one in line["choices"]]
    if choices:
        return Decision(choices[0], _("Zo besloten bij de intrekking."))
    if mention.kind == Kind.IMAGE:
        return Decision(Choice.LEAVE)
    return Decision(Choice.REWRITE if mention.page_id is not None else Choice.REMOVE)
