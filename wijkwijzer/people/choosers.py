"""Choosing people and organisations in the editor, or adding one on the spot."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


class PersonChooserViewSet(ChooserViewSet):
    model = "people.Person"
    icon = "user"
    choose_one_text = _("Kies een persoon")
    choose_another_text = _("Kies iemand anders")
    edit_item_text = _("Bewerk deze persoon")
    create_action_label = _("Voeg deze persoon toe")
    creation_tab_label = _("Nieuw")
    creation_form_class = "wijkwijzer.people.forms.PersonCreationForm"


class OrganisationChooserViewSet(ChooserViewSet):
    model = "people.Organisation"
    icon = "group"
    choose_one_text = _("Kies een organisatie")
    choose_another_text = _("Kies een andere organisatie")
    edit_item_text = _("Bewerk deze organisatie")
    create_action_label = _("Voeg deze organisatie toe")
    creation_tab_label = _("Nieuw")
    creation_form_class = "wijkwijzer.people.forms.OrganisationCreationForm"


person_chooser = PersonChooserViewSet("person_chooser")
organisation_chooser = OrganisationChooserViewSet("organisation_chooser")
