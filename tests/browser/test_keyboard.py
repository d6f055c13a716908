"""The keyboard reaches everything, in the order of the page, and one always sees where it is."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

PAGES = {
    "home": "/",
    "list": "/praktijkvoorbeelden/",
    "practice": "/praktijkvoorbeelden/wijkbedrijf-selwerd/",
    "tips": "/tips/vijf-tips-voor-verbinders/",
    "search": "/zoeken/?q=wijkcentrum",
}
# All that takes the focus and is shown: not in a folded part, not in the closed menu.
NUMBER_THEM = """() => {
  const all = 'a[href], area[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex="0"]';
  const shown = [...document.querySelectorAll(all)].filter(element =>
    !element.disabled && element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length);
  shown.forEach((element, number) => element.dataset.stop = number);
  return shown.map(element => element.outerHTML.slice(0, 120));
}"""
WHERE = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  return {
    stop: Number(element.dataset.stop ?? -1), html: element.outerHTML.slice(0, 120),
    left: box.left + scrollX, right: box.right + scrollX, top: box.top + scrollY, bottom: box.bottom + scrollY,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isOnTop: isOnTop(element, box),
    outline: Math.max(0, ...around(element).map(outlineOf)),
  };
  // A card shows the focus of its link around itself; a place on the map shows it on the dot in it.
  function around(element) {
    return [element, ...element.querySelectorAll('*'), element.closest('.card')].filter(Boolean);
  }
  function outlineOf(element) {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
    return element.matches('svg *') && style.stroke !== 'none' ? Math.max(outline, 2) : outline;
  }
  function isOnTop(element, box) {
    const first = element.getClientRects()[0] ?? box;
    const seen = document.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2);
    return seen === null || element.contains(seen) || seen.contains(element);
  }
}"""
# Text wraps and icons stand a little higher than words; that is no jump.
SLACK = 24
# The map goes by name, not by where a place lies.
PLACE = "map__place"


def _tab_through(page: Page) -> tuple[list[str], list[dict[str, Any]]]:
    """What should be reached, and where each press of Tab came until it left the page."""
    expected = page.evaluate(NUMBER_THEM)
    steps: list[dict[str, Any]] = []
    for _ in range(len(expected) + 5):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where is None:
            break
        steps.append(where)
    return expected, steps


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", PAGES)
def test_tab_goes_through_all_of_a_page_in_order(context: BrowserContext, name: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    # Else one looks where the page is still scrolling to.
    page.emulate_media(reduced_motion="reduce")
    page.goto(PAGES[name])
    expected, steps = _tab_through(page)
    missed = [html for number, html in enumerate(expected) if number not in [step["stop"] for step in steps]]
    assert missed == []
    assert [step["stop"] for step in steps] == list(range(len(expected))), "not in the order of the text, or caught"
    assert [step["html"] for step in steps if step["outline"] < 2] == [], "no visible focus"
    assert [step["html"] for step in steps if not step["inView"] or not step["isOnTop"]] == [], "focus out of sight"
    jumps = [
        f"{here['html']} -> {there['html']}"
        for here, there in pairwise(steps[1:])
        if not (PLACE in here["html"] and PLACE in there["html"])
        and there["bottom"] < here["top"] - SLACK
        and there["left"] < here["right"] - SLACK
    ]
    assert jumps == [], "back up the page"


def test_the_first_tab_offers_to_skip_to_the_text(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("href") == "#inhoud"
    assert focused.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_the_focus_can_be_told_from_its_surroundings(page: Page) -> None:
    """An outline in the colour of the page would pass the other tests."""
    page.goto("/praktijkvoorbeelden/")
    page.emulate_media(reduced_motion="reduce")
    link = page.locator("main .card a").first
    link.scroll_into_view_if_needed()
    box = page.locator("main .card").first.bounding_box()
    around = {"x": box["x"] - 8, "y": box["y"] - 8, "width": box["width"] + 16, "height": box["height"] + 16}
    before = page.screenshot(clip=around)
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.locator("main .card a:focus").count() == 1
    assert page.screenshot(clip=around) != before


def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto("/")
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    page.get_by_role("button", name="Menu", exact=True).focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert page.locator("#hoofdmenu :focus").count() == 1, "the first stop after the button is in the menu"
    page.keyboard.press("Escape")
    assert not menu.is_visible()


def test_filters_of_a_phone_open_with_the_keyboard(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto("/praktijkvoorbeelden/")
    option = page.locator(".filters a").first
    assert not option.is_visible()
    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")
    assert option.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/praktijkvoorbeelden/?*")
