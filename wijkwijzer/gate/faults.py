"""What keeps a page from being stored as it is."""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def faults(page: Any, leave_out: Collection[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The fields in which a page in memory is not valid, each with the reason behind the name that editors know."""
    try:
        page.full_clean(exclude=set(leave_out))
    except ValidationError as error:
        labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in page._meta.get_fields()}
        for field, texts in error.message_dict.items():
            yield field, _("%(field)s: %(text)s") % {"field": labels.get(field, field).capitalize(), "text": texts[0]}
