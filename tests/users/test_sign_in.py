"""Signing in and out, and every other door that must stay shut."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.http import int_to_base36
from wagtail.models import Page, PageViewRestriction

from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

from .conftest import PASSWORD

SIGN_IN = "/beheer/aanmelden/"


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str) -> object:
    return client.post(SIGN_IN, {"login": login, "password": password, **extra})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["Anna", "anna", "anna@example.org", "ANNA@example.org"])
def test_an_editor_signs_in_with_name_or_address_and_comes_to_the_dashboard(client, editor, login):
    response = sign_in(client, login)

    assert response.status_code == 302
    assert response["Location"] == "/beheer/"
    assert client.get("/beheer/").status_code == 200
    assert not EmailAddress.objects.exists()  # else an old address would keep working after a change


def test_a_wrong_password_is_said_in_dutch_without_saying_what_is_wrong(client, editor):
    known = sign_in(client, "Anna", "fout").content.decode()
    unknown = sign_in(client, "niemand", "fout").content.decode()

    assert "Deze combinatie van naam en wachtwoord klopt niet" in known
    assert "Deze combinatie van naam en wachtwoord klopt niet" in unknown
    assert not is_signed_in(client)


def test_the_sign_in_page_is_dutch_and_shows_no_menu(client, db):
    page = client.get(SIGN_IN).content.decode()

    assert "Gebruikersnaam of e-mailadres" in page
    assert "Wachtwoord vergeten?" in page
    assert "<nav" not in page
    assert "placeholder" not in page


def test_an_account_that_is_switched_off_cannot_sign_in(client, editor):
    User.objects.filter(pk=editor.pk).update(is_active=False)

    response = sign_in(client, "Anna")

    assert not is_signed_in(client)
    assert response["Location"] == reverse("account_inactive")
    assert "Dit account staat uit" in client.get(response["Location"]).content.decode()


def test_after_sign_in_a_safe_address_is_returned_to(client, editor):
    assert sign_in(client, "Anna", next="/beheer/reports/")["Location"] == "/beheer/reports/"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_after_sign_in_nobody_is_sent_to_another_site(client, editor, address):
    assert sign_in(client, "Anna", next=address)["Location"] == "/beheer/"


@pytest.mark.parametrize("door", ["/beheer/login/", "/_util/login/"])
def test_wagtails_own_doors_lead_to_ours_and_let_nobody_in(client, editor, door):
    shown = client.get(door, {"next": "/beheer/reports/"})
    posted = client.post(door, {"username": "Anna", "password": PASSWORD, "login": "Anna"})

    assert (shown.status_code, shown["Location"]) == (302, f"{SIGN_IN}?next=%2Fbeheer%2Freports%2F")
    assert (posted.status_code, posted["Location"]) == (302, SIGN_IN)
    assert not is_signed_in(client)


def test_the_names_of_wagtails_doors_stand_for_the_same_addresses(db):
    assert reverse("wagtailadmin_login") == "/beheer/login/"
    assert reverse("wagtailcore_login") == "/_util/login/"


@pytest.mark.parametrize("path", ["", "done/", "complete/", "confirm/MQ/abc-def/"])
def test_wagtails_own_password_reset_does_not_exist(client, editor, path):
    assert client.get(f"/beheer/password_reset/{path}").status_code == 404
    assert client.post(f"/beheer/password_reset/{path}", {"email": editor.email}).status_code == 404


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "login/code/", "login/", "3rdparty/", "social/signup/"]
)
def test_nobody_signs_up_and_nobody_manages_addresses(client, editor, path):
    form = {"email": "x@example.org", "username": "x", "password1": PASSWORD, "password2": PASSWORD}
    client.force_login(editor)

    assert client.get(f"/beheer/account/{path}").status_code == 404
    assert client.post(f"/beheer/account/{path}", form).status_code == 404
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize("name", ["account_signup", "account_email", "mfa_signup_webauthn", "admin:index"])
def test_what_is_closed_has_no_address_at_all(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/beheer/", "/beheer/pages/", "/beheer/reports/locked/"])
def test_a_stranger_is_sent_to_sign_in_and_back_again(client, db, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, f"{SIGN_IN}?next={path}")


def test_a_stranger_at_an_address_that_does_not_exist_ends_at_sign_in(client, db):
    response = client.get("/beheer/bestaat/niet/", follow=True)

    assert response.request["PATH_INFO"] == SIGN_IN
    assert "next=/beheer/bestaat/niet/" in unquote(response.request["QUERY_STRING"])


@pytest.mark.parametrize("door", ["/beheer/logout/", "/beheer/account/afmelden/"])
def test_signing_out_ends_the_session_and_returns_to_sign_in(signed_in, door):
    key = signed_in.session.session_key

    response = signed_in.post(door)

    assert (response.status_code, response["Location"]) == (302, SIGN_IN)
    assert not is_signed_in(signed_in)
    assert not signed_in.session.exists(key)
    assert signed_in.get("/beheer/").status_code == 302


def test_looking_at_the_sign_out_page_signs_nobody_out(signed_in):
    assert "Wil je je afmelden?" in signed_in.get("/beheer/account/afmelden/").content.decode()
    assert is_signed_in(signed_in)


def test_an_account_without_access_gets_an_answer_and_no_loop(client, reader):
    sign_in(client, "lezer")

    response = client.get("/beheer/", follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "Dit account heeft hier geen toegang" in response.content.decode()
    assert "lezer" in response.content.decode()


def test_an_editor_outside_the_group_of_a_page_gets_an_answer_and_no_loop(client, editor):
    home = Page.objects.filter(depth=2).first()
    page = home.get_children().live().first()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Anderen"))
    sign_in(client, "Anna")

    response = client.get(page.url, follow=True)

    assert response.status_code == 403
    assert "geen toegang" in response.content.decode()


def test_an_editor_who_comes_back_to_the_sign_in_page_goes_on_to_the_dashboard(signed_in):
    assert signed_in.get(SIGN_IN)["Location"] == "/beheer/"


def test_wagtails_account_page_leads_to_the_password_and_the_second_step(signed_in):
    page = signed_in.get("/beheer/account/").content.decode()

    assert reverse("mfa_index") in page
    assert reverse("account_change_password") in page
    assert "new_password1" not in page


def test_a_shared_password_is_no_choice_for_a_private_page(client, administrator):
    administrator.groups.add(Group.objects.get(name=Role.PRIVACY_OFFICER))
    client.force_login(administrator)
    page = Page.objects.filter(depth=2).first()

    form = client.get(f"/beheer/pages/{page.pk}/privacy/").json()["html"]

    assert 'value="login"' in form
    assert 'value="password"' not in form


def test_a_made_up_link_for_a_new_password_leaves_no_other_way_in(client, editor, mailoutbox):
    """The address from before a change may be read by somebody else now: it must not bring a link for this account."""
    number = int_to_base36(editor.pk)
    for _ in range(2):
        client.get(reverse("account_reset_password_from_key", args=[number, "verzonnen-sleutel"]))
    assert not EmailAddress.objects.exists()
    client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    assert len(mailoutbox) == 1
    assert not EmailAddress.objects.exists()
    User.objects.filter(pk=editor.pk).update(email="anna@example.net")

    client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    sign_in(client, "anna@example.org")

    assert len(mailoutbox) == 1
    assert not is_signed_in(client)


def test_a_link_for_a_new_password_ends_when_the_address_changes(client, editor, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    link = re.search(r"http://testserver(/beheer/account/wachtwoord/nieuw/\S+/)", mailoutbox[0].body)[1]
    User.objects.filter(pk=editor.pk).update(email="anna@example.net")

    page = client.get(link, follow=True)

    assert "werkt niet meer" in page.content.decode()


def test_looking_at_wagtails_address_to_sign_out_keeps_the_session_too(signed_in):
    cookie = signed_in.cookies["sessionid"].value

    signed_in.get("/beheer/logout/")

    assert signed_in.cookies["sessionid"].value == cookie
    assert is_signed_in(signed_in)


@pytest.mark.parametrize("path", ["/beheer/failwhale/", "/beheer/test404/", "/_util/authenticate_with_password/1/2/"])
def test_pages_of_wagtail_without_a_use_here_do_not_exist(signed_in, path):
    assert signed_in.get(path).status_code == 404
