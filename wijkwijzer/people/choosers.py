"""Choosing people and organisations in the editor, or adding one on the spot."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .models import Person


class PersonColumns:
    """With function and organisation: a name alone does not tell one Jan de Vries from the other."""

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns  # type: ignore[misc]  # Wagtail's view, the next in line
        title.label = _("Naam")
        return [
            title,
            *others,
            Column("function", label=_("Functie nu")),
            Column("organisation", label=_("Organisatie"), accessor="organisation.name"),
        ]


class ChoosePersonView(PersonColumns, ChooseView):
    """The window of the chooser."""


class PersonResultsView(PersonColumns, ChooseResultsView):
    """The list in it, while searching."""


class PersonChooserViewSet(ChooserViewSet):
    model = "people.Person"
    choose_view_class = ChoosePersonView
    choose_results_view_class = PersonResultsView
    icon = "user"
    choose_one_text = _("Kies een persoon")
    choose_another_text = _("Kies iemand anders")
    edit_item_text = _("Bewerk deze persoon")
    create_action_label = _("Voeg deze persoon toe")
    creation_tab_label = _("Nieuw")
    creation_form_class = "wijkwijzer.people.forms.PersonCreationForm"
    per_page = 20

    def get_object_list(self) -> QuerySet[Person]:
        return Person.objects.select_related("organisation")


class OrganisationColumns:
    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns  # type: ignore[misc]  # Wagtail's view, the next in line
        title.label = _("Naam")
        kind = Column("kind", label=_("Soort"), accessor="get_kind_display")
        return [title, *others, kind, Column("website", label=_("Website"))]


class ChooseOrganisationView(OrganisationColumns, ChooseView):
    """The window of the chooser."""


class OrganisationResultsView(OrganisationColumns, ChooseResultsView):
    """The list in it, while searching."""


class OrganisationChooserViewSet(ChooserViewSet):
    model = "people.Organisation"
    choose_view_class = ChooseOrganisationView
    choose_results_view_class = OrganisationResultsView
    icon = "group"
    choose_one_text = _("Kies een organisatie")
    choose_another_text = _("Kies een andere organisatie")
    edit_item_text = _("Bewerk deze organisatie")
    create_action_label = _("Voeg deze organisatie toe")
    creation_tab_label = _("Nieuw")
    creation_form_class = "wijkwijzer.people.forms.OrganisationCreationForm"
    per_page = 20


person_chooser = PersonChooserViewSet("person_chooser")
organisation_chooser = OrganisationChooserViewSet("organisation_chooser")
