"""Choosing a municipality in the editor: search by name, old name or alias among those of today."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .models import Municipality


class MunicipalityColumns:
    """With the province, which tells Bergen from Bergen and is where one looks for a place one half knows."""

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns  # type: ignore[misc]  # Wagtail's view, the next in line
        title.label = _("Gemeente")
        return [
            title,
            *others,
            Column("province", label=_("Provincie"), accessor="province.name"),
            Column("alias", label=_("Andere naam")),
        ]


class ChooseMunicipalityView(MunicipalityColumns, ChooseView):
    """The window of the chooser."""


class MunicipalityResultsView(MunicipalityColumns, ChooseResultsView):
    """The list in it, while searching."""


class CreateMunicipalityView(CreateView):
    """Not made in passing: without a form for it, Wagtail's own view trips over what is sent to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class MunicipalityChooserViewSet(ChooserViewSet):
    model = "municipalities.Municipality"
    choose_view_class = ChooseMunicipalityView
    choose_results_view_class = MunicipalityResultsView
    create_view_class = CreateMunicipalityView
    icon = "site"
    choose_one_text = _("Kies een gemeente")
    choose_another_text = _("Kies een andere gemeente")
    edit_item_text = _("Bewerk deze gemeente")
    per_page = 30

    def get_object_list(self) -> QuerySet[Municipality]:
        return Municipality.objects.current().select_related("province")


municipality_chooser = MunicipalityChooserViewSet("municipality_chooser")
