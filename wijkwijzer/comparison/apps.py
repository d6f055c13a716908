from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComparisonConfig(AppConfig):
    """Practices side by side: two to four of them in one table."""

    name = "wijkwijzer.comparison"
    label = "comparison"
    verbose_name = _("vergelijken")
