"""The step in which the portrayed people say yes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from wijkwijzer.users.roles import Role, has_role

from ..steps import Step
from .invitations import ask, people_to_ask


class SignoffStep(Step):
    """The portrayed people read the page and answer by a link. Nobody answers for them, superusers included."""

    class Meta:
        verbose_name = _("akkoord van de geportretteerde")
        verbose_name_plural = _("akkoorden van geportretteerden")

    @classmethod
    def get_description(cls) -> Any:
        return _("Wie geportretteerd is, krijgt een link en zegt ja. Slaat zichzelf over als dat niet nodig is.")

    def begin(self, workflow_state: Any, user: Any = None) -> Any:
        """Ask everybody whose yes this revision lacks. Where it lacks none, the step is over before it began: decided
        for each revision anew, so that somebody who is added later is asked too."""
        revision = Page.objects.get(pk=workflow_state.object_id).specific.get_latest_revision()
        people = people_to_ask(revision.as_object())
        if not people:
            return TaskState.objects.create(
                workflow_state=workflow_state,
                task=self.task_ptr,
                revision=revision,
                status=TaskState.STATUS_SKIPPED,
                finished_at=timezone.now(),
            )
        state = super().begin(workflow_state, user=user)
        ask(state, people, by=user)
        return state

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        return []

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        raise PermissionDenied(gettext("Alleen de geportretteerde zelf kan hier ja of nee zeggen."))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        return TaskState.objects.none()
