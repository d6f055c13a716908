"""Recommendations and their evidence."""

from ..vocabularies import Addressee, Effort, Moment, Stance
from .evidence import Evidence
from .index import RecommendationIndexPage
from .recommendation import RecommendationPage

__all__ = [
    "Addressee",
    "Effort",
    "Evidence",
    "Moment",
    "RecommendationIndexPage",
    "RecommendationPage",
    "Stance",
]
