"""“Mijn portret” as somebody meets it: on a phone, without scripts, and with nothing for axe to find."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import RunningSite
from .test_accessibility import SCHEMES, WIDTHS, _assert_nothing_found

# A made-up person of the demo, whose portrait is not on the site.
ASK = """
from wijkwijzer.consent.models import Use, record
from wijkwijzer.consent.portrait_links import send_link
from portraits.models import PortraitPage
page = PortraitPage.objects.get(slug="kees-verzinsel-almere")
person = page.person_links.get().person
record(page=page, person=person, revision=page.latest_revision, content_hash="0" * 64,
       uses=[Use.TEXT, Use.PHOTO, Use.NEWSLETTER], typed_name=person.name)
print(f"/mijn-portret/{send_link(person, 'kees@example.org').link.token}/")
"""


@pytest.fixture
def path(site: RunningSite) -> str:
    return site.run(ASK).strip()


@pytest.fixture
def bare(browser: Browser, site: RunningSite) -> Iterator[Page]:
    """A phone without scripts."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 375, "height": 800}, java_script_enabled=False, locale="nl-NL"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser: Browser, site: RunningSite, path: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(path)
    _assert_nothing_found(page)
    page.get_by_role("button", name="Verstuur mijn verzoek").click()
    expect(page.get_by_role("alert")).to_contain_text("Nog niet verstuurd")
    _assert_nothing_found(page)
    context.close()


def test_somebody_takes_a_use_back_on_a_phone_without_scripts(bare: Page, path: str) -> None:
    bare.goto(path)
    assert bare.evaluate("document.documentElement.scrollWidth") <= 375
    bare.get_by_label("nieuwsbrief en sociale media").check()
    bare.get_by_label("Je naam").fill("Kees Verzinsel")
    bare.get_by_role("button", name="Verstuur mijn verzoek").click()
    expect(bare.get_by_role("status")).to_contain_text("We kregen je verzoek op")
    expect(bare.get_by_text("Ingetrokken op")).to_have_count(1)
