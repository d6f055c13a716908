"""What people search for, for the editors: what finds nothing first, and from there to a concept that mends it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Max, QuerySet, Sum
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn, Table, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from wijkwijzer.delivery.spreadsheets import without_formula
from wijkwijzer.taxonomy.choosers import concept_chooser
from wijkwijzer.taxonomy.models import Concept

from .analysis import fold
from .models import SearchCount
from .searches import KEPT_DAYS, LONGEST

DEFAULT_DAYS = 30
# Whoever may change what a word means sees which words are missed.
concept_policy = ModelPermissionPolicy(Concept)


def asked_since(first_day: date) -> QuerySet[Any, Any]:
    """A row for each search whose words are known: how often, how often without a result, and its last day."""
    counts = SearchCount.objects.filter(day__gte=first_day).order_by().values("key")
    return counts.annotate(
        # Older days of the same question have no words, and the alphabet puts `coördinator` after `coordinator`.
        words=Max("words"),
        searches=Sum("searches"),
        without_result=Sum("without_result"),
        last_day=Max("day"),
    ).exclude(words="")


def searches_without_words(first_day: date) -> int:
    """How many searches the report leaves out, because they were asked on fewer than three days."""
    counts = SearchCount.objects.filter(day__gte=first_day).values("key").annotate(words=Max("words"))
    kept = counts.filter(words="").values("key")
    return SearchCount.objects.filter(day__gte=first_day, key__in=kept).aggregate(n=Sum("searches"))["n"] or 0


def concepts_by_word() -> dict[str, Concept]:
    """Each concept by its folded term and other words; a term wins from another word for something else."""
    concepts = list(Concept.objects.all())
    others = {fold(word): concept for concept in concepts for word in concept.alternatives}
    return others | {fold(concept.term): concept for concept in concepts}


class PeriodFilterSet(WagtailFilterSet):
    """How far back. The view reads the choice itself: it counts within the period."""

    period = django_filters.ChoiceFilter(
        label=_("Periode"),
        choices=[("7", _("Laatste 7 dagen")), ("90", _("Laatste 90 dagen")), (str(KEPT_DAYS), _("Laatste 13 maanden"))],
        empty_label=_("Laatste 30 dagen"),
        widget=RadioSelect,
        method="leave",
    )

    class Meta:
        model = SearchCount
        fields: list[str] = []

    def leave(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        return rows


class SearchesPaginator(WagtailPaginator):
    """Says what it counts: a row is a question, not one of its days."""

    verbose_name = _("zoekvraag")
    verbose_name_plural = _("zoekvragen")


class WhatToDoColumn(BaseColumn):
    """The concept that has the words already, or the two ways to get them into one."""

    cell_template_name = "wagtailadmin/search/what_to_do.html"

    def get_cell_context_data(self, instance: dict[str, Any], parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user = context["request"].user
        concept, words = instance["concept"], instance["words"]
        context["concept"] = concept
        context["words"] = words
        context["concept_url"] = AdminURLFinder(user).get_edit_url(concept) if concept else ""
        context["create_url"] = create_url(user, words)
        context["synonym_url"] = f"{reverse('searches_synonym')}?{urlencode({'woorden': words})}"
        return context


def create_url(user: AbstractBaseUser, words: str) -> str:
    """The form for a new concept with its term filled in; empty for who may not make one."""
    if not concept_policy.user_has_permission(user, "add"):
        return ""
    return f"{reverse('taxonomy_concept_modeladmin_create')}?{urlencode({'term': capfirst(words)})}"


def public_search_url(row: dict[str, Any]) -> str:
    return f"{reverse('search:search')}?{urlencode({'q': row['words']})}"


def last_day(row: dict[str, Any]) -> str:
    """The date itself: there is no time of day to say "two hours ago" by."""
    return date_format(row["last_day"], "j b Y")


class SearchesView(ReportView):
    """The report under Rapporten."""

    page_title = _("Wat zoeken mensen?")
    header_icon = "search"
    model = SearchCount
    permission_policy = concept_policy
    permission_required = "change"
    results_template_name = "wagtailadmin/reports/searches_results.html"
    index_url_name = "searches_report"
    index_results_url_name = "searches_report_results"
    filterset_class = PeriodFilterSet
    paginator_class = SearchesPaginator
    default_ordering = ("-without_result", "-searches", "words")
    no_results_message = _("In deze periode is nog niets op drie verschillende dagen gezocht.")
    columns = [
        TitleColumn("words", label=_("Gezocht"), get_url=public_search_url, sort_key="words"),
        NumberColumn("searches", label=_("Hoe vaak"), sort_key="searches", width="10%"),
        NumberColumn("without_result", label=_("Zonder resultaat"), sort_key="without_result", width="13%"),
        Column("last_day", label=_("Laatste dag"), accessor=last_day, sort_key="last_day", width="13%"),
        WhatToDoColumn("what_to_do", label=_("Begrip"), width="32%"),
    ]
    export_filename = "zoekvragen"
    list_export = ["words", "searches", "without_result", "last_day"]
    export_headings = {
        "words": _("Gezocht"),
        "searches": _("Hoe vaak"),
        "without_result": _("Zonder resultaat"),
        "last_day": _("Laatste dag"),
    }
    # XLSX cells are written as text by Wagtail.
    custom_field_preprocess = {"words": {SpreadsheetExportMixin.FORMAT_CSV: without_formula}}

    @cached_property
    def first_day(self) -> date:
        chosen = self.filters.form.cleaned_data.get("period") if self.filters.is_valid() else ""
        return timezone.localdate() - timedelta(days=int(chosen or DEFAULT_DAYS) - 1)

    def get_filtered_queryset(self) -> QuerySet:
        rows: QuerySet = self.order_queryset(asked_since(self.first_day))
        return rows

    def get_table(self, object_list: Iterable[dict[str, Any]]) -> Table:
        known = concepts_by_word()
        return super().get_table([{**row, "concept": known.get(fold(row["words"]))} for row in object_list])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["first_day"] = self.first_day
        context["left_out"] = searches_without_words(self.first_day)
        return context


class ChooseConceptForm(forms.Form):
    """Which concept the words are another name of."""

    concept = forms.ModelChoiceField(
        label=_("Begrip"),
        queryset=Concept.objects.all(),
        widget=concept_chooser.widget_class(),
        error_messages={"required": _("Kies eerst een begrip."), "invalid_choice": _("Dit begrip bestaat niet meer.")},
    )


class SynonymView(WagtailAdminTemplateMixin, PermissionCheckedMixin, TemplateView):
    """Choose a concept; its form then opens with the words filled in. Nothing is saved here, so all of it is GET."""

    template_name = "wagtailadmin/search/choose_concept.html"
    page_title = _("Voeg synoniem toe")
    header_icon = "openquote"
    permission_policy = concept_policy
    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.words = " ".join(request.GET.get("woorden", "").split())[:LONGEST]
        if not self.words:
            return redirect("searches_report")
        chosen = request.GET.get("concept")
        # The chooser looks up what it shows, and for that wants a number.
        form = ChooseConceptForm(None if chosen is None else {"concept": chosen if chosen.isdecimal() else ""})
        if form.is_valid():
            address = AdminURLFinder(request.user).get_edit_url(form.cleaned_data["concept"])
            return redirect(f"{address}?{urlencode({'alternative_term': self.words})}")
        return self.render_to_response(self.get_context_data(form=form, words=self.words, media=form.media))

    def get_page_subtitle(self) -> str:
        return self.words

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": reverse("searches_report"), "label": SearchesView.page_title}
        return [*super().get_breadcrumbs_items(), report, {"url": "", "label": self.page_title, "sublabel": self.words}]
