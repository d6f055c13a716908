"""Choosing a municipality in the editor: search by name, old name or alias among the 342."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


class MunicipalityChooserViewSet(ChooserViewSet):
    model = "municipalities.Municipality"
    icon = "site"
    choose_one_text = _("Kies een gemeente")
    choose_another_text = _("Kies een andere gemeente")
    edit_item_text = _("Bewerk deze gemeente")
    per_page = 30


municipality_chooser = MunicipalityChooserViewSet("municipality_chooser")
