"""What is left without scripts and without stylesheets: all of the text, in order."""

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, Route

from .conftest import RunningSite
from .kinds import KINDS_OF_PAGE, SETS_A_COOKIE
from .whole_site import SitePage

# What a page says and how one walks it is the same on every database.
pytestmark = pytest.mark.database("sqlite")

READ = [name for name in KINDS_OF_PAGE if name not in SETS_A_COOKIE]
# A drawing has its words in it beside the text; a script or a style has none.
NO_TEXT = ["svg", "script", "style", "template", "noscript"]
SPACE = re.compile(r"\s+")
PRINT_BUTTON = "Druk de lijst af"
TEXT_OF_MAIN = """() => {
  document.querySelectorAll('details').forEach(part => { part.open = true });
  document.querySelectorAll('main svg, main script').forEach(part => part.remove());
  return document.querySelector('main').innerText;
}"""


@pytest.fixture(scope="module")
def without_scripts(browser: Browser, site: RunningSite) -> Page:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def with_scripts(browser: Browser, site: RunningSite) -> Page:
    context = browser.new_context(base_url=site.url)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def without_styles(browser: Browser, site: RunningSite) -> Page:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.route("**/*.css", lambda route: _nothing(route))
    yield page
    context.close()


def _nothing(route: Route) -> None:
    route.fulfill(body="", content_type="text/css")


def _text_in_html(page: SitePage) -> str:
    main = BeautifulSoup(str(page.soup.main), "html.parser")
    for tag in main.find_all(NO_TEXT):
        tag.decompose()
    return SPACE.sub("", main.get_text())


@pytest.mark.parametrize("name", READ)
def test_all_text_is_there_without_scripts(without_scripts: Page, with_scripts: Page, name: str) -> None:
    for page in (without_scripts, with_scripts):
        page.goto(KINDS_OF_PAGE[name])
    text = SPACE.sub("", without_scripts.locator("body").inner_text())
    # A script may add a button for what the browser's own menu does; nothing else.
    assert text == SPACE.sub("", with_scripts.locator("body").inner_text()).replace(SPACE.sub("", PRINT_BUTTON), "")
    assert SPACE.sub("", PRINT_BUTTON) not in text
    assert len(text) > 150


def test_the_print_button_of_a_checklist_prints_it(with_scripts: Page) -> None:
    with_scripts.goto(KINDS_OF_PAGE["tips"])
    with_scripts.evaluate("window.print = () => { document.title = 'printed' }")
    with_scripts.get_by_role("button", name=PRINT_BUTTON).click()
    assert with_scripts.title() == "printed"


@pytest.mark.parametrize("name", READ)
def test_all_text_is_there_in_order_without_styles(
    without_styles: Page, all_pages: dict[str, SitePage], name: str
) -> None:
    without_styles.goto(KINDS_OF_PAGE[name])
    seen = SPACE.sub("", without_styles.evaluate(TEXT_OF_MAIN))
    assert seen == _text_in_html(all_pages[KINDS_OF_PAGE[name]])
