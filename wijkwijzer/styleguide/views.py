"""The page that shows what pages are made of, to whoever makes them."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wijkwijzer.pages.kinds import KINDS

from .contracts import sections
from .tokens import read_tokens


@never_cache
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Tokens, gables and every component with its contract and examples. For whoever may enter the editors' side."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    context = {"tokens": read_tokens(), "kinds": KINDS.values(), "sections": sections(request)}
    return render(request, "pages/styleguide/style_guide.html", context)
