"""The links around every page: main menu, footer, and the way back to home."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from .prepared import prepared
from .sites import find_site
from .visibility import visible

# A child of home of this type stands in the footer, any other in the menu.
FOOTER_TYPE = "pages.contentpage"


@dataclass(frozen=True)
class NavigationItem:
    """A link to a page. `type` is its page type in lower case, such as `practices.practiceindexpage`."""

    title: str
    url: str
    type: str
    # The value of aria-current: "page" for the page itself, "true" for a list that the page is in, otherwise empty.
    current: str


@dataclass
class Navigation:
    """The links of the frame. `ancestors` are the pages between home and the current page."""

    home_url: str = "/"
    is_home: bool = False
    main: list[NavigationItem] = field(default_factory=list)
    footer: list[NavigationItem] = field(default_factory=list)
    ancestors: list[NavigationItem] = field(default_factory=list)


def find_navigation(request: HttpRequest, page: Page | None) -> Navigation:
    """The links around `page` (or around what is no page). One query, and none for what is the same on each page."""
    site = find_site(request)
    if site is None:
        return Navigation()
    home = site.root_page
    path = page.path if page is not None and page.path else ""
    result = Navigation(home_url=home.get_url(request) or "/", is_home=path == home.path)
    for found in _pages_of_frame(home, path):
        content_type = found.content_type
        item = NavigationItem(
            title=found.title,
            url=found.get_url(request) or "",
            type=f"{content_type.app_label}.{content_type.model}",
            current="page" if found.path == path else "true" if path.startswith(found.path) else "",
        )
        if found.depth == home.depth + 1 and found.show_in_menus:
            (result.footer if item.type == FOOTER_TYPE else result.main).append(item)
        if item.current == "true":
            result.ancestors.append(item)
    return result


def _pages_of_frame(home: Page, path: str) -> list[Page]:
    """Children of home that are in menus, and the ancestors of the page at `path`, as far as a reader may see them."""
    above = []
    if path.startswith(home.path):
        above = [path[:end] for end in range(len(home.path) + Page.steplen, len(path), Page.steplen)]
    return _visible_pages_of_frame(home.path, home.depth + 1, above or [home.path])


@prepared
def _visible_pages_of_frame(home_path: str, depth: int, above: list[str]) -> QuerySet[Page]:
    in_menus = Q(path__startswith=home_path, depth=depth, show_in_menus=True)
    # Home itself is no way back to home.
    found = Page.objects.filter(in_menus | Q(path__in=above, depth__gte=depth)).select_related("content_type")
    pages: QuerySet[Page] = visible(found.order_by("path"))
    return pages
