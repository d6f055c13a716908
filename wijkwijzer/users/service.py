"""Accounts of the site itself: the name beside what somebody without an account said, such as a portrayed person.

Nobody can sign in with them. What they said would go with them, so nobody deletes or changes one either.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from .models import User


@dataclass(frozen=True)
class ServiceAccount:
    """Made when somebody first needs it. `first_name` says for whom it stands in."""

    username: str
    first_name: Any

    def user(self) -> User:
        made, _is_new = User.objects.get_or_create(
            username=self.username,
            defaults={
                "first_name": str(self.first_name),
                "last_name": str(_("(via een link)")),
                # Addresses are unique, and this one is nobody's.
                "email": f"{self.username}@wijkwijzer.invalid",
                "password": make_password(None),
                "is_active": False,
            },
        )
        return made


accounts: dict[str, ServiceAccount] = {}


def register(account: ServiceAccount) -> None:
    """A room tells of its own in `AppConfig.ready()`."""
    accounts[account.username] = account


def is_service_account(user: Any) -> bool:
    return user.get_username() in accounts
