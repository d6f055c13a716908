"""Choosing a concept in the editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


class ConceptChooserViewSet(ChooserViewSet):
    model = "taxonomy.Concept"
    icon = "tag"
    choose_one_text = _("Kies een begrip")
    choose_another_text = _("Kies een ander begrip")
    edit_item_text = _("Bewerk dit begrip")


concept_chooser = ConceptChooserViewSet("concept_chooser")
