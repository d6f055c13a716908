"""Two-step verification and passkeys: set up, used, and asked for."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from .conftest import PASSWORD

SIGN_IN = "/beheer/aanmelden/"


def code_of(secret: str) -> str:
    """What the app on a telephone shows now."""
    counters = list(yield_hotp_counters_from_time())
    # The middle one is of this moment; those around it are accepted too.
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


@pytest.fixture
def secret(confirmed) -> str:
    """The secret of an app that the editor has set up on the page for it."""
    page = confirmed.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = confirmed.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response.status_code == 302, response.context["form"].errors
    cache.clear()  # a code works once; the tests do not wait half a minute for the next
    return secret


@pytest.fixture
def browser() -> Client:
    """Another browser, in which nobody has signed in."""
    return Client()


def test_the_page_to_set_up_an_app_shows_a_picture_and_the_secret_in_text(confirmed):
    page = confirmed.get(reverse("mfa_activate_totp"))

    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert page.context["form"].secret in page.content.decode()
    assert "Code uit je app" in page.content.decode()


def test_a_wrong_code_sets_nothing_up(confirmed):
    confirmed.get(reverse("mfa_activate_totp"))

    page = confirmed.post(reverse("mfa_activate_totp"), {"code": "000000x"})

    assert "Deze code klopt niet" in page.content.decode()
    assert not Authenticator.objects.exists()


def test_with_an_app_the_password_alone_is_not_enough(secret, browser, editor):
    first = browser.post(SIGN_IN, {"login": "Anna", "password": PASSWORD})

    assert first["Location"] == reverse("mfa_authenticate")
    assert browser.get("/beheer/").status_code == 302
    wrong = browser.post(first["Location"], {"code": "123456x"})
    assert "Deze code klopt niet" in wrong.content.decode()

    right = browser.post(first["Location"], {"code": code_of(secret)})
    assert (right.status_code, right["Location"]) == (302, "/beheer/")
    assert browser.get("/beheer/").status_code == 200


def test_a_code_works_once(secret, editor):
    code = code_of(secret)
    for browser, expected in ((Client(), 302), (Client(), 200)):
        browser.post(SIGN_IN, {"login": "Anna", "password": PASSWORD})
        assert browser.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_guessing_codes_is_slowed_down(secret, browser, editor):
    browser.post(SIGN_IN, {"login": "Anna", "password": PASSWORD})
    for _ in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": "123456x"})

    response = browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert "Er is te vaak iets verkeerds ingevuld" in response.content.decode()


def test_a_recovery_code_opens_the_door_once(secret, editor):
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    for browser, expected in ((Client(), 302), (Client(), 200)):
        browser.post(SIGN_IN, {"login": "Anna", "password": PASSWORD})
        assert browser.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_recovery_codes_are_shown_downloaded_and_replaced(secret, signed_in):
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()

    assert codes[0] in signed_in.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert codes[0] in signed_in.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert signed_in.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    assert codes[0] not in signed_in.get(reverse("mfa_view_recovery_codes")).content.decode()


@pytest.mark.django_db(transaction=True)  # allauth mails when the change is committed
def test_setting_up_an_app_is_mailed_in_dutch(mailoutbox, secret):

    assert mailoutbox[0].to == ["anna@example.org"]
    assert mailoutbox[0].subject == "[WijkWijzer] Verificatie met een app staat aan"
    assert "Heb jij dit niet gedaan?" in mailoutbox[0].body


def test_the_app_is_switched_off_again(secret, signed_in, editor):
    assert "Daarna vraagt WijkWijzer" in signed_in.get(reverse("mfa_deactivate_totp")).content.decode()

    signed_in.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_an_old_session_must_confirm_the_password_first(client, editor, name):
    client.force_login(editor)  # no password seen by allauth

    response = client.get(reverse(name))

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    page = client.get(response["Location"])
    assert "nog een keer je wachtwoord" in page.content.decode()
    wrong = client.post(reverse("account_reauthenticate"), {"password": "fout"})
    assert "Dit wachtwoord klopt niet" in wrong.content.decode()
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_activate_totp"])
def test_the_pages_of_two_step_verification_are_not_for_strangers(client, db, name):
    assert client.get(reverse(name), follow=True).request["PATH_INFO"] == SIGN_IN


def test_the_page_to_add_a_passkey_hands_the_browser_its_data_without_inline_script(confirmed):
    page = confirmed.get(reverse("mfa_add_webauthn")).content.decode()

    options = json.loads(re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page)[1])
    assert options["creation_options"]["publicKey"]["rp"]["name"] == "WijkWijzer"
    inline = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag]
    assert all('type="application/json"' in tag for tag in inline)


def test_the_sign_in_page_offers_a_passkey_and_gives_the_browser_a_challenge(client, db):
    page = client.get(SIGN_IN).content.decode()
    challenge = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    assert "Aanmelden met een passkey" in page
    assert challenge.json()["request_options"]["publicKey"]["challenge"]


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "niets", '{"id": "x"}', "null", '{"response": {"userHandle": "AA"}}']
)
def test_a_made_up_passkey_opens_nothing(client, db, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert response.status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_key_that_is_not_known_is_said_in_dutch(client, db):
    response = client.post(reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'}, follow=True)

    assert "Deze sleutel past hier niet" in response.content.decode()


@pytest.fixture
def key(editor) -> Authenticator:
    """A key in the list; its cryptography is allauth's business."""
    return Authenticator.objects.create(
        user=editor,
        type="webauthn",
        data={"name": "Laptop", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}},
    )


def test_keys_are_listed_renamed_and_removed(confirmed, key):
    listed = confirmed.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Laptop" in listed
    assert "Nog niet gebruikt." in listed

    assert "Naam van deze sleutel" in confirmed.get(reverse("mfa_edit_webauthn", args=[key.pk])).content.decode()
    confirmed.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Telefoon"})
    assert "Telefoon" in confirmed.get(reverse("mfa_list_webauthn")).content.decode()

    assert "Sleutel verwijderen" in confirmed.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    confirmed.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()


def test_nobody_touches_the_key_of_somebody_else(client, key, administrator):
    client.post(SIGN_IN, {"login": "beheer", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404
    assert Authenticator.objects.exists()
