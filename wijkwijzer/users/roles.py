"""The roles of the people at the editors' desk. A role is a group of accounts with the name of the role.

What each role may do stands in the table of the room `editorial`; here is only who has which.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The value is the name of the group."""

    AUTHOR = "Auteur", _("auteur")
    EDITOR = "Redacteur", _("redacteur")
    CHIEF_EDITOR = "Eindredacteur", _("eindredacteur")
    PRIVACY_OFFICER = "Privacybeheerder", _("privacybeheerder")
    ADMINISTRATOR = "Beheerder", _("beheerder")


def has_role(user: Any, *roles: Role) -> bool:
    """Has this account any of these roles? Being a superuser is no role. Asked once an object, so once a request."""
    if not user.is_active:
        return False
    names = getattr(user, "_role_names", None)
    if names is None:
        names = user._role_names = frozenset(user.groups.values_list("name", flat=True))
    return not names.isdisjoint(roles)
