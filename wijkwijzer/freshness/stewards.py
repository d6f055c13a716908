"""Who looks after a page: its steward and deputy, or where it has none the chief editors."""

from typing import Any

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role, has_role


def stewards_of(page: KnowledgePage) -> list[User]:
    """The steward and the deputy who can read mail; empty where the chief editors look after the page."""
    people = dict.fromkeys((page.steward, page.deputy))
    return [user for user in people if user is not None and user.is_active and user.email]


def chief_editors() -> list[User]:
    return list(User.objects.filter(is_active=True, groups__name=Role.CHIEF_EDITOR).exclude(email="").order_by("pk"))


def looks_after(user: Any, page: KnowledgePage) -> bool:
    """Is this one of the pages of this account?"""
    stewards = stewards_of(page)
    return user in stewards if stewards else has_role(user, Role.CHIEF_EDITOR)


def may_review(page: Any, user: Any) -> bool:
    """May this account say that the page is still true? Its steward and deputy, and every editor of its section."""
    if not isinstance(page, KnowledgePage) or not page.live or page.alias_of_id:
        return False
    if has_role(user, *Role) and user.pk in (page.steward_id, page.deputy_id):
        return True
    return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR) and page.permissions_for_user(user).is_in_section()
