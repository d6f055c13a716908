"""The screen on which a page is judged, taken back, taken offline or published in an emergency."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from wijkwijzer.gate.publishing import NotApproved

from . import decisions
from .completeness import gaps
from .forms import InviteForm, ReasonForm, RemarkForm
from .models import Invitation
from .signoff import invitations


@dataclass(frozen=True)
class Decision:
    """One thing somebody may do here: its form, and what the buttons with their values say."""

    title: str
    text: str
    form: forms.Form
    buttons: dict[str, str]


class ProgressView(WagtailAdminTemplateMixin, TemplateView):
    """How far a page is, and what this account may decide about it."""

    template_name = "wagtailadmin/editorial/progress.html"
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not decisions.may_see(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return _("Voortgang: %(title)s") % {"title": self.page.get_admin_display_title()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, state = self.page, self.page.current_workflow_state
        return super().get_context_data(**kwargs) | {
            "page": page,
            "state": state,
            "steps": [step for step in state.all_tasks_with_state() if step.active] if state else [],
            "decisions": self.decisions(kwargs.get("form")),
            "invitations": self.invitations(kwargs.get("form")),
            "publications": page.publications.select_related("by")[:10],
            "is_new": page.latest_revision_id != page.live_revision_id,
        }

    def decisions(self, filled_in: forms.Form | None) -> list[Decision]:
        """What this account may do; the form that was filled in comes back with what is wrong in it."""
        page, user = self.page, self.request.user
        task = page.current_workflow_task
        found = []

        def form(of: type[forms.Form], name: str) -> forms.Form:
            return filled_in if filled_in and filled_in.prefix == name else of(prefix=name)

        if page.workflow_in_progress and task.get_actions(page, user):
            found.append(
                Decision(
                    _("Beoordelen"),
                    _("Lees de pagina eerst zoals zij op de site komt. Met je akkoord gaat zij naar de volgende stap."),
                    form(RemarkForm, "judge"),
                    {"approve": _("Keur goed"), "reject": _("Vraag om wijzigingen")},
                )
            )
        if decisions.may_take_back(page, user):
            found.append(
                Decision(_("Terugnemen om te bewerken"), self._cancelled(), forms.Form(prefix="take_back"),
                         {"take_back": _("Neem terug")})
            )  # fmt: skip
        if decisions.may_take_offline(page, user):
            found.append(
                Decision(
                    _("Van de site halen"),
                    self._what_goes_offline(),
                    form(ReasonForm, "offline"),
                    {"offline": _("Haal van de site")},
                )
            )
        if decisions.may_publish_in_emergency(page, user):
            found.append(
                Decision(
                    _("Met spoed publiceren"),
                    _("Alleen als wachten schade doet. De nieuwste tekst gaat live zonder akkoorden van de redactie."),
                    form(ReasonForm, "emergency"),
                    {"emergency": _("Publiceer nu")},
                )
            )
        return found

    def invitations(self, filled_in: forms.Form | None) -> list[dict[str, Any]]:
        """Who is asked for a yes in this step, each with a form for the address where this account may ask."""
        may_invite = invitations.may_invite(self.page, self.request.user)
        shown = []
        for invitation in invitations.open_invitations(self.page):
            prefix = f"invite-{invitation.pk}"
            form = InviteForm(prefix=prefix, initial={"email": invitation.email})
            if filled_in and filled_in.prefix == prefix:
                form = filled_in
            shown.append({"invitation": invitation, "form": form if may_invite and invitation.is_waiting else None})
        return shown

    def _cancelled(self) -> str:
        """Which approvals are void when the page is taken back."""
        given = [
            _("%(who)s (%(role)s)") % {"who": approval.by, "role": approval.get_role_display()}
            for approval in decisions.open_approvals(self.page)
        ]
        said = _("De beoordeling stopt en iedereen kan de pagina weer bewerken. Er zijn nog geen akkoorden.")
        if given:
            said = _("De beoordeling stopt. Deze akkoorden vervallen: %(names)s.") % {"names": ", ".join(given)}
        if people := invitations.people_who_agreed(self.page):
            kept = _(
                "Het akkoord van %(names)s vervalt zodra je iets wijzigt aan titel, samenvatting, tekst, naam of foto."
            )
            said = f"{said} {kept % {'names': ', '.join(person.name for person in people)}}"
        return said

    def _what_goes_offline(self) -> str:
        below = self.page.get_descendants().live().count()
        text = _("De pagina verdwijnt van de site en uit lijsten, zoeken en feeds. Zij blijft hier als concept.")
        if not below:
            return text
        more = ngettext("Ook %(n)d pagina eronder verdwijnt.", "Ook %(n)d pagina’s eronder verdwijnen.", below)
        return f"{text} {more % {'n': below}}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ways: dict[str, Callable[[], HttpResponse]] = {
            "approve": self._judge, "reject": self._judge, "take_back": self._take_back, "offline": self._take_offline,
            "emergency": self._publish, "invite": self._invite, "withdraw_link": self._withdraw_link,
        }  # fmt: skip
        decide = ways.get(request.POST.get("decision", ""))
        if decide is None:
            raise PermissionDenied
        try:
            return decide()
        except NotApproved as refusal:
            messages.error(request, str(refusal))
            return self._back()

    def _judge(self) -> HttpResponse:
        form = RemarkForm(self.request.POST, prefix="judge")
        self._refuse_an_old_screen()
        task, state = self.page.current_workflow_task, self.page.current_workflow_task_state
        if task is None or state is None or not task.get_actions(self.page, self.request.user):
            raise PermissionDenied
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        action = self.request.POST["decision"]
        task.on_action(state.specific, self.request.user, action, comment=form.cleaned_data["remark"])
        if action == "reject":
            return self._done(_("Om wijzigingen gevraagd."))
        is_live = Page.objects.filter(pk=self.page.pk, live_revision=state.revision_id).exists()
        return self._done(_("Goedgekeurd. De pagina staat op de site.") if is_live else _("Goedgekeurd."))

    def _refuse_an_old_screen(self) -> None:
        state = self.page.current_workflow_task_state
        if (str(state.pk) if state else "") != self.request.POST.get("state", ""):
            raise NotApproved(_("De pagina is intussen verder of teruggenomen. Kijk eerst opnieuw."))

    def _take_back(self) -> HttpResponse:
        self._refuse_an_old_screen()
        decisions.take_back(self.page, self.request.user)
        messages.success(self.request, _("Teruggenomen. Je kunt de pagina weer bewerken."))
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def _take_offline(self) -> HttpResponse:
        form = ReasonForm(self.request.POST, prefix="offline")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        decisions.take_offline(self.page, self.request.user, form.cleaned_data["reason"])
        return self._done(_("De pagina staat niet meer op de site."))

    def _invite(self) -> HttpResponse:
        invitation = self._invitation()
        form = InviteForm(self.request.POST, prefix=f"invite-{invitation.pk}")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        invitations.send(invitation, form.cleaned_data["email"], by=self.request.user)
        return self._done(_("De link is onderweg naar %(name)s.") % {"name": invitation.person.name})

    def _withdraw_link(self) -> HttpResponse:
        invitation = self._invitation()
        invitations.withdraw(invitation, by=self.request.user)
        return self._done(_("De link werkt niet meer."))

    def _invitation(self) -> Invitation:
        if not invitations.may_invite(self.page, self.request.user):
            raise PermissionDenied
        key = self.request.POST.get("invitation", "")
        for invitation in invitations.open_invitations(self.page):
            if str(invitation.pk) == key and invitation.is_waiting:
                return invitation
        raise NotApproved(_("Deze vraag is al beantwoord of vervallen."))

    def _publish(self) -> HttpResponse:
        form = ReasonForm(self.request.POST, prefix="emergency")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        read, reason = self.request.POST.get("revision", ""), form.cleaned_data["reason"]
        decisions.publish_in_emergency(self.page, self.request.user, reason, read=read)
        return self._done(_("Met spoed gepubliceerd. Laat iemand anders het alsnog nakijken."))

    def _done(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect("editorial_progress", self.page.pk)


def read_newest(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest version as it would stand on the site, also for who may decide about it but not write it."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    if not decisions.may_see(page, request.user):
        raise PermissionDenied
    newest = page.get_latest_revision_as_object()
    answer: HttpResponse = newest.make_preview_request(request, newest.default_preview_mode)
    return answer


def missing_fragment(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the page lacks, for the side panel of the editor."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    if not decisions.may_see(page, request.user):
        raise PermissionDenied
    missing = gaps(page.get_latest_revision_as_object())
    return render(request, "wagtailadmin/editorial/missing.html", {"page": page, "missing": missing})
