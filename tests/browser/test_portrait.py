"""The way of a portrait as one sees it: written, judged, read by who is portrayed, planned, and taken back."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import RunningSite
from .test_accessibility import RULES
from .test_editor import choose_photo, decide, number_of, press_submit, sign_in

SLUG = "een-nieuw-portret"
EMAIL = "robin@example.org"
REMARK = "Het was op woensdag, niet op dinsdag."
# What choosers and tables of the form hold: those have browser tests of their own.
COMPLETE = f"""
import json
from django.contrib.auth import get_user_model
from portraits.models import PortraitPage, PortraitSeriesPage
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import Contribution, PageMunicipality, PagePerson, PageTheme
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Theme
author = get_user_model().objects.get(username="auteur")
robin = Person.objects.create(name="Robin Bedacht", slug="robin-bedacht")
page = PortraitPage.objects.get(slug="{SLUG}").get_latest_revision_as_object()
page.body = json.dumps([{{"type": "text", "value": "<p>Op dinsdag staat Robin op de markt.</p>"}}])
page.sources = "<p>Robin is verzonnen.</p>"
page.theme_links = [PageTheme(tag=Theme.objects.first())]
page.municipality_links = [PageMunicipality(municipality=Municipality.objects.get(slug="almere"), role="subject")]
page.contributions = [Contribution(role="author", organisation=Organisation.objects.first())]
page.series = PortraitSeriesPage.objects.get(slug="verbinders-die-niet-bestaan")
page.person_links = [PagePerson(person=robin, role="portrayed")]
page.save_revision(user=author, log_action=True)
LegalBasis.objects.create(page=page, person=robin, basis="consent", by=author)
"""


ITS_MOMENT = """
from django.core.management import call_command
from django.utils import timezone
from wijkwijzer.editorial.plans.models import Plan
Plan.objects.filter(page={number}, published_at=None, cancelled_at=None).update(moment=timezone.now())
call_command("run_schedule", only="plans")
"""
ADDRESS = """
from wijkwijzer.editorial.models import Invitation
print(Invitation.objects.get(person__slug="{person}").link.address)
"""


def link_in_the_newest_mail(site: RunningSite, to: str) -> str:
    """Send what waits, and read the address in the last mail to somebody from the mail folder."""
    site.run("from wijkwijzer.schedule.jobs import run_due; run_due(only='mail', force=True)")
    folder = Path(site.environment["WIJKWIJZER_DATA"]) / "mail"
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml")]
    mine = sorted(
        (mail for mail in mails if to in str(mail["To"])), key=lambda mail: int(mail["Message-ID"].split("-")[1])
    )
    text = mine[-1].get_body(("plain",)).get_content()
    return re.search(r"http\S+/akkoord/\S+/", text)[0]


@pytest.fixture
def phone(browser: Browser, site: RunningSite) -> BrowserContext:
    """Without scripts, and narrow."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 375, "height": 800}, java_script_enabled=False, locale="nl-NL"
    )
    yield context
    context.close()


def test_a_portrait_from_draft_to_its_moment_and_off_the_site_again(
    page: Page, context: BrowserContext, phone: BrowserContext, site: RunningSite
) -> None:
    # The author writes a draft. What it lacks is listed, each line a link to its field.
    sign_in(page, site, "auteur")
    page.goto("/beheer/publicaties/portraitpage/choose_parent/")
    page.locator("#id_title").fill("Een nieuw portret")
    page.locator("#id_summary").fill("Wie dit is en hoe het werkt.")
    choose_photo(page, 1100)
    press_submit(page)
    expect(page.locator(".messages")).to_contain_text("Dit mist nog:")
    expect(page.locator(".messages").get_by_role("link", name="Vink minstens één thema aan.")).to_be_visible()
    number = number_of(site, SLUG)
    # The same list stands beside the form, and follows what is written.
    page.locator("button[data-side-panel-toggle=checks]").click()
    beside = page.locator("[data-missing]")
    expect(beside).to_contain_text("Vink minstens één thema aan.")
    page.get_by_role("tab", name="Kenmerken").click()
    page.locator("input[name=themes]").first.check()
    expect(beside).not_to_contain_text("Vink minstens één thema aan.", timeout=30_000)
    expect(beside).to_contain_text("Kies wie er geportretteerd is.")
    site.run(COMPLETE)
    page.goto(f"/beheer/pages/{number}/edit/")
    press_submit(page)
    page.wait_for_url(f"**/beheer/voortgang/{number}/")

    # An editor reads it and asks the person.
    decide(context, site, "redacteur", number, "Keur goed")
    asked = ask(context, site, number)
    reader = phone.new_page()
    reader.goto(asked)
    last = reader.locator("details.remark").last
    last.locator("summary").click()
    last.locator("textarea").fill(REMARK)
    reader.get_by_label("Ik heb opmerkingen").check()
    reader.get_by_label("Je naam").fill("Robin Bedacht")
    reader.get_by_role("button", name="Verstuur je antwoord").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Dank je wel")
    reader.goto(asked)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")

    # The author meets the remark at its paragraph and submits again; the person gets a new link by itself.
    page.goto(f"/beheer/pages/{number}/edit/")
    expect(page.get_by_text(REMARK)).to_have_count(1)
    page.locator("#id_summary").fill("Wie Robin is. Robin is verzonnen.")
    press_submit(page)
    page.wait_for_url(f"**/beheer/voortgang/{number}/")
    decide(context, site, "redacteur", number, "Keur goed")
    reader.goto(link_in_the_newest_mail(site, EMAIL))
    for use in ("De tekst over mij", "Mijn foto"):
        reader.get_by_label(use).check()
    reader.get_by_label("Akkoord").check()
    reader.get_by_label("Je naam").fill("Robin Bedacht")
    reader.get_by_role("button", name="Verstuur je antwoord").click()
    expect(reader.get_by_role("main")).to_contain_text("Je gaf je akkoord")
    thanks = context.browser.new_context(bypass_csp=True, locale="nl-NL").new_page()
    # Axe is a script: what the reader sees is looked at in a window that has them.
    thanks.goto(site.url)
    thanks.set_content(reader.content().replace("<head>", f'<head><base href="{site.url}">'))
    results = Axe().run(thanks, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    thanks.context.close()

    # The chief editor gives it a place in the series, and takes it back: plan and approvals go, the yes to this text
    # stays.
    page.context.clear_cookies()
    sign_in(page, site, "eindredacteur")
    page.goto("/beheer/reeksen/")
    page.get_by_role("link", name="Verbinders die niet bestaan").click()
    empty = page.get_by_role("row").filter(has=page.get_by_role("button", name="Verwijder plek")).first
    when = empty.get_by_role("rowheader").inner_text().partition(" ")[2]
    empty.get_by_label("Portret voor deze plek").select_option(label="Een nieuw portret")
    empty.get_by_role("button", name="Zet hier").click()
    place = page.get_by_role("row").filter(has=page.get_by_role("link", name="Een nieuw portret"))
    place.get_by_role("link").click()
    page.get_by_role("button", name="Keur goed").click()
    expect(page.get_by_role("main")).to_contain_text(f"De planning voor {when} vervalt.")
    lapses = "Deze akkoorden vervallen: eindredacteur (eindredacteur), redacteur (redacteur)."
    expect(page.get_by_role("main")).to_contain_text(lapses)
    page.goto("/beheer/reeksen/")
    page.get_by_role("link", name="Verbinders die niet bestaan").click()
    expect(place).to_contain_text("Goedgekeurd")
    page.goto(f"/beheer/voortgang/{number}/")
    page.get_by_role("button", name="Neem terug").click()
    page.wait_for_url(f"**/beheer/pages/{number}/edit/")
    page.goto(f"/beheer/voortgang/{number}/")
    expect(page.get_by_role("main")).not_to_contain_text(f"De planning voor {when}")
    expect(page.get_by_role("main")).not_to_contain_text("Deze akkoorden vervallen")

    # Submitted once more, unchanged: both pairs of eyes again, and the person need not. Its moment comes by itself.
    page.goto(f"/beheer/pages/{number}/edit/")
    press_submit(page)
    page.wait_for_url(f"**/beheer/voortgang/{number}/")
    decide(context, site, "redacteur", number, "Keur goed")
    page.goto(f"/beheer/voortgang/{number}/")
    page.get_by_role("button", name="Keur goed").click()
    expect(page.get_by_role("main")).to_contain_text(f"De planning voor {when} vervalt.")
    assert reader.goto(f"/portretten/{SLUG}/").status == 404
    site.run(ITS_MOMENT.format(number=number))
    assert reader.goto(f"/portretten/{SLUG}/").status == 200
    expect(reader.get_by_role("heading", level=1)).to_have_text("Een nieuw portret")

    # The privacy officer takes it off the site, everywhere.
    page.context.clear_cookies()
    sign_in(page, site, "privacybeheerder")
    page.goto(f"/beheer/toestemming/{number}/intrekken/")
    # Whatever else the words of its title stand in, is about something else.
    for mention in page.locator("main form section").all():
        mention.locator("input[type=radio]").last.check()
    page.get_by_label("Ik heb gezien wat er van de site gaat").check()
    page.get_by_role("button", name="Trek in", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Ingetrokken.")
    assert reader.goto(f"/portretten/{SLUG}/").status == 410
    for address in ("/portretten/", "/zoeken/?q=robin+bedacht", "/gemeenten/almere/"):
        reader.goto(address)
        assert "Robin Bedacht" not in reader.content().replace("robin bedacht", "")
        assert SLUG not in reader.content()


def ask(context: BrowserContext, site: RunningSite, number: str) -> str:
    """An editor fills in the address of the person; gives the link that was mailed."""
    desk = context.browser.new_context(base_url=site.url, locale="nl-NL")
    page = desk.new_page()
    sign_in(page, site, "redacteur")
    page.goto(f"/beheer/voortgang/{number}/")
    page.locator("input[type=email]").fill(EMAIL)
    page.get_by_role("button", name="Stuur de link").click()
    expect(page.locator(".messages .success")).to_be_visible()
    desk.close()
    return link_in_the_newest_mail(site, EMAIL)


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_the_pages_of_a_sign_off(
    browser: Browser, site: RunningSite, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(base_url=site.url, viewport=size, bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    # One that waits for an answer, and one that was answered.
    for person in ("sam-voorbeeld", "kees-verzinsel"):
        page.goto(site.run(ADDRESS.format(person=person)).strip())
        for _with_errors in range(2):
            results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            assert results.violations_count == 0, results.generate_report()
            if page.get_by_role("button", name="Verstuur je antwoord").count():
                page.get_by_role("button", name="Verstuur je antwoord").click()
        assert_nothing_goes_sideways(page)
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_preview_points_out_what_is_approved_without_moving_it(
    browser: Browser, site: RunningSite, width: int
) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(site.run(ADDRESS.format(person="sam-voorbeeld")).strip())
    page.get_by_role("link", name="Bekijk de hele pagina").click()
    expect(page.locator("main .covered").first).to_be_visible()
    assert page.locator("h1").evaluate("tag => getComputedStyle(tag).outlineStyle") == "solid"
    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    assert_nothing_goes_sideways(page)
    page.get_by_role("link", name="Terug naar de vragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klopt dit zo?")
    context.close()


def assert_nothing_goes_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
