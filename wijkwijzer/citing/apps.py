from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitingConfig(AppConfig):
    """How to cite a publication, and what it said at an earlier date."""

    name = "wijkwijzer.citing"
    label = "citing"
    verbose_name = _("citeren")
