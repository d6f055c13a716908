"""The forms in which an image or document is changed: not what a page shows of it, once that was approved."""

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from wijkwijzer.images.forms import SiteImageForm

from .documents import check_document
from .files import pages_that_hold


class HeldFileForm:
    """Stands before the form of a file. Of a file that a page holds, only collection and tags can be changed."""

    # Where the file is kept and how it is found again, nobody sees on a page.
    free_fields = frozenset({"collection", "tags"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        self.held_by = list(pages_that_hold(form.instance)) if form.instance.pk else []
        self.refused: list[str] = []
        if not self.held_by:
            return
        held = [name for name in form.fields if name not in self.free_fields]
        # Somebody may have opened the form before the page was submitted, or send what the form does not show.
        self.refused = [name for name in held if form.is_bound and self._is_sent_and_changed(name)]
        for name in held:
            form.fields[name].disabled = True
        # Left out: a disabled file field would read the whole file again.
        form.fields.pop("file", None)

    def _is_sent_and_changed(self, name: str) -> bool:
        form: Any = self
        field, prefixed = form.fields[name], form.add_prefix(name)
        if field.widget.value_omitted_from_data(form.data, form.files, prefixed):
            return False
        sent = field.widget.value_from_datadict(form.data, form.files, prefixed)
        return bool(field.has_changed(form.get_initial_for_field(field, name), sent))

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]  # the form of Wagtail, next in line
        if self.refused:
            raise ValidationError(why_held(self.held_by), code="held")
        return cleaned


def why_held(pages: list[Any]) -> str:
    """Why a file stays as it is, where it is used, and what to do instead."""
    titles = ", ".join(f"“{page.get_admin_display_title()}”" for page in pages[:5])
    more = _(" en andere") if len(pages) > 5 else ""
    return _(
        "Dit bestand hoort bij een pagina die op de site staat of stond, of die nu wordt beoordeeld: %(pages)s. "
        "Daarom blijft het zoals het is. Wil je iets anders tonen? Upload een nieuw bestand en kies dat op de pagina."
    ) % {"pages": titles + more}


class GatedImageForm(HeldFileForm, SiteImageForm):
    """`WAGTAILIMAGES_IMAGE_FORM_BASE`."""


class GatedDocumentForm(HeldFileForm, BaseDocumentForm):
    """`WAGTAILDOCS_DOCUMENT_FORM_BASE`."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_document(file)
            # A name of nothing but signs that a disk may not know would leave an extension and no name.
            if get_valid_filename(file.name or "").startswith("."):
                file.name = f"document{PurePosixPath(file.name or '').suffix}"
        return file

    def _update_errors(self, errors: ValidationError) -> None:
        """Of a file that waits for its title, Wagtail asks the model while it has none yet, and then fails."""
        if "file" not in self.fields and hasattr(errors, "error_dict"):
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)
