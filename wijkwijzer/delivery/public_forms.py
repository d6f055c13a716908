"""Forms for people without an account: without a cookie, so without Django's token against forged requests.

A cookie would make a page that is the same for everybody one that is different for each. Instead the browser says where
a form was sent from (Fetch Metadata, or Origin where it is older), and a form carries a stamp of when it was shown.
"""

import hmac
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import consume
from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from .errors import from_elsewhere, too_many_requests

View = Callable[..., HttpResponse]
LONGEST = timedelta(days=2)
STAMP = "public form"


def public_form(view: View | None = None, *, has_secret: bool = False, limit: str = "public_form") -> Any:
    """Let a view take a POST without a cookie. The only place where Django's own protection is switched off.

    `has_secret`: the address holds what nobody else knows, so a forged request cannot be made; browsers then send no
    Origin with it, as the page sends no referrer. `limit`: the action of `ACCOUNT_RATE_LIMITS` that a POST counts as.
    """
    if view is None:
        return lambda decorated: public_form(decorated, has_secret=has_secret, limit=limit)

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            if not _comes_from_here(request, has_secret=has_secret):
                return from_elsewhere(request)
            if is_too_often(request, limit):
                return too_many_requests(request)
        return view(request, *args, **kwargs)

    wrapped.is_public_form = True  # type: ignore[attr-defined]
    return wrapped


def _comes_from_here(request: HttpRequest, *, has_secret: bool) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return has_secret
    return urlsplit(origin).netloc == request.get_host()


def is_too_often(request: HttpRequest, action: str) -> bool:
    """Has this address done `action` (of `ACCOUNT_RATE_LIMITS`) too often? Counts this time too.

    Counted under a number that the address gives only today: tomorrow nobody can tell who it was.
    """
    address = get_adapter().get_client_ip(request)
    today = f"{settings.SECRET_KEY} {timezone.localdate()}"
    visitor = hmac.new(today.encode(), address.encode(), sha256).hexdigest()
    # The public function of the same name counts no GET.
    return consume(request, app="allauth.account", action=action, key=visitor, limit_get=True) is None


class _HourStamp(signing.TimestampSigner):
    """Says no more than the hour: a page that is made anew within it is the same page (`ETag`)."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) // 3600 * 3600)


class PublicForm(forms.Form):
    """A form with a field that only a robot fills in, and a stamp of when it was shown."""

    website = forms.CharField(label=_("Laat dit veld leeg"), required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stamp"].initial = self.new_stamp()
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    @staticmethod
    def new_stamp() -> str:
        return _HourStamp(salt=STAMP).sign_object("")

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Laat dit veld leeg."))
        return ""

    def clean_stamp(self) -> str:
        """Shown by this site, and not long ago. Where not, what was typed comes back with a new stamp."""
        try:
            signing.loads(self.cleaned_data["stamp"], salt=STAMP, max_age=LONGEST)
        except signing.BadSignature:
            # A copy keeps each of several ticks under one name.
            data: Any = self.data
            data = data.copy()
            data[self.add_prefix("stamp")] = self.fields["stamp"].initial
            self.data = data
            raise ValidationError(_("Dit formulier stond te lang open. Verstuur het nog een keer.")) from None
        return ""
