from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """How a page comes to be published: who writes, who judges, who is portrayed and says yes."""

    name = "wijkwijzer.editorial"
    label = "editorial"
    verbose_name = _("redactie")

    def ready(self) -> None:
        from wagtail.signals import workflow_cancelled, workflow_rejected

        from . import approvals
        from .decisions import void_approvals
        from .roles import apply_roles, tell_the_gate
        from .workflow import make_workflow

        approvals.connect()
        tell_the_gate()
        for signal in (workflow_cancelled, workflow_rejected):
            signal.connect(void_approvals, dispatch_uid="editorial.void_approvals")
        post_migrate.connect(apply_roles, sender=self, dispatch_uid="editorial.apply_roles")
        post_migrate.connect(make_workflow, sender=self, dispatch_uid="editorial.make_workflow")
