"""The step in which the portrayed people say yes, and the letters they get."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, Page, Revision, TaskState

from wijkwijzer.mail.models import Link
from wijkwijzer.people.models import Person
from wijkwijzer.users.roles import Role, has_role

from ..steps import Step


class SignoffStep(Step):
    """The portrayed people read the page and answer by a link. Nobody answers for them, superusers included."""

    class Meta:
        verbose_name = _("akkoord van de geportretteerde")
        verbose_name_plural = _("akkoorden van geportretteerden")

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "Iedereen die geportretteerd is, krijgt een link en zegt ja. Slaat zichzelf over als dat niet nodig is."
        )

    def begin(self, workflow_state: Any, user: Any = None) -> Any:
        """Ask everybody whose yes this revision lacks. Lacks it none, the step is over before it began: decided for each
        revision anew, so that somebody who is added later is asked too."""
        from .invitations import ask, people_to_ask

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
        raise PermissionDenied(_now("Alleen de geportretteerde zelf kan hier ja of nee zeggen."))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        return TaskState.objects.none()


class Invitation(models.Model):
    """The question to one portrayed person about one content of a page, and the answer.

    `number` is the SHA-256 of exactly what the person gets to see (`parts.number_of`).
    """

    class Answer(models.TextChoices):
        AGREED = "agreed", _("akkoord")
        REMARKS = "remarks", _("opmerkingen")
        REFUSED = "refused", _("geen toestemming")

    page = models.ForeignKey(Page, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        Person, verbose_name=_("geportretteerde"), on_delete=models.CASCADE, related_name="invitations"
    )
    state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="invitations")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="invitations")
    number = models.CharField(_("controlegetal van wat de persoon ziet"), max_length=64)
    email = models.EmailField(_("e-mailadres"), blank=True)
    link = models.OneToOneField(Link, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("gevraagd"), null=True, blank=True)
    answer = models.CharField(_("antwoord"), max_length=10, choices=Answer.choices, blank=True)
    typed_name = models.CharField(_("ondertekend met"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)
    voided_at = models.DateTimeField(_("vervallen"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("vraag om akkoord")
        verbose_name_plural = _("vragen om akkoord")

    def __str__(self) -> str:
        return f"{self.page_id} {self.person_id} {self.answer}"

    @property
    def is_waiting(self) -> bool:
        return not self.answer and self.voided_at is None


class Remark(models.Model):
    """What a portrayed person said about one part. It shows in the editor as a comment at its block."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="remarks")
    path = models.CharField(_("plaats"), max_length=255)
    about = models.CharField(_("over"), max_length=120)
    text = models.TextField(_("opmerking"))
    # Without a name on the other side: a comment writes all its relations when it is saved.
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("opmerking van een geportretteerde")
        verbose_name_plural = _("opmerkingen van geportretteerden")

    def __str__(self) -> str:
        return self.path
