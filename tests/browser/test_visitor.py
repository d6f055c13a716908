"""What a visitor does, in a real browser on the real site."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .conftest import RunningSite
from .kinds import KINDS_OF_PAGE, SETS_A_COOKIE


def test_a_visitor_walks_from_home_to_practice_portrait_and_case(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Praktijkvoorbeelden").click()
    page.get_by_role("link", name="Een wijkbedrijf in een lege school").first.click()
    assert page.url.endswith("/praktijkvoorbeelden/wijkbedrijf-selwerd/")
    page.get_by_role("main").locator('a[href="/portretten/peter-wijnsma-groningen/"]').first.click()
    assert "Peter Wijnsma" in page.get_by_role("main").inner_text()
    page.go_back()
    page.get_by_role("main").locator('a[href$="/wijkcentrum-onder-druk-veldhoven/"]').first.click()
    assert "Veldhoven" in page.get_by_role("main").inner_text()


@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_a_page_breaks_no_policy_sets_no_cookie_and_asks_no_other_host(
    context: BrowserContext, site: RunningSite, name: str
) -> None:
    page = context.new_page()
    errors: list[str] = []
    hosts: set[str] = set()
    page.on(
        "console", lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    page.goto(KINDS_OF_PAGE[name])
    assert errors == []
    assert hosts <= {site.url}
    if name not in SETS_A_COOKIE:
        assert context.cookies() == []


def test_the_menu_opens_on_a_phone_without_scripts(browser: Browser, site: RunningSite) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 375, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    link = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Portretten")
    assert not link.is_visible()
    page.get_by_text("Menu", exact=True).click()
    link.click()
    assert page.url.endswith("/portretten/")
    context.close()
