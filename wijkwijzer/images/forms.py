"""The form in which editors add an image; the room `gate` adds what a page holds."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .models import DAMAGED


class WholeImageField(WagtailImageField):
    """Wagtail's field reads on when the file breaks off halfway, and the editor sees an error page."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError) as error:
            raise ValidationError(DAMAGED, code="damaged_image") from error


class SiteImageForm(BaseImageForm):
    """Wagtail's form, with a file field that meets damaged files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = WholeImageField(label=file.label, required=file.required, widget=file.widget)
