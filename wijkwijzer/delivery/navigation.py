"""The links around every page: main menu, footer, and the way back to home."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from .prepared import prepared
from .shared import shared
from .sites import find_site
from .visibility import visible


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


class Row(NamedTuple):
    """What a link is made of."""

    path: str
    depth: int
    title: str
    url_path: str
    in_menu: bool
    app: str
    model: str


def find_navigation(request: HttpRequest, page: Page | None) -> Navigation:
    """The links around `page` (or around what is no page)."""
    site = find_site(request)
    if site is None:
        return Navigation()
    home = site.root_page
    path = page.path if page is not None and page.path else ""
    result = Navigation(home_url=home.get_url(request) or "/", is_home=path == home.path)
    for row in _rows(request, home, path):
        item = NavigationItem(
            title=row.title,
            url=result.home_url + row.url_path.removeprefix(home.url_path),
            type=f"{row.app}.{row.model}",
            current="page" if row.path == path else "true" if path.startswith(row.path) else "",
        )
        if row.depth == home.depth + 1 and row.in_menu:
            (result.footer if item.type == settings.FOOTER_PAGE_TYPE else result.main).append(item)
        if item.current == "true":
            result.ancestors.append(item)
    return result


def _rows(request: HttpRequest, home: Page, path: str) -> list[Row]:
    """Children of home that are in menus, and the ancestors of the page at `path`, as far as a reader may see them."""
    menu = shared(request, ("menu", home.path), lambda: _in_menus(home.path, home.depth + 1))
    above = set()
    if path.startswith(home.path):
        above = {path[:end] for end in range(len(home.path) + Page.steplen, len(path), Page.steplen)}
    above -= {path for path, *_rest in menu}
    return [Row(*row) for row in sorted([*menu, *(_at(above) if above else ())])]


@prepared
def _in_menus(home_path: str, depth: int) -> Any:
    return _visible_rows(Page.objects.filter(path__startswith=home_path, depth=depth, show_in_menus=True))


@prepared
def _at(paths: set[str]) -> Any:
    return _visible_rows(Page.objects.filter(path__in=paths))


def _visible_rows(pages: Any) -> Any:
    type_of = ("content_type__app_label", "content_type__model")
    return visible(pages).values_list("path", "depth", "title", "url_path", "show_in_menus", *type_of)
