from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    """The one way in which a page becomes public, and the record of each time that one did."""

    name = "wijkwijzer.gate"
    label = "gate"
    verbose_name = _("publicatie")
    unseen_by_readers = ("*",)

    def ready(self) -> None:
        from .files import register_policies
        from .revisions import remember_all

        register_policies()
        post_migrate.connect(remember_all, sender=self, dispatch_uid="gate.remember_all")
