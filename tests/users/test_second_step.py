"""With `REQUIRE_MFA` on, an account that publishes or sees personal data first sets up a second step."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from tests.factories import ContentPageFactory, UserFactory
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

from .conftest import PASSWORD
from .test_two_step import code_of

SETUP, SIGN_IN = "/beheer/account/2fa/", "/beheer/aanmelden/"
SUPERUSER = "superuser"
EVERYBODY = [*Role, SUPERUSER]
# One of each kind of address at the desk: a screen, the tree, an API, a preview, choosers, ours, an account's own.
DESK = [
    "/beheer/", "/beheer/pages/", "/beheer/api/main/pages/", "/beheer/api/main/images/", "/beheer/person_chooser/",
    "/beheer/people/person/", "/beheer/privacy/", "/beheer/reports/toestemmingen/", "/beheer/users/",
    "/beheer/handleiding/", "/beheer/bestaat-niet/", "/beheer/account/", "/beheer/reports/site-history/?export=xlsx",
]  # fmt: skip
SCRIPT = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.REQUIRE_MFA = True


def account(who: str = "") -> User:
    user: User = UserFactory(is_superuser=who == SUPERUSER)
    user.set_password(PASSWORD)
    user.save()
    user.groups.set(Group.objects.filter(name=who))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    response = client.post(SIGN_IN, {"login": user.username, "password": PASSWORD})
    assert response.status_code == 302
    return client


def group_with(*permissions: str, page_permission: str = "") -> Group:
    """A group that an administrator made; it can be at the desk, and what is named."""
    group = Group.objects.create(name="Van de beheerder")
    for name in ("wagtailadmin.access_admin", *permissions):
        label, _dot, codename = name.partition(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    if page_permission:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{page_permission}_page")
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    return group


def app_of(user: User) -> str:
    """Set up without its page, which has tests of its own; gives the secret."""
    TOTP.activate(user, "ABCDEFGHIJKLMNOP")
    RecoveryCodes.activate(user)
    return "ABCDEFGHIJKLMNOP"


def is_refused(response: HttpResponse) -> bool:
    return response.status_code == 403 and response.content.count(b"wagtail") == 0


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_publishes_or_sees_personal_data_first_sets_up_a_second_step(who: str) -> None:
    browser = signed_in(account(who))

    for address in DESK:
        response = browser.get(address)
        assert (response.status_code, response.headers["Location"]) == (302, SETUP), address
        assert is_refused(browser.post(address, {"title": "x"})), address
        assert is_refused(browser.put(address)), address
        assert is_refused(browser.get(address, headers=SCRIPT)), address
    page = browser.get(SETUP)
    assert page.status_code == 200
    assert "Stel eerst een tweede stap in." in page.content.decode()


def test_after_signing_in_one_comes_to_the_page_to_set_it_up_and_goes_round_no_circle() -> None:
    user = account(Role.EDITOR)
    browser = Client()

    response = browser.post(SIGN_IN, {"login": user.username, "password": PASSWORD}, follow=True)

    assert response.request["PATH_INFO"] == SETUP
    assert browser.get(SIGN_IN, follow=True).request["PATH_INFO"] == SETUP


@pytest.mark.parametrize("who", EVERYBODY)
def test_setting_it_up_opens_the_desk_in_the_same_visit(who: str) -> None:
    user = account(who)
    browser = signed_in(user)
    assert browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    form = browser.get(reverse("mfa_activate_totp")).context["form"]

    response = browser.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)})

    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert browser.get(response.headers["Location"]).status_code == 200
    assert browser.get("/beheer/").status_code == 200
    assert "Stel eerst" not in browser.get(SETUP).content.decode()


@pytest.mark.parametrize("name", ["account_logout", "account_change_password", "mfa_list_webauthn"])
def test_what_belongs_to_the_account_stays_open(name: str) -> None:
    assert signed_in(account(Role.EDITOR)).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("door", ["/beheer/logout/", "/beheer/account/afmelden/"])
def test_one_can_sign_out(door: str) -> None:
    browser = signed_in(account(Role.EDITOR))

    browser.post(door)

    assert "_auth_user_id" not in browser.session


def test_a_preview_and_an_autosave_are_refused_and_write_nothing() -> None:
    page = ContentPageFactory(live=False)
    browser = signed_in(account(Role.EDITOR))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    preview = browser.get(f"{edit}preview/?mode=", headers={"Sec-Fetch-Dest": "iframe"})
    saved = browser.post(edit, {"title": "Gekaapt", "slug": page.slug}, headers={"Accept": "application/json"})

    assert (preview.status_code, saved.status_code) == (403, 403)
    assert not page.revisions.exists()


def test_a_private_page_and_a_private_document_stay_private(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    user = account(Role.EDITOR)
    page = ContentPageFactory(title="Alleen voor ons")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    document = get_document_model().objects.create(title="Nota", file=ContentFile(b"geheim", name="nota.txt"))
    document.collection.view_restrictions.create(restriction_type="login")
    browser = signed_in(user)

    for address in (page.url, document.url):
        response = browser.get(address)
        assert response.status_code == 302
        assert browser.get(address, follow=True).request["PATH_INFO"] == SETUP

    app_of(user)
    assert browser.get(page.url).status_code == 200
    assert browser.get(document.url).status_code == 200


def test_the_public_site_is_there_for_them_as_for_anybody() -> None:
    assert signed_in(account(Role.EDITOR)).get("/praktijkvoorbeelden/").status_code == 200


def test_a_reader_is_not_asked_who_they_are(client: Client) -> None:
    response = client.get("/robots.txt")

    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("permissions", "page_permission", "is_required"),
    [
        ((), "", False),
        (("wagtailredirects.add_redirect",), "", False),
        ((), "add", True),  # whoever may write a page, sees who agreed to it
        ((), "publish", True),
        ((), "change", True),
        (("people.view_person",), "", True),
        (("people.change_person",), "", True),
        (("users.change_user",), "", True),
        (("auth.change_group",), "", True),
    ],
)
def test_it_follows_what_somebody_may_and_not_the_name_of_their_group(
    permissions: tuple[str, ...], page_permission: str, is_required: bool
) -> None:
    user = account()
    user.groups.add(group_with(*permissions, page_permission=page_permission))

    response = signed_in(user).get("/beheer/")

    assert response.status_code == (302 if is_required else 200)


def test_a_role_given_later_counts_at_the_next_request() -> None:
    user = account()
    user.groups.add(group_with())
    browser = signed_in(user)
    assert browser.get("/beheer/").status_code == 200

    user.groups.add(Group.objects.get(name=Role.PRIVACY_OFFICER))

    assert browser.get("/beheer/").headers["Location"] == SETUP


def test_switched_off_nobody_is_held_up(settings: Any) -> None:
    settings.REQUIRE_MFA = False

    assert signed_in(account(Role.EDITOR)).get("/beheer/").status_code == 200


@pytest.fixture
def with_app() -> tuple[User, Client]:
    """An account with an app as its only second step, just after it confirmed the password."""
    user = account(Role.EDITOR)
    secret = app_of(user)
    browser = Client()
    browser.post(SIGN_IN, {"login": user.username, "password": PASSWORD})
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    cache.clear()  # a code works once
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert browser.get("/beheer/").status_code == 200
    return user, browser


def key_of(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop", "credential": {}})


def test_the_last_second_step_cannot_be_taken_away(with_app: tuple[User, Client]) -> None:
    user, browser = with_app

    page = browser.post(reverse("mfa_deactivate_totp"))

    assert "Dit is je laatste tweede stap" in page.content.decode()
    assert user.authenticator_set.filter(type="totp").exists()


def test_nor_the_last_key(with_app: tuple[User, Client]) -> None:
    user, browser = with_app
    key = key_of(user)
    user.authenticator_set.filter(type="totp").delete()

    page = browser.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)

    assert "Dit is je laatste tweede stap" in page.content.decode()
    assert user.authenticator_set.filter(type="webauthn").exists()


def test_one_of_two_can(with_app: tuple[User, Client]) -> None:
    user, browser = with_app
    key = key_of(user)

    browser.post(reverse("mfa_deactivate_totp"))

    assert [one.pk for one in user.authenticator_set.exclude(type="recovery_codes")] == [key.pk]


def test_recovery_codes_alone_are_no_second_step(with_app: tuple[User, Client]) -> None:
    user, browser = with_app
    user.authenticator_set.exclude(type="recovery_codes").delete()

    assert browser.get("/beheer/").headers["Location"] == SETUP


def test_but_one_of_them_lets_in_who_lost_the_telephone() -> None:
    user = account(Role.EDITOR)
    app_of(user)
    codes = RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()
    browser = signed_in(user)

    response = browser.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert response.headers["Location"] == "/beheer/"
    assert browser.get("/beheer/").status_code == 200
