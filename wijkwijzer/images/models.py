"""The image model of the site: what a photograph owes its maker (credit, licence) and its reader (alt text)."""

import secrets
from pathlib import PurePosixPath

from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .metadata import without_metadata


class Licence(models.TextChoices):
    """Under what terms others may use an image or a text."""

    ALL_RIGHTS = "alle-rechten", _("Alle rechten voorbehouden")
    CC_BY = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    CC_BY_NC_ND = "cc-by-nc-nd-4.0", _("CC BY-NC-ND 4.0")
    CC0 = "cc0-1.0", _("CC0 (publiek domein)")


class SiteImage(AbstractImage):
    """An uploaded image. Its file gets a random name and loses its metadata (EXIF, GPS) when it is saved."""

    description = models.CharField(
        _("alternatieve tekst"),
        max_length=255,
        help_text=_("Wat is er te zien? Voor wie de afbeelding niet ziet. Bijvoorbeeld: “Bewoners koken in een wijkcentrum”."),
    )
    credit = models.CharField(
        _("maker"),
        max_length=160,
        help_text=_("Wie maakte de afbeelding? De naam staat bij de afbeelding op de pagina."),
    )
    licence = models.CharField(
        _("licentie"),
        max_length=20,
        choices=Licence.choices,
        default=Licence.ALL_RIGHTS,
        help_text=_("Wat anderen met deze afbeelding mogen doen."),
    )

    admin_form_fields = ("title", "file", "description", "credit", "licence", *Image.admin_form_fields[2:])

    class Meta(AbstractImage.Meta):
        verbose_name = _("afbeelding")
        verbose_name_plural = _("afbeeldingen")
        permissions = [("choose_image", "Can choose image")]

    def get_upload_to(self, filename: str) -> str:
        """`originals/<random>.<extension>`: a name that cannot be guessed and says nothing about who is in it."""
        extension = PurePosixPath(filename).suffix.lower()
        return f"originals/{secrets.token_urlsafe(18)}{extension}"

    def save(self, *args, **kwargs) -> None:
        if self.file and not self.file._committed:
            self.file.file = File(without_metadata(self.file.file), name=self.file.name)
            self.file_size = None
            self.file_hash = ""
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    """A resized copy; the only form in which an image leaves the building."""

    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = _("formaat")
        verbose_name_plural = _("formaten")

    def get_upload_to(self, filename: str) -> str:
        return f"renditions/{PurePosixPath(filename).name}"
