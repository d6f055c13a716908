"""Who may see the style guide, what stands on it, and that it needs neither content nor the database."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from wagtail.models import Page

from tests.factories import PracticePageFactory, UserFactory, link_everything
from wijkwijzer.images.models import SiteImage
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.kinds import KINDS
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.styleguide.contracts import FOLDERS, contract_of, template_names

pytestmark = pytest.mark.django_db

ADDRESS = "/stijlgids/"
# Session, account, what it may do (2), site, settings, menu, links to deleted pages, the bar of the editors (2).
QUERIES = 10


@pytest.fixture
def editor(client: Client) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Redacteur"))
    client.force_login(user)
    return client


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client: Client) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert response.url == "/beheer/aanmelden/?next=/stijlgids/"
    UserFactory(username="els", is_superuser=True)
    response = client.post(response.url, {"login": "els", "password": "een-heel-lang-wachtwoord"})
    assert response.url == ADDRESS


def test_an_account_without_access_to_the_editors_side_gets_a_page_that_says_so(client: Client) -> None:
    client.force_login(UserFactory())
    response = client.get(ADDRESS)
    assert response.status_code == 403
    assert "Hier heb je geen toegang" in response.content.decode()


def test_it_is_kept_nowhere_and_found_by_nobody_else(editor: Client) -> None:
    response = editor.get(ADDRESS)
    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "stijlgids" not in editor.get("/sitemap.xml").content.decode()
    assert "stijlgids" not in Client().get("/").content.decode()
    assert editor.post(ADDRESS).status_code == 405


def test_it_shows_the_tokens_the_kinds_and_every_component_with_its_contract(editor: Client) -> None:
    html = editor.get(ADDRESS).content.decode()
    assert "14,1 · 14,7" in html, "contrast with a Dutch comma"
    for kind in KINDS.values():
        assert f"<code>{kind.slug}</code>" in html
    for folder in FOLDERS:
        for name in template_names(folder):
            assert html.count(f">{name}<") == 2, "in the list of contents, and above its examples"
            assert escape(contract_of(name)) in html
    assert "Er is nog geen voorbeeld." not in html


def test_no_id_is_there_twice_and_whatever_points_at_one_finds_it(editor: Client) -> None:
    html = editor.get(ADDRESS).content.decode()
    html = html[: html.index("<wagtail-userbar")] if "<wagtail-userbar" in html else html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'\s(?:for|aria-labelledby|popovertarget)="([^"]+)"', html)
    assert {word for value in pointed for word in value.split()} <= set(ids)


def test_it_names_nobody_who_exists(editor: Client) -> None:
    PracticePageFactory(title="Een echte praktijk")
    link_everything(PracticePageFactory(title="Nog een echte"))
    html = editor.get(ADDRESS).content.decode()
    for name in ("Een echte praktijk", "Nog een echte", "Persoon ", "Gemeente 0", "Thema 0"):
        assert name not in html[html.index("<main") : html.index("</main>")]


def test_it_costs_the_same_whatever_is_on_the_site_and_changes_nothing(editor: Client) -> None:
    for _time in range(2):
        editor.get(ADDRESS)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(ADDRESS).status_code == 200
        counted.append(len(queries))
        assert all(query["sql"].startswith("SELECT") for query in queries)
        for _ in range(3):
            link_everything(PracticePageFactory(), 3)
        tables = (Page, SiteImage, Person, Organisation, Municipality)
        before = [table.objects.count() for table in tables]
        editor.get(ADDRESS)
        assert before == [table.objects.count() for table in tables]
    assert counted[0] == counted[1]
    assert counted[0] <= QUERIES
