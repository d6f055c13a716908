"""Who can be asked about a page."""

from typing import Any

from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role


def with_role(page: Any, *roles: Role) -> list[User]:
    """The accounts with any of these roles in the part of the site where the page stands, that can be mailed."""
    accounts = User.objects.filter(is_active=True, groups__name__in=roles).exclude(email="").distinct().order_by("pk")
    return [account for account in accounts if page.permissions_for_user(account).is_in_section()]
