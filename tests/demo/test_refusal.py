"""The demo is never loaded over the work of others."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories import PortraitPageFactory, UserFactory
from wijkwijzer.consent.models import Withdrawal
from wijkwijzer.demo.loader import DemoRefusedError, load_demo
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.models import User

pytestmark = pytest.mark.django_db


def test_the_demo_refuses_where_accounts_of_others_exist() -> None:
    UserFactory()
    with pytest.raises(DemoRefusedError, match="account"):
        load_demo()
    assert not KnowledgePage.objects.exists()


def test_the_demo_refuses_where_pages_of_others_exist() -> None:
    PortraitPageFactory(title="Van een ander")
    with pytest.raises(DemoRefusedError, match="Van een ander"):
        load_demo()
    assert not User.objects.exists()


def test_the_demo_does_not_bring_back_what_was_withdrawn() -> None:
    Withdrawal.objects.create()
    with pytest.raises(DemoRefusedError, match="withdrawn"):
        load_demo()


def test_the_command_says_a_refusal_in_one_sentence() -> None:
    UserFactory()
    with pytest.raises(CommandError, match="not loaded"):
        call_command("load_demo")


def test_if_empty_does_nothing_where_anything_is() -> None:
    UserFactory()
    call_command("load_demo", if_empty=True)
    assert not KnowledgePage.objects.exists()
