"""Searching in a real browser: filters show their results at once, and everything works without a script."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import RunningSite
from .test_accessibility import RULES, SCHEMES, WIDTHS

ADDRESS = "/zoeken/?q=wijk"
# Every text that a live region got, one after the other.
LISTEN = """() => {
  window.announced = [];
  const stand = document.getElementById('stand');
  new MutationObserver(() => window.announced.push(stand.innerText)).observe(stand, {childList: true, subtree: true});
}"""
FOCUS = "() => document.activeElement.id"


@pytest.fixture
def results(page: Page) -> Page:
    page.goto(ADDRESS)
    page.wait_for_load_state("load")
    return page


@pytest.fixture
def without_scripts(browser: Browser, site: RunningSite) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def tick(page: Page, number: int = 0) -> str:
    """Tick a kind with the keyboard; gives its id."""
    boxes = page.locator("#filters input[name=soort]:not(:disabled):not(:checked)")
    box = boxes.nth(number)
    name = box.get_attribute("id")
    box.focus()
    page.keyboard.press("Space")
    return str(name)


def shown_count(page: Page) -> int:
    return int(re.search(r"\d+", page.locator("#stand").inner_text())[0])


def test_a_filter_shows_its_results_at_once_and_keeps_the_focus(results: Page) -> None:
    page = results
    before = shown_count(page)
    page.evaluate("() => { window.isSamePage = true }")
    name = tick(page)
    page.wait_for_url("**soort=*")
    expect(page.locator(".chip--on")).to_have_count(1)
    expect(page.locator(f"#{name}")).to_be_focused()
    expect(page.locator(f"#{name}")).to_be_checked()
    assert 0 < shown_count(page) < before
    assert page.evaluate("() => window.isSamePage"), "the page was loaded again"
    assert page.title().startswith(f"wijk: {shown_count(page)} result")


def test_the_first_choice_counts_though_htmx_was_not_there_yet(results: Page) -> None:
    asked: list[str] = []
    results.on("request", lambda request: asked.append(request.url))
    assert not results.evaluate("() => Boolean(window.htmx)")
    tick(results)
    results.wait_for_url("**soort=*")
    assert len([address for address in asked if "htmx" in address]) == 1
    assert len([address for address in asked if "/zoeken/?" in address]) == 1


def test_the_new_number_is_announced_once(results: Page) -> None:
    results.evaluate(LISTEN)
    tick(results)
    results.wait_for_url("**soort=*")
    expect(results.locator(".chip--on")).to_have_count(1)
    announced = results.evaluate("() => window.announced")
    assert announced == [results.locator("#stand").inner_text()]
    assert results.locator("[role=status]:not(:empty)").count() == 1


def test_back_and_forward_go_through_the_choices(results: Page) -> None:
    page = results
    texts = [page.locator("#stand").inner_text()]
    for number in (1, 2):
        tick(page)
        expect(page.locator(".chip--on")).to_have_count(number)
        texts.append(page.locator("#stand").inner_text())
    for number in (1, 0):
        page.go_back()
        expect(page.locator("#stand")).to_have_text(texts[number])
        expect(page.locator("#filters input:checked")).to_have_count(number)
        page.wait_for_load_state("load")
    page.go_forward()
    expect(page.locator("#stand")).to_have_text(texts[1])


def test_back_works_after_the_page_was_loaded_anew(results: Page) -> None:
    page = results
    tick(page)
    expect(page.locator(".chip--on")).to_have_count(1)
    page.reload()
    page.go_back()
    expect(page.locator(".chip--on")).to_have_count(0)
    expect(page.locator("#filters input:checked")).to_have_count(0)


def test_what_was_unfolded_stays_so_when_a_filter_changes(results: Page) -> None:
    page = results
    rest = page.locator("#filters details").first
    rest.locator("summary").click()
    tick(page)
    expect(page.locator(".chip--on")).to_have_count(1)
    assert page.locator("#filters details").first.evaluate("part => part.open")


@pytest.mark.parametrize("is_known_before", [True, False])
def test_a_choice_reaches_the_server_also_when_htmx_cannot_be_had(
    context: BrowserContext, is_known_before: bool
) -> None:
    page = context.new_page()
    page.route("**/htmx*.js", lambda route: route.abort())
    page.goto(ADDRESS)
    page.wait_for_load_state("load")
    if is_known_before:
        with page.expect_event("requestfailed"):
            page.locator("#filters input[type=checkbox]:not(:disabled)").first.focus()
    tick(page)
    page.wait_for_url("**soort=*")
    expect(page.locator(".chip--on")).to_have_count(1)


def test_without_scripts_the_button_does_the_same(without_scripts: Page) -> None:
    page = without_scripts
    page.goto(ADDRESS)
    before = shown_count(page)
    # Where the filters are not beside the results.
    box = page.locator("#filters input[name=soort]:not(:disabled)").first
    box.check()
    page.get_by_role("button", name="Toon resultaten").click()
    assert "soort=" in page.url and "q=wijk" in page.url
    assert 0 < shown_count(page) < before
    page.get_by_role("link", name="weghalen").first.click()
    assert shown_count(page) == before


def test_without_scripts_the_filters_unfold_on_a_phone(browser: Browser, site: RunningSite) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 375, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    button = page.get_by_role("button", name="Toon resultaten")
    expect(button).not_to_be_visible()
    page.get_by_text("Filter de resultaten").click()
    expect(button).to_be_visible()
    context.close()


def test_a_visit_keeps_nothing_in_the_browser(context: BrowserContext, results: Page) -> None:
    tick(results)
    expect(results.locator(".chip--on")).to_have_count(1)
    kept = results.evaluate("() => [Object.keys(localStorage), sessionStorage.getItem('htmx-history-cache')]")
    assert kept == [[], None]
    assert context.cookies() == []


def test_using_the_filters_breaks_no_policy(context: BrowserContext) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(ADDRESS)
    page.locator("#zoekveld").focus()
    tick(page)
    expect(page.locator(".chip--on")).to_have_count(1)
    assert errors == []


def test_the_words_that_matched_are_marked(results: Page) -> None:
    marks = results.locator(".hit mark").all_inner_texts()
    assert marks
    assert all("wijk" in mark.lower() for mark in marks)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_with_the_filters_open(browser: Browser, site: RunningSite, width: int, scheme: str) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto("/zoeken/?q=wijk&soort=praktijk&thema=ontmoeten")
    page.locator("details").evaluate_all("all => all.forEach(part => { part.open = true })")
    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    context.close()


def test_on_paper_there_are_results_and_nothing_to_click_on(results: Page) -> None:
    results.emulate_media(media="print")
    expect(results.locator(".hit").first).to_be_visible()
    expect(results.locator("#stand")).to_be_visible()
    shown = results.locator("main :is(form, .chips, .sortings, .filters, .pagination, .also)")
    assert shown.evaluate_all("all => all.filter(part => part.checkVisibility()).length") == 0
