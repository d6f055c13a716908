"""The image model of the site: what a photograph owes its maker (credit, licence) and its reader (alt text)."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, get_upload_to

from .files import BareImageField, random_path
from .metadata import UnusableImageError, without_metadata

DAMAGED = _("Deze afbeelding is beschadigd en niet te lezen. Bewaar haar opnieuw als JPEG of PNG en upload die.")


class Licence(models.TextChoices):
    """Under what terms others may use an image or a text."""

    ALL_RIGHTS = "alle-rechten", _("Alle rechten voorbehouden")
    CC_BY = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    CC_BY_NC_ND = "cc-by-nc-nd-4.0", _("CC BY-NC-ND 4.0")
    CC0 = "cc0-1.0", _("CC0 (publiek domein)")


class SiteImage(AbstractImage):
    """An uploaded image. Its file gets a random name and loses its metadata (EXIF, GPS) when it is saved."""

    title = models.CharField(
        _("titel"), max_length=255, help_text=_("Om de afbeelding terug te vinden. De titel staat niet op de site.")
    )
    file = BareImageField(
        verbose_name=_("bestand"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    description = models.CharField(
        _("alternatieve tekst"),
        max_length=255,
        help_text=_(
            "Wat is er te zien? Voor wie de afbeelding niet ziet. Bijvoorbeeld: “Bewoners koken in een wijkcentrum”."
        ),
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

    # The order in which somebody thinks: the picture, what is on it, whose it is, where to keep it.
    admin_form_fields = ("file", "title", "description", "credit", "licence", *Image.admin_form_fields[3:])

    class Meta(AbstractImage.Meta):
        verbose_name = _("afbeelding")
        verbose_name_plural = _("afbeeldingen")
        permissions = [("choose_image", "Can choose image")]

    def get_upload_to(self, filename: str) -> str:
        return random_path("originals", filename)

    def clean(self) -> None:
        """Read the new file as a whole: one that breaks off halfway is found here, not when it is saved."""
        super().clean()
        if not self._has_new_file():
            return
        try:
            self.file.file = without_metadata(self.file.file, name=self.file.name)
        except UnusableImageError as error:
            raise ValidationError({"file": DAMAGED}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._has_new_file():
            # Before the row is written, because the row holds width and height of what is stored.
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)

    def get_renditions(self, *filters: Filter | str) -> dict[str, AbstractRendition]:
        """Wagtail's, with filters that are read once: to take a specification apart is half of what a picture costs."""
        read = (_filter(one if isinstance(one, str) else one.spec) for one in filters)
        renditions: dict[str, AbstractRendition] = super().get_renditions(*read)
        return renditions

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:
        """As one of several: Wagtail's own writes what it was given back to the cache, each time it is shown."""
        (rendition,) = self.get_renditions(filter).values()
        return rendition

    def _has_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed


@lru_cache(maxsize=256)
def _filter(spec: str) -> Filter:
    return Filter(spec=spec)


class Rendition(AbstractRendition):
    """A resized copy; the only form in which an image leaves the building."""

    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = _("formaat")
        verbose_name_plural = _("formaten")

    def get_upload_to(self, filename: str) -> str:
        """A random name of its own: who knows one size cannot guess another, such as the one that was not cropped."""
        return random_path("renditions", filename)
