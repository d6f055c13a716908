"""Ways from Wagtail's account page to the password and two-step verification, which are allauth's."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def password_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("account_change_password"),
        "label": _("Wachtwoord wijzigen"),
        "help_text": _("Kies een nieuw wachtwoord voor je account."),
    }


@hooks.register("register_account_menu_item")
def two_step_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("mfa_index"),
        "label": _("Verificatie in twee stappen en passkeys"),
        "help_text": _("Beveilig je account met een app op je telefoon, een passkey of een beveiligingssleutel."),
    }
