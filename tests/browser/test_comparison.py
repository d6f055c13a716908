"""Comparing in a real browser: chosen by buttons on a list or by links, read as a table at every width, and printed."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from wijkwijzer.comparison.choice import MOST

from .conftest import RunningSite
from .kinds import KINDS_OF_PAGE
from .running import PROJECT_DIR
from .test_accessibility import RULES, SCHEMES, WIDTHS
from .test_keyboard import tab_through

# What is compared is asked of both databases in tests/comparison; here it is looked at.
pytestmark = pytest.mark.database("sqlite")
LIST = KINDS_OF_PAGE["list"]
BAR = "Gekozen om te vergelijken"
ROWS = 13


@pytest.fixture
def without_scripts(browser: Browser, site: RunningSite) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def cards(page: Page) -> Page:
    page.goto(LIST)
    expect(page.get_by_role("button", name=re.compile("^Vergelijk "))).not_to_have_count(0)
    return page


def buttons(page: Page):
    return page.get_by_role("button", name=re.compile("^Vergelijk "))


def titles(page: Page, *numbers: int) -> list[str]:
    return [page.locator("main .card__title").nth(number).inner_text() for number in numbers]


def test_a_visitor_chooses_two_on_a_list_compares_them_and_looks_at_the_differences(cards: Page) -> None:
    names = titles(cards, 0, 1)
    bar = cards.get_by_role("complementary", name=BAR)
    expect(bar).to_be_hidden()
    buttons(cards).nth(0).click()
    expect(bar).to_contain_text("1 praktijk gekozen. Kies er nog een.")
    buttons(cards).nth(1).focus()
    cards.keyboard.press("Space")
    expect(buttons(cards).nth(1)).to_have_attribute("aria-pressed", "true")
    expect(cards.locator("main > [role=status]")).to_have_text("2 praktijken gekozen.")
    assert cards.url.endswith(LIST), "choosing is not going"
    bar.get_by_role("link", name="Vergelijk").click()
    cards.wait_for_url("**/vergelijk/?p=*&p=*")
    assert cards.get_by_role("columnheader").get_by_role("link").all_inner_texts() == names
    expect(cards.get_by_role("rowheader")).to_have_count(ROWS)
    cards.get_by_role("link", name="Toon alleen verschillen").click()
    expect(cards.get_by_text("Weggelaten, want overal hetzelfde")).to_be_visible()
    assert 0 < cards.get_by_role("rowheader").count() < ROWS


def test_a_choice_stays_on_the_next_page_and_what_one_looked_at_is_chosen(cards: Page) -> None:
    buttons(cards).nth(0).click()
    buttons(cards).nth(2).click()
    cards.goto("/zoeken/?q=wijk&soort=praktijk")
    bar = cards.get_by_role("complementary", name=BAR)
    expect(bar).to_contain_text("2 praktijken gekozen.")
    bar.get_by_role("link", name="Vergelijk").click()
    cards.locator("[data-uncompare]").first.click()
    expect(cards.get_by_text("Je koos één praktijk.")).to_be_visible()
    cards.goto(LIST)
    expect(cards.locator("[aria-pressed=true]")).to_have_count(1)
    expect(buttons(cards).nth(2)).to_have_attribute("aria-pressed", "true")
    cards.get_by_role("button", name="Maak leeg").click()
    expect(bar).to_be_hidden()
    cards.reload()
    expect(cards.locator("[aria-pressed=true]")).to_have_count(0)


def test_the_last_one_can_be_taken_away_on_the_page_of_the_comparison(cards: Page) -> None:
    buttons(cards).nth(0).click()
    cards.get_by_role("complementary", name=BAR).get_by_role("link").click()
    cards.locator("[data-uncompare]").click()
    cards.wait_for_url("**/vergelijk/")
    assert cards.evaluate("localStorage.getItem('vergelijk')") is None


def test_a_fifth_does_not_fit_and_that_is_said(cards: Page) -> None:
    for number in range(MOST + 1):
        buttons(cards).nth(number).click()
    expect(cards.locator("[aria-pressed=true]")).to_have_count(MOST)
    expect(cards.locator("main > [role=status]")).to_contain_text("Meer dan vier passen niet naast elkaar.")
    script = (PROJECT_DIR / "static/js/compare.js").read_text()
    assert f"const MOST = {MOST};" in script


@pytest.mark.parametrize("rubbish", ["{", "null", "7", '["x", -1, null, 1.5]', '{"a": 1}'])
def test_rubbish_in_the_storage_breaks_nothing(page: Page, rubbish: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(LIST)
    page.evaluate("text => localStorage.setItem('vergelijk', text)", rubbish)
    page.reload()
    buttons(page).first.click()
    expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    assert errors == []


def test_a_browser_that_keeps_nothing_still_compares(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})")
    for address in ("/", "/zoeken/?q=wijk", LIST):
        page.goto(address)
    buttons(page).nth(0).click()
    buttons(page).nth(1).click()
    page.get_by_role("complementary", name=BAR).get_by_role("link").click()
    expect(page.get_by_role("rowheader")).to_have_count(ROWS)
    assert errors == []


def test_results_that_a_filter_shows_at_once_can_be_chosen_too(page: Page) -> None:
    page.goto("/zoeken/?q=wijk")
    page.locator("[data-compare]").first.hover()
    expect(buttons(page)).not_to_have_count(0)
    page.locator("#filters input[value=praktijk]").check()
    page.wait_for_url("**soort=praktijk*")
    expect(page.locator(".chip--on")).to_have_count(1)
    expect(page.locator("[data-compare]:not([role=button])")).to_have_count(0)
    buttons(page).last.click()
    expect(page.get_by_role("complementary", name=BAR)).to_be_visible()


def test_without_a_script_links_and_a_form_do_the_same(without_scripts: Page) -> None:
    page = without_scripts
    page.goto(LIST)
    name = titles(page, 0)[0]
    page.get_by_role("link", name=f"Vergelijk {name}").click()
    expect(page.get_by_text("Je koos één praktijk.")).to_be_visible()
    page.get_by_label("Zoek een praktijk").fill("breda")
    page.get_by_label("Zoek een praktijk").press("Enter")
    assert page.url.endswith("#kiezen")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    assert page.get_by_role("columnheader").get_by_role("link").first.inner_text() == name
    page.get_by_role("link", name="Toon alleen verschillen").click()
    expect(page.get_by_text("Weggelaten, want overal hetzelfde")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download als spreadsheet (CSV)").click()
    assert download.value.suggested_filename == "praktijken-vergeleken.csv"


@pytest.mark.parametrize("width", [*WIDTHS, 320])
def test_a_screen_reader_finds_a_table_with_headers_at_every_width(
    page: Page, comparisons: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(comparisons[1])
    names = page.get_by_role("columnheader").get_by_role("link").all_text_contents()
    table = page.get_by_role("table", name="Praktijken naast elkaar")
    assert len(names) == 3
    assert table.get_by_role("row").count() == 1 + ROWS
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").text_content() == "Probleem"
    assert row.get_by_role("cell").count() == 3
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0
    # On a phone, where the names of the columns do not stand above the cells, each cell has the name on it.
    labels = row.get_by_role("cell").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content.slice(1, -1))"
    )
    assert labels == (names if width < 800 else ["on"] * 3)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_a_comparison_nor_on_a_list_with_a_choice(
    browser: Browser, site: RunningSite, comparisons: list[str], width: int, scheme: str
) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for address in (*comparisons, f"{comparisons[0]}&verschillen=ja", comparisons[0].partition("&")[0], LIST):
        page.goto(address)
        if address == LIST:
            expect(page.get_by_role("complementary", name=BAR)).to_be_visible()
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        assert results.violations_count == 0, f"{address}: {results.generate_report()}"
    context.close()


@pytest.mark.database("sqlite")
def test_tab_goes_through_a_comparison_and_a_list_with_a_choice_and_one_sees_where(
    page: Page, comparisons: list[str]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    for address in (comparisons[0], LIST):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        expected, steps = tab_through(page)
        assert [step["stop"] for step in steps] == list(range(len(expected)))
        hidden = [step["html"] for step in steps if not (step["isMarked"] and step["inView"] and step["isOnTop"])]
        assert hidden == [], address


@pytest.mark.database("sqlite")
def test_paper_has_the_whole_table_in_its_width_and_where_it_stands(page: Page, comparisons: list[str]) -> None:
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(comparisons[2])
    shown = page.locator("main :is(form, .chips, .ways, .print-button)").evaluate_all(
        "all => all.filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 80))"
    )
    assert shown == []
    assert page.locator("table.comparison").evaluate("table => getComputedStyle(table).display") == "table"
    assert page.locator("table.comparison thead").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert comparisons[2] in page.locator("body").inner_text()
    pages = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", page.pdf(prefer_css_page_size=True))
    assert pages and all(int(width) > int(height) for width, height in pages), "upright"


def test_the_print_button_prints(page: Page, comparisons: list[str]) -> None:
    page.goto(comparisons[0])
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Druk de tabel af").click()
    assert page.title() == "printed"
