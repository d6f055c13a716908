"""What the editor says while a page is being judged."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class JudgedLock(WorkflowLock):
    """Locked for everybody until it is published or taken back, so that what is approved is what was read."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Any:
        return format_html(
            _('Deze pagina wacht op: {step}. Tot die tijd kan niemand iets wijzigen. <a href="{url}">{label}</a>'),
            step=self.task.name,
            url=reverse("editorial_progress", args=[self.object.pk]),
            label=_("Bekijk de voortgang, beoordeel of neem terug"),
        )

    def get_locked_by(self, user: Any, can_lock: bool = False) -> Any:
        return _("Vergrendeld tijdens de beoordeling")

    def get_description(self, user: Any, can_lock: bool = False) -> Any:
        return _("Niemand kan de pagina wijzigen zolang zij wordt beoordeeld.")
