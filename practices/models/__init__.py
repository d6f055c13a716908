"""Practices, workshops with their cases, and tips."""

from .practice import PracticeIndexPage, PracticePage
from .tips import TipIndexPage, TipListPage
from .workshop import CasePage, WorkshopIndexPage, WorkshopPage

__all__ = [
    "CasePage",
    "PracticeIndexPage",
    "PracticePage",
    "TipIndexPage",
    "TipListPage",
    "WorkshopIndexPage",
    "WorkshopPage",
]
