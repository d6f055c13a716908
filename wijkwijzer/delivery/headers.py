"""Security headers: a strict content policy for what visitors see, a wider one for the editors' side."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

EDITORS_PREFIX = "/beheer/"
# Names of allauth's views: they stand among Wagtail's addresses, but their pages are ours and hold nothing inline.
OWN_VIEWS = ("account_", "mfa_")

# Nothing inline, nothing from another host. JSON-LD and json_script blocks are data, not scripts.
PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
# Wagtail's own screens hold inline scripts and styles without a nonce, and preview pages in a frame.
EDITORS_POLICY = {
    **PUBLIC_POLICY,
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-src": "'self'",
    "base-uri": "'self'",
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def _header(policy: dict[str, str]) -> str:
    return "; ".join(f"{directive} {value}" for directive, value in policy.items())


class SecurityHeadersMiddleware:
    """Add the policy of the side the address is on. A view that set its own policy (a document) keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.public = _header(PUBLIC_POLICY)
        self.editors = _header(EDITORS_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = self.editors if self._is_wagtail(request) else self.public
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        self._keep_from_caches(request, response)
        return response

    @staticmethod
    def _keep_from_caches(request: HttpRequest, response: HttpResponse) -> None:
        """What somebody signed in gets, and all of the editors' side, is kept nowhere; a view that said for whom its
        answer is (a script that is the same for everybody) knows better. The cookie alone decides: an old one costs a
        reader their cache, while asking whose it is would cost every reader a query."""
        said = response.headers.get("Cache-Control", "")
        is_of_somebody = settings.SESSION_COOKIE_NAME in request.COOKIES
        is_said = any(word in said for word in ("public", "private", "no-store"))
        if (is_of_somebody or request.path_info.startswith(EDITORS_PREFIX)) and not is_said:
            response.headers["Cache-Control"] = "private, no-store"

    @staticmethod
    def _is_wagtail(request: HttpRequest) -> bool:
        match = request.resolver_match
        is_own = match is not None and (match.url_name or "").startswith(OWN_VIEWS)
        return request.path_info.startswith(EDITORS_PREFIX) and not is_own
