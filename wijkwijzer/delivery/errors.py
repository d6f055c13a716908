"""Error pages that help: a 404 with ways on, and others that need neither database nor request."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found as django_page_not_found


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return django_page_not_found(request, exception, template_name="404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: context processors could fail for the same reason as the page did.
    return HttpResponse(render_to_string("500.html"), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Deze site begrijpt het adres of het formulier niet. Ga naar de voorpagina en probeer het vandaar.")
    return _plain_page(400, _("Dit verzoek klopt niet"), text)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Vraag de beheerder om toegang als je denkt dat je hier wel bij moet kunnen.")
    return _plain_page(403, _("Hier heb je geen toegang"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("Ga terug, ververs de pagina en verstuur het formulier opnieuw. Sta daarvoor cookies van deze site toe.")
    return _plain_page(403, _("Dit formulier is verlopen"), text)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    text = _("Dit formulier werd niet vanaf deze site verstuurd. Open de pagina opnieuw en verstuur het daar.")
    return _plain_page(403, _("Dit formulier werkt hier niet"), text)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    text = _("Vanaf jouw adres kwamen te veel verzoeken achter elkaar. Wacht een paar minuten en probeer het opnieuw.")
    return _plain_page(429, _("Even wachten"), text)


def unavailable(title: str, text: str, *, back: str, retry_after: int | None = None) -> HttpResponse:
    """What the site cannot give now. `back`: address of the page to go back to; `retry_after`: seconds."""
    response = _plain_page(503, title, text, back)
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _plain_page(status: int, title: str, text: str, back: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("error.html", {"title": title, "text": text, "back": back}), status=status)
