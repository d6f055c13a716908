"""A new password: by mail for who forgot it, on the page for who knows it, by the administrator the first time."""

import re
import smtplib

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from .conftest import PASSWORD

SIGN_IN = "/beheer/aanmelden/"
NEW_PASSWORD = "Een-ander-wachtwoord-8"


@pytest.fixture
def ask(client):
    def _ask(email, **headers):
        return client.post(reverse("account_reset_password"), {"email": email}, follow=True, **headers)

    return _ask


def test_who_forgot_the_password_chooses_a_new_one_by_mail(client, editor, ask, mailoutbox):
    ask("anna@example.org")
    mail = mailoutbox[0]
    link = re.search(r"http://testserver(/beheer/account/wachtwoord/nieuw/\S+)", mail.body)[1]

    page = client.get(link, follow=True)
    assert "Nieuw wachtwoord kiezen" in page.content.decode()
    done = client.post(page.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)

    assert "Je wachtwoord is gewijzigd" in done.content.decode()
    assert client.post(SIGN_IN, {"login": "Anna", "password": PASSWORD}).status_code == 200
    assert client.post(SIGN_IN, {"login": "Anna", "password": NEW_PASSWORD}).status_code == 302
    assert "Deze link werkt niet meer" in Client().get(link, follow=True).content.decode()


def test_the_mail_is_dutch_and_its_link_leads_to_the_site_itself(editor, ask, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask("anna@example.org", headers={"host": "evil.example"})

    assert mailoutbox[0].subject == "[WijkWijzer] Kies een nieuw wachtwoord"
    assert "Heb jij dit niet gevraagd?" in mailoutbox[0].body
    assert "Je gebruikersnaam is Anna." in mailoutbox[0].body
    assert "evil" not in mailoutbox[0].body
    assert "example.com" not in mailoutbox[0].body


def test_what_a_password_must_be_is_said_to_je_and_not_to_u():
    for text in password_validators_help_texts():
        assert not re.search(r"\b(u|uw)\b", text, re.I), text
        assert text.startswith("Gebruik ")


def test_the_answer_does_not_tell_whether_an_address_is_known(editor, ask, mailoutbox):
    known = ask("anna@example.org")
    unknown = ask("niemand@example.org")

    assert known.content == unknown.content
    assert known.redirect_chain == unknown.redirect_chain
    assert [mail.to for mail in mailoutbox] == [["anna@example.org"]]


def test_a_mail_server_that_is_away_does_not_tell_either(editor, ask, monkeypatch, caplog):
    def _fail(self, messages):
        raise smtplib.SMTPServerDisconnected("away")

    monkeypatch.setattr(EmailBackend, "send_messages", _fail)

    assert ask("anna@example.org").content == ask("niemand@example.org").content
    assert "could not be sent" in caplog.text


def test_asking_over_and_over_is_slowed_down(editor, ask, mailoutbox):
    for _ in range(3):
        ask("anna@example.org")

    assert ask("anna@example.org").status_code == 429
    assert len(mailoutbox) == 3


def test_an_editor_changes_the_password_and_stays_signed_in(signed_in, mailoutbox):
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    response = signed_in.post(reverse("account_change_password"), form)

    assert response.status_code == 302
    assert signed_in.get("/beheer/").status_code == 200
    assert Client().post(SIGN_IN, {"login": "Anna", "password": NEW_PASSWORD}).status_code == 302
    assert mailoutbox[0].subject == "[WijkWijzer] Je wachtwoord is gewijzigd"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (
            {"oldpassword": "fout", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
            "Dit is niet je huidige wachtwoord",
        ),
        ({"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}, "te kort"),
        ({"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": "anders"}, "twee keer"),
    ],
)
def test_a_new_password_that_will_not_do_is_explained_in_dutch(signed_in, form, sentence):
    page = signed_in.post(reverse("account_change_password"), form)

    assert page.status_code == 200
    assert sentence in page.content.decode()
