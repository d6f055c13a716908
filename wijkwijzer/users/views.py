"""Signing in."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel

from .adapter import LAST_STEP


class SignInView(LoginView):
    """allauth's sign-in, but an account that may not go on is told so.

    Whoever is signed in and comes here was sent here because the address asked for is not theirs. allauth would send
    them back, the address would refuse them again, and so on for ever.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self._may_go_on(request):
            context = {"next_url": self.get_next_url()}
            return render(request, "account/no_access.html", context, status=403)
        return super().dispatch(request, *args, **kwargs)

    def _may_go_on(self, request: HttpRequest) -> bool:
        """Only to the editors' side, and only with access to it: there a refusal ends on the dashboard."""
        editors_side = reverse("wagtailadmin_home")
        destination = urlsplit(self.get_next_url() or editors_side).path
        return destination.startswith(editors_side) and request.user.has_perm("wagtailadmin.access_admin")


class OwnAccountView(AccountView):
    """Wagtail's page for one's own account, without a profile picture: it would keep its metadata and file name, and
    nothing on the site shows it.
    """

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]


class RemoveKeyView(RemoveWebAuthnView):
    """allauth's, which does not ask the adapter whether this one may go, as it does for an app."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(LAST_STEP))
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


def does_not_exist(request: HttpRequest, **_arguments: Any) -> HttpResponse:
    """In the place of a view of Wagtail that has no use here."""
    raise Http404


remove_key = RemoveKeyView.as_view()
own_account = never_cache(require_admin_access(OwnAccountView.as_view()))
sign_in = SignInView.as_view()
# In the place of Wagtail's own sign-in forms, which know neither throttling nor a second step.
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
