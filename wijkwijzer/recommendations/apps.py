from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    """Recommendations for policymakers, with the passages that support, nuance or contradict them."""

    name = "wijkwijzer.recommendations"
    label = "recommendations"
    verbose_name = _("aanbevelingen")
