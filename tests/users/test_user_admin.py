"""An administrator makes and changes accounts in Wagtail's own screens."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from wijkwijzer.users.models import User

from .conftest import PASSWORD


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def form_for(**changes):
    editors = Group.objects.get(name="Redacteur").pk
    form = {
        "username": "bram",
        "email": "Bram@Example.org",
        "first_name": "Bram",
        "last_name": "Bos",
        "groups": [editors],
    }
    return {**form, "password1": PASSWORD, "password2": PASSWORD, **changes}


def test_an_administrator_makes_an_account_that_can_sign_in_at_once(admin_client):
    response = admin_client.post(reverse("wagtailusers_users:add"), form_for())

    assert response.status_code == 302, response.context["form"].errors
    assert User.objects.get(username="bram").email == "bram@example.org"
    browser = Client()
    browser.post("/beheer/aanmelden/", {"login": "bram@example.org", "password": PASSWORD})
    assert browser.get("/beheer/").status_code == 200


@pytest.mark.parametrize("email", ["anna@example.org", "ANNA@example.org"])
def test_an_address_that_is_taken_is_refused_in_dutch(admin_client, editor, email):
    page = admin_client.post(reverse("wagtailusers_users:add"), form_for(email=email))

    assert page.context["form"].errors["email"] == [
        "Er is al een account met dit e-mailadres. Gebruik een ander adres, of pas dat account aan."
    ]
    assert not User.objects.filter(username="bram").exists()


def test_an_administrator_changes_an_account_and_sets_a_new_password(admin_client, editor):
    url = reverse("wagtailusers_users:edit", args=[editor.pk])
    assert admin_client.get(url).status_code == 200
    changes = {"username": "Anna", "email": "anna@example.net", "is_active": "on", "password1": "Nieuw-wachtwoord-77"}

    response = admin_client.post(url, form_for(**changes, password2="Nieuw-wachtwoord-77"))

    assert response.status_code == 302, response.context["form"].errors
    for email, expected in (("anna@example.net", 302), ("anna@example.org", 200)):
        form = {"login": email, "password": "Nieuw-wachtwoord-77"}
        assert Client().post("/beheer/aanmelden/", form).status_code == expected


def test_a_new_password_by_the_administrator_ends_open_sessions(admin_client, editor):
    browser = Client()
    browser.post("/beheer/aanmelden/", {"login": "Anna", "password": PASSWORD})
    editor.set_password("Nieuw-wachtwoord-77")
    editor.save()

    assert browser.get("/beheer/").status_code == 302


def test_the_list_of_accounts_opens(admin_client, editor):
    page = admin_client.get(reverse("wagtailusers_users:index"))

    assert reverse("wagtailusers_users:edit", args=[editor.pk]) in page.content.decode()


def test_an_editor_may_not_make_accounts(client, editor):
    client.force_login(editor)

    client.post(reverse("wagtailusers_users:add"), form_for())

    assert not User.objects.filter(username="bram").exists()
