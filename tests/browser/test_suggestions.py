"""Suggestions while typing: with the keyboard, a mouse, a finger, a screen reader, and without scripts."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from .conftest import RunningSite
from .running import MADE_UP_PERSON
from .test_accessibility import RULES

# How a form behaves in a browser is the same on every database.
pytestmark = pytest.mark.database("sqlite")

SCRIPT = Path(__file__).parents[2] / "static/js/suggestions.js"
MOST_OF_THE_SCRIPT = 2000
PAUSE = 150  # milliseconds without a letter before the script asks
ADDRESS = "**/zoeken/suggesties/*"


def field_of(page: Page) -> Locator:
    return page.get_by_label("Waar zoek je naar?")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def type_words(page: Page, words: str, at: str = "/") -> Locator:
    """The search field of a page with `words` in it and the suggestions for exactly those showing.

    At once, so one question: letter by letter on a slow machine, what the first of them found may still be showing.
    """
    page.goto(at)
    field = field_of(page)
    field.fill(words)
    expect(options(page).first).to_be_visible()
    return field


def with_a_held_clock(page: Page) -> Page:
    """The home page in which time stands still but for `page.clock.run_for`: a slow machine types as fast as any.

    The script comes when somebody goes to the field, and asks at once for letters that were there before it.
    """
    page.clock.install(time=0)
    page.goto("/")
    field_of(page).focus()
    expect(field_of(page)).to_have_attribute("role", "combobox")
    page.clock.pause_at(3600)
    return page


def marked(page: Page) -> str:
    """The id of the suggestion that a screen reader is told of and that is seen to be chosen; both are the same."""
    told = field_of(page).get_attribute("aria-activedescendant") or ""
    seen = page.locator("[role=option][aria-selected=true]")
    assert [one.get_attribute("id") for one in seen.all()] == ([told] if told else [])
    return told


def test_a_suggestion_is_chosen_with_the_keyboard(page: Page) -> None:
    field = type_words(page, "groning")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert marked(page) == ""
    page.keyboard.press("ArrowDown")
    assert marked(page) != ""
    page.locator(f"[id='{marked(page)}'][href='/gemeenten/groningen/']").wait_for()
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gemeenten/groningen/")


def test_the_arrows_go_through_all_groups_and_round(page: Page) -> None:
    type_words(page, "wijk")
    ids = [one.get_attribute("id") for one in options(page).all()]
    assert len(ids) > 3
    assert page.get_by_role("group").count() > 1
    seen = []
    for _ in ids:
        page.keyboard.press("ArrowDown")
        seen.append(marked(page))
    assert seen == ids
    page.keyboard.press("ArrowDown")
    assert marked(page) == ids[0]
    page.keyboard.press("ArrowUp")
    assert marked(page) == ids[-1]


def test_up_from_the_field_is_the_last_one(page: Page) -> None:
    type_words(page, "wijk")
    page.keyboard.press("ArrowUp")
    assert marked(page) == options(page).last.get_attribute("id")


@pytest.mark.parametrize(("key", "place"), [("Home", 0), ("End", 4), ("ArrowLeft", 3), ("ArrowRight", 4)])
def test_keys_for_the_text_are_about_the_text(page: Page, key: str, place: int) -> None:
    field = type_words(page, "wijk")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(key)
    assert marked(page) == ""
    assert field.evaluate("field => field.selectionStart") == place


def test_escape_closes_first_and_empties_then(page: Page) -> None:
    field = type_words(page, "wijk")
    page.keyboard.press("Escape")
    expect(options(page).first).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("wijk")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")


def test_alt_and_an_arrow_open_and_close_without_choosing(page: Page) -> None:
    type_words(page, "wijk")
    page.keyboard.press("Alt+ArrowUp")
    expect(options(page).first).to_be_hidden()
    page.keyboard.press("Alt+ArrowDown")
    expect(options(page).first).to_be_visible()
    assert marked(page) == ""


def test_enter_without_a_choice_searches(page: Page) -> None:
    type_words(page, "wijkcentrum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=wijkcentrum")


def test_tab_goes_on_and_closes(page: Page) -> None:
    type_words(page, "wijk")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zoeken")).to_be_focused()
    expect(page.locator("[role=option]").first).to_be_hidden()


def test_a_suggestion_is_chosen_with_the_mouse(page: Page) -> None:
    type_words(page, "groning")
    page.locator("[role=option][href='/gemeenten/groningen/']").click()
    page.wait_for_url("**/gemeenten/groningen/")
    page.go_back()
    expect(page.locator("[role=option]").first).to_be_hidden()


def test_a_click_elsewhere_closes(page: Page) -> None:
    type_words(page, "wijk")
    page.locator("h1").click()
    expect(page.locator("[role=option]").first).to_be_hidden()


def test_a_suggestion_is_chosen_with_a_finger(browser: Browser, site: RunningSite) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    type_words(page, "groning")
    suggestion = page.locator("[role=option][href='/gemeenten/groningen/']")
    assert suggestion.bounding_box()["height"] >= 24
    suggestion.tap()
    page.wait_for_url("**/gemeenten/groningen/")
    context.close()


def test_a_person_a_concept_and_another_word_for_it_lead_to_their_pages(page: Page) -> None:
    type_words(page, "vera")
    expect(options(page).first).to_have_attribute("href", f"/mensen/{MADE_UP_PERSON}/")
    type_words(page, "buurthuis")
    expect(page.locator("[role=option][href='/begrippen/wijkcentrum/']")).to_have_count(1)


def test_a_screen_reader_hears_what_it_is_how_many_there_are_and_in_which_groups(page: Page) -> None:
    field = type_words(page, "groning")
    tree = page.get_by_role("search").aria_snapshot()
    assert re.search(r'- combobox "Waar zoek je naar\?" \[expanded\]: groning', tree), tree
    assert '- listbox "Voorstellen"' in tree
    assert '- group "Gemeenten"' in tree
    assert re.search(r'- option "Groningen \d+ pagina’s"', tree), tree
    count = options(page).count()
    expect(page.get_by_role("search").get_by_role("status")).to_have_text(
        f"{count} voorstellen" if count > 1 else "1 voorstel"
    )
    controlled = field.get_attribute("aria-controls")
    assert page.locator(f"[id='{controlled}']").get_attribute("role") == "listbox"
    page.keyboard.press("Escape")
    expect(page.get_by_role("search").get_by_role("status")).to_be_empty()


def test_the_browser_tells_assistive_technology_which_suggestion_is_marked(page: Page) -> None:
    type_words(page, "groning")
    page.keyboard.press("ArrowDown")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    box = next(node for node in nodes if node.get("role", {}).get("value") == "combobox")
    properties = {item["name"]: item["value"] for item in box["properties"]}
    assert properties["expanded"]["value"] is True
    assert properties["autocomplete"]["value"] == "list"
    assert [one["idref"] for one in properties["activedescendant"]["relatedNodes"]] == [marked(page)]
    selected = [
        node["name"]["value"]
        for node in nodes
        if node.get("role", {}).get("value") == "option"
        and any(item["name"] == "selected" and item["value"]["value"] for item in node["properties"])
    ]
    assert len(selected) == 1
    assert selected[0].startswith("Groningen")


def test_only_the_last_question_is_asked_and_only_its_answer_is_shown(page: Page) -> None:
    asked: list[str] = []
    kept: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.partition("q=")[2])
        if asked[-1] == "wijk":
            kept.append(route)  # answers too late
        else:
            route.continue_()

    page.route(ADDRESS, answer)
    field = field_of(with_a_held_clock(page))
    for letter in "wijk":
        field.press_sequentially(letter)
        page.clock.run_for(PAUSE - 1)
    assert asked == []
    with page.expect_request(ADDRESS):
        page.clock.run_for(1)
    page.wait_for_timeout(100)  # the question is noted by another message of the browser
    assert asked == ["wijk"], "one question after the last letter"
    field.fill("groningen")
    page.clock.run_for(PAUSE)
    expect(options(page).first).to_be_visible()
    for route in kept:
        route.fulfill(body='<div role="listbox" id="oud"><a role="option" id="x" href="/">Te laat</a></div>')
    page.wait_for_timeout(200)
    assert "Te laat" not in page.get_by_role("search").inner_text()
    assert asked == ["wijk", "groningen"]


def test_one_letter_or_an_answer_that_fails_shows_nothing(page: Page) -> None:
    asked: list[str] = []
    page.route(ADDRESS, lambda route: (asked.append(route.request.url), route.fulfill(status=500, body="<b>Fout</b>")))
    field_of(with_a_held_clock(page)).press_sequentially("w")
    page.clock.run_for(10 * PAUSE)
    page.wait_for_timeout(200)
    assert asked == []
    field_of(page).press_sequentially("ijk")
    with page.expect_response(ADDRESS):
        page.clock.run_for(10 * PAUSE)
    page.wait_for_timeout(200)
    assert len(asked) == 1
    expect(field_of(page)).to_have_attribute("aria-expanded", "false")
    assert "Fout" not in page.get_by_role("search").inner_text()


def test_no_policy_is_broken_and_no_cookie_is_sent(context: BrowserContext, site: RunningSite) -> None:
    context.add_cookies([{"name": "sessionid", "value": "van-een-redacteur", "url": site.url}])
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    with page.expect_request(ADDRESS) as asked:
        type_words(page, "wijk")
    page.keyboard.press("ArrowDown")
    assert "cookie" not in asked.value.all_headers()
    assert [error for error in errors if "favicon" not in error] == []


def test_without_scripts_it_is_a_plain_search_field(browser: Browser, site: RunningSite) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    field = page.get_by_role("searchbox", name="Waar zoek je naar?")
    assert field.get_attribute("aria-expanded") is None
    assert page.locator("[data-suggestions]").is_hidden()
    field.fill("wijkcentrum")
    field.press("Enter")
    page.wait_for_url("**/zoeken/?q=wijkcentrum")
    context.close()


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (375, "light"), (375, "dark")], ids=str)
def open_suggestions(request: pytest.FixtureRequest, browser: Browser, site: RunningSite) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("at", ["/", "/zoeken/?q=wijkcentrum", "/bestaat-niet/"])
def test_axe_finds_nothing_with_suggestions_showing(open_suggestions: Page, at: str) -> None:
    page = open_suggestions
    type_words(page, "wijk", at)
    for _ in range(2):  # without and with one marked
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()
        page.keyboard.press("ArrowDown")
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0


def test_the_script_is_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) <= MOST_OF_THE_SCRIPT
