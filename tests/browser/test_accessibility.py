"""axe finds nothing on any kind of page: WCAG 2.2 AA and axe's own advice, contrast included, nothing ignored."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from .conftest import RunningSite
from .kinds import KINDS_OF_PAGE

# How pages look and what their source weighs is the same on every database.
pytestmark = pytest.mark.database("sqlite")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = ["light", "dark"]
WIDTHS = [1280, 375]
Window = Callable[[int, str], Page]


@pytest.fixture(scope="module")
def window(browser: Browser, site: RunningSite) -> Iterator[Window]:
    """A window of a width and a colour scheme; the same one each time, so that stylesheets come from its cache."""
    windows: dict[tuple[int, str], Page] = {}

    def open_window(width: int, scheme: str) -> Page:
        if (width, scheme) not in windows:
            context = browser.new_context(
                base_url=site.url,
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                bypass_csp=True,
                reduced_motion="reduce",
            )
            windows[width, scheme] = context.new_page()
        return windows[width, scheme]

    yield open_window
    for page in windows.values():
        page.context.close()


def _assert_nothing_found(page: Page) -> None:
    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_axe_finds_nothing(window: Window, name: str, width: int, scheme: str) -> None:
    page = window(width, scheme)
    page.goto(KINDS_OF_PAGE[name])
    _assert_nothing_found(page)
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0, f"scrolls sideways by {sideways} px"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_open_menu(window: Window, scheme: str) -> None:
    page = window(375, scheme)
    page.goto("/")
    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.get_by_role("navigation", name="Hoofdmenu").is_visible()
    _assert_nothing_found(page)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", ["/praktijkvoorbeelden/", "/"])
def test_axe_finds_nothing_in_what_unfolds(window: Window, path: str, scheme: str) -> None:
    page = window(375, scheme)
    page.goto(path)
    closed = page.locator("main details:not([open])")
    folded = closed.count()
    assert folded > 0, "nothing to unfold"
    for _ in range(folded):
        closed.first.locator("summary").first.click()
    assert closed.count() == 0
    _assert_nothing_found(page)


@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_nothing_scrolls_sideways_on_the_smallest_phone(window: Window, name: str) -> None:
    """WCAG 1.4.10 asks for 320 pixels, which is also a window of 1280 enlarged four times."""
    page = window(320, "light")
    page.goto(KINDS_OF_PAGE[name])
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0, f"scrolls sideways by {sideways} px"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("template", ["500.html", "error.html"])
def test_axe_finds_nothing_on_the_pages_for_what_goes_wrong(window: Window, template: str, scheme: str) -> None:
    """Nobody can ask for them, so they are put in the place of an answer; stylesheets are those of the site."""
    html = render_to_string(template, {"title": "Even wachten", "text": "Probeer het straks nog eens."})
    page = window(375, scheme)
    page.route("**/storing/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    with page.expect_response("**/css/site*.css") as stylesheet:
        page.goto("/storing/")
    page.unroute("**/storing/")
    assert stylesheet.value.ok
    _assert_nothing_found(page)
