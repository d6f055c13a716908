"""A field with several values of a short fixed list, such as the obstacles of a practice."""

from typing import Any, ClassVar

from django import forms
from django.db import models


class ChoicesField(models.JSONField):
    """Several values of one page, as a JSON list; a group of checkboxes in the editor.

    A subclass names its `vocabulary`, so that migrations do not repeat the values.
    """

    vocabulary: ClassVar[type[models.TextChoices]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            choices=self.vocabulary.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


def labels(vocabulary: type[models.TextChoices], values: list[str]) -> list[str]:
    """The Dutch labels of stored values, in the order of the list; what is not in it (any more) is left out."""
    return [str(label) for value, label in vocabulary.choices if value in values]
