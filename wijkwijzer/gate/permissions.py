"""What an account may do with a page. Nobody may publish, superusers included: the gate does, when all said yes."""

from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.models import Page, PagePermissionTester, WorkflowState

from wijkwijzer.users.roles import Role, has_role

from .holds import hold_of, is_held


class Deed(StrEnum):
    """What somebody does with a page besides writing it and judging it."""

    MOVE = "move what is public"
    ORDER = "order pages"
    RESTRICT = "restrict who sees a page"
    OFFLINE = "take a page offline"
    EMERGENCY = "publish in an emergency"
    TAKE_BACK = "take back what others submitted"


# Which role may do which, from the table of roles in the room `editorial`.
deeds: dict[Role, frozenset[Deed]] = {}


def may(user: Any, deed: Deed) -> bool:
    return has_role(user, *(role for role, allowed in deeds.items() if deed in allowed))


class GatedPermissionTester(PagePermissionTester):
    """The answers of Wagtail's tester, but for everything that changes what the public sees.

    Every door of the editors' site asks here: views, bulk actions, the tree, the API for the page chooser. What the
    public sees changes by publishing (`gate.publishing`), by unpublishing with a reason and by withdrawing (both in
    the room `editorial`), which ask roles and not this.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return may(self.user, Deed.RESTRICT)

    def can_reorder_children(self) -> bool:
        return may(self.user, Deed.ORDER)

    def can_lock(self) -> bool:
        return not self.page.workflow_in_progress and bool(super().can_lock())

    def is_in_section(self) -> bool:
        """Is the page in a part of the site that this account works in?"""
        return self.user.is_active and (self.user.is_superuser or bool(self.permissions))

    def can_edit(self) -> bool:
        """An alias shows another page; whoever could edit it could turn it into a page of its own."""
        return not self.page.alias_of_id and bool(super().can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What was ever published is withdrawn, never deleted; what is judged or planned is taken back first. Drafts as
        in Wagtail: whoever may change them, and the author of all that goes."""
        if not self.user.is_active or self.page_is_root or self._is_public_below() or self._was_public_below():
            return False
        if self._is_in_hand_below():
            return False
        if self.user.is_superuser:
            return True
        if not self.page.is_leaf() and not ignore_bulk and "bulk_delete" not in self.permissions:
            return False
        return "change" in self.permissions or ("add" in self.permissions and self._is_own())

    def _is_own(self) -> bool:
        page = self.page
        return page.owner_id == self.user.pk and (
            page.is_leaf() or not page.get_descendants().exclude(owner=self.user).exists()
        )

    def can_move(self) -> bool:
        """Not while it is judged or planned, with the pages below it: whoever approves a page sees where it stands."""
        if self.page_is_root:
            return False
        is_allowed = may(self.user, Deed.MOVE) if self._is_public_below() else self.can_edit()
        return is_allowed and not self._is_in_hand_below()

    def can_move_to(self, destination: Page) -> bool:
        if self.page == destination or destination.is_descendant_of(self.page):
            return False
        is_new_place = not self.page.is_child_of(destination)
        if is_new_place and not self.page.specific.can_move_to(destination):
            return False
        return self.can_move() and bool(destination.permissions_for_user(self.user).can_add_subpage())

    # Asked for every row of a list: a page without pages below it needs no query.

    def _is_public_below(self) -> bool:
        page = self.page
        return bool(page.live) or (not page.is_leaf() and page.get_descendants().live().exists())

    def _was_public_below(self) -> bool:
        page = self.page
        if page.first_published_at is not None:
            return True
        return not page.is_leaf() and page.get_descendants().filter(first_published_at__isnull=False).exists()

    def _is_in_hand_below(self) -> bool:
        """Is the page, or one below it, being judged or approved for a moment to come?"""
        page = self.page
        if page.workflow_in_progress or hold_of(page) is not None:
            return True
        if page.is_leaf():
            return False
        judged = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=Cast(OuterRef("pk"), CharField()),
            status=WorkflowState.STATUS_IN_PROGRESS,
        )
        return bool(page.get_descendants().filter(Exists(judged) | is_held()).exists())
