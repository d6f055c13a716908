"""Choosing a concept in the editor: with the other words for it, by which one recognises it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .models import Concept


def other_words(concept: Concept) -> str:
    return ", ".join(concept.alternatives)


class ConceptColumns:
    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns  # type: ignore[misc]  # Wagtail's view, the next in line
        title.label = _("Begrip")
        return [title, *others, Column("other_words", label=_("Andere woorden"), accessor=other_words)]


class ChooseConceptView(ConceptColumns, ChooseView):
    """The window of the chooser."""


class ConceptResultsView(ConceptColumns, ChooseResultsView):
    """The list in it, while searching."""


class CreateConceptView(CreateView):
    """Not made in passing: without a form for it, Wagtail's own view trips over what is sent to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class ConceptChooserViewSet(ChooserViewSet):
    model = "taxonomy.Concept"
    choose_view_class = ChooseConceptView
    choose_results_view_class = ConceptResultsView
    create_view_class = CreateConceptView
    icon = "tag"
    choose_one_text = _("Kies een begrip")
    choose_another_text = _("Kies een ander begrip")
    edit_item_text = _("Bewerk dit begrip")
    per_page = 20


concept_chooser = ConceptChooserViewSet("concept_chooser")
