"""What an editor does, in a real browser on the real site."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import picture_bytes

from .conftest import RunningSite


def sign_in(page: Page, site: RunningSite, username: str = "redacteur") -> None:
    page.goto("/beheer/")
    assert "/beheer/aanmelden/" in page.url
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(site.passwords[username])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/beheer/")


def choose_photo(page: Page) -> None:
    """Upload a new photo in the image chooser, with what the form asks."""
    page.locator("#panel-child-inhoud-lead_image-section, [id*=lead_image-section]").first.get_by_role(
        "button", name="Kies een afbeelding"
    ).click()
    page.get_by_role("tab", name="Upload").click()
    modal = page.locator(".modal")
    modal.locator("input[type=file]").set_input_files(
        {"name": "foto van iemand.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes((1200, 800), "JPEG")}
    )
    modal.locator("input[name$=-title]").fill("Op straat")
    modal.locator("input[name$=-description], textarea[name$=-description]").fill("Iemand op straat in gesprek")
    modal.locator("input[name$=-credit]").fill("De fotograaf")
    modal.locator("form button[type=submit]").last.click()
    expect(modal).to_have_count(0)


def test_an_editor_adds_a_portrait_with_a_photo_previews_and_publishes_it(
    page: Page, context: BrowserContext, site: RunningSite
) -> None:
    sign_in(page, site)
    page.goto("/beheer/pages/")
    page.get_by_role("link", name="Portretten", exact=True).first.click()
    parent = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"/beheer/pages/add/portraits/portraitpage/{parent}/")
    page.locator("#id_title").fill("Een nieuw portret")
    page.locator("#id_summary").fill("Wie dit is en hoe het werkt.")
    choose_photo(page)
    page.get_by_role("button", name="Voorbeeldweergave aan/uit").or_(
        page.locator("[aria-label*=oorbeeld]")
    ).first.click()
    preview = page.frame_locator("iframe#w-preview-iframe, iframe[title*=oorbeeld]").first
    expect(preview.get_by_role("heading", level=1)).to_contain_text("Een nieuw portret", timeout=30_000)
    page.get_by_role("button", name="Meer acties").or_(
        page.locator("[data-controller*=dropdown] footer button")
    ).first.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_load_state()

    visitor = context.browser.new_context(base_url=site.url)
    seen = visitor.new_page()
    seen.goto("/portretten/een-nieuw-portret/")
    expect(seen.get_by_role("heading", level=1)).to_have_text("Een nieuw portret")
    photo = seen.locator("main picture img").first
    assert photo.get_attribute("alt") == "Iemand op straat in gesprek"
    assert "foto-van-iemand" not in photo.get_attribute("src")
    assert photo.evaluate("image => image.naturalWidth") > 0
    assert "De fotograaf" in seen.get_by_role("main").inner_text()
    visitor.close()


def test_the_editors_side_breaks_no_policy(page: Page, site: RunningSite) -> None:
    errors: list[str] = []
    page.on(
        "console", lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None
    )
    sign_in(page, site, "beheerder")
    for url in ("/beheer/", "/beheer/pages/", "/beheer/images/", "/beheer/reports/site-history/", "/beheer/users/"):
        page.goto(url)
        page.wait_for_load_state("networkidle")
    assert errors == []
