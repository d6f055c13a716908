"""Files that wait between "several at once" and the form in which is told what they are.

Wagtail keeps them as `UploadedFile`, under the name they were uploaded with and with all their metadata, until the
form is sent, and for ever when it never is. Here images are stripped and renamed at once, and all are cleared away
after a day.
"""

from datetime import timedelta
from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import UploadedFile

from .files import random_path
from .metadata import UnusableImageError, without_metadata
from .models import SiteImage

KEPT_FOR = timedelta(days=1)


@receiver(pre_save, sender=UploadedFile, dispatch_uid="images.strip_waiting_upload")
def strip_waiting_upload(instance: UploadedFile, **_signal: Any) -> None:
    """Before an `UploadedFile` of an image is saved: no metadata, and a name that says nothing."""
    if instance.pk is None:
        forget_old_uploads()
    is_image = instance.for_content_type is not None and instance.for_content_type.model_class() is SiteImage
    if not is_image or not instance.file or instance.file._committed:
        return
    name = random_path("wachtend", instance.file.name).rpartition("/")[2]
    try:
        instance.file.file = without_metadata(instance.file.file, name=name)
    except UnusableImageError:  # the upload view has already refused it; nothing is kept when it has not
        instance.file = None
        return
    instance.file.name = name


def forget_old_uploads() -> None:
    """Delete the waiting files that nobody finished."""
    for upload in UploadedFile.objects.all():
        storage, name = upload.file.storage, upload.file.name
        if not name or not storage.exists(name):
            upload.delete()
        elif storage.get_modified_time(name) < timezone.now() - KEPT_FOR:
            upload.delete()
            storage.delete(name)
