"""What a page costs a visitor: bytes on the wire and requests, for every page of the site."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from .conftest import RunningSite
from .kinds import KINDS_OF_PAGE, NATIONAL_MAP
from .whole_site import PHOTOGRAPHS, SitePage, WholeSite

# How pages look and what their source weighs is the same on every database.
pytestmark = pytest.mark.database("sqlite")

KILO = 1000
MOST = 35 * KILO
MOST_WITH_MAP = 50 * KILO
MOST_REQUESTS = 6
MOST_OF_A_PICTURE = 60 * KILO
# Formats that a browser of the last five years takes; the JPEG beside them is for older ones.
TODAYS_FORMATS = (".avif", ".webp")


def _weight(whole_site: WholeSite, page: SitePage) -> int:
    """HTML, stylesheets, scripts and icons as sent, headers included. Photographs are not."""
    return page.answer.sent + sum(whole_site.part(part).sent for part in whole_site.parts_of(page))


def test_no_page_is_heavier_than_its_budget(whole_site: WholeSite, all_pages: dict[str, SitePage]) -> None:
    rows = sorted(
        (
            (_weight(whole_site, page), page.answer.sent, 1 + len(whole_site.parts_of(page)), path)
            for path, page in all_pages.items()
        ),
        reverse=True,
    )
    print("\n   bytes  its HTML  requests  page (the heaviest; photographs not counted)")  # noqa: T201 (seen with -s)
    for total, html, requests, path in rows[:15]:
        print(f"{total:8,} {html:9,} {requests:9}  {path}")  # noqa: T201 (seen with -s)
    too_heavy = [
        (path, total) for total, _, _, path in rows if total > (MOST_WITH_MAP if path == NATIONAL_MAP else MOST)
    ]
    assert too_heavy == []
    assert [(path, requests) for _, _, requests, path in rows if requests > MOST_REQUESTS] == []


def test_every_page_leaves_compressed(all_pages: dict[str, SitePage]) -> None:
    plain = [
        path for path, page in all_pages.items() if page.answer.headers.get("content-encoding") not in ("gzip", "br")
    ]
    assert plain == []
    assert [path for path, page in all_pages.items() if "Accept-Encoding" not in page.answer.headers["vary"]] == []


def test_the_parts_of_a_page_come_from_the_same_host_and_exist(
    whole_site: WholeSite, all_pages: dict[str, SitePage], site: RunningSite
) -> None:
    for path, page in all_pages.items():
        for part in whole_site.parts_of(page):
            assert part.startswith(f"{site.url}/"), path
            assert whole_site.part(part).status == 200, f"{path} wants {part}"


@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_a_browser_fetches_no_more_than_the_html_names(
    context: BrowserContext, whole_site: WholeSite, all_pages: dict[str, SitePage], name: str
) -> None:
    path = KINDS_OF_PAGE[name]
    fetched: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    counted = [address for address in fetched if PHOTOGRAPHS not in address and not address.startswith("data:")]
    assert len(counted) <= MOST_REQUESTS
    assert len(counted) == len(set(counted)), "fetched twice"
    assert set(counted) - {all_pages[path].absolute(path)} <= whole_site.parts_of(all_pages[path])


def test_no_picture_is_heavier_than_its_budget(whole_site: WholeSite, all_pages: dict[str, SitePage]) -> None:
    candidates = {address for page in all_pages.values() for address in page.renditions}
    weights = sorted(((whole_site.part(address).sent, address) for address in candidates), reverse=True)
    assert [address for address in candidates if whole_site.part(address).status != 200] == []
    if weights:
        print(f"\n{len(weights)} renditions, the heaviest {weights[0][0]:,} bytes")  # noqa: T201 (seen with -s)
    heavy = [
        (size, address) for size, address in weights if address.endswith(TODAYS_FORMATS) and size > MOST_OF_A_PICTURE
    ]
    assert heavy == []


def test_every_picture_keeps_its_place_and_says_what_it_shows(all_pages: dict[str, SitePage]) -> None:
    for path, page in all_pages.items():
        for image in page.soup.find_all("img"):
            assert image.get("width") and image.get("height"), f"{path}: {image}"
            assert image.has_attr("alt"), f"{path}: {image}"


# What the first screen shows must not wait for a script or for layout; what is far below it must not be in its way.
@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_only_pictures_below_the_first_screen_are_lazy(context: BrowserContext, name: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(KINDS_OF_PAGE[name])
    images = page.locator("main img").evaluate_all(
        "images => images.map(image => ({top: image.getBoundingClientRect().top, lazy: image.loading === 'lazy',"
        " height: image.getBoundingClientRect().height, source: image.src}))"
    )
    visible = [image for image in images if image["height"] and image["top"] + image["height"] / 2 < 800]
    far = [image for image in images if image["top"] > 3 * 800]
    assert [image for image in visible if image["lazy"]] == []
    assert [image for image in far if not image["lazy"]] == []


def test_the_same_page_costs_nothing_the_second_time(whole_site: WholeSite, all_pages: dict[str, SitePage]) -> None:
    parts = {part for page in all_pages.values() for part in whole_site.parts_of(page)}
    static = {
        part: whole_site.part(part).headers["cache-control"]
        for part in parts
        if urlsplit(part).path.startswith("/static/")
    }
    assert static and all("immutable" in value for value in static.values()), static
