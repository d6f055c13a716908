"""The steps between a draft and the public."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Revision, Task, TaskState

from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.users.roles import Role, has_role

from .authors import authors_by_page
from .late_checks import LateCheck
from .plans.models import When
from .signoff.models import Invitation, Remark
from .signoff.step import SignoffStep
from .steps import Step

__all__ = ["Approval", "EditorialStep", "Invitation", "LateCheck", "Remark", "SignoffStep"]


class WhatToChangeForm(TaskStateCommentForm):
    """What Wagtail asks of whoever asks for changes: which."""

    comment = forms.CharField(label=_("Wat moet er anders?"), widget=forms.Textarea(attrs={"rows": 3}))


class EditorialStep(Step):
    """A judgement of somebody with a role, who wrote nothing of it (four eyes)."""

    role = models.CharField(_("rol"), max_length=20, choices=Role.choices)

    admin_form_fields = [*Task.admin_form_fields, "role"]

    class Meta:
        verbose_name = _("oordeel van de redactie")
        verbose_name_plural = _("oordelen van de redactie")

    @classmethod
    def get_description(cls) -> Any:
        return _("Iemand met deze rol die niet aan de tekst meeschreef, keurt goed.")

    def refusal(self, page: Any, user: Any) -> str:
        """Why this account may not judge the page; empty where it may."""
        return self._refusals([page], user)[page.pk]

    def _refusals(self, pages: list[Any], user: Any) -> dict[int, str]:
        """That for many pages, in as many queries as for one."""
        for_user = {page.pk for page in pages if self._is_for(page, user)}
        authors = authors_by_page(for_user) if for_user else {}
        newest = [page.latest_revision_id for page in pages if page.pk in for_user]
        given = (
            Approval.objects.filter(revision__in=newest, voided_at=None, by=user) if newest else Approval.objects.none()
        )
        approved = set(given.values_list("revision_id", flat=True))
        return {page.pk: self._refusal(page, user, authors, approved) for page in pages}

    def _refusal(self, page: Any, user: Any, authors: dict[int, set[int]], approved: set[int]) -> str:
        if page.pk not in authors:
            return gettext("Deze stap is voor: %(role)s.") % {"role": Role(self.role).label}
        if user.pk in authors[page.pk]:
            return gettext("Wie aan de tekst meeschreef, kan hem niet beoordelen.")
        if page.latest_revision_id in approved:
            return gettext("Je keurde deze versie al goed in een andere stap. Hier kijkt iemand anders.")
        return ""

    def _is_for(self, page: Any, user: Any) -> bool:
        """Has the account the role, in the part of the site where the page stands?"""
        return has_role(user, Role(self.role)) and page.specific_deferred.permissions_for_user(user).is_in_section()

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self._is_for(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if self.refusal(obj, user):
            return []
        return [
            ("reject", _("Vraag om wijzigingen"), True),
            ("approve", _("Keur goed"), False),
            ("approve", _("Keur goed, met een opmerking"), True),
        ]

    def get_form_for_action(self, action: str) -> Any:
        return WhatToChangeForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        if not has_role(user, Role(self.role)):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        of_page = {state.pk: int(state.workflow_state.object_id) for state in waiting}
        pages = Page.objects.filter(pk__in=of_page.values()).specific(defer=True)
        refusals = self._refusals(list(pages), user)
        return waiting.filter(pk__in=[state for state, page in of_page.items() if refusals.get(page) == ""])

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Wagtail's view looks only at the page of its address, not at whether the step belongs to that page; so all is
        asked again here, of the page that the step is about, which is locked until it is decided."""
        page = Page.objects.select_for_update().get(pk=task_state.workflow_state.object_id).specific
        state = TaskState.objects.select_for_update().get(pk=task_state.pk).specific
        is_current = state.workflow_state.current_task_state_id == state.pk
        if state.status != TaskState.STATUS_IN_PROGRESS or not is_current or state.task_id != self.pk:
            raise NotApproved(gettext("Deze stap is al afgehandeld."))
        if page.latest_revision_id != state.revision_id:
            raise NotApproved(gettext("Er is intussen een nieuwere versie."))
        if refusal := self.refusal(page, user):
            raise NotApproved(refusal)
        then, moment = kwargs.pop("then", ""), kwargs.pop("moment", None)
        if action_name == "approve":
            content_hash = page.hash_of(state.revision.content)
            Approval.objects.create(
                page_id=page.pk, revision=state.revision, content_hash=content_hash, role=self.role, by=user,
                then=then, moment=moment,
            )  # fmt: skip
        return super().on_action(state, user, action_name, **kwargs)


class Approval(models.Model):
    """A yes of the editors to one content of a page. It holds for exactly what was read: compared by number, as a
    revision may be written over."""

    page = models.ForeignKey(Page, verbose_name=_("pagina"), on_delete=models.CASCADE, related_name="approvals")
    revision = models.ForeignKey(Revision, verbose_name=_("versie"), on_delete=models.CASCADE, related_name="approvals")
    content_hash = models.CharField(_("controlegetal van de inhoud"), max_length=64)
    role = models.CharField(_("als"), max_length=20, choices=Role.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("door"), null=True, on_delete=models.SET_NULL, related_name="approvals"
    )
    at = models.DateTimeField(_("wanneer"), auto_now_add=True)
    then = models.CharField(_("en dan"), max_length=5, choices=When.choices, blank=True)
    moment = models.DateTimeField(_("moment van publicatie"), null=True, blank=True)
    voided_at = models.DateTimeField(_("vervallen"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("akkoord")
        verbose_name_plural = _("akkoorden")

    def __str__(self) -> str:
        return f"{self.page_id} {self.role} {self.at:%Y-%m-%d %H:%M}"
