"""The link by which holders and contacts answer, and the questions to readers, as they meet them: on a phone, without
scripts, and with nothing for axe to find."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import RunningSite
from .test_accessibility import SCHEMES, WIDTHS, _assert_nothing_found

# What the answers do is asked of both databases in tests/freshness; here it is looked at.
pytestmark = pytest.mark.database("sqlite")
PRACTICE = "/praktijkvoorbeelden/wijkbedrijf-selwerd/"
# A made-up organisation, since nobody real is given words or an address.
ASK = """
from datetime import timedelta
from django.utils import timezone
from practices.models import PracticePage
from wijkwijzer.freshness import contacts, holders
from wijkwijzer.freshness.models import Confirmation
from wijkwijzer.people.models import Organisation
until = timezone.localdate() + timedelta(days=20)
made_up, _made = Organisation.objects.update_or_create(
    slug="bewonersbedrijf-voorbeeld",
    defaults={"name": "Bewonersbedrijf Voorbeeld", "contact_email": "voorbeeld@example.org", "contact_until": until},
)
page = PracticePage.objects.get(slug="wijkbedrijf-selwerd")
PracticePage.objects.filter(pk=page.pk).update(holder_organisation=made_up)
page.refresh_from_db()
asked = Confirmation.objects.filter(organisation=made_up)
asked.delete()  # a contact who answered is not asked about the same day again
holders.ask(page)
contacts.remind()
links = [asked.exclude(page=None).first().link, asked.filter(page=None).first().link]
print(" ".join(f"/bevestigen/{link.token}/" for link in links))
"""

Window = Callable[[int, str], Page]


@pytest.fixture
def paths(site: RunningSite) -> dict[str, str]:
    """An open link to the holder of a practice, and one to a contact."""
    return dict(zip(("holder", "contact"), site.run(ASK).split(), strict=True))


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
def test_axe_finds_nothing(browser: Browser, site: RunningSite, paths: dict[str, str], width: int, scheme: str) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for path in paths.values():
        page.goto(path)
        _look(page)
    page.goto(paths["holder"])
    page.get_by_role("button", name="Stuur de wijziging").click()
    expect(page.get_by_role("alert")).to_contain_text("nog niets veranderd")
    _look(page)
    page.goto(PRACTICE)
    page.get_by_text("Wil je er iets bij zeggen?").click()
    _look(page)
    page.get_by_role("button", name="Verstuur", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Kies ja of nee")
    _look(page)
    page.get_by_role("group", name="Klopt dit nog?").get_by_label("Ja").check()
    page.get_by_role("button", name="Verstuur", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor je reactie")
    _look(page)
    context.close()


def _look(page: Page) -> None:
    _assert_nothing_found(page)
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0, f"scrolls sideways by {sideways} px"


def test_a_holder_answers_on_a_phone_without_scripts(bare: Page, paths: dict[str, str]) -> None:
    bare.goto(paths["holder"])
    bare.get_by_label("Wat leverde het op?").fill("Er kwam een tweede werkplaats bij.")
    bare.get_by_role("button", name="Stuur de wijziging").click()
    expect(bare.get_by_role("heading", level=1)).to_have_text("Bedankt")
    assert bare.context.cookies() == []
    bare.goto(PRACTICE)
    assert "tweede werkplaats" not in bare.content()
    bare.goto(paths["holder"])
    expect(bare.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")


def test_a_contact_answers_on_a_phone_without_scripts(bare: Page, paths: dict[str, str]) -> None:
    bare.goto(paths["contact"])
    bare.get_by_role("button", name="Ja, het klopt").click()
    expect(bare.get_by_role("heading", level=1)).to_have_text("Bedankt")


def test_a_reader_answers_on_a_phone_without_scripts(bare: Page) -> None:
    bare.goto(PRACTICE)
    bare.get_by_role("group", name="Was dit nuttig?").get_by_label("Ja").check()
    bare.get_by_text("Wil je er iets bij zeggen?").click()
    bare.get_by_label("Je opmerking").fill("Hier leer ik van.")
    bare.get_by_role("button", name="Verstuur", exact=True).click()
    expect(bare.get_by_role("heading", level=1)).to_have_text("Bedankt voor je reactie")
    assert bare.context.cookies() == []
