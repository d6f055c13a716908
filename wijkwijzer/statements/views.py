"""The two statements. Their fixed sentences say what the software does; the rest comes from the settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from wijkwijzer.delivery.page_cache.declaring import kept_for_readers

from .models import StatementSettings


@require_safe
@kept_for_readers()
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Toegankelijkheidsverklaring"),
        "description": _("Hoe toegankelijk deze site is, wat nog niet goed werkt en hoe je dat meldt."),
        "lead": _(
            "Iedereen moet deze site kunnen lezen en gebruiken. "
            "Hier staat hoever we zijn, wat nog niet goed werkt en hoe je dat meldt."
        ),
        "statement": _statement(request),
    }
    return render(request, "pages/statements/accessibility.html", context)


@require_safe
@kept_for_readers()
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Privacyverklaring"),
        "description": _("Welke gegevens deze site bewaart, waarom en hoelang, en wat je kunt vragen."),
        "lead": _(
            "Je kunt deze site lezen zonder iets over jezelf te vertellen. Hier staat wat we wel bewaren, en van wie."
        ),
        "statement": _statement(request),
    }
    return render(request, "pages/statements/privacy.html", context)


def _statement(request: HttpRequest) -> StatementSettings:
    """The settings of this site; the defaults where there is no site record."""
    if Site.find_for_request(request) is None:
        return StatementSettings()
    return StatementSettings.for_request(request)
