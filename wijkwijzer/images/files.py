"""Where the files of images get their name and lose their metadata: one door that every way of saving goes through."""

import secrets
from pathlib import PurePosixPath
from typing import Any

from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from .metadata import BareImage, without_metadata

# Longer than any extension that the site takes; what comes after it is no extension but part of somebody's text.
_MAX_EXTENSION = 6


def random_path(folder: str, filename: str) -> str:
    """`folder/<random>.<extension>`: a name that cannot be guessed and says nothing about what is in the file."""
    extension = PurePosixPath(filename).suffix.lower()
    safe_extension = extension if extension[1:].isalnum() and len(extension) <= _MAX_EXTENSION else ""
    return f"{folder}/{secrets.token_hex(16)}{safe_extension}"


class BareImageFieldFile(WagtailImageFieldFile):
    """A file that is stripped of its metadata on its way to the disk."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        bare = content if isinstance(content, BareImage) else without_metadata(content, name=name)
        super().save(name, bare, save=False)
        # Size and hash are those of what was stored, not of what was uploaded.
        self.instance.file_size = bare.size
        self.instance.file_hash = hash_filelike(bare)
        if save:
            self.instance.save()

    save.alters_data = True  # type: ignore[attr-defined]  # Django's mark: a template may not call this


class BareImageField(WagtailImageField):
    """Wagtail's image field, with files that carry no metadata."""

    attr_class = BareImageFieldFile
