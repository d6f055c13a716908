"""Made-up people, places, pages and a picture, for showing a block before anybody has filled it.

Nothing here is saved, and nothing is fetched: the block picker looks the same on an empty site. The style guide shows
its examples with them too.
"""

from datetime import timedelta
from typing import Any

from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from wijkwijzer.images.models import SiteImage
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.people.models import Organisation, Person

# No row of any table has this number, so that a relation somebody forgot to fill finds nothing.
NO_ROW = 2_000_000_000


class DrawnRendition:
    """What templates ask of a rendition, answered with a drawing that comes with the software."""

    width = 800
    height = 450

    def __init__(self, alt: str) -> None:
        self.alt = alt

    @property
    def url(self) -> str:
        return static("blocks/example.svg")

    full_url = url

    def img_tag(self, extra_attributes: dict[str, Any] | None = None) -> SafeString:
        attributes = {"src": self.url, "width": self.width, "height": self.height, "alt": self.alt}
        return format_html("<img{}>", flatatt({**attributes, **(extra_attributes or {})}))


def image(*, description: str | None = None, credit: str | None = None) -> SiteImage:
    """An image without a file; every size of it is the same drawing."""
    alt = _("Tekening: twee mensen praten op straat, voor een rij huizen") if description is None else description
    made = SiteImage(
        pk=NO_ROW,
        title=_("Voorbeeld"),
        collection_id=NO_ROW,  # else Wagtail asks the database for the first one
        description=alt,
        credit=_("Voorbeeld van een maker") if credit is None else credit,
        width=DrawnRendition.width,
        height=DrawnRendition.height,
    )
    rendition = DrawnRendition(alt)
    # On the instance: a subclass would be another model, with a migration of its own.
    made.__dict__.update(
        get_rendition=lambda _filter: rendition, get_renditions=lambda *_filters: {"drawing": rendition}
    )
    return made


def placed(page: Page, *, is_visible: bool = True) -> Page:
    """`page`, which is not in the tree, with an address and with what `VisiblePageBlock` says of a page."""
    page.__dict__.update(is_visible=is_visible, get_url_parts=lambda request=None: (None, "", f"/{page.slug}/"))
    return page


def page(title: str | Promise, *, is_visible: bool = True) -> Page:
    # A content type that is given is one that Wagtail need not look up.
    return placed(Page(pk=NO_ROW, content_type_id=NO_ROW, title=title, slug="voorbeeld"), is_visible=is_visible)


def municipality(name: str, slug: str = "voorbeeldstad") -> Municipality:
    return Municipality(pk=NO_ROW, name=name, display_name=name, slug=slug)


def organisation(**fields: Any) -> Organisation:
    return Organisation(
        **{"pk": NO_ROW, "name": _("Wijkteam Voorbeeldstad"), "slug": "voorbeeld", **reachable(), **fields}
    )


def person(**fields: Any) -> Person:
    return Person(**{"pk": NO_ROW, "name": _("Vera Voorbeeld"), "slug": "voorbeeld", **reachable(), **fields})


def reachable() -> dict[str, Any]:
    """The fields of an address that is still valid."""
    return {"contact_email": "voorbeeld@example.org", "contact_until": timezone.localdate() + timedelta(days=30)}
