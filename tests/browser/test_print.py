"""A page on paper: its text, facts, notes and addresses; nothing to click on. Tips are a checklist."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import RunningSite
from .kinds import KINDS_OF_PAGE
from .whole_site import SitePage

# How pages look and what their source weighs is the same on every database.
pytestmark = pytest.mark.database("sqlite")

TIPS = KINDS_OF_PAGE["tips"]
PAPER = ["practice", "portrait", "magazine", "workshop", "case", "tips", "research with slides", "content page"]
TO_CLICK_ON = (
    "header nav, footer nav, .reading__contents, .menu-button, .skip-link, .filters, .pagination, form, "
    ".site-footer, .breadcrumb, .no-print"
)
# Not the text, or beside it: what stands beside a checklist is left out on purpose, so that it stays on two sheets.
NOT_THE_TEXT = (
    "nav, form, .no-print, .ways, .series, svg, .tips .passage__leads, .reading:has(.after-checklist) > .reading__aside"
)
# Where a link to another site goes, as far as paper shows it: in its text or in what CSS writes behind it.
OUTWARD = """links => links.map(link => ({
  href: link.getAttribute('href'), text: link.innerText, after: getComputedStyle(link, '::after').content}))"""
# A frame that CSS draws, or the sign for a box.
BOXES = """tips => tips.map(tip => ['::before', '::after'].some(part => {
  const box = getComputedStyle(tip, part);
  return box.content.includes('\u2610') || (box.content !== 'none' && parseFloat(box.borderTopWidth) >= 1
    && parseFloat(box.width) >= 12 && parseFloat(box.height) >= 12);
}))"""
A4 = {"width": 794, "height": 1123}


@pytest.fixture
def paper(browser: Browser, site: RunningSite) -> Page:
    context = browser.new_context(base_url=site.url, viewport=A4, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    yield page
    context.close()


@pytest.mark.parametrize("name", PAPER)
def test_paper_shows_nothing_to_click_on(paper: Page, name: str) -> None:
    paper.goto(KINDS_OF_PAGE[name])
    shown = paper.locator(TO_CLICK_ON).evaluate_all(
        "all => all.filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 100))"
    )
    assert shown == []


@pytest.mark.parametrize("name", PAPER)
def test_paper_shows_all_text_and_where_the_page_stands(paper: Page, name: str, site: RunningSite) -> None:
    paper.goto(KINDS_OF_PAGE[name])
    expect(paper.get_by_role("heading", level=1)).to_be_visible()
    lost = paper.locator("main :is(p, li, dd, dt, td, th, h2, h3, blockquote)").evaluate_all(
        """(all, others) => all.filter(element => element.innerText.trim() && !element.closest(others)
             && !element.checkVisibility()).map(element => element.outerHTML.slice(0, 100))""",
        NOT_THE_TEXT,
    )
    assert lost == []
    assert KINDS_OF_PAGE[name] in paper.locator("body").inner_text()


@pytest.mark.parametrize("name", PAPER)
def test_paper_tells_where_links_to_other_sites_go(paper: Page, name: str) -> None:
    paper.goto(KINDS_OF_PAGE[name])
    links = paper.locator('main a[href^="http"]:visible').evaluate_all(OUTWARD)
    silent = [link["href"] for link in links if link["href"] not in link["after"] and link["href"] not in link["text"]]
    assert silent == []


def test_paper_is_white_and_its_text_black_for_who_reads_in_the_dark(paper: Page) -> None:
    paper.goto(KINDS_OF_PAGE["practice"])
    colours = paper.evaluate("['color', 'backgroundColor'].map(name => getComputedStyle(document.body)[name])")
    assert colours[0] == "rgb(0, 0, 0)"
    assert colours[1] in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_the_facts_of_a_practice_are_printed(paper: Page) -> None:
    paper.goto(KINDS_OF_PAGE["practice"])
    expect(paper.locator(".glance")).to_be_visible()
    expect(paper.locator(".did-not-work")).to_be_visible()


def test_notes_are_printed_with_their_text(paper: Page, all_pages: dict[str, SitePage]) -> None:
    with_notes = [path for path, page in all_pages.items() if page.soup.select(".notes li")]
    for path in with_notes[:2]:
        paper.goto(path)
        assert paper.locator(".notes li").count() == len(all_pages[path].soup.select(".notes li"))
        for note in paper.locator(".notes li").all():
            expect(note).to_be_visible()
    assert with_notes, "no page of the demo has a note"


def test_the_tips_fit_on_two_sheets_with_a_box_to_tick_each(paper: Page) -> None:
    paper.goto(TIPS)
    assert paper.locator(".tips > li").evaluate_all(BOXES) == [True] * 5
    expect(paper.locator(".sources")).to_be_visible()
    assert 1 <= _sheets(paper) <= 2


def _sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
