"""Files that a page shows: those stay as they are for as long as a page that others approved or judge has them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Model, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, WorkflowState
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from .holds import is_held
from .models import RevisionFile


def pages_that_hold(file: Model) -> QuerySet[Page]:
    """The pages because of which an image or document may not change: public now, ever, being judged, or
    approved and waiting for its moment.

    Whether the page itself names the file, a draft of it, or an earlier version: that too was published, and whoever
    looks it up later must see what was approved.
    """
    kind, a_page = ContentType.objects.get_for_model(file), ContentType.objects.get_for_model(Page)
    in_rows = ReferenceIndex.objects.filter(
        to_content_type=kind, to_object_id=str(file.pk), base_content_type=a_page
    ).values(of_page=Cast("object_id", BigIntegerField()))
    in_revisions = RevisionFile.objects.filter(kind=kind, number=file.pk).values(
        of_page=Cast("revision__object_id", BigIntegerField())
    )
    judged = WorkflowState.objects.filter(base_content_type=a_page, status=WorkflowState.STATUS_IN_PROGRESS).values(
        of_page=Cast("object_id", BigIntegerField())
    )
    pages: QuerySet[Page] = Page.objects.filter(Q(pk__in=in_rows) | Q(pk__in=in_revisions)).filter(
        Q(live=True) | Q(first_published_at__isnull=False) | Q(pk__in=judged) | is_held()
    )
    return pages.order_by("-live", "draft_title", "pk")


class HeldFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's own policy, but nobody deletes a file that a page holds, superusers included.

    Editing is not refused here: the form says which fields stay as they are and why (`forms.HeldFileForm`).
    """

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        actions = set(actions)
        if "delete" in actions and pages_that_hold(instance).exists():
            actions.remove("delete")
        return bool(actions) and bool(super().user_has_any_permission_for_instance(user, actions, instance))


def register_policies() -> None:
    """For exactly these models: whichever app is ready last, Wagtail registers its own for them and what derives."""
    for model, auth_model in (
        (get_image_model(), "wagtailimages.Image"),
        (get_document_model(), "wagtaildocs.Document"),
    ):
        policy = HeldFilePolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
