"""One address of every kind of page that a visitor can meet on the demo site."""

from .running import MADE_UP_PERSON

KINDS_OF_PAGE = {
    "home": "/",
    "list": "/praktijkvoorbeelden/",
    "filtered list": "/praktijkvoorbeelden/?thema=ontmoeten",
    "second page of a list": "/praktijkvoorbeelden/?pagina=2",
    "practice": "/praktijkvoorbeelden/wijkbedrijf-selwerd/",
    "portrait": "/portretten/peter-wijnsma-groningen/",
    "series": "/portretten/verbinders-in-de-gebiedsgerichte-aanpak/",
    "magazine": "/portretten/balanceren-en-bijeenbrengen/",
    "workshop": "/werkplaatsen/werkplaats-wijkgericht-werken-2023/",
    "case": "/werkplaatsen/werkplaats-wijkgericht-werken-2023/pilot-wijkplan-breda/",
    "tips": "/tips/vijf-tips-voor-verbinders/",
    "research with slides": "/publicaties/rol-van-wijkverbinders-beter-benutten/",
    "themes": "/themas/",
    "theme": "/themas/ontmoeten/",
    "concepts": "/begrippen/",
    "concept": "/begrippen/wijkcentrum/",
    "municipalities": "/gemeenten/",
    "municipality": "/gemeenten/groningen/",
    "person": f"/mensen/{MADE_UP_PERSON}/",
    "organisation": "/organisaties/platform31/",
    "content page": "/over/",
    "contact": "/contact/",
    "accessibility statement": "/toegankelijkheid/",
    "privacy statement": "/privacy/",
    "search": "/zoeken/?q=wijkcentrum",
    "empty search": "/zoeken/?q=zzzzzz",
    "choosing practices": "/vergelijk/",
    "recommendation": "/aanbevelingen/geef-de-verbinder-een-onafhankelijke-plek/",
    "recommendations": "/aanbevelingen/?voor=directie",
    "kept list": "/bewaarlijst/",
    "brief": "/beleidsbrief/voorbeeld-van-een-beleidsbrief/",
    "not found": "/bestaat-niet/",
    "sign-in": "/beheer/aanmelden/",
}
ANSWERS_404 = {"not found"}
NATIONAL_MAP = "/gemeenten/"
# Its form needs a cookie, and it is nobody's way to knowledge.
SETS_A_COOKIE = {"sign-in"}
