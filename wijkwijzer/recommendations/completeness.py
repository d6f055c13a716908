"""What a recommendation needs before others are asked to judge it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwijzer.editorial.completeness import RULES, WITHOUT_PICTURE, Rule

from .models import RecommendationPage


def _has_readable_source(page: Any) -> bool:
    return any(row.source_id for row in page.evidence.all())


EVIDENCE = Rule("evidence", _("Voeg minstens één bron toe, met wat die zegt."), _has_readable_source)
ADDRESSEES = Rule("addressees", _("Vink aan voor wie de aanbeveling is."), lambda page: bool(page.addressees))
# Its sources are its evidence, and what the recommendation says is the redactie's own.
GENERAL = tuple(rule for rule in WITHOUT_PICTURE if rule.field not in ("sources", "contributions"))


def register_rules() -> None:
    RULES[RecommendationPage] = (*GENERAL, ADDRESSEES, EVIDENCE)
