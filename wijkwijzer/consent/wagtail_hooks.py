from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from wijkwijzer.people.models import Person

from .models import LegalBasis, Request, Use
from .officer import AddRequestView, RequestsView, RequestView, WithdrawalView, WithdrawView
from .screens import PageConsentView, export_consent, export_person, has_screen, is_officer, may_see


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("toestemming/<int:page_id>/", PageConsentView.as_view(), name="consent_page"),
        path("toestemming/<int:page_id>/intrekken/", WithdrawView.as_view(), name="consent_withdraw"),
        path("toestemming/bewijs/<int:consent_id>.json", export_consent, {"form": "json"}, name="consent_json"),
        path("toestemming/bewijs/<int:consent_id>.csv", export_consent, {"form": "csv"}, name="consent_csv"),
        path("toestemming/persoon/<int:person_id>.json", export_person, name="consent_person"),
        path("privacy/", RequestsView.as_view(), name="consent_requests"),
        path("privacy/nieuw/", AddRequestView.as_view(), name="consent_add_request"),
        path("privacy/<int:request_id>/", RequestView.as_view(), name="consent_request"),
        path("privacy/intrekking/<int:withdrawal_id>/", WithdrawalView.as_view(), name="consent_withdrawal"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def consent_button(page: Any, user: Any, **_where: Any) -> Iterator[Button]:
    if has_screen(page) and may_see(page, user):
        yield Button(
            _("Toestemming en grondslag"), reverse("consent_page", args=[page.pk]), icon_name="user", priority=14
        )


class PrivacyMenuItem(MenuItem):
    """Only for whom it opens."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_officer(request.user)


@hooks.register("register_admin_menu_item")
def register_privacy_item() -> MenuItem:
    return PrivacyMenuItem(
        gettext_lazy("Privacy"), reverse("consent_requests"), name="privacy", icon_name="lock", order=850
    )


def _name(entry: Any) -> str:
    """As long as there is somebody of that name: lines of the history hold numbers only."""
    person = Person.objects.filter(pk=entry.data.get("person")).first()
    return person.name if person else _("iemand die hier niet meer staat")


def _signature(data: dict[str, Any]) -> str:
    """The name that was typed, as long as the request is open: it is wiped with it."""
    request = Request.objects.filter(pk=data.get("request") or 0).exclude(typed_name="").first()
    return str(_(", ondertekend met “%(name)s”") % {"name": request.typed_name}) if request else ""


def _basis_in_words(data: dict[str, Any]) -> str:
    return LegalBasis(basis=data.get("basis") or "", photo_basis=data.get("photo_basis") or "").in_words


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """The lines of the history of a page that this room writes."""

    def register(action: str, name: Any, sentence: Any) -> None:
        @actions.register_action(action)
        class Line(LogFormatter):
            label = name

            def format_message(self, entry: Any) -> str:
                data = entry.data
                return str(sentence) % {
                    "name": _name(entry),
                    "link": data.get("link"),
                    "basis": _basis_in_words(data),
                    "uses": ", ".join(str(Use(use).label) for use in data.get("uses") or Use.values),
                    "count": data.get("count", 0),
                    "signed": _signature(data),
                }

    register("consent.basis", gettext_lazy("Grondslag gekozen"), gettext_lazy("Grondslag voor %(name)s: %(basis)s"))
    register(
        "consent.given",
        gettext_lazy("Toestemming gegeven"),
        gettext_lazy("%(name)s gaf toestemming (link %(link)s)"),
    )
    register(
        "consent.withdrawn",
        gettext_lazy("Toestemming ingetrokken"),
        gettext_lazy("%(name)s trok de toestemming in voor: %(uses)s%(signed)s (link %(link)s)"),
    )
    register(
        "consent.link",
        gettext_lazy("Link gestuurd"),
        gettext_lazy("Een link naar “mijn portret” gestuurd aan %(name)s"),
    )
    register(
        "consent.removed",
        gettext_lazy("Verwijzing weggehaald"),
        gettext_lazy("Wat over een ingetrokken pagina ging, is weggehaald (%(count)s keer)"),
    )
