"""What is at the addresses below a publication: its citation, the list of its changes, and what it said on a day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from wijkwijzer.pages.models import KnowledgePage, SiteSettings
from wijkwijzer.pages.views import serve

from . import frozen
from .citation import citation_of, newest_version
from .formats import FORMS

Show = Callable[[HttpRequest, Any], HttpResponse]
HIDDEN = {"X-Robots-Tag": "noindex"}


@require_safe
def cite(request: HttpRequest, path: str, form: str) -> HttpResponse:
    def show(request: HttpRequest, page: Any) -> HttpResponse:
        chosen = FORMS[form]
        citation = citation_of(page, SiteSettings.for_request(request), newest_version(page))
        response = HttpResponse(chosen.write(citation, timezone.localdate()), content_type=chosen.content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.{form}"'
        return _unlisted(response)

    return _as_the_page(request, path, f"citeer.{form}", show)


@require_safe
def changes(request: HttpRequest, path: str) -> HttpResponse:
    """The list of changes. A page of the editors may have this address: then it is that page."""

    def show(request: HttpRequest, page: Any) -> HttpResponse:
        versions = page.versions.with_notes()
        return _unlisted(TemplateResponse(request, "pages/citing/changes.html", {"page": page, "versions": versions}))

    return _own_page(request) or _as_the_page(request, path, "versie/", show)


@require_safe
def version(request: HttpRequest, path: str, slug: str) -> HttpResponse:
    day, number = _parsed(slug)

    def show(request: HttpRequest, page: Any) -> HttpResponse:
        found = page.versions.select_related("revision__content_type").filter(day=day, number=number).first()
        if found is None:
            raise Http404
        if not found.says_the_same:
            context = {"page": page, "version": found}
            return _unlisted(TemplateResponse(request, "pages/citing/closed.html", context, status=410))
        return _unlisted(frozen.answer(request, page, found))

    return _own_page(request) or _as_the_page(request, path, f"versie/{slug}/", show)


def _parsed(slug: str) -> tuple[date, int]:
    """`2026-11-24` is the first of that day, `2026-11-24-2` the second."""
    number = slug[11:] or "1"
    try:
        day = date.fromisoformat(slug[:10])
    except ValueError:
        raise Http404 from None
    # One address each.
    if slug[11:] and (number.startswith("0") or number == "1"):
        raise Http404
    return day, int(number)


def _unlisted(response: HttpResponse) -> HttpResponse:
    for name, value in HIDDEN.items():
        response.headers[name] = value
    return response


def _own_page(request: HttpRequest) -> HttpResponse | None:
    path = request.path_info.lstrip("/")
    return serve(request, path) if _find(request, path) is not None else None


def _find(request: HttpRequest, path: str) -> Page | None:
    site = Site.find_for_request(request)
    slug = path.rstrip("/").rpartition("/")[2]
    if site is None:
        return None
    return Page.objects.filter(slug=slug, url_path=f"{site.root_page.url_path}{path}").first()


def _as_the_page(request: HttpRequest, path: str, rest: str, show: Show) -> HttpResponse:
    """What `show` makes of the publication at `path`, for whom the page itself would open; everybody else gets the
    answer that the page gives: that it is not there, or the way to sign in."""
    page = _find(request, path)
    if page is None:
        return _moved(request, path, rest)
    publication = page.specific
    if not page.live or not isinstance(publication, KnowledgePage):
        raise Http404

    def shown(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        return show(request, page)

    chain = shown
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        result = hook(publication, request, [], {})
        if isinstance(result, HttpResponse):
            return result
    return chain(publication, request, [], {})


def _moved(request: HttpRequest, path: str, rest: str) -> HttpResponse:
    """A page that was moved or renamed keeps the addresses below it too."""
    old = Redirect.objects.filter(old_path=f"/{path.rstrip('/')}", redirect_page__live=True).first()
    page = old.redirect_page if old else None
    if page is None or not KnowledgePage.objects.visible().filter(pk=page.pk).exists():
        raise Http404
    return redirect(f"{page.get_url(request)}{rest}", permanent=True)
