"""The two statements. Their fixed sentences say what the software does; the rest comes from the settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .models import StatementSettings


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/statements/accessibility.html", {"statement": _statement(request)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/statements/privacy.html", {"statement": _statement(request)})


def _statement(request: HttpRequest) -> StatementSettings:
    """The settings of this site; the defaults where there is no site record."""
    if Site.find_for_request(request) is None:
        return StatementSettings()
    return StatementSettings.for_request(request)
