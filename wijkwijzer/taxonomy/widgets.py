"""Choosing themes in the editor: the whole controlled list as checkboxes, each below its main theme."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.utils import edit_string_for_tags, parse_tags
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.tags import TagField

from .models import Theme


class ThemeCheckboxes(forms.CheckboxSelectMultiple):
    """Nobody has to know the list, and nothing can be typed that is not on it.

    For the form field, which is taggit's, the chosen themes are one string of quoted names.
    """

    tag_model = Theme
    free_tagging = False

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        self.choices = theme_choices()  # at every showing: the list changes while the site runs
        return super().optgroups(name, value, attrs)

    def format_value(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return list(parse_tags(value))
        return [theme.name for theme in value or ()]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        chosen = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        if isinstance(chosen, str):
            chosen = [chosen]
        return edit_string_for_tags([Theme(name=theme) for theme in chosen])


def theme_choices() -> list[Any]:
    """The main themes that have others below them as groups, themselves the first of the group."""
    below: dict[int | None, list[Theme]] = {}
    for theme in Theme.objects.order_by("name"):
        below.setdefault(theme.parent_id, []).append(theme)
    choices: list[Any] = []
    for theme in below.get(None, []):
        children = below.get(theme.pk, [])
        itself = (theme.name, _("%s (algemeen)") % theme.name if children else theme.name)
        others = [(child.name, child.name) for child in children]
        choices.append((theme.name, [itself, *others]) if children else itself)
    return choices


def theme_field(db_field: Any) -> dict[str, Any]:
    """For every field that holds themes: the checkboxes. Other tags keep Wagtail's own field."""
    options = {"form_class": TagField, "tag_model": db_field.related_model}
    return {**options, "widget": ThemeCheckboxes} if db_field.related_model is Theme else options


register_form_field_override(ClusterTaggableManager, override=theme_field)
