"""What waits, on the first page of the editors' site."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from wijkwijzer.users.roles import Role, has_role

from . import steps
from .models import Plan

MOST = 20


class WorkPanel(Component):
    """What was given to who looks, what is late, and what was planned and did not go live."""

    name = "editorial_work"
    template_name = "wagtailadmin/editorial/work_panel.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        context: dict[str, Any] = {"mine": list(steps.waiting().filter(assignee=user)[:MOST])}
        context["judges"] = has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)
        if context["judges"]:
            context["overdue"] = list(steps.waiting().filter(due__lt=timezone.localdate())[:MOST])
            context["failed"] = list(Plan.objects.open().exclude(failed_at=None).select_related("page")[:MOST])
        return context
