"""The form in which editors add an image; the room `gate` adds what a page holds."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .models import DAMAGED

# Half a minute of film. Each frame takes work, however few pixels it has.
MAX_FRAMES = 750


class WholeImageField(WagtailImageField):
    """Wagtail's field reads on when the file breaks off halfway, and the editor sees an error page."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
            self._check_frames(f)
        except (OSError, SyntaxError, ValueError) as error:
            raise ValidationError(DAMAGED, code="damaged_image") from error

    def _check_frames(self, f: Any) -> None:
        """Wagtail takes every animation for a single picture, and each frame takes as much memory as the first."""
        with Image.open(f) as image:
            pixels = image.width * image.height
            # Of several photographs in one JPEG file only the first is read.
            frames = 1 if image.format in ("JPEG", "MPO") else getattr(image, "n_frames", 1)
        f.seek(0)
        if frames > MAX_FRAMES:
            raise ValidationError(
                _("Deze animatie heeft te veel beelden (%(count)s). Het zijn er ten hoogste %(most)s."),
                code="too_many_frames",
                params={"count": frames, "most": MAX_FRAMES},
            )
        if self.max_image_pixels is not None and pixels * frames > self.max_image_pixels:
            raise ValidationError(
                self.error_messages["file_too_many_pixels"]
                % {"num_pixels": pixels * frames, "max_pixels_count": self.max_image_pixels},
                code="file_too_many_pixels",
            )


class SiteImageForm(BaseImageForm):
    """Wagtail's form, with a file field that meets damaged files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = WholeImageField(label=file.label, required=file.required, widget=file.widget)
