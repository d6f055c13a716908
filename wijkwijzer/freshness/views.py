"""What people without an account meet: a link from a mail, and two questions at the foot of a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkwijzer.delivery.errors import too_many_requests
from wijkwijzer.delivery.public_forms import PublicForm, is_too_often, public_form
from wijkwijzer.mail.models import Link
from wijkwijzer.pages.models import KnowledgePage, SiteSettings

from . import contacts, holders
from .asking import PURPOSE, AlreadyUsedError
from .forms import GoneForm, ReactionForm, RightForm, UpdateForm
from .models import Confirmation, Reaction

# Of an address that is for one person: kept by nobody, and sent to nobody.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


# --- Readers ---------------------------------------------------------------------------------------------------------

# No database knows a larger one.
LARGEST_KEY = 2**31 - 1


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def react(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes what a reader says of a page that everybody may read."""
    page = _public_page(page_id)
    if request.method != "POST":
        return redirect(page.url)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/freshness/reaction.html", {"publication": page, "form": form}, status=422)
    said = {name: form.cleaned_data[name] for name in ("is_true", "is_useful", "remark")}
    Reaction.objects.create(page=page, **said)
    return redirect("freshness:thanks", page.pk)


@require_safe
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    return render(request, "pages/freshness/thanks.html", {"publication": _public_page(page_id)})


def _public_page(page_id: int) -> KnowledgePage:
    if page_id > LARGEST_KEY:
        raise Http404
    page: KnowledgePage = get_object_or_404(KnowledgePage.objects.visible(), pk=page_id)
    return page


# --- Holders and contacts --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """One of the answers: its form, and what it does."""

    value: str
    title: str
    text: str
    button: str
    form: PublicForm
    decide: Callable[[], str]


@public_form(has_secret=True)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether a practice or contact data is still right. Looking decides nothing: only a button does."""
    link = Link.objects.found(PURPOSE, token)
    if link is None:
        if is_too_often(request, "wrong_link"):
            return too_many_requests(request)
        raise Http404
    rows = Confirmation.objects.select_related("page", "person", "organisation")
    confirmation = rows.filter(link=link).first()
    if confirmation is None or not link.is_open or not _still_stands(confirmation):
        return _gone(request, confirmation)
    choices = _choices(confirmation, request.POST if request.method == "POST" else None)
    chosen = next((choice for choice in choices if choice.value == request.POST.get("answer")), None)
    if chosen is None or not chosen.form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"confirmation": confirmation, "choices": choices}
        return _private(request, "pages/freshness/confirm.html", context, status)
    try:
        said = chosen.decide()
    except AlreadyUsedError:
        return _gone(request, confirmation)
    return _private(request, "pages/freshness/answered.html", {"confirmation": confirmation, "said": said})


def _still_stands(confirmation: Confirmation) -> bool:
    """Is it still about something on the site, and still to who got the mail?"""
    asked, page = confirmation.asked, confirmation.page
    if asked is None or not confirmation.link.messages.filter(to__iexact=asked.contact_email).exists():
        return False
    if page is None:
        return confirmation.until == asked.contact_until
    return page.holder == asked and KnowledgePage.objects.visible().filter(pk=page.pk).exists()


def _choices(confirmation: Confirmation, data: Any) -> list[Choice]:
    """Only the form that was sent holds what was filled in."""
    chosen = data.get("answer") if data is not None else None

    def form(of: type[PublicForm], value: str, **kwargs: Any) -> PublicForm:
        return of(data if chosen == value else None, prefix=value, **kwargs)

    right, gone = form(RightForm, "klopt"), form(GoneForm, "weg")
    if confirmation.page is None:
        return _contact_choices(confirmation, right, gone)
    update = form(UpdateForm, "bijwerken", state=confirmation.page.life_cycle)
    return _holder_choices(confirmation, right, update, gone)


def _holder_choices(
    confirmation: Confirmation, right: PublicForm, update: PublicForm, gone: PublicForm
) -> list[Choice]:
    def say_right() -> str:
        holders.say_right(confirmation)
        return _("Op de pagina staat nu dat zij vandaag is gecontroleerd.")

    def send_update() -> str:
        if holders.send_update(confirmation, update.changes):  # type: ignore[attr-defined]  # an UpdateForm
            return _("De redactie leest je wijziging. Daarna komt zij op de site.")
        return _("De redactie is zelf met deze pagina bezig. Zij krijgt je wijziging als bericht.")

    def say_gone() -> str:
        holders.say_gone(confirmation, gone.cleaned_data["successor"])
        return _("Je adres staat niet meer op de site. De redactie zoekt verder.")

    return [
        Choice("klopt", _("Het klopt"), _("Alles op de pagina is nog zo."), _("Ja, het klopt"), right, say_right),
        Choice(
            "bijwerken", _("Er is iets veranderd"), _("Vul in wat anders is. De redactie leest het eerst."),
            _("Stuur de wijziging"), update, send_update,
        ),
        Choice(
            "weg", _("Ik ga hier niet meer over"), _("Dan vragen we het voortaan aan iemand anders."),
            _("Ik ga hier niet meer over"), gone, say_gone,
        ),
    ]  # fmt: skip


def _contact_choices(confirmation: Confirmation, right: PublicForm, gone: PublicForm) -> list[Choice]:
    def say_right() -> str:
        contacts.say_right(confirmation)
        return _("Je adres blijft een jaar op de site staan. Daarna vragen we het opnieuw.")

    def say_gone() -> str:
        contacts.say_gone(confirmation, gone.cleaned_data["successor"])
        return _("Je adres staat niet meer op de site.")

    return [
        Choice(
            "klopt", _("Het klopt"), _("Het adres mag nog een jaar op de site staan."), _("Ja, het klopt"), right,
            say_right,
        ),
        Choice(
            "weg", _("Haal het van de site"), _("Het adres klopt niet meer, of je wilt het niet meer op de site."),
            _("Haal mijn adres van de site"), gone, say_gone,
        ),
    ]  # fmt: skip


def _gone(request: HttpRequest, confirmation: Confirmation | None) -> HttpResponse:
    """Used, withdrawn, too old, or about what is gone: kindly, with whom to ask."""
    return _private(request, "pages/freshness/gone.html", {"confirmation": confirmation}, 410)


def _private(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context["editorial_email"] = SiteSettings.for_request(request).editorial_email
    # Not as part of the site: its frame prints the address of the page.
    return HttpResponse(render_to_string(template, context), status=status, headers=PRIVATE)
