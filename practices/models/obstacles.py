"""What can stand in the way of a practice or a case (`belemmering`)."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


class Obstacle(models.TextChoices):
    """Kinds of obstacle, as the sources distinguish them."""

    ORGANISATIONAL = "organisatorisch", _("organisatorisch")
    POLITICAL = "politiek", _("politiek")
    LEGAL = "juridisch", _("juridisch")
    FINANCIAL = "financieel", _("financieel")


class ObstaclesField(models.JSONField):
    """Several obstacles of one page, as a JSON list of their values; a group of checkboxes in the editor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            choices=Obstacle.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


def obstacle_labels(values: list[str]) -> list[str]:
    """The Dutch labels of stored values; a value that is no obstacle (any more) is left out."""
    return [str(Obstacle(value).label) for value in values if value in Obstacle.values]
