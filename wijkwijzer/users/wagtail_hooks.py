"""Ways from Wagtail's account page to the password and two-step verification, which are allauth's; and accounts of the
site itself stay as they are."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from .models import User
from .service import is_service_account


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


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def keep_service_account(request: HttpRequest, user: User) -> HttpResponse | None:
    return _refusal(request, [user])


@hooks.register("before_bulk_action")
def keep_service_accounts(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """One of them among others: then nothing is done with the others either, and the list says why."""
    return _refusal(request, [one for one in objects if isinstance(one, User)])


def _refusal(request: HttpRequest, users: list[User]) -> HttpResponse | None:
    kept = [str(user) for user in users if is_service_account(user)]
    if not kept:
        return None
    sentence = _(
        "“%(account)s” is een account van de site zelf. Deze naam staat bij wat mensen zonder account schreven. "
        "Wie het account verwijdert, verwijdert dat ook. Daarom kun je het niet verwijderen of wijzigen."
    )
    messages.error(request, sentence % {"account": "”, “".join(kept)})
    return redirect("wagtailusers_users:index")
