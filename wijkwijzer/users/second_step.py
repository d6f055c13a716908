"""Who must have a second step of signing in when `REQUIRE_MFA` is on, and what the site gives them until they have.

An account that publishes or sees personal data is worth more than one password. Which account does, the rooms say that
know: each registers a rule in `AppConfig.ready()`. It is asked at each request, so a role given a moment ago counts.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

EDITORS_SIDE = "/beheer/"
SETUP = "mfa_index"
# What somebody needs to set the second step up, to change a password and to leave. `account_login` is not among them:
# it sends on who is signed in, which would go round for ever.
OPEN_VIEWS = {
    "account_logout", "wagtailadmin_logout", "account_reauthenticate", "account_change_password",
    "account_set_password", "account_reset_password", "account_reset_password_done", "account_inactive",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "passkey_scripts",
}  # fmt: skip
# Recovery codes are a way in for who lost the second step; they are no second step by themselves.
STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

Rule = Callable[[Any], bool]
rules: list[Rule] = []


def register(rule: Rule) -> None:
    """A room tells whose account publishes or sees personal data there."""
    rules.append(rule)


def is_required(user: Any) -> bool:
    """Must this account have a second step? Superusers pass every check of a permission, so they must."""
    if not settings.REQUIRE_MFA or not user.is_active:
        return False
    return user.is_superuser or any(rule(user) for rule in rules)


def is_lacking(user: Any) -> bool:
    """Must this account still set up its second step?"""
    return user.is_authenticated and is_required(user) and not get_adapter().is_mfa_enabled(user, STEPS)


def publishes_or_manages_accounts(user: Any) -> bool:
    """The rule of this room: who may give others a role, and who has what Wagtail calls publishing."""
    accounts = ("users.add_user", "users.change_user", "users.delete_user", "auth.add_group", "auth.change_group")
    return any(map(user.has_perm, accounts)) or policy_registry.get_by_type(Page).user_has_permission(user, "publish")


class SecondStepMiddleware:
    """Until the second step is there, the editors' side is closed but for setting it up, whatever the method; elsewhere
    the account is nobody, so private pages and documents stay private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        # A reader without the cookie is not asked who they are: the answer would depend on it, for every cache.
        if not settings.REQUIRE_MFA or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not is_lacking(request.user):
            return None
        if not request.path_info.startswith(EDITORS_SIDE):
            request.user = AnonymousUser()
            return None
        request.lacks_second_step = True  # type: ignore[attr-defined]  # for the page that says so
        match = request.resolver_match
        name = (match.view_name if match else "") or ""
        if name in OPEN_VIEWS or name.startswith("mfa_"):
            return None
        if _is_a_visit(request):
            return redirect(SETUP)
        raise PermissionDenied(_("Stel eerst verificatie in twee stappen in."))


def _is_a_visit(request: HttpRequest) -> bool:
    """Does somebody look at a page? Then it can lead on. What a script or a frame asks for can only be refused."""
    if request.method not in ("GET", "HEAD") or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return False
    return request.headers.get("Sec-Fetch-Dest", "document") == "document" and request.accepts("text/html")
