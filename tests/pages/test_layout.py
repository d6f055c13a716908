"""The pages every site starts with."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from wijkwijzer.pages.layout import index_page_types, lay_out_site
from wijkwijzer.pages.models import HomePage

pytestmark = pytest.mark.django_db

ADDRESSES = {"/praktijkvoorbeelden/", "/portretten/", "/werkplaatsen/", "/tips/", "/publicaties/", "/aanbevelingen/"}


def test_the_lists_stand_at_their_addresses() -> None:
    assert {model.objects.get().url for model in index_page_types()} == ADDRESSES


def test_a_second_time_makes_nothing() -> None:
    pages = Page.objects.count()
    assert lay_out_site() == []
    assert Page.objects.count() == pages


def test_a_list_that_was_deleted_comes_back_and_the_rest_stays() -> None:
    page = index_page_types()[0].objects.get()
    page.publications.all().delete()
    page.delete()
    assert lay_out_site() == [index_page_types()[0].default_slug]


@pytest.mark.parametrize(
    ("site_url", "hostname", "port"),
    [("https://wijkwijzer.example", "wijkwijzer.example", 443), ("http://127.0.0.1:8001", "127.0.0.1", 8001)],
)
def test_the_site_record_follows_the_address_of_the_site(site_url: str, hostname: str, port: int) -> None:
    lay_out_site(site_url)
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == (hostname, port)
    assert site.root_page.specific == HomePage.objects.get()


def test_the_welcome_page_of_wagtail_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lay_out_site")
    assert not Page.objects.filter(title__startswith="Welcome").exists()
