"""The accessibility and the privacy statement: what the software does, and what the settings say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
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


def security_txt(client: Client) -> dict[str, str]:
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_who_finds_a_hole_reads_where_to_report_it(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://wijkwijzer.example"
    state(security_contact="https://wijkwijzer.example/lek-melden/", security_policy="https://wijkwijzer.example/cvd/")

    said = security_txt(client)

    assert said.pop("Expires").endswith("T00:00:00Z")
    assert said == {
        "Contact": "https://wijkwijzer.example/lek-melden/",
        "Preferred-Languages": "nl, en",
        "Canonical": "https://wijkwijzer.example/.well-known/security.txt",
        "Policy": "https://wijkwijzer.example/cvd/",
    }


def test_it_is_always_right_for_some_months_and_never_for_a_year(client: Client) -> None:
    state(security_contact="beveiliging@example.org")

    left = datetime.fromisoformat(security_txt(client)["Expires"]) - datetime.now(UTC)

    assert timedelta(days=90) < left < timedelta(days=365)


def test_an_address_of_mail_is_written_as_one_and_a_policy_may_be_missing(client: Client) -> None:
    state(security_contact="beveiliging@example.org")

    said = security_txt(client)

    assert said["Contact"] == "mailto:beveiliging@example.org"
    assert "Policy" not in said


@pytest.mark.parametrize("contact", ["", "geen adres", "http://wijkwijzer.example/", "a@b.nl\nContact: mailto:x@y.nl"])
def test_without_a_contact_that_can_be_used_there_is_no_such_file(client: Client, contact: str) -> None:
    statement = state(security_contact=contact)

    assert client.get("/.well-known/security.txt").status_code == 404
    if contact:
        with pytest.raises(ValidationError, match="https://"):
            statement.full_clean()
