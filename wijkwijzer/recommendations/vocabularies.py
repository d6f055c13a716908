"""The fixed lists of recommendations; their values stand in addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwijzer.taxonomy.choices import ChoicesField


class Addressee(models.TextChoices):
    """Who can do it (`voor`)."""

    COUNCIL = "college-en-raad", _("college en raad")
    BOARD = "directie", _("directie")
    MANAGER = "teammanager", _("teammanager")
    HR = "hr", _("HR")
    PROFESSIONAL = "wijkprofessional", _("wijkprofessional")


class Moment(models.TextChoices):
    """When it can be decided (`moment`)."""

    COALITION = "coalitieakkoord", _("coalitieakkoord")
    BUDGET = "begroting", _("begroting")
    ORGANISATION = "inrichting-organisatie", _("inrichting van de organisatie")
    RECRUITMENT = "werving", _("werving")
    PLAN = "wijkplan", _("wijkplan")
    EVALUATION = "evaluatie", _("evaluatie")


class Effort(models.TextChoices):
    """How much it asks (`inspanning`)."""

    SMALL = "klein", _("klein: kan morgen beginnen")
    MIDDLE = "middel", _("middel: vraagt afspraken of een half jaar")
    LARGE = "groot", _("groot: vraagt geld, een besluit of jaren")


class Stance(models.TextChoices):
    """What a source says of the recommendation."""

    SUPPORTS = "steunt", _("steunt")
    NUANCES = "nuanceert", _("nuanceert")
    CONTRADICTS = "weerspreekt", _("weerspreekt")


class AddresseesField(ChoicesField):
    vocabulary = Addressee


class MomentsField(ChoicesField):
    vocabulary = Moment
