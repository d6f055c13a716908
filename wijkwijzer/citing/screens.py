"""The screen at the editors' desk with the versions of one publication, where the privacy officer closes one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wijkwijzer.consent.screens import PageScreen, is_officer, may_see

from .forms import CloseForm
from .models import Version


class VersionsView(PageScreen):
    template_name = "wagtailadmin/citing/versions.html"
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(self.page, request.user) and not is_officer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return _("Versies: %(title)s") % {"title": self.page.get_admin_display_title()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filled_in = kwargs.get("filled_in")
        rows = []
        for version in self.page.versions.with_notes():
            form = None
            if version.revision_id and is_officer(self.request.user):
                prefix = f"version-{version.pk}"
                form = filled_in if filled_in and filled_in.prefix == prefix else CloseForm(prefix=prefix)
            rows.append((version, form))
        return super().get_context_data(**kwargs) | {"page": self.page, "rows": rows}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("version", "")
        if not is_officer(request.user) or not number.isdecimal() or len(number) > 18:
            raise PermissionDenied
        form = CloseForm(request.POST, prefix=f"version-{int(number)}")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(filled_in=form))
        with transaction.atomic():
            version = get_object_or_404(
                Version.objects.open().select_for_update(of=("self",)), pk=int(number), page=self.page.pk
            )
            version.close()
            data = {"version": version.slug, "reason": form.cleaned_data["reason"]}
            log(instance=self.page, action="citing.closed", user=request.user, data=data)
        messages.success(request, _("De tekst is weg. Op het adres staat dat deze versie niet meer te lezen is."))
        return redirect("citing_versions", self.page.pk)
