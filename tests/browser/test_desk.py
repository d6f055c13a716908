"""axe finds nothing on the screens of the desk, and on a telephone nothing of them is out of reach."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .conftest import RunningSite
from .test_accessibility import RULES, WIDTHS
from .test_editor import sign_in

# How pages look and what their source weighs is the same on every database.
pytestmark = pytest.mark.database("sqlite")

# What a new site has none of: late work, a request, words of readers, a link that is broken. Prints where it stands.
WORK = """
from datetime import timedelta
from django.utils import timezone
from wijkwijzer.consent.models import Request
from wijkwijzer.editorial.plans.models import Slot, StepAssignment
from wijkwijzer.freshness.models import OutsideLink, Reaction
from wijkwijzer.pages.models import KnowledgePage
today = timezone.localdate()
told = {page.slug: page for page in KnowledgePage.objects.all()}
waiting, portrait = told["sam-voorbeeld-almere"], told["peter-wijnsma-groningen"]
StepAssignment.objects.filter(page=waiting).update(due=today - timedelta(days=3))
asked = Request.objects.create(kind="withdrawal", person=portrait.person_links.get(role="portrayed").person)
asked.pages.add(portrait)
Reaction.objects.create(page=told["wijkbedrijf-selwerd"], is_true=False, remark="Het nummer klopt niet meer. " * 5)
link = OutsideLink.objects.create(
    url="https://www.voorbeeld.example/" + "een-heel-lang-adres/" * 6, host="www.voorbeeld.example",
    problem="404", failing_since=today, failed_on=today, checked_on=today,
)
link.pages.add(told["wijkbedrijf-selwerd"])
print(asked.pk, Slot.objects.first().series_id, *(told[slug].pk for slug in (
    "sam-voorbeeld-almere", "kees-verzinsel-almere", "peter-wijnsma-groningen", "wijkbedrijf-selwerd",
    "noor-denkbeeld-almere",
)))
"""
NUMBERS = ("request", "series", "waiting", "planned", "live", "practice", "draft")
DESK = {
    "eindredacteur": (
        "/beheer/",
        "/beheer/reeksen/",
        "/beheer/reeksen/{series}/",
        "/beheer/voortgang/{waiting}/",
        "/beheer/voortgang/{planned}/",
        "/beheer/voortgang/{live}/",
        "/beheer/nakijken/{practice}/",
        "/beheer/reports/wie-is-aan-zet/",
        "/beheer/reports/live-zonder-akkoord/",
        "/beheer/reports/toestemmingen/",
        "/beheer/reports/dekking/",
        "/beheer/reports/nakijken/",
        "/beheer/reports/antwoorden/",
        "/beheer/reports/reacties/",
        "/beheer/reports/reacties/{practice}/",
        "/beheer/reports/links/",
    ),
    "privacybeheerder": (
        "/beheer/toestemming/{planned}/",
        "/beheer/toestemming/{live}/intrekken/",
        "/beheer/privacy/",
        "/beheer/privacy/nieuw/",
        "/beheer/privacy/{request}/",
    ),
}
# The bar on top is Wagtail's: it holds a heading twice, and cuts a long one off on a telephone. Its menu is no part
# of `main`.
OURS = {"include": [["main"]], "exclude": [[".w-slim-header"]]}
# What stands past the edge and in nothing that scrolls, so that nobody on a telephone ever sees it.
OUT_OF_REACH = """() => [...document.querySelectorAll("main *")].filter((element) => {
  if (element.closest(".w-slim-header") || element.getBoundingClientRect().right <= innerWidth + 1) return false;
  for (let around = element.parentElement; around; around = around.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(around).overflowX)) return false;
  return element.getBoundingClientRect().width > 0;
}).map((element) => `${element.tagName}.${element.className}`)"""


@pytest.fixture(scope="module")
def numbers(site: RunningSite) -> dict[str, str]:
    return dict(zip(NUMBERS, site.run(WORK).split(), strict=True))


@pytest.fixture(scope="module", params=DESK)
def desk(request: pytest.FixtureRequest, browser: Browser, site: RunningSite) -> Iterator[tuple[str, Page]]:
    context = browser.new_context(base_url=site.url, locale="nl-NL", bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, site, request.param)
    yield request.param, page
    context.close()


def found_by_axe(page: Page, part: dict[str, list[list[str]]]) -> str:
    results = Axe().run(page, context=part, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return results.generate_report() if results.violations_count else ""


def test_axe_finds_nothing_and_nothing_is_out_of_reach(desk: tuple[str, Page], numbers: dict[str, str]) -> None:
    account, page = desk
    for address in DESK[account]:
        response = page.goto(address.format(**numbers))
        assert response.status == 200, address
        assert page.locator("h1").count() >= 1, address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert found_by_axe(page, OURS) == "", (address, width)
            assert page.evaluate(OUT_OF_REACH) == [], (address, width)


def test_a_field_without_a_label_and_a_table_past_the_edge_would_be_found(
    desk: tuple[str, Page], numbers: dict[str, str]
) -> None:
    account, page = desk
    page.goto(DESK[account][2].format(**numbers))
    page.set_viewport_size({"width": 375, "height": 900})
    page.evaluate("""document.querySelector("main .content").insertAdjacentHTML(
        "beforeend", "<select><option>Kies</option></select><p class='w-inline-block w-pl-5' id='wide'></p>")""")
    assert "select-name" in found_by_axe(page, OURS)
    page.evaluate("""wide.textContent = "x".repeat(500)""")
    assert page.evaluate(OUT_OF_REACH) != []


def test_axe_finds_nothing_in_the_list_of_what_a_page_lacks(
    browser: Browser, site: RunningSite, numbers: dict[str, str]
) -> None:
    """The rest of the form is Wagtail's."""
    context = browser.new_context(base_url=site.url, locale="nl-NL", bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, site, "auteur")
    page.goto(f"/beheer/pages/{numbers['draft']}/edit/")
    page.locator("button[data-side-panel-toggle=checks]").click()
    page.get_by_role("heading", name="Klaar om in te dienen?").wait_for()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert found_by_axe(page, {"include": [["[data-missing]"]]}) == "", width
    context.close()
