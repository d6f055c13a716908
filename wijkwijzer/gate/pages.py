"""The base of every page type: a page that only the gate makes public."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.panels import CommentPanel
from wagtail.models import Page, Revision, Workflow, WorkflowState

from .content import content_hash
from .holds import hold_of
from .permissions import GatedPermissionTester
from .publishing import is_licensed

# The name of the one workflow, which the room `editorial` makes. Wagtail says “Stuur door naar” before it.
WORKFLOW_NAME = "de redactie"


class GatedPage:
    """Stands before `Page` in the bases of a page type, also where nobody expects work: the home page and lists.

    Wagtail's views ask the tester. What does not ask it (copies, scripts, an importer) comes through `save` or
    `publish` here and needs the licence of the gate. Nothing guards against SQL; the nightly check finds that.
    """

    # Fields that are derived from others when the page is saved, so not what somebody wrote.
    derived_fields: frozenset[str] = frozenset()

    settings_panels = [CommentPanel()]

    def permissions_for_user(self, user: Any) -> GatedPermissionTester:
        return GatedPermissionTester(user, self)

    def hash_of(self, content: dict[str, Any]) -> str:
        return content_hash(content, leave_out=self.derived_fields)

    def get_workflow(self) -> Workflow | None:
        return Workflow.objects.filter(active=True, name=WORKFLOW_NAME).first()

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_lock(self) -> Any:
        """That of its step or its plan, before one that somebody put on it: whoever did may go on writing."""
        task = self.current_workflow_task  # type: ignore[attr-defined]
        return task.lock_class(self, task) if task else hold_of(self) or super().get_lock()  # type: ignore[misc]

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        # Before Wagtail's own, which clears the plans of the page even where it then fails.
        if not is_licensed():
            raise PermissionDenied(_("Een pagina gaat alleen live na alle akkoorden."))
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._goes_live(kwargs.get("update_fields")) and not is_licensed():
            raise PermissionDenied(_("Een pagina gaat alleen live na alle akkoorden."))
        return super().save(*args, **kwargs)  # type: ignore[misc]

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """A new revision; autosave may overwrite its own last one, but none that somebody judged or that is live.

        Refused while the page is judged, as some doors (the API that brings back an older text) look at no lock.
        """
        if overwrite_revision is not None and (
            overwrite_revision.task_states.exists() or overwrite_revision.publications.exists()
        ):
            overwrite_revision = None
        # Moments are plans of the room `editorial`.
        self.go_live_at = self.expire_at = None
        with transaction.atomic():
            # Locked, so that nobody submits the page between the question and the answer.
            list(Page.objects.select_for_update().filter(pk=self.pk).values_list("pk"))  # type: ignore[attr-defined]
            if self._is_judged():
                raise PermissionDenied(_("De pagina wordt beoordeeld. Neem haar terug om haar te wijzigen."))
            if hold_of(self) is not None:
                raise PermissionDenied(_("De pagina ligt klaar om te publiceren. Neem haar terug om haar te wijzigen."))
            revision: Revision = super().save_revision(  # type: ignore[misc]
                *args, overwrite_revision=overwrite_revision, **kwargs
            )
        return revision

    def _is_judged(self: Any) -> bool:
        judged = WorkflowState.objects.filter(object_id=str(self.pk), status=WorkflowState.STATUS_IN_PROGRESS)
        return bool(judged.filter(base_content_type=ContentType.objects.get_for_model(Page)).exists())

    def _goes_live(self: Any, update_fields: Any) -> bool:
        """Does saving make this page live, or live with another revision?"""
        if not self.live or (update_fields is not None and not {"live", "live_revision"} & set(update_fields)):
            return False
        before = Page.objects.filter(pk=self.pk).values_list("live", "live_revision_id").first() if self.pk else None
        return before is None or before != (True, self.live_revision_id)
