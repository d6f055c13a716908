"""A small site with one of everything, and the addresses a stranger can try."""

import pytest

from tests.factories import (
    ConceptFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PracticePageFactory,
    ThemeFactory,
)

LISTS = ["/praktijkvoorbeelden/", "/portretten/", "/werkplaatsen/", "/tips/", "/publicaties/"]
# What exists in `small_site`.
PAGES = [
    "/",
    *LISTS,
    "/praktijkvoorbeelden/voorbeeld/",
    "/portretten/portret/",
    "/themas/",
    "/themas/thema/",
    "/gemeenten/",
    "/gemeenten/plaats/",
    "/begrippen/",
    "/begrippen/begrip/",
    "/mensen/mens/",
    "/organisaties/organisatie/",
    "/zoeken/",
    "/zoeken/?q=wijk",
    "/vergelijk/",
]
MACHINE_READABLE = ["/robots.txt", "/sitemap.xml", *(f"{address}feed/" for address in LISTS)]
MISSING = [
    "/bestaat-niet/",
    "/praktijkvoorbeelden/bestaat-niet/",
    "/themas/bestaat-niet/",
    "/gemeenten/bestaat-niet/",
    "/begrippen/bestaat-niet/",
    "/mensen/bestaat-niet/",
    "/organisaties/bestaat-niet/",
    "/media/renditions/bestaat-niet.avif",
    "/media/original_images/foto.jpg",
    "/media/documents/nota.pdf",
    "/documenten/99999/nota.pdf",
    "/static/bestaat-niet.css",
]
EVERYTHING = [*PAGES, *MACHINE_READABLE, *MISSING]


@pytest.fixture
def small_site(db):
    """One of everything that has an address of its own."""
    PracticePageFactory(title="Voorbeeld in de wijk", slug="voorbeeld")
    PortraitPageFactory(title="Portret", slug="portret")
    ThemeFactory(slug="thema")
    ConceptFactory(slug="begrip")
    MunicipalityFactory(slug="plaats")
    PersonFactory(slug="mens", public_profile=True)
    OrganisationFactory(slug="organisatie")
