"""The two statements. Their fixed sentences say what the software does; the rest comes from the settings."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from wijkwijzer.delivery.page_cache.declaring import kept_for_readers

from .models import StatementSettings

VALID = timedelta(days=180)


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


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a hole in the security (RFC 9116). It says that it is right for half a year from today: as long
    as somebody keeps the site up, and no longer."""
    statement = _statement(request)
    if not statement.security_contact_uri:
        raise Http404
    until = (timezone.now() + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        ("Contact", statement.security_contact_uri),
        ("Expires", until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("Preferred-Languages", "nl, en"),
        ("Canonical", settings.SITE_URL + reverse("statements:security_txt")),
    ]
    if statement.security_policy:
        lines.append(("Policy", statement.security_policy))
    text = "".join(f"{name}: {value}\n" for name, value in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _statement(request: HttpRequest) -> StatementSettings:
    """The settings of this site; the defaults where there is no site record."""
    if Site.find_for_request(request) is None:
        return StatementSettings()
    return StatementSettings.for_request(request)
