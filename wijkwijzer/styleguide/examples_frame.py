"""Examples of what stands around a page."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from wijkwijzer.blocks.previews import image
from wijkwijzer.delivery.navigation import Navigation, NavigationItem

from . import samples
from .example import EMPTY, LONG, LONG_TITLE, USUAL, Example, Examples

MENU = [
    NavigationItem("Praktijkvoorbeelden", "/praktijkvoorbeelden/", "practices.practiceindexpage", "true"),
    NavigationItem("Portretten", "/portretten/", "portraits.portraitindexpage", ""),
    NavigationItem("Tips", "/tips/", "practices.tipindexpage", ""),
]
ABOUT = [NavigationItem("Over deze site", "/over/", "pages.contentpage", "page")]


def breadcrumb() -> Iterator[Example]:
    yield Example(USUAL, {"nav": Navigation(ancestors=MENU[:1]), "current": samples.TITLE})
    yield Example(LONG, {"nav": Navigation(ancestors=MENU[:1]), "current": LONG_TITLE})
    parent = {"parent_title": "Thema’s", "parent_url": "/themas/"}
    yield Example(_("Onder een lijst die geen pagina is"), {"nav": Navigation(), "current": "Ontmoeten", **parent})


def meta() -> Iterator[Example]:
    whole = {"title": samples.TITLE, "description": samples.SUMMARY, "image": image(), "type": "article"}
    yield Example(USUAL, whole, "head")
    yield Example(_("Zonder beeld, niet voor zoekmachines"), {**whole, "image": None, "noindex": True}, "head")
    yield Example(EMPTY, {}, "head")


def ways_on() -> Iterator[Example]:
    yield Example(USUAL, {"nav": Navigation(main=MENU)})
    yield Example(_("Zonder lijsten in het menu"), {"nav": Navigation()})


def main_menu() -> Iterator[Example]:
    yield Example(USUAL, {"nav": Navigation(main=MENU)})


def footer() -> Iterator[Example]:
    yield Example(USUAL, {"nav": Navigation(footer=ABOUT), "site_settings": samples.site_settings()})
    no_address = samples.site_settings(editorial_email="")
    yield Example(_("Zonder pagina’s en zonder adres"), {"nav": Navigation(), "site_settings": no_address})


EXAMPLES: Examples = {
    "components/breadcrumb.html": breadcrumb,
    "components/meta.html": meta,
    "components/ways_on.html": ways_on,
    "navigation/footer.html": footer,
    "navigation/main_menu.html": main_menu,
}
