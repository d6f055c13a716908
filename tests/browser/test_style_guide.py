"""The style guide in a real browser: what it shows must hold for the hardest cases of every component."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from .conftest import RunningSite
from .test_editor import sign_in

# How pages look and what their source weighs is the same on every database.
pytestmark = pytest.mark.database("sqlite")

ADDRESS = "/stijlgids/"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def cookies(browser: Browser, site: RunningSite) -> list[dict[str, object]]:
    """Of an editor who signed in: once, because the site counts how often somebody does."""
    context = browser.new_context(base_url=site.url)
    sign_in(context.new_page(), site)
    found = context.cookies()
    context.close()
    return found


def open_guide(context: BrowserContext, cookies: list[dict[str, object]]) -> Page:
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_in_any_example_and_nothing_scrolls_sideways(
    browser: Browser, site: RunningSite, cookies: list[dict[str, object]], width: int, scheme: str
) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = open_guide(context, cookies)
    results = Axe().run(page, options={"runOnly": STANDARDS})
    report = results.generate_report() if results.violations_count else ""
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert results.violations_count == 0, report
    assert sideways <= 0, f"scrolls sideways by {sideways} px"


def test_it_breaks_no_policy_names_no_id_twice_and_shows_its_pictures(
    context: BrowserContext, site: RunningSite, cookies: list[dict[str, object]]
) -> None:
    errors: list[str] = []
    # The bar of the editors checks the order of headings, and says in the console that examples do not keep it.
    context.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and not message.text.startswith("axe.run results")
            else None
        ),
    )
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("response", lambda response: errors.append(response.url) if response.status >= 400 else None)
    page = open_guide(context, cookies)
    assert page.get_by_role("heading", level=1).inner_text() == "Stijlgids"
    assert errors == []
    assert page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id).length") == page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(node => node.id)).size"
    )
    pictures = page.locator("main img")
    pictures.first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('main img').naturalWidth > 0")
    assert pictures.count() > 5


def test_a_visitor_signs_in_and_then_sees_it(page: Page, site: RunningSite) -> None:
    page.goto(ADDRESS)
    assert page.url.endswith("/beheer/aanmelden/?next=/stijlgids/")
    page.locator("input[name=login]").fill("redacteur")
    page.locator("input[name=password]").fill(site.passwords["redacteur"])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{ADDRESS}")
