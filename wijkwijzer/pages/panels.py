"""Panels that several page types share: for the links of a page, and for how it is found."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import get_page_models

# Wagtail's own, in words that an editor uses.
PROMOTE_PANELS = [
    FieldPanel(name, heading=heading, help_text=help_text)
    for name, heading, help_text in (
        (
            "slug",
            _("Adres"),
            _("Het laatste deel van het webadres. Na een wijziging werken links van anderen niet meer."),
        ),
        ("seo_title", _("Titel in zoekmachines"), _("Leeg: de titel van de pagina. Staat ook op het tabblad.")),
        ("search_description", _("Beschrijving in zoekmachines"), _("Leeg: de samenvatting. Eén of twee zinnen.")),
    )
]
IN_MENU = _("Lijsten staan boven aan de site, gewone pagina’s onderaan.")
MENU_PANELS = [FieldPanel("show_in_menus", heading=_("In het menu"), help_text=IN_MENU)]


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
