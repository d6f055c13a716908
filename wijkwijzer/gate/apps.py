from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    """The one way in which a page becomes public, and the record of each time that one did."""

    name = "wijkwijzer.gate"
    label = "gate"
    verbose_name = _("publicatie")
