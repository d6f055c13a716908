"""What an editor does, in a real browser on the real site."""

import pytest
from django.db.models import Model
from playwright.sync_api import BrowserContext, Page, expect

from portraits.models import MagazinePage, PortraitPage, PortraitSeriesPage
from practices.models import PracticePage, TipListPage, WorkshopPage
from tests.factories import picture_bytes
from wijkwijzer.pages.layout import index_page_types
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.publications.models import ArticlePage

from .conftest import RunningSite

# How a form behaves in a browser is the same on every database.
pytestmark = pytest.mark.database("sqlite")

# Every type that stands right below a list or the home page; a case has the same form as a workshop.
EDITED = [
    ArticlePage,
    ContentPage,
    MagazinePage,
    PortraitPage,
    PortraitSeriesPage,
    PracticePage,
    TipListPage,
    WorkshopPage,
]


def sign_in(page: Page, site: RunningSite, username: str = "redacteur") -> None:
    page.goto("/beheer/")
    assert "/beheer/aanmelden/" in page.url
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(site.passwords[username])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/beheer/")


def open_editor_of(page: Page, title: str) -> str:
    """Click a page in the explorer; returns its number."""
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")
    return page.url.split("/")[-3]


def choose_photo(page: Page, width: int = 1200) -> None:
    """Upload a new photo in the image chooser, with what the form asks. The same photo twice would be asked about."""
    page.get_by_role("button", name="Kies een afbeelding").first.click()
    modal = page.locator(".modal")
    modal.get_by_role("tab", name="Uploaden").click()
    modal.locator("input[type=file]").set_input_files(
        {"name": "foto van iemand.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes((width, 800), "JPEG")}
    )
    modal.locator("[name$=-title]").fill("Op straat")
    modal.locator("[name$=-description]").fill("Iemand op straat in gesprek")
    modal.locator("[name$=-credit]").fill("De fotograaf")
    modal.locator("form button[type=submit]").last.click()
    expect(modal).to_have_count(0)


def press_submit(page: Page) -> None:
    page.get_by_role("button", name="Meer acties").click()
    page.locator("button[name=action-submit]").click()


def number_of(site: RunningSite, slug: str) -> str:
    return site.run(f"from wagtail.models import Page; print(Page.objects.get(slug={slug!r}).pk)").strip()


def decide(
    context: BrowserContext, site: RunningSite, username: str, number: str, button: str, **filled_in: str
) -> None:
    """What a colleague decides about a page, at a desk of their own."""
    desk = context.browser.new_context(base_url=site.url, locale="nl-NL")
    page = desk.new_page()
    sign_in(page, site, username)
    page.goto(f"/beheer/voortgang/{number}/")
    for name, value in filled_in.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".messages .success")).to_be_visible()
    desk.close()


def test_an_author_adds_a_portrait_with_a_photo_and_sees_it_in_the_preview(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "auteur")
    page.goto("/beheer/publicaties/portraitpage/choose_parent/")
    page.locator("#id_title").fill("Een portret met een foto")
    page.locator("#id_summary").fill("Wie dit is en hoe het werkt.")
    choose_photo(page)
    page.get_by_role("button", name="Toon/verberg voorvertoning").click()
    preview = page.frame_locator("iframe").first
    expect(preview.get_by_role("heading", level=1)).to_contain_text("Een portret met een foto", timeout=60_000)
    photo = preview.locator("main picture img").first
    expect(photo).to_have_js_property("complete", True, timeout=60_000)
    assert photo.get_attribute("alt") == "Iemand op straat in gesprek"
    assert "foto" not in photo.get_attribute("src")
    assert "De fotograaf" in preview.get_by_role("main").inner_text()


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_the_form_of_every_page_type_works(page: Page, site: RunningSite, model: type[Model]) -> None:
    """A form whose scripts fail looks right in the HTML, so only a browser can tell."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, site, "beheerder")
    page.goto("/beheer/pages/")
    parent = open_editor_of(page, "WijkWijzer")
    title = next(
        (str(index.default_title) for index in index_page_types() if model in index.allowed_subpage_models()), None
    )
    if title:
        page.goto(f"/beheer/pages/{parent}/")
        parent = open_editor_of(page, title)
    page.goto(f"/beheer/pages/add/{model._meta.app_label}/{model._meta.model_name}/{parent}/")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="Voeg een blok in").or_(page.locator(".c-sf-add-button")).count() > 0
    assert errors == []


def test_an_editor_chooses_a_source_and_then_a_passage_of_it(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "redacteur")
    number = number_of(site, "geef-de-verbinder-een-onafhankelijke-plek")
    page.goto(f"/beheer/pages/{number}/edit/")
    there = int(page.locator("[name=evidence-TOTAL_FORMS]").input_value())
    page.locator("#id_evidence-ADD").click()
    passages = page.locator(f"#id_evidence-{there}-passage")
    expect(passages.locator("option")).to_have_count(1)
    row = page.locator(f"#inline_child_evidence-{there}-panel-content")
    row.get_by_role("button", name="Kies een pagina").click()
    modal = page.locator(".modal")
    modal.locator("tr").filter(has_text="Praktijkvoorbeelden").locator("a.navigate-pages").click()
    modal.locator("a.choose-page").first.click()
    expect(modal).to_have_count(0)
    expect(passages.locator("option").nth(1)).to_be_attached()
    chosen = passages.locator("option").nth(1).get_attribute("value")
    passages.select_option(chosen)
    page.locator(f"#id_evidence-{there}-stance").select_option("steunt")
    page.locator(f"#id_evidence-{there}-explanation").fill("Zo ging het daar.")
    page.get_by_role("button", name="Bewaar concept").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator(f"#id_evidence-{there}-passage")).to_have_value(chosen)


SCREENS = [
    "/beheer/",
    "/beheer/pages/",
    "/beheer/images/",
    "/beheer/documents/",
    "/beheer/reports/site-history/",
    "/beheer/users/",
    "/beheer/account/",
    "/beheer/account/2fa/",
    "/beheer/taxonomy/theme/",
    "/beheer/taxonomy/concept/",
    "/beheer/people/person/",
    "/beheer/people/person/create/",
    "/beheer/people/organisation/",
    "/beheer/municipalities/municipality/",
]


def test_the_screens_of_the_editors_side_break_no_policy_and_have_no_errors(page: Page, site: RunningSite) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda response: errors.append(f"404 {response.url}") if response.status >= 400 else None)
    sign_in(page, site, "beheerder")
    for url in SCREENS:
        page.goto(url)
        page.wait_for_load_state("networkidle")
        assert errors == [], url


def test_a_page_is_taken_offline_and_comes_back_only_through_the_workflow(
    page: Page, site: RunningSite, context: BrowserContext
) -> None:
    number = number_of(site, "vijf-tips-voor-verbinders")
    reason = {"offline-reason": "De tips kloppen niet meer."}
    decide(context, site, "eindredacteur", number, "Haal van de site", **reason)
    assert context.request.get("/tips/vijf-tips-voor-verbinders/").status == 404
    sign_in(page, site, "beheerder")
    page.goto(f"/beheer/pages/{number}/edit/")
    press_submit(page)
    page.wait_for_url(f"**/beheer/voortgang/{number}/")
    assert context.request.get("/tips/vijf-tips-voor-verbinders/").status == 404
    for colleague in ("redacteur", "eindredacteur"):
        decide(context, site, colleague, number, "Keur goed")
    assert context.request.get("/tips/vijf-tips-voor-verbinders/").status == 200
    page.goto("/beheer/account/afmelden/")
    page.locator("main form button[type=submit]").click()
    page.goto("/beheer/")
    assert "/beheer/aanmelden/" in page.url


def test_the_bar_on_the_site_leads_an_editor_back_under_the_strict_policy(page: Page, site: RunningSite) -> None:
    """Wagtail's bar with its scripts and styles works as it is; the policy of the public pages stays whole."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, site)
    response = page.goto("/praktijkvoorbeelden/wijkbedrijf-selwerd/")
    assert "unsafe" not in response.headers["content-security-policy"]
    bar = page.locator("wagtail-userbar")
    bar.get_by_role("button").first.click()
    expect(bar.get_by_role("menuitem", name="Wijzig deze pagina")).to_be_visible()
    # Its style sheet has arrived: the list floats above the page.
    assert bar.get_by_role("menu").evaluate("menu => getComputedStyle(menu).position") == "absolute"
    assert errors == []
    bar.get_by_role("menuitem", name="Wijzig deze pagina").click()
    page.wait_for_url("**/edit/")
    expect(page.locator("#id_title")).to_have_value("Een wijkbedrijf in een lege school")


def test_an_editor_reads_the_guide_from_the_help_menu_and_sees_its_pictures(page: Page, site: RunningSite) -> None:
    sign_in(page, site)
    page.get_by_role("link", name="Handleiding").first.click()
    page.get_by_role("link", name="Blokken kiezen").click()
    picture = page.locator("article.guide img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert picture.evaluate("image => image.naturalWidth") > 0
