"""The board of a series: which portrait appears when."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portraits.models import PortraitPage, PortraitSeriesPage
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.users.roles import Role, has_role

from . import board
from .forms import SlotsForm
from .models import Plan, Slot
from .rows import rows


def may_look(user: Any) -> bool:
    return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)


class SeriesListView(WagtailAdminTemplateMixin, TemplateView):
    """The boards there are."""

    template_name = "wagtailadmin/editorial/series_list.html"
    header_icon = "calendar-alt"
    page_title = gettext_lazy("Reeksen")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"series": PortraitSeriesPage.objects.order_by("title", "pk")}


class SeriesView(WagtailAdminTemplateMixin, TemplateView):
    """The places of one series. Every editor looks; the chief editors decide."""

    template_name = "wagtailadmin/editorial/series.html"
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.series = get_object_or_404(PortraitSeriesPage, pk=kwargs["series_id"])
        in_section = self.series.permissions_for_user(request.user).is_in_section()
        self.may_look = in_section and may_look(request.user)
        self.may_decide = in_section and has_role(request.user, Role.CHIEF_EDITOR)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may_look:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return _("Reeks: %(title)s") % {"title": self.series.get_admin_display_title()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("editorial_series_list"), "label": SeriesListView.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "series": self.series,
            "rows": rows(self.series),
            "may_decide": self.may_decide,
            "portraits": board.candidates(self.series) if self.may_decide else [],
            "form": kwargs.get("form") or SlotsForm(series=self.series),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ways: dict[str, Callable[[], HttpResponse]] = {
            "make": self._make, "put": self._put, "take": self._take, "empty": self._empty, "remove": self._remove,
        }  # fmt: skip
        decide = ways.get(request.POST.get("decision", ""))
        if decide is None or not self.may_decide:
            raise PermissionDenied
        try:
            return decide()
        except NotApproved as refusal:
            messages.error(request, str(refusal))
            return self._back()

    def _make(self) -> HttpResponse:
        form = SlotsForm(self.request.POST, series=self.series)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        made = board.make_slots(self.series, form.cleaned_data["first"], form.cleaned_data["number"])
        return self._done(ngettext("%(n)d plek gemaakt.", "%(n)d plekken gemaakt.", made) % {"n": made})

    def _put(self) -> HttpResponse:
        page = PortraitPage.objects.filter(pk=_number(self.request.POST.get("page"))).first()
        if page is None:
            raise NotApproved(_("Kies eerst een portret."))
        board.put(self._slot(), page, by=self.request.user)
        return self._done(_("Het portret staat op deze plek."))

    def _take(self) -> HttpResponse:
        """What the board proposes: only what is approved, as it was on the screen."""
        plan = Plan.objects.open().filter(pk=_number(self.request.POST.get("plan"))).select_related("page").first()
        if plan is None:
            raise NotApproved(_("Dit voorstel geldt niet meer. Kijk eerst opnieuw."))
        board.put(self._slot(), plan.page, by=self.request.user)
        return self._done(_("Het voorstel staat op deze plek."))

    def _empty(self) -> HttpResponse:
        board.take_out(self._slot(), by=self.request.user)
        return self._done(_("De plek is leeg."))

    def _remove(self) -> HttpResponse:
        board.remove(self._slot())
        return self._done(_("De plek is weg."))

    def _slot(self) -> Slot:
        return get_object_or_404(Slot, series=self.series, pk=_number(self.request.POST.get("slot")))

    def _done(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect("editorial_series", self.series.pk)


def _number(text: str | None) -> int:
    """The key in a form; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
