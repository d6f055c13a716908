"""Two who add a page in the same place at the same moment, or one whose browser also saves by itself."""

import threading
import time

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.factories import ContentPageFactory, UserFactory
from tests.gate.doors import STREAMS
from wijkwijzer.pages.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db(transaction=True)


class SomebodyElse(threading.Thread):
    """A browser of its own, that sends what is asked; the answer comes when the other one is done."""

    def __init__(self, address: str, **form: str) -> None:
        super().__init__()
        self.client = Client()
        self.client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
        self.address, self.form = address, form
        self.answer: HttpResponse | None = None
        self.wrong: BaseException | None = None

    def run(self) -> None:
        try:
            self.answer = self.client.post(self.address, self.form)
        except BaseException as error:
            self.wrong = error
        finally:
            connection.close()

    def start_and_wait_in_line(self) -> None:
        """Until it cannot go on; on SQLite it stands before its first word, and there is nothing to see."""
        self.start()
        until = time.monotonic() + 60
        while connection.vendor == "postgresql" and self.is_alive() and not self._is_in_line():
            assert time.monotonic() < until
            time.sleep(0.02)

    @staticmethod
    def _is_in_line() -> bool:
        with connection.cursor() as cursor:
            # Or it says all through this transaction what it said at first.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            return bool(cursor.fetchone()[0])

    def end(self) -> BeautifulSoup:
        self.join(60)
        if self.wrong:
            raise self.wrong
        assert self.answer is not None
        assert self.answer.status_code == 200
        return BeautifulSoup(self.answer.content, "html.parser")


@pytest.fixture
def home_page(transactional_db: None) -> Page:
    return HomePage.objects.get()


def add_while_another_is_added(parent: Page, other: SomebodyElse) -> BeautifulSoup:
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=parent.pk)
        ContentPageFactory(parent=parent, slug="de-buurtkamer", title="De buurtkamer", live=False)
        other.start_and_wait_in_line()
    return other.end()


def test_the_second_to_add_a_page_at_an_address_keeps_what_they_typed(home_page: Page) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pages", ContentPage._meta.model_name, home_page.pk])
    typed = STREAMS | {"title": "De buurtkamer", "slug": "de-buurtkamer", "summary": "Wat wij zelf schreven."}
    screen = add_while_another_is_added(home_page, SomebodyElse(address, **typed))
    assert "is al in gebruik door een andere pagina" in screen.get_text()
    assert screen.select_one("[name=summary]").text.strip() == typed["summary"]
    assert Page.objects.filter(slug="de-buurtkamer").count() == 1


def test_the_second_to_copy_to_an_address_is_told(home_page: Page) -> None:
    page = ContentPageFactory(parent=home_page, title="De wijkkamer", slug="de-wijkkamer")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    where = {"new_title": "De buurtkamer", "new_slug": "de-buurtkamer", "new_parent_page": str(home_page.pk)}
    screen = add_while_another_is_added(home_page, SomebodyElse(address, **where))
    assert "Er bestaat al een pagina met deze slug" in screen.get_text()
    assert Page.objects.filter(slug="de-buurtkamer").count() == 1
