"""What can stand in the way of a practice or a case (`belemmering`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwijzer.taxonomy.choices import ChoicesField, labels


class Obstacle(models.TextChoices):
    """Kinds of obstacle, as the sources distinguish them."""

    ORGANISATIONAL = "organisatorisch", _("organisatorisch")
    POLITICAL = "politiek", _("politiek")
    LEGAL = "juridisch", _("juridisch")
    FINANCIAL = "financieel", _("financieel")


class ObstaclesField(ChoicesField):
    """Several obstacles of one page."""

    vocabulary = Obstacle


def obstacle_labels(values: list[str]) -> list[str]:
    return labels(Obstacle, values)
