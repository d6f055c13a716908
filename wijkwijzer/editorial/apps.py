from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """How a page comes to be published: who writes, who judges, who is portrayed and says yes."""

    name = "wijkwijzer.editorial"
    label = "editorial"
    verbose_name = _("redactie")
    unseen_by_readers = ("*",)

    def ready(self) -> None:
        from wagtail.signals import page_published, task_submitted, workflow_cancelled, workflow_rejected

        from wijkwijzer.gate.holds import Hold, holds
        from wijkwijzer.people import forgetting
        from wijkwijzer.schedule import jobs
        from wijkwijzer.users import service

        from . import approvals, nightly
        from .decisions import void_approvals
        from .forgetting import cancel_changed, note_addresses, questions
        from .plans import board, planning, steps
        from .plans.locks import hold_planned, planned_pages
        from .roles import apply_roles, tell_the_gate
        from .signoff import answers, invitations
        from .workflow import make_workflow

        approvals.connect()
        tell_the_gate()
        forgetting.register("editorial", impact=questions, before=note_addresses, after=cancel_changed)
        service.register(answers.PORTRAYED)
        page_published.connect(invitations.tell_published, dispatch_uid="editorial.tell_published")
        holds.append(Hold(lock=hold_planned, pages=planned_pages))
        task_submitted.connect(steps.give_a_date, dispatch_uid="editorial.give_a_date")
        jobs.register("plans", planning.publish_due)
        jobs.register("step-reminders", steps.remind, every=timedelta(hours=1))
        jobs.register("slots", board.warn, every=timedelta(hours=1))
        for signal in (workflow_cancelled, workflow_rejected):
            signal.connect(void_approvals, dispatch_uid="editorial.void_approvals")
        jobs.register("signoff-reminders", invitations.remind)
        jobs.register("publications", nightly.check_publications, every=timedelta(hours=20))
        post_migrate.connect(apply_roles, sender=self, dispatch_uid="editorial.apply_roles")
        post_migrate.connect(make_workflow, sender=self, dispatch_uid="editorial.make_workflow")
