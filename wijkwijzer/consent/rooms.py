"""How the rooms below this one forget, and Wagtail: what they keep of a page and of a person beside the page itself."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry, TaskState

from wijkwijzer.images.models import SiteImage
from wijkwijzer.mail import files
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.people import forgetting
from wijkwijzer.people.forgetting import Leaving, Trace
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme

from .models import Consent, Request
from .names import Names


def register_rooms() -> None:
    forgetting.register("pages", impact=pages_that_go)
    forgetting.register("publications")
    forgetting.register(
        "people",
        impact=profiles,
        after=forget_people,
        texts={Person: ("biography", "function"), Organisation: ("description",)},
    )
    forgetting.register("taxonomy", texts={Theme: ("introduction",), Concept: ("definition",)})
    forgetting.register("images", after=forget_images, texts={SiteImage: ("title", "description", "credit")})
    forgetting.register("mail", impact=mail_to_them, after=forget_mail)
    forgetting.register("consent", impact=records)
    forgetting.register("wagtailcore", before=forget_talk, after=forget_history)
    forgetting.register("wagtailsearch", after=compact_index)


# --- Pages and people -------------------------------------------------------------------------------------------------


def pages_that_go(leaving: Leaving) -> Iterator[Trace]:
    for page in leaving.pages:
        what = _("Pagina op de site") if page.live else _("Concept")
        yield Trace(what, page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]))


def profiles(leaving: Leaving) -> Iterator[Trace]:
    for person in leaving.people:
        if person.public_profile:
            yield Trace(_("Openbare pagina van de persoon"), person.name, person.get_absolute_url())


def forget_people(leaving: Leaving) -> int:
    """Who stands nowhere else goes; of the others the page of their own is closed, and what it said."""
    for person in leaving.people:
        # Its name, in the history of who changed what in the Kennisbank.
        _forget_log_of(Person, [person.pk])
        if person in leaving.unused_people:
            # Whoever follows it reads that it works no more.
            Link.objects.filter(portrait_link__person=person, withdrawn_at=None).update(withdrawn_at=timezone.now())
            Person.objects.get(pk=person.pk).delete()
            continue
        person.public_profile, person.biography = False, ""
        person.contact_email, person.contact_until = "", None
        person.save()
    return len(leaving.unused_people)


def forget_images(leaving: Leaving) -> int:
    return _forget_log_of(SiteImage, [image.pk for image in leaving.images])


def _forget_log_of(model: type[models.Model], keys: list[Any]) -> int:
    lines = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    return lines.filter(object_id__in=[str(key) for key in keys]).update(label="", data={})


# --- Mail -------------------------------------------------------------------------------------------------------------


def mail_to_them(leaving: Leaving) -> Iterator[Trace]:
    count = Message.objects.filter(to__in=leaving.addresses).count()
    if count:
        yield Trace(_("Berichten"), _("%(n)d in de post en in de map met verstuurde post") % {"n": count})


def forget_mail(leaving: Leaving) -> int:
    """What was sent is out of our hands; the copies go. What waits for somebody who stays may be about another page."""
    gone = 0
    for address in leaving.addresses:
        messages = Message.objects.filter(to__iexact=address)
        if leaving.people and not leaving.unused_people:
            messages = messages.exclude(sent_at=None, given_up_at=None)
        gone += messages.delete()[0]
        transaction.on_commit(partial(files.forget, address))
    return gone


# --- What this room keeps ---------------------------------------------------------------------------------------------


def records(leaving: Leaving) -> Iterator[Trace]:
    for consent in Consent.objects.filter(page__in=leaving.page_ids).select_related("page"):
        yield Trace(_("Toestemming"), f"{consent.page.title}, {consent.given_at:%d-%m-%Y}")
    for request in Request.objects.open().filter(person__in=leaving.people):
        yield Trace(_("Privacyverzoek"), str(request), reverse("consent_request", args=[request.pk]))


# --- What Wagtail keeps ----------------------------------------------------------------------------------------------


def forget_talk(leaving: Leaving) -> int:
    """Names in what editors wrote to each other about other pages, and who had these open."""
    names = Names(leaving.names)
    page_ids = leaving.page_ids
    EditingSession.objects.filter(object_id__in=[str(pk) for pk in page_ids]).delete()
    own_states = {"workflow_state__object_id__in": [str(pk) for pk in page_ids]}
    return (
        _without_names(Comment.objects.exclude(page__in=page_ids), "text", names)
        + _without_names(CommentReply.objects.exclude(comment__page__in=page_ids), "text", names)
        + _without_names(TaskState.objects.exclude(**own_states), "comment", names)
        + _logs_without_names(names, page_ids)
    )


def _without_names(rows: Any, column: str, names: Names) -> int:
    changed = 0
    for fragment in names.fragments:
        for pk, text in list(rows.filter(**{f"{column}__icontains": fragment}).values_list("pk", column)):
            if names.narrow and names.narrow.search(text):
                changed += rows.model._default_manager.filter(pk=pk).update(
                    **{column: names.without(text, is_html=False)}
                )
    return changed


def _logs_without_names(names: Names, page_ids: list[int]) -> int:
    changed = 0
    logs = PageLogEntry.objects.exclude(page_id__in=page_ids).annotate(written=Cast("data", models.TextField()))
    for fragment in names.fragments:
        for pk, data in list(logs.filter(written__icontains=fragment).values_list("pk", "data")):
            text = json.dumps(data, ensure_ascii=False)
            if names.narrow and names.narrow.search(text):
                data = json.loads(names.without(text, is_html=False))
                changed += PageLogEntry.objects.filter(pk=pk).update(data=data)
    return changed


def forget_history(leaving: Leaving) -> int:
    """That something happened stays, who did it too; what it was called and what was said goes. Last, as deleting
    writes a line as well."""
    lines = PageLogEntry.objects.filter(page_id__in=leaving.page_ids)
    return lines.update(label=_("(ingetrokken)"), data={})


def compact_index(leaving: Leaving) -> int:
    """SQLite keeps the words of deleted rows in its index until it is packed."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts) VALUES ('optimize')")
    return 0
