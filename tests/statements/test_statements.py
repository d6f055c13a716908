"""The accessibility and the privacy statement: what the software does, and what the settings say."""

from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags
from wagtail.models import Site

from tests.factories import UserFactory
from wijkwijzer.pages.models import SiteSettings
from wijkwijzer.search.searches import DAYS_BEFORE_WORDS, KEPT_DAYS, MOST_DIGITS
from wijkwijzer.statements.models import StatementSettings

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


def state(**values: object) -> StatementSettings:
    statement = StatementSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in values.items():
        setattr(statement, name, value)
    statement.save()
    return statement


def test_a_site_that_states_nothing_claims_nothing(client: Client) -> None:
    text = read(client, "/toegankelijkheid/")
    assert "Stand nog niet onderzocht" in text
    assert "Verantwoordelijk niet bekend" in text
    assert "Onderzocht op niet bekend" in text
    assert "voldoet volledig" not in text


@pytest.mark.parametrize("status", StatementSettings.AccessibilityStatus)
def test_each_status_is_said_and_explained(client: Client, status: StatementSettings.AccessibilityStatus) -> None:
    statement = state(accessibility_status=status)
    text = read(client, "/toegankelijkheid/")
    assert f"Stand {status.label}" in text
    assert statement.status_meaning in text


def test_the_accessibility_statement_says_who_when_and_how(client: Client) -> None:
    state(
        responsible="Gemeente Voorbeeld",
        accessibility_checked_on=date(2026, 3, 2),
        accessibility_check="Door mensen getest.",
        known_barriers="<p>De kaart is klein.</p>",
        answer_within_days=1,
    )
    text = read(client, "/toegankelijkheid/")
    for part in ("Gemeente Voorbeeld", "2 maart 2026", "Door mensen getest.", "De kaart is klein.", "binnen 1 dag "):
        assert part in text


def test_the_privacy_statement_says_where_and_how_long(client: Client) -> None:
    state(responsible="Gemeente Voorbeeld", host="Een bedrijf in Nederland", log_days=7)
    text = read(client, "/privacy/")
    for part in ("Gemeente Voorbeeld", "Een bedrijf in Nederland", "Logboek bewaard 7 dagen"):
        assert part in text


@pytest.mark.parametrize(("days", "shown"), [(None, "niet bekend"), (0, "niet"), (1, "1 dag")])
def test_the_privacy_statement_tells_no_log_from_an_unknown_one(client: Client, days: int | None, shown: str) -> None:
    state(log_days=days)
    assert f"Logboek bewaard {shown} Verklaring" in read(client, "/privacy/")


def test_the_privacy_statement_says_what_is_kept_of_searches_as_the_code_does_it(client: Client) -> None:
    text = read(client, "/privacy/")
    assert "We tellen welke woorden gezocht worden, niet door wie en niet hoe laat." in text
    assert (DAYS_BEFORE_WORDS, MOST_DIGITS, KEPT_DAYS // 30) == (3, 3, 13)
    for part in ("op drie dagen gezocht", "hoogstens dertien maanden", "meer dan drie cijfers"):
        assert part in text


@pytest.mark.parametrize("address", ["/toegankelijkheid/", "/privacy/"])
def test_both_give_the_address_of_the_editors(client: Client, address: str) -> None:
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"editorial_email": "redactie@example.org"}
    )
    assert 'href="mailto:redactie@example.org"' in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/toegankelijkheid/", "/privacy/"])
def test_both_are_in_the_sitemap_and_answer_without_a_site_record(client: Client, address: str) -> None:
    assert address in client.get("/sitemap.xml").content.decode()
    Site.objects.all().delete()
    assert client.get(address).status_code == 200


def test_only_who_may_change_settings_changes_the_statements(client: Client) -> None:
    address = "/beheer/settings/statements/statementsettings/"
    client.force_login(UserFactory())
    assert client.get(address).status_code in (302, 403)
    client.force_login(UserFactory(is_superuser=True))
    assert "stand van de toegankelijkheid" in client.get(address, follow=True).content.decode().lower()
