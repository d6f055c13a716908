"""Wagtail saves a draft by itself while somebody types; a button may be pressed at any moment of that."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from .conftest import RunningSite
from .test_editor import number_of, press_submit, sign_in

# How a form behaves in a browser is the same on every database; what the server does then is in gate/test_new_pages.py.
pytestmark = pytest.mark.database("sqlite")
HOW_MANY = "from wagtail.models import Page; print(Page.objects.filter(title={title!r}).count())"


class HeldAnswers:
    """The draft is stored, and the browser does not know yet."""

    def __init__(self, page: Page, addresses: str = "**/beheer/pages/add/**") -> None:
        self.held: list[tuple[Route, APIResponse]] = []
        self.is_holding = True
        page.route(addresses, self._answer)

    def _answer(self, route: Route) -> None:
        if self.is_holding and route.request.headers.get("accept") == "application/json":
            self.held.append((route, route.fetch()))
        else:
            route.continue_()

    def wait_for_one(self, page: Page, while_typing_in: Locator) -> None:
        for second in range(60):
            # What is typed before Wagtail looked at the form for the first time is no change to it.
            while_typing_in.fill(f"Al {second} seconden.")
            page.wait_for_timeout(1000)
            if self.held:
                return
        raise AssertionError("Nothing was saved.")

    def let_go(self) -> None:
        self.is_holding = False
        for route, response in self.held:
            route.fulfill(response=response)


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Bewaar concept").click()


@pytest.mark.parametrize(
    ("press", "message"), [(press_submit, "Dit mist nog:"), (press_save, "is gewijzigd")], ids=["submit", "save"]
)
def test_a_button_pressed_while_the_draft_is_saved_adds_the_page_once(
    page: Page, site: RunningSite, press: Callable[[Page], None], message: str
) -> None:
    title = f"Tijdens het bewaren {press.__name__}"
    sign_in(page, site, "auteur")
    answers = HeldAnswers(page)
    page.goto("/beheer/publicaties/practicepage/choose_parent/")
    page.locator("#id_title").fill(title)
    answers.wait_for_one(page, while_typing_in=page.locator("#id_summary"))
    # Typed after what was saved, and pressed before it is known that that was saved.
    page.locator("#id_summary").fill("Dit kwam erbij.")
    press(page)
    page.wait_for_timeout(1000)
    assert "/add/" in page.url
    answers.let_go()
    expect(page.locator(".messages")).to_contain_text(message)
    page.wait_for_url("**/edit/**")
    expect(page.locator("#id_summary")).to_have_value("Dit kwam erbij.")
    assert site.run(HOW_MANY.format(title=title)).strip() == "1"


SOMEBODY_ELSE = """
from django.contrib.auth import get_user_model
from wagtail.models import Page
page = Page.objects.get(pk={number}).specific.get_latest_revision_as_object()
page.summary = "Zo schreef een collega het."
page.save_revision(user=get_user_model().objects.get(username="redacteur"))
"""
SUMMARY = """
from wagtail.models import Page
print(Page.objects.get(pk={number}).specific.get_latest_revision_as_object().summary)
"""


def test_a_button_pressed_before_it_is_known_that_a_colleague_wrote_something_newer_does_not_write_over_that(
    page: Page, site: RunningSite
) -> None:
    sign_in(page, site, "redacteur")
    number = number_of(site, "vijf-tips-voor-verbinders")
    answers = HeldAnswers(page, f"**/beheer/pages/{number}/edit/")
    page.goto(f"/beheer/pages/{number}/edit/")
    site.run(SOMEBODY_ELSE.format(number=number))
    answers.wait_for_one(page, while_typing_in=page.locator("#id_summary"))
    press_save(page)
    answers.let_go()
    said = page.locator("#w-autosave-indicator")
    expect(said).to_have_attribute("data-w-autosave-state-value", "paused")
    expect(said).to_have_attribute("data-w-tooltip-content-value", re.compile("nieuwere versie"))
    page.wait_for_timeout(1000)
    expect(page.locator("#id_summary")).to_have_value(re.compile("Al .* seconden."))
    assert site.run(SUMMARY.format(number=number)).strip() == "Zo schreef een collega het."
