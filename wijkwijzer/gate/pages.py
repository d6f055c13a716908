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
from .lost import without_lost_rows
from .permissions import GatedPermissionTester
from .publishing import is_licensed

# The name of the one workflow, which the room `editorial` makes. Wagtail says “Stuur door naar” before it.
WORKFLOW_NAME = "de redactie"
# Only who writes these can change whether a page is public, and as what.
PUBLIC_FIELDS = frozenset({"live", "live_revision"})


class GatedPage:
    """Stands before `Page` in the bases of a page type, also where nobody expects work: the home page and lists.

    Wagtail's views ask the tester. What does not ask it (copies, scripts, an importer) comes through `save` or
    `publish` here and needs the licence of the gate. Nothing guards against SQL; the nightly check finds that.
    """

    # Fields that are derived from others when the page is saved, so not what somebody wrote.
    derived_fields: frozenset[str] = frozenset()
    # Names of kinds of rows that a revision had and that were left out, as what they point at was deleted.
    lost: tuple[Any, ...] = ()

    settings_panels = [CommentPanel()]

    def permissions_for_user(self, user: Any) -> GatedPermissionTester:
        return GatedPermissionTester(user, self)

    def hash_of(self, content: dict[str, Any]) -> str:
        return content_hash(content, leave_out=self.derived_fields)

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """The page as a revision has it; what that names and is deleted since, is left out and named in `lost`."""
        lost: list[Any] = []
        if check_fks:
            data, lost = without_lost_rows(cls, data)
        page = super().from_serializable_data(data, check_fks, strict_fks)  # type: ignore[misc]
        if lost:
            page.lost = tuple(lost)
        return page

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
        update_fields = kwargs.get("update_fields")
        if is_licensed() or (update_fields is not None and not PUBLIC_FIELDS & set(update_fields)):
            return super().save(*args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            # Locked, so that the page does not go live between the question and the answer.
            stored = Page.objects.select_for_update().filter(pk=self.pk) if self.pk else Page.objects.none()  # type: ignore[attr-defined]
            self._refuse_what_goes_live(stored.values_list("live", "live_revision_id", "last_published_at").first())
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

    def _refuse_what_goes_live(self: Any, stored: tuple[bool, int | None, Any] | None) -> None:
        """Nor takes who read the page before it went live (an editor with a draft open) it off again."""
        was_live, live_revision, published_at = stored or (False, None, None)
        if self.live and (not was_live or live_revision != self.live_revision_id):
            raise PermissionDenied(_("Een pagina gaat alleen live na alle akkoorden."))
        if was_live and not self.live and published_at != self.last_published_at:
            raise PermissionDenied(_("De pagina is intussen gepubliceerd. Open haar opnieuw en ga daar verder."))
