"""The keyboard reaches everything, in the order of the page, and one always sees where it is."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from .kinds import KINDS_OF_PAGE

# What a page says and how one walks it is the same on every database.
pytestmark = pytest.mark.database("sqlite")

# On a phone, one of each layout: a list, a text, a report of several parts, a page of facts, a form.
ON_A_PHONE = ["home", "list", "practice", "workshop", "tips", "municipalities", "person", "search", "sign-in"]
# The lines of a link, of all that stands in it and of the card it is in; the focus changes one of them. (A card shows
# the focus of its link around itself; a place on the map shows it around the dot in it.)
LOOKS = """
  function looks(element) {
    const parts = [element, ...element.querySelectorAll('*'), element.closest('.card')].filter(Boolean);
    return parts.map(part => {
      const style = getComputedStyle(part);
      const lines = [{width: 0, line: ''}];
      if (style.outlineStyle !== 'none') lines.push(lineOf(style.outlineWidth, style.outlineColor));
      if (style.boxShadow !== 'none') lines.push(lineOf('2px', style.boxShadow));
      if (part.matches('svg :is(circle, ellipse, line, path, polygon, polyline, rect)') && style.stroke !== 'none')
        lines.push(lineOf(parseFloat(style.strokeWidth) * (part.getScreenCTM()?.a ?? 0), style.stroke));
      return lines.reduce((most, line) => line.width > most.width ? line : most);
    });
  }
  function lineOf(width, colour) {
    const pixels = colour === 'rgba(0, 0, 0, 0)' ? 0 : parseFloat(width);
    return {width: pixels, line: `${pixels} ${colour}`};
  }
"""
# All that takes the focus and is shown: not in a folded part, not in the closed menu. Of a group of radio buttons Tab
# reaches one; arrows go on from there.
NUMBER_THEM = (
    """() => {
  const all = 'a[href], area[href], button, summary, select, textarea, [tabindex="0"], ' +
    'input:not([type=hidden]):not([tabindex="-1"])';
  const shown = [...document.querySelectorAll(all)].filter(element =>
    !element.disabled && element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length &&
    (element.type !== "radio" || element === document.getElementsByName(element.name)[0]));
  const html = shown.map(element => element.outerHTML.slice(0, 120));
  shown.forEach((element, number) => element.dataset.stop = number);
  window.withoutFocus = shown.map(looks);
  return html;
"""
    + LOOKS
    + "}"
)
WHERE = (
    """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  return {
    stop: Number(element.dataset.stop ?? -1), html: element.outerHTML.slice(0, 120),
    left: box.left + scrollX, right: box.right + scrollX, top: box.top + scrollY, bottom: box.bottom + scrollY,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isOnTop: isOnTop(element, box),
    isMarked: isMarked(element),
  };
  function isMarked(element) {
    const before = window.withoutFocus[Number(element.dataset.stop)] ?? [];
    return looks(element).some((look, number) => look.width >= 2 && look.line !== before[number]?.line);
  }
  function isOnTop(element, box) {
    const first = element.getClientRects()[0] ?? box;
    const seen = document.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2);
    return seen === null || element.contains(seen) || seen.contains(element);
  }
"""
    + LOOKS
    + "}"
)
NO_FOCUS = """
* { outline: none !important; }
.map__place:focus-visible .map__target { stroke: none; }
"""
# Text wraps and icons stand a little higher than words; that is no jump.
SLACK = 24
# The map goes by name, not by where a place lies.
PLACE = "map__place"


def tab_through(page: Page) -> tuple[list[str], list[dict[str, Any]]]:
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


@pytest.mark.parametrize(
    ("name", "width"), [*((name, 1280) for name in KINDS_OF_PAGE), *((name, 375) for name in ON_A_PHONE)]
)
def test_tab_goes_through_all_of_a_page_in_order(context: BrowserContext, name: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    # Else one looks where the page is still scrolling to.
    page.emulate_media(reduced_motion="reduce")
    page.goto(KINDS_OF_PAGE[name])
    expected, steps = tab_through(page)
    missed = [html for number, html in enumerate(expected) if number not in [step["stop"] for step in steps]]
    assert missed == []
    assert [step["stop"] for step in steps] == list(range(len(expected))), "not in the order of the text, or caught"
    assert [step["html"] for step in steps if not step["isMarked"]] == [], "no visible focus"
    assert [step["html"] for step in steps if not step["inView"] or not step["isOnTop"]] == [], "focus out of sight"
    jumps = [
        f"{here['html']} -> {there['html']}"
        for here, there in pairwise(steps[1:])
        if not (PLACE in here["html"] and PLACE in there["html"])
        and there["bottom"] < here["top"] - SLACK
        and there["left"] < here["right"] - SLACK
    ]
    assert jumps == [], "back up the page"


def test_a_focus_that_nobody_sees_is_found(page: Page) -> None:
    """Without the rules that show it, nothing passes for marked: no link, no card and no place on the map."""
    page.route("**/css/site*.css", _without_focus)
    page.goto("/")
    _, steps = tab_through(page)
    assert [step["html"] for step in steps if PLACE in step["html"]] != []
    assert [step["html"] for step in steps if step["isMarked"]] == []


def _without_focus(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text() + NO_FOCUS)


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
