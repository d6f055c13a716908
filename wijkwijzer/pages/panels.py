"""Panels for the links of a page."""

from typing import Any

from django.utils.text import capfirst
from wagtail.admin.panels import InlinePanel, PageChooserPanel
from wagtail.models import get_page_models


class PageLinkPanel(InlinePanel):
    """An inline panel for link rows; says in its label what one row is."""

    def __init__(self, relation_name: str, *, heading: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(relation_name, heading=heading, label=capfirst(label), **kwargs)


class TellsAboutPanel(PageLinkPanel):
    """Choose what a page tells about, limited to the types that say `can_be_told_about`.

    The types are asked of the registry when the form is made: a lower room cannot name the rooms above it.
    """

    def on_model_bound(self) -> None:
        types = [model for model in get_page_models() if getattr(model, "can_be_told_about", False)]
        self.panels = [PageChooserPanel("target", page_type=types or None)]
        super().on_model_bound()
