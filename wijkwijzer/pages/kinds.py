"""The kinds of publication, as visitors know them (`soort`), with the gable that marks each on the site."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind. `slug` is its value in addresses; `gable` names the outline in `templates/icons/gables/`."""

    slug: str
    label: str | Promise
    gable: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("portret", _("Portret"), "halsgevel"),
        Kind("reeks", _("Reeks"), "halsgevel"),
        Kind("magazine", _("Magazine"), "halsgevel"),
        Kind("praktijk", _("Praktijkvoorbeeld"), "trapgevel"),
        Kind("werkplaats", _("Werkplaats"), "klokgevel"),
        Kind("casus", _("Casus"), "klokgevel"),
        Kind("tips", _("Tips"), "tuitgevel"),
        Kind("aanbeveling", _("Aanbeveling"), "tuitgevel"),
        Kind("onderzoek", _("Onderzoek"), "lijstgevel"),
        Kind("artikel", _("Artikel"), "lijstgevel"),
        Kind("begrip", _("Begrip"), "lijstgevel"),
    )
}
KIND_CHOICES = [(kind.slug, kind.label) for kind in KINDS.values()]
