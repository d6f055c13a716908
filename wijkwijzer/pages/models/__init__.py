"""What every publication shares, and the pages that are no publication: home, content, lists."""

from .home import ContentPage, HomePage
from .index import IndexPage
from .knowledge import Freshness, KnowledgePage
from .links import Contribution, PageConcept, PageMunicipality, PagePerson, PageTheme, TellsAbout
from .site_settings import SiteSettings

__all__ = [
    "ContentPage",
    "Contribution",
    "Freshness",
    "HomePage",
    "IndexPage",
    "KnowledgePage",
    "PageConcept",
    "PageMunicipality",
    "PagePerson",
    "PageTheme",
    "SiteSettings",
    "TellsAbout",
]
