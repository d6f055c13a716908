"""Accounts of the site itself stay: what people without an account said stands under their names."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Page

from wijkwijzer.editorial.signoff.answers import PORTRAYED
from wijkwijzer.freshness.holders import HOLDER
from wijkwijzer.users import service
from wijkwijzer.users.models import User

pytestmark = pytest.mark.django_db
SENTENCE = "is een account van de site zelf"


@pytest.fixture
def admin_client(client: Client, administrator: User) -> Client:
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(params=[PORTRAYED, HOLDER], ids=lambda account: account.username)
def comment(request: pytest.FixtureRequest, db: None) -> Comment:
    """What somebody said by a link."""
    page = Page.objects.get(depth=2)
    return Comment.objects.create(page=page, user=request.param.user(), text="Zo zei ik het niet.", contentpath="title")


def said(response: HttpResponse) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def stays(comment: Comment) -> bool:
    return Comment.objects.filter(pk=comment.pk, user__is_active=False).exists()


def test_both_rooms_say_which_account_is_theirs() -> None:
    assert set(service.accounts) == {"geportretteerde", "houder"}


def test_nobody_signs_in_with_one(comment: Comment) -> None:
    user = comment.user
    assert (user.is_active, user.has_usable_password(), user.groups.exists()) == (False, False, False)
    assert [account.user() for account in service.accounts.values() if account.username == user.username] == [user]


def test_two_of_them_have_an_address_each() -> None:
    assert PORTRAYED.user().email != HOLDER.user().email


def test_deleting_one_is_refused_with_the_reason(admin_client: Client, comment: Comment) -> None:
    address = reverse("wagtailusers_users:delete", args=[comment.user_id])
    for response in (admin_client.get(address, follow=True), admin_client.post(address, follow=True)):
        assert SENTENCE in said(response)
        assert stays(comment)


def test_so_is_changing_one(admin_client: Client, comment: Comment) -> None:
    """Under another name it would be an account like others, and with a password somebody could sign in with it."""
    form = {"username": "anders", "email": "anders@example.org", "first_name": "A", "last_name": "B", "is_active": "on"}
    form |= {"password1": "Een-nieuw-wachtwoord-9", "password2": "Een-nieuw-wachtwoord-9"}
    response = admin_client.post(reverse("wagtailusers_users:edit", args=[comment.user_id]), form, follow=True)
    assert SENTENCE in said(response)
    assert stays(comment)
    assert not User.objects.filter(username="anders").exists()


@pytest.mark.parametrize("action", ["delete", "set_active_state", "assign_role"])
def test_nor_does_it_go_among_others_in_bulk(admin_client: Client, comment: Comment, editor: User, action: str) -> None:
    address = reverse("wagtail_bulk_action", args=["users", "user", action])
    form = {"mark_as_active": "True", "role": str(Group.objects.get(name="Redacteur").pk)}
    response = admin_client.post(f"{address}?id={comment.user_id}&id={editor.pk}", form, follow=True)
    assert SENTENCE in said(response)
    assert stays(comment)
    assert not comment.user.groups.exists()
    assert User.objects.filter(pk=editor.pk).exists()


def test_an_account_of_somebody_is_deleted_as_ever(admin_client: Client, editor: User) -> None:
    admin_client.post(reverse("wagtailusers_users:delete", args=[editor.pk]))
    assert not User.objects.filter(pk=editor.pk).exists()
