"""Choosing a municipality in the editor: search by name, old name or alias among those of today."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .models import Municipality


class MunicipalityChooserViewSet(ChooserViewSet):
    model = "municipalities.Municipality"
    icon = "site"
    choose_one_text = _("Kies een gemeente")
    choose_another_text = _("Kies een andere gemeente")
    edit_item_text = _("Bewerk deze gemeente")
    per_page = 30

    def get_object_list(self) -> QuerySet[Municipality]:
        return Municipality.objects.current()


municipality_chooser = MunicipalityChooserViewSet("municipality_chooser")
