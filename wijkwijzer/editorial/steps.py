"""What all steps of the workflow share."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Task

from wijkwijzer.gate.publishing import NotApproved

from .completeness import gaps
from .locks import JudgedLock


class Step(Task):
    """A step of the workflow. While a page is in one it is locked for everybody, reviewers and superusers included."""

    lock_class = JudgedLock

    class Meta:
        abstract = True

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        return False

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """The first step that the newest revision lacks, whichever Wagtail asks for: after a request for changes that
        is the step that asked, and somebody would judge what those before it did not see."""
        first = workflow_state.get_next_task()
        if first and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        page = Page.objects.get(pk=workflow_state.object_id).specific.get_latest_revision_as_object()
        if missing := gaps(page):
            # The editor's screen says it before; this is for who comes by another way.
            raise NotApproved(_("De pagina is nog niet compleet. %(first)s") % {"first": missing[0].text})
        return self.begin(workflow_state, user)

    def begin(self, workflow_state: Any, user: Any) -> Any:
        return super().start(workflow_state, user=user)
