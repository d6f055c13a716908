"""The screens at the editors' desk about the people on one page: why it may tell of them, what they agreed to."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from wijkwijzer.gate.holds import hold_of
from wijkwijzer.pages.models import KnowledgePage, PagePerson
from wijkwijzer.people.models import Person
from wijkwijzer.users.roles import Role, has_role

from .exports import consent_csv, consent_data, person_data
from .forms import BasisForm, LinkForm
from .models import Consent, LegalBasis, PortraitLink
from .portrait_links import send_link
from .portrayed import bases_of, portraying_links


def is_officer(user: Any) -> bool:
    return has_role(user, Role.PRIVACY_OFFICER)


def may_see(page: Any, user: Any) -> bool:
    """Whoever may write the page, whoever judges it, and the privacy officer."""
    tester = page.permissions_for_user(user)
    return (has_role(user, *Role) and tester.is_in_section()) or tester.can_edit()


def sees_consents(user: Any) -> bool:
    """Is there any page on which this account `may_see` who agreed to what? Who may add one writes their own."""
    return has_role(user, *Role) or bool(policy_registry.get_by_type(Page).user_has_permission(user, "change"))


def may_set_basis(page: Any, user: Any, basis: LegalBasis | None) -> bool:
    """Whoever may write the page, as long as nobody relied on it: what was ever judged, is planned or public, only the
    privacy officer puts on another basis, or anybody could do without somebody's consent, or after their no."""
    if is_officer(user):
        return True
    is_relied_on = basis is not None and (page.live or page.workflow_states.exists() or hold_of(page) is not None)
    return not is_relied_on and bool(page.permissions_for_user(user).can_edit())


def may_send_link(user: Any) -> bool:
    return has_role(user, Role.PRIVACY_OFFICER, Role.CHIEF_EDITOR)


@dataclass
class Portrayed:
    """A person of a page with all that is known about them and it, and what this account may do about it."""

    person: Person
    roles: str
    is_on_site: bool
    basis: LegalBasis | None
    consents: list[Consent] = field(default_factory=list)
    links: list[PortraitLink] = field(default_factory=list)
    form: BasisForm | None = None
    link_form: LinkForm | None = None


class PageScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen about one publication."""

    header_icon = "user"
    page: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(KnowledgePage, pk=kwargs["page_id"]).specific

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]


class PageConsentView(PageScreen):
    """Per person: the legal basis, the consents that were given, and the link to “mijn portret”."""

    template_name = "wagtailadmin/consent/page.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return _("Toestemming en grondslag: %(title)s") % {"title": self.page.get_admin_display_title()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "people": self.people(kwargs.get("filled_in")),
            "is_officer": is_officer(self.request.user),
            "bases": LegalBasis.Basis,
        }

    def people(self, filled_in: Any = None) -> list[Portrayed]:
        """Of the newest version and of the one on the site; a form that was filled in comes back with its errors."""
        newest = self.page.get_latest_revision_as_object()
        on_site = {link.person_id for link in portraying_links(self.page)} if self.page.live else set()
        roles: dict[int, list[str]] = {}
        for link in [*portraying_links(newest), *portraying_links(self.page)]:
            label = str(PagePerson.Role(link.role).label)
            if label not in roles.setdefault(link.person_id, []):
                roles[link.person_id].append(label)
        bases, people = bases_of(self.page), Person.objects.in_bulk(roles)
        found = [
            Portrayed(people[pk], ", ".join(roles[pk]), pk in on_site, bases.get(pk)) for pk in roles if pk in people
        ]
        for one in found:
            self._complete(one, filled_in)
        return found

    def _complete(self, one: Portrayed, filled_in: Any) -> None:
        person, user = one.person, self.request.user
        one.consents = list(self.page.consents.filter(person=person).select_related("wording"))
        one.links = list(person.portrait_links.select_related("link")[:5])
        prefix = f"basis-{person.pk}"
        if may_set_basis(self.page, user, one.basis):
            is_this = filled_in is not None and filled_in.prefix == prefix
            one.form = filled_in if is_this else BasisForm(prefix=prefix, instance=one.basis)
        if may_send_link(user) and one.is_on_site:
            is_this = filled_in is not None and filled_in.prefix == f"link-{person.pk}"
            known = one.links[0].email if one.links else person.contact_email
            one.link_form = filled_in if is_this else LinkForm(prefix=f"link-{person.pk}", initial={"email": known})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted, _dot, number = request.POST.get("decision", "").partition("-")
        one = next((one for one in self.people() if str(one.person.pk) == number), None)
        ways = {"basis": self._set_basis, "link": self._send_link}
        if one is None or wanted not in ways:
            raise PermissionDenied
        return ways[wanted](one)

    def _set_basis(self, one: Portrayed) -> HttpResponse:
        if one.form is None:
            raise PermissionDenied
        basis = one.basis or LegalBasis(page_id=self.page.pk, person=one.person)
        form = BasisForm(self.request.POST, prefix=one.form.prefix, instance=basis)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(filled_in=form))
        form.instance.by = self.request.user
        with transaction.atomic():
            form.save()
            data = {"person": one.person.pk, "basis": form.instance.basis, "photo_basis": form.instance.photo_basis}
            log(instance=self.page, action="consent.basis", user=self.request.user, data=data)
        return self._done(_("De grondslag is opgeslagen."))

    def _send_link(self, one: Portrayed) -> HttpResponse:
        if one.link_form is None:
            raise PermissionDenied
        form = LinkForm(self.request.POST, prefix=one.link_form.prefix)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(filled_in=form))
        with transaction.atomic():
            send_link(one.person, form.cleaned_data["email"])
            data = {"person": one.person.pk}
            log(instance=self.page, action="consent.link", user=self.request.user, data=data)
        return self._done(_("De link is onderweg. Eerdere links werken niet meer."))

    def _done(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return redirect("consent_page", self.page.pk)


def export_consent(request: HttpRequest, consent_id: int, form: str) -> HttpResponse:
    """The record of one consent as JSON or CSV."""
    consent = get_object_or_404(Consent.objects.select_related("page", "person", "wording"), pk=consent_id)
    if not is_officer(request.user) and not may_see(consent.page.specific_deferred, request.user):
        raise PermissionDenied
    if form == "csv":
        response = HttpResponse(consent_csv(consent), content_type="text/csv; charset=utf-8")
    else:
        response = _as_json(consent_data(consent))
    return _download(response, f"toestemming-{consent.pk}.{form}")


def export_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """What is known of a person, for a request for access."""
    if not is_officer(request.user):
        raise PermissionDenied
    person = get_object_or_404(Person, pk=person_id)
    return _download(_as_json(person_data(person)), f"persoon-{person.pk}.json")


def _as_json(data: dict[str, Any]) -> HttpResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def has_screen(page: Page) -> bool:
    return isinstance(page.specific_deferred, KnowledgePage)
