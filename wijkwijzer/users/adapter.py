"""Who may get an account (nobody by themselves) and what allauth says and mails to those who have one."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import second_step

logger = logging.getLogger(__name__)

WRONG_CODE = _("Deze code klopt niet. Wacht tot de app een nieuwe code laat zien en vul die in.")
WRONG_COMBINATION = _(
    "Deze combinatie van naam en wachtwoord klopt niet. Probeer het opnieuw, of vraag een nieuw wachtwoord aan."
)
TOO_OFTEN = _("Er is te vaak iets verkeerds ingevuld. Wacht vijf minuten en probeer het dan opnieuw.")
LAST_STEP = _(
    "Dit is je laatste tweede stap. Die is voor jouw account verplicht. Stel eerst een andere in en haal deze dan weg."
)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """allauth without sign-up, with one count of wrong passwords an account."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account staat uit. Vraag de beheerder om het weer aan te zetten."),
        "email_password_mismatch": WRONG_COMBINATION,
        "username_password_mismatch": WRONG_COMBINATION,
        "enter_current_password": _("Dit is niet je huidige wachtwoord. Vul het opnieuw in."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("Dit wachtwoord klopt niet. Vul het opnieuw in."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe link aan."),
        "too_many_login_attempts": _(
            "Er is te vaak iets verkeerds ingevuld. Wacht vijf minuten en probeer het dan opnieuw."
        ),
        "rate_limited": _("Er is te vaak iets verkeerds ingevuld. Wacht vijf minuten en probeer het dan opnieuw."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail starts with SITE_URL: the Host header of whoever asked for it is not to be trusted."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; a mail server that is away is for the log.

        An error page would tell a stranger that the address exists: for an unknown address there is nothing to send.
        """
        try:
            super().send_mail(template_prefix, email, {"site_name": settings.WAGTAIL_SITE_NAME, **context})
        except (OSError, smtplib.SMTPException):
            logger.exception("The mail %s could not be sent", template_prefix)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by account, so that its user name and its e-mail address do not give two rounds of tries."""
        login = str(credentials.get("email") or credentials.get("username") or "").lower()
        users = [get_user_by_username(login), *filter_users_by_email(login)]
        pks = sorted({user.pk for user in users if user})
        return f"account:{pks[0]}" if pks else f"unknown:{login}"


class MFAAdapter(DefaultMFAAdapter):
    """Texts of two-step verification."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": LAST_STEP,
        "cannot_generate_recovery_codes": _(
            "Zet eerst verificatie in twee stappen aan. Daarna kun je herstelcodes maken."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of an account that must have one."""
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=second_step.STEPS).exclude(pk=authenticator.pk)
        return not second_step.is_required(user) or others.exists()

    def _get_site_name(self) -> str:
        """What a browser or an app shows as the name of this site, beside the passkey."""
        return str(settings.WAGTAIL_SITE_NAME)
