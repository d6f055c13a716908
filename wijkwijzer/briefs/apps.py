from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefsConfig(AppConfig):
    """What a visitor keeps without an account, and the brief that is made of it."""

    name = "wijkwijzer.briefs"
    label = "briefs"
    verbose_name = _("beleidsbrieven")
