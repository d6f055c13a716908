"""The way of a policymaker: from two words to a brief of which every line can be traced, with and without scripts."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import RunningSite
from .test_accessibility import RULES

STATEMENT = re.compile("onafhankelijk")


@pytest.fixture
def without_scripts(browser: Browser, site: RunningSite) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]


def find_the_recommendation(page: Page) -> None:
    page.goto("/zoeken/?q=verbinder+onafhankelijk")
    kinds = [page.locator(".hit .kind").nth(number).inner_text().strip() for number in range(3)]
    assert {"Aanbeveling", "Tips"} <= set(kinds)
    page.locator(".hit", has_text="Aanbeveling").first.get_by_role("link", name=STATEMENT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STATEMENT)


def test_from_a_question_to_a_brief_in_word_and_pdf(page: Page) -> None:
    find_the_recommendation(page)
    expect(page.get_by_role("heading", name="Hierover verschillen de bronnen")).to_be_visible()
    for title in ("Wat dit steunt", "Wat dit nuanceert", "Wat dit weerspreekt"):
        column = page.get_by_role("region", name=re.compile(title))
        expect(column.get_by_role("link").first).to_be_visible()
        address = page.url
        passage = column.locator(".evidence__passage").first.inner_text()
        column.get_by_role("link").first.click()
        marked = page.locator(".passage:target")
        expect(marked).to_contain_text(passage[:20].strip())
        expect(marked.locator(".passage__leads")).to_contain_text("Leidt tot:")
        page.goto(address)
    page.get_by_role("button", name=re.compile("^Bewaar .*onafhankelijk")).click()
    expect(page.get_by_role("link", name=re.compile("Bewaarlijst"))).to_contain_text("(1)")
    page.goto("/praktijkvoorbeelden/wijkbedrijf-selwerd/")
    page.get_by_role("button", name=re.compile("^Bewaar ")).first.click()
    page.get_by_role("link", name=re.compile("Bewaarlijst")).click()
    expect(page.locator(".kept__title")).to_have_count(2)
    assert violations(page) == []
    page.get_by_label("Wat wil je erbij zeggen?").first.fill("Dit past bij ons.")
    page.get_by_role("button", name=re.compile("Omlaag")).click()
    expect(page.locator("textarea[name=context]").nth(1)).to_have_value("Dit past bij ons.")
    page.get_by_label("Titel van de brief").fill("Voor ons college")
    page.get_by_role("button", name="Maak de brief").click()
    page.get_by_role("link", name="Lees de brief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voor ons college")
    assert violations(page) == []
    notes = page.locator(".note-reference a").evaluate_all("links => links.map(link => link.hash)")
    assert notes
    for note in set(notes):
        expect(page.locator(f"{note} a")).to_have_attribute("href", re.compile("^http"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download voor Word").click()
    assert download.value.suggested_filename == "voor-ons-college.docx"
    answer = page.request.get(f"{page.url}pdf/")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF")


def test_without_scripts_too_and_the_maker_deletes_it(without_scripts: Page) -> None:
    page = without_scripts
    find_the_recommendation(page)
    page.get_by_role("link", name=re.compile("^Bewaar .*onafhankelijk")).click()
    expect(page.locator(".kept__title")).to_have_count(1)
    page.get_by_label("Zoek iets om erbij te zetten").fill("wijkbedrijf")
    page.get_by_role("button", name="Zoek", exact=True).last.click()
    page.get_by_role("button", name=re.compile("^Zet erbij")).first.click()
    expect(page.locator(".kept__title")).to_have_count(2)
    page.get_by_label("Titel van de brief").fill("Voor de raad")
    page.get_by_role("button", name="Maak de brief").click()
    maker = page.url
    page.get_by_role("link", name="Lees de brief").click()
    brief = page.url
    page.goto(maker)
    page.get_by_role("button", name="Verwijder de brief nu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("De brief is verwijderd")
    assert page.goto(brief).status == 404


def test_the_list_of_recommendations_is_narrowed_by_a_tick(page: Page) -> None:
    page.goto("/aanbevelingen/")
    before = page.locator(".hit").count()
    page.get_by_label(re.compile("^HR")).check()
    expect(page.locator("#stand")).to_contain_text("voor HR")
    assert 0 < page.locator(".hit").count() < before
    assert violations(page) == []
