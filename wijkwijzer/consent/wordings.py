"""The words in which consent was asked, version by version. A version that was used is never changed here either."""

from typing import Any

from django.apps import AppConfig

from .models import Use, Wording

WORDINGS: dict[str, tuple[str, dict[str, str]]] = {
    "2026-11": (
        "Ik heb gelezen en gezien wat er over mij op WijkWijzer komt. Hieronder kies ik zelf waarvoor ik toestemming "
        "geef. Ik kan mijn toestemming altijd weer intrekken, zonder uit te leggen waarom. Mijn portret gaat dan van "
        "de site.",
        {
            Use.TEXT: "De tekst over mij mag op de site staan, met mijn naam en functie zoals ik ze heb gelezen.",
            Use.PHOTO: "Mijn foto mag bij deze tekst op de site staan.",
            Use.NEWSLETTER: "Een stukje uit de tekst mag in de nieuwsbrief en op sociale media van WijkWijzer.",
            Use.OPEN_DATA: "Andere websites mogen de titel en de samenvatting overnemen, als open data en via de API.",
        },
    ),
}


def make_wordings(sender: AppConfig, using: str, **_signal: Any) -> None:
    """After a migration: write the versions that are not there yet. Nothing that is there is touched."""
    known = set(Wording.objects.using(using).values_list("version", flat=True))
    for version, (opening, uses) in WORDINGS.items():
        if version not in known:
            sentences = {str(use): sentence for use, sentence in uses.items()}
            Wording.objects.using(using).create(version=version, opening=opening, uses=sentences)
