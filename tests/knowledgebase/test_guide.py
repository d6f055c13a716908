"""The guide inside the editors' side: who gets it, how its links and pictures lead on, and what is no page of it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from wijkwijzer.knowledgebase.guide import FOLDER, PICTURES, guide_slugs

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
ADDRESSES = ["/beheer/handleiding/", *(f"/beheer/handleiding/{slug}/" for slug in guide_slugs())]


@pytest.fixture
def editor() -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Redacteur"))
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def soup_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_editor_reads_every_page_and_its_links_and_pictures_work(editor, address):
    article = soup_of(editor, address).select_one("article.guide")
    assert len(article.find_all("h1")) == 1
    for link in article.select("a"):
        assert link["href"] in ADDRESSES
    for picture in article.select("img"):
        response = editor.get(picture["src"])
        assert response.status_code == 200, picture["src"]
        assert response["Content-Type"] == "image/png"
        assert "private" in response["Cache-Control"]
        assert picture["alt"]


def test_markdown_is_shown_as_html(editor):
    article = soup_of(editor, "/beheer/handleiding/blokken/").select_one("article.guide")
    assert article.select("table strong")
    assert "**" not in article.get_text()
    assert "|" not in article.get_text()


@pytest.mark.parametrize("address", [*ADDRESSES, "/beheer/handleiding/beeld/lijst.png"])
def test_a_visitor_is_sent_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/beheer/aanmelden/")


def test_an_account_without_access_gets_nothing_either(client):
    client.force_login(UserFactory(), backend=BACKEND)
    assert client.get("/beheer/handleiding/").status_code in (302, 403)


@pytest.mark.parametrize(
    "address",
    [
        "/beheer/handleiding/bestaat-niet/",
        "/beheer/handleiding/readme/",
        "/beheer/handleiding/beeld/bestaat-niet.png",
        "/beheer/handleiding/beeld/..%2Flijsten.md",
        "/beheer/handleiding/beeld/..%2F..%2F..%2FREADME.md",
        "/beheer/handleiding/beeld/.png",
    ],
)
def test_what_is_no_page_or_picture_of_the_guide_is_not_found(editor, address):
    assert editor.get(address, follow=True).status_code == 404


def test_the_help_menu_leads_to_our_guide_and_to_no_english_one(editor):
    source = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert '"label": "Handleiding"' in source
    for english in ("Editor Guide", "editor guide", "guide.wagtail.org", "What's new", "Wat is er nieuw in Wagtail"):
        assert english not in source, english
    links = [link["href"] for link in BeautifulSoup(source, "html.parser").select("main a")]
    assert reverse("guide") in links


def test_the_files_stand_where_the_site_runs_from():
    assert (FOLDER / "README.md").is_file()
    assert PICTURES.parent == FOLDER
