from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    """Recommendations for policymakers, with the passages that support, nuance or contradict them."""

    name = "wijkwijzer.recommendations"
    label = "recommendations"
    verbose_name = _("aanbevelingen")

    def ready(self) -> None:
        from wijkwijzer.people import forgetting
        from wijkwijzer.search import own_facets

        from . import facets
        from .completeness import register_rules
        from .forgetting import evidence_of

        for facet in facets.FACETS:
            own_facets.register(facet)
        register_rules()
        forgetting.register("recommendations", impact=evidence_of, leaning=evidence_of)
