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
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.people import forgetting
from wijkwijzer.people.forgetting import Leaving

from . import decisions, late_checks
from .completeness import gaps
from .forms import InviteForm, LastRemarkForm, ReasonForm, RemarkForm
from .models import Invitation
from .plans import planning, steps
from .plans.forms import AssignForm, WhenForm, asks_for_a_moment
from .plans.models import When
from .signoff import invitations

FormMaker = Callable[..., forms.Form]


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
            "plan": planning.open_plan(page),
            "assignment": steps.current(page),
        }

    def decisions(self, filled_in: forms.Form | None) -> list[Decision]:
        """What this account may do; the form that was filled in comes back with what is wrong in it."""

        def form(of: type[forms.Form], name: str, **options: Any) -> forms.Form:
            return filled_in if filled_in and filled_in.prefix == name else of(prefix=name, **options)

        offers = (self._offer_judging, self._offer_planning, self._offer_assigning, self._offer_taking_back,
                  self._offer_check, self._offer_offline, self._offer_emergency)  # fmt: skip
        return [decision for offer in offers if (decision := offer(form)) is not None]

    def _offer_judging(self, form: FormMaker) -> Decision | None:
        task = self.page.current_workflow_task
        if not self.page.workflow_in_progress or not task.get_actions(self.page, self.request.user):
            return None
        text = _("Lees de pagina eerst zoals zij op de site komt. Met je akkoord gaat zij naar de volgende stap.")
        if asks_for_a_moment(self.page):
            text = _("Lees de pagina eerst zoals zij op de site komt. Bij je akkoord kies je wanneer zij live gaat.")
        return Decision(
            _("Beoordelen"),
            text,
            form(*self._judgement(), initial=self._place_in_a_series()),
            {"approve": _("Keur goed"), "reject": _("Vraag om wijzigingen")},
        )

    def _judgement(self) -> tuple[type[forms.Form], str]:
        """What the step asks; the last one of the editors also asks when the page goes live."""
        return (LastRemarkForm if asks_for_a_moment(self.page) else RemarkForm), "judge"

    def _place_in_a_series(self) -> dict[str, Any]:
        """What a portrait that has a place is approved for, unless the chief editor says otherwise."""
        slot = planning.next_slot(self.page.pk)
        return {"when": When.AT, "moment": slot.moment} if slot else {}

    def _offer_planning(self, form: FormMaker) -> Decision | None:
        plan = planning.open_plan(self.page)
        if plan is None or not planning.may_plan(self.page, self.request.user):
            return None
        initial = {"when": When.AT if plan.moment else When.READY, "moment": plan.moment}
        return Decision(
            _("Planning wijzigen"),
            _("Een ander moment vraagt geen nieuw akkoord: de tekst blijft dezelfde."),
            form(WhenForm, "plan", initial=initial),
            {"plan": _("Bewaar de planning")},
        )

    def _offer_assigning(self, form: FormMaker) -> Decision | None:
        if not steps.may_assign(self.page, self.request.user):
            return None
        return Decision(
            _("Wie doet deze stap?"),
            _("Wie je kiest, krijgt een mail. Zonder naam krijgt iedereen die mag beoordelen de herinneringen."),
            form(AssignForm, "assign", page=self.page),
            {"assign": _("Bewaar")},
        )

    def _offer_taking_back(self, form: FormMaker) -> Decision | None:
        if not decisions.may_take_back(self.page, self.request.user):
            return None
        buttons = {"take_back": _("Neem terug")}
        return Decision(_("Terugnemen om te bewerken"), self._cancelled(), forms.Form(prefix="take_back"), buttons)

    def _offer_check(self, form: FormMaker) -> Decision | None:
        if not late_checks.may_check(self.page, self.request.user):
            return None
        text = _("Deze pagina ging met spoed live. Lees haar alsnog. Klopt er iets niet? Wijzig haar en dien haar in.")
        return Decision(_("Alsnog nakijken"), text, forms.Form(prefix="checked"), {"checked": _("Ik keur haar goed")})

    def _offer_offline(self, form: FormMaker) -> Decision | None:
        if not decisions.may_take_offline(self.page, self.request.user):
            return None
        buttons = {"offline": _("Haal van de site")}
        return Decision(_("Van de site halen"), self._what_goes_offline(), form(ReasonForm, "offline"), buttons)

    def _offer_emergency(self, form: FormMaker) -> Decision | None:
        if not decisions.may_publish_in_emergency(self.page, self.request.user):
            return None
        return Decision(
            _("Met spoed publiceren"),
            _("Alleen als wachten schade doet. De nieuwste tekst gaat live zonder akkoorden van de redactie."),
            form(ReasonForm, "emergency"),
            {"emergency": _("Publiceer nu")},
        )

    def invitations(self, filled_in: forms.Form | None) -> list[dict[str, Any]]:
        """Who is asked for a yes in this step, each with a form for the address where this account may ask."""
        may_invite = invitations.may_invite(self.page, self.request.user)
        shown = []
        for invitation in invitations.open_invitations(self.page):
            prefix = f"invite-{invitation.pk}"
            form: forms.Form = InviteForm(prefix=prefix, initial={"email": invitation.email})
            if filled_in and filled_in.prefix == prefix:
                form = filled_in
            shown.append({"invitation": invitation, "form": form if may_invite and invitation.is_waiting else None})
        return shown

    def _cancelled(self) -> str:
        """Which plan and which approvals are void when the page is taken back."""
        plan = planning.open_plan(self.page)
        ends = _("De planning vervalt.") if plan else _("De beoordeling stopt.")
        if plan and plan.moment:
            moment = date_format(timezone.localtime(plan.moment), "j F Y, H:i")
            ends = _("De planning voor %(moment)s vervalt.") % {"moment": moment}
        given = [
            _("%(who)s (%(role)s)") % {"who": approval.by, "role": approval.get_role_display()}
            for approval in decisions.open_approvals(self.page)
        ]
        if given:
            said = _("Deze akkoorden vervallen: %(names)s.") % {"names": ", ".join(given)}
        else:
            said = _("Iedereen kan de pagina weer bewerken. Er zijn nog geen akkoorden.")
        if people := invitations.people_who_agreed(self.page):
            names = ", ".join(person.name for person in people)
            kept = _("Het akkoord van %(names)s vervalt als je titel, samenvatting, tekst, naam of foto wijzigt.")
            said = f"{said} {kept % {'names': names}}"
        return f"{ends} {said}"

    def _what_goes_offline(self) -> str:
        below = self.page.get_descendants().live().count()
        sentences = [_("De pagina verdwijnt van de site en uit lijsten, zoeken en feeds. Zij blijft hier als concept.")]
        if below:
            more = ngettext("Ook %(n)d pagina eronder verdwijnt.", "Ook %(n)d pagina’s eronder verdwijnen.", below)
            sentences.append(more % {"n": below})
        going = Leaving(pages=[self.page, *self.page.get_descendants()])
        sentences += [f"{trace.what}: {trace.title}." for trace in forgetting.leaning(going)]
        return " ".join(sentences)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ways: dict[str, Callable[[], HttpResponse]] = {
            "approve": self._judge, "reject": self._judge, "take_back": self._take_back, "offline": self._take_offline,
            "emergency": self._publish, "plan": self._plan, "assign": self._assign, "checked": self._check,
            "invite": self._invite, "withdraw_link": self._withdraw_link,
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
        self._refuse_an_old_screen()
        task, state = self.page.current_workflow_task, self.page.current_workflow_task_state
        if task is None or state is None or not task.get_actions(self.page, self.request.user):
            raise PermissionDenied
        kind, prefix = self._judgement()
        form = kind(self.request.POST, prefix=prefix)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        action, filled_in = self.request.POST["decision"], form.cleaned_data
        wish = {"then": filled_in["when"], "moment": filled_in["moment"]} if "when" in filled_in else {}
        task.on_action(state.specific, self.request.user, action, comment=filled_in["remark"], **wish)
        if action == "reject":
            return self._done(_("Om wijzigingen gevraagd."))
        if planning.open_plan(self.page) is not None:
            return self._done(_("Goedgekeurd. De pagina ligt klaar om te publiceren."))
        is_live = Page.objects.filter(pk=self.page.pk, live_revision=state.revision_id).exists()
        return self._done(_("Goedgekeurd. De pagina staat op de site.") if is_live else _("Goedgekeurd."))

    def _plan(self) -> HttpResponse:
        plan = planning.open_plan(self.page)
        if plan is None or not planning.may_plan(self.page, self.request.user):
            raise PermissionDenied
        form = WhenForm(self.request.POST, prefix="plan")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        when = When(form.cleaned_data["when"])
        planning.change(plan, when, form.cleaned_data["moment"], by=self.request.user)
        return self._done(_("De pagina staat op de site.") if when == When.NOW else _("De planning is bewaard."))

    def _assign(self) -> HttpResponse:
        if not steps.may_assign(self.page, self.request.user):
            raise PermissionDenied
        self._refuse_an_old_screen()
        form = AssignForm(self.request.POST, prefix="assign", page=self.page)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        steps.assign(self.page, form.cleaned_data["assignee"], form.cleaned_data["due"], by=self.request.user)
        return self._done(_("Bewaard."))

    def _refuse_an_old_screen(self) -> None:
        state = self.page.current_workflow_task_state
        if (str(state.pk) if state else "") != self.request.POST.get("state", ""):
            raise NotApproved(_("De pagina is intussen verder of teruggenomen. Kijk eerst opnieuw."))

    def _take_back(self) -> HttpResponse:
        self._refuse_an_old_screen()
        decisions.take_back(self.page, self.request.user)
        messages.success(self.request, _("Teruggenomen. Je kunt de pagina weer bewerken."))
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def _check(self) -> HttpResponse:
        late_checks.check(self.page, self.request.user)
        return self._done(_("Nagekeken. Dank je wel."))

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
