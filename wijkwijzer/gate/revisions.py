"""What each revision of a page says and which files it shows, written down when it is stored."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision

from .content import content_hash
from .models import RevisionContent, RevisionFile
from .pages import GatedPage

_BATCH = 100


@receiver(post_save, sender=Revision, dispatch_uid="gate.remember_what_it_says")
def remember_what_it_says(instance: Revision, update_fields: Any = None, **_signal: Any) -> None:
    """Also when autosave writes over a revision, and for the revisions that copying a page makes."""
    if update_fields is None or "content" in update_fields:
        remember(instance)


def remember(revision: Revision) -> str:
    """Write down what a revision says; the number of it, empty for what is no page of ours."""
    page_type = revision.content_type.model_class()
    if page_type is None or not issubclass(page_type, GatedPage):
        return ""
    said = content_hash(revision.content, leave_out=page_type.derived_fields)
    RevisionContent.objects.update_or_create(revision=revision, defaults={"content_hash": said})
    files = _files_in(page_type, revision.content)
    before = {(row.kind_id, row.number): row for row in RevisionFile.objects.filter(revision=revision)}
    gone = [row.pk for key, row in before.items() if key not in files]
    if gone:
        RevisionFile.objects.filter(pk__in=gone).delete()
    RevisionFile.objects.bulk_create(
        RevisionFile(revision=revision, kind_id=kind, number=number) for kind, number in files - before.keys()
    )
    return said


def hashes_of(revisions: Iterable[tuple[int, str | None]]) -> dict[int, str]:
    """The number of what each says, for pairs of a key and the number that was found with it: one that was stored
    behind the back of the signal is read now."""
    found = dict(revisions)
    unknown = [key for key, said in found.items() if said is None]
    read = {revision.pk: remember(revision) for revision in Revision.objects.filter(pk__in=unknown)} if unknown else {}
    return {key: said if said is not None else read.get(key, "") for key, said in found.items()}


def remember_all(apps: Any = None, **_signal: Any) -> None:
    """After a migration: the revisions from before this was written down."""
    if apps is not None and RevisionContent._meta.model_name not in apps.all_models[RevisionContent._meta.app_label]:
        # Migrated to before this.
        return
    unknown = Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(Page), said=None)
    keys = list(unknown.values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        for revision in Revision.objects.filter(pk__in=keys[start : start + _BATCH]):
            remember(revision)


def _files_in(page_type: Any, content: dict[str, Any]) -> set[tuple[int, int]]:
    """Images and documents that a page with this content shows or links to, as pairs of content type and key."""
    kinds = {kind.pk for kind in ContentType.objects.get_for_models(get_image_model(), get_document_model()).values()}
    page = page_type.from_serializable_data(content, check_fks=False)
    # What Wagtail's index does with the row of a page, here with the page as the revision has it.
    references = ReferenceIndex._extract_references_from_object(page)
    return {(kind, int(number)) for kind, number, _model_path, _content_path in references if kind in kinds}
