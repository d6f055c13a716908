"""By what recommendations are found, beside what every page has."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwijzer.search.own_facets import OwnFacet
from wijkwijzer.search.presentation import listed

from .vocabularies import Addressee, Effort, Moment

KIND = "aanbeveling"


def _for_whom(chosen: Sequence[str]) -> str:
    return _("voor %s") % listed(chosen)


def _when(chosen: Sequence[str]) -> str:
    return _("bij %s") % listed(chosen)


def _how_much(chosen: Sequence[str]) -> str:
    return _("met een inspanning die %s is") % listed([label.partition(":")[0] for label in chosen])


FACETS = (
    OwnFacet("voor", gettext_lazy("Voor wie"), KIND, Addressee, lambda page: page.addressees, _for_whom),
    OwnFacet("moment", gettext_lazy("Beslismoment"), KIND, Moment, lambda page: page.moments, _when),
    OwnFacet("inspanning", gettext_lazy("Inspanning"), KIND, Effort, lambda page: [page.effort], _how_much),
)
