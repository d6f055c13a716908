"""The privacy officer's own screens: requests with their deadlines, taking a page back, and what was taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .forms import NoteForm, RequestForm, WithdrawalForm
from .impact import Impact
from .models import Request, Withdrawal, WithdrawalTask
from .removing import says
from .screens import PageScreen, is_officer
from .withdrawing import AlreadyGoneError, forget_if_unused, lock, withdraw


class OfficerOnly:
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_officer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view, the next in line


class OfficerScreen(OfficerOnly, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("consent_requests"), "label": _("Privacy")},
            {"url": "", "label": self.get_page_title()},
        ]


class RequestsView(OfficerScreen):
    """What was asked, the most urgent first, and what was taken back."""

    template_name = "wagtailadmin/consent/requests.html"
    page_title = gettext_lazy("Privacyverzoeken")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "open": Request.objects.open().select_related("person").prefetch_related("pages"),
            "closed": Request.objects.exclude(status=Request.Status.OPEN).order_by("-closed_at")[:50],
            "withdrawals": Withdrawal.objects.select_related("by").prefetch_related("tasks")[:50],
        }


class AddRequestView(OfficerScreen):
    """A request that came otherwise than by the link."""

    template_name = "wagtailadmin/consent/add_request.html"
    page_title = gettext_lazy("Nieuw verzoek")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or RequestForm()
        return super().get_context_data(**kwargs) | {"form": form, "media": form.media}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RequestForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        with transaction.atomic():
            made = form.save()
            made.pages.set({link.page for link in made.person.page_links.select_related("page")})
            made.note(_("Genoteerd door de privacybeheerder."), request.user)
        return redirect("consent_request", made.pk)


class RequestView(OfficerScreen):
    """One request: what was asked, what was done, and the ways on."""

    template_name = "wagtailadmin/consent/request.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = get_object_or_404(Request.objects.select_related("person"), pk=kwargs["request_id"])

    def get_page_title(self) -> Any:
        return _("Verzoek: %(what)s") % {"what": self.asked}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "asked": self.asked,
            "lines": self.asked.lines.select_related("by"),
            "pages": self.asked.pages.all(),
            "withdrawals": self.asked.withdrawals.prefetch_related("tasks"),
            "form": kwargs.get("form") or NoteForm(),
            "is_open": self.asked.status == Request.Status.OPEN,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, wanted = NoteForm(request.POST), request.POST.get("decision", "")
        if self.asked.status != Request.Status.OPEN or wanted not in ("note", *Request.Status.values):
            raise PermissionDenied
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        text = form.cleaned_data["text"]
        if wanted == "note":
            self.asked.note(text, request.user)
        elif wanted == Request.Status.DONE and self._is_unfinished():
            form.add_error("text", _("Nog niet elke tekst is herschreven. Kijk bij de intrekking wat er nog moet."))
            return self.render_to_response(self.get_context_data(form=form))
        else:
            self.asked.close(wanted, text, request.user)
        return redirect("consent_request", self.asked.pk)

    def _is_unfinished(self) -> bool:
        return WithdrawalTask.objects.filter(withdrawal__request=self.asked, done_at=None).exists()


class WithdrawView(OfficerOnly, PageScreen):
    """The impact of taking a page back, a decision about each mention elsewhere, and one button."""

    template_name = "wagtailadmin/consent/withdraw.html"
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        number = request.GET.get("verzoek", "")
        self.asked = Request.objects.open().filter(pk=number).first() if number.isdecimal() else None

    def get_page_title(self) -> Any:
        return _("Trek in: %(title)s") % {"title": self.page.get_admin_display_title()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or WithdrawalForm(impact=Impact(self.page))
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "form": form,
            "impact": form.impact,
            "asked": self.asked,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            lock(self.page)
        except AlreadyGoneError as error:
            messages.warning(request, str(error))
            return redirect("consent_requests")
        form = WithdrawalForm(request.POST, impact=Impact(self.page))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        withdrawal = withdraw(
            self.page,
            by=request.user,
            decisions=form.decisions,
            with_originals=form.cleaned_data["originals"],
            request=self.asked,
        )
        messages.success(request, _("Ingetrokken. Hieronder staat wat er is gedaan en wat er nog moet."))
        return redirect("consent_withdrawal", withdrawal.pk)


class WithdrawalView(OfficerScreen):
    """The record of one withdrawal, and the texts that somebody still has to write anew."""

    template_name = "wagtailadmin/consent/withdrawal.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.withdrawal = get_object_or_404(Withdrawal, pk=kwargs["withdrawal_id"])

    def get_page_title(self) -> Any:
        return _("Intrekking van %(day)s") % {"day": timezone.localtime(self.withdrawal.at).strftime("%d-%m-%Y")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "withdrawal": self.withdrawal,
            "tasks": self.withdrawal.tasks.select_related("page", "by"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        task = get_object_or_404(self.withdrawal.tasks, pk=request.POST.get("task"), done_at=None)
        if still_says_so(task):
            messages.error(
                request, _("Op de pagina staat nog dezelfde tekst. Laat haar eerst herschrijven en publiceren.")
            )
        else:
            finish(task, request.user)
            messages.success(request, _("Afgevinkt."))
        return redirect("consent_withdrawal", self.withdrawal.pk)


def still_says_so(task: WithdrawalTask) -> bool:
    """Does the page, as it is on the site or as a draft, still say what had to be written anew?"""
    page: Any = task.page.specific
    contents = [page.serializable_data()]
    if page.latest_revision is not None:
        contents.append(page.latest_revision.content)
    return any(says(task, type(page), content) for content in contents)


@transaction.atomic
def finish(task: WithdrawalTask, by: Any) -> None:
    """After the last one, nobody needs to know any more who it was about."""
    task.done_at, task.by = timezone.now(), by
    task.save()
    person = task.person
    if person is not None and not task.withdrawal.tasks.filter(person=person, done_at=None).exists():
        forget_if_unused(person)
