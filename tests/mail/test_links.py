"""An address in a mail is for one person and one purpose, and a copy of the database opens none."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from wijkwijzer.mail.models import Link, hash_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> Link:
    return Link.objects.make("akkoord", days=14)


def test_it_opens_for_its_purpose_and_for_no_other(link: Link) -> None:
    assert Link.objects.found("akkoord", link.token) == link
    assert Link.objects.found("mijn-portret", link.token) is None


def test_one_letter_that_is_different_opens_nothing(link: Link) -> None:
    token = link.token
    for place in (0, len(token) // 2, len(token) - 2):
        other = "A" if token[place] != "A" else "B"
        assert Link.objects.found("akkoord", token[:place] + other + token[place + 1 :]) is None
    assert Link.objects.found("akkoord", token.lower()) is None
    assert Link.objects.found("akkoord", token + "=") is None
    assert Link.objects.found("akkoord", "") is None


def test_it_cannot_be_made_without_the_secret_of_the_site(link: Link, settings: object) -> None:
    token = link.token
    settings.SECRET_KEY = "a guess"
    assert link.token != token
    assert len(token) == 43
    assert link.nonce not in token


def test_a_reminder_holds_the_same_address(link: Link) -> None:
    assert Link.objects.get(pk=link.pk).address == link.address == f"http://testserver/akkoord/{link.token}/"


def test_it_is_open_until_it_is_used_withdrawn_or_too_old(link: Link) -> None:
    assert link.is_open
    for field, moment in (("used_at", timezone.now()), ("expires_at", timezone.now() - timedelta(seconds=1))):
        assert not Link(**{**vars_of(link), field: moment}).is_open
    link.withdraw()
    assert not Link.objects.get(pk=link.pk).is_open


def test_a_new_secret_of_the_site_closes_what_is_out_and_opens_what_is_sent_from_then_on(
    link: Link, settings: object
) -> None:
    old = link.token
    settings.SECRET_KEY = "another"
    link = Link.objects.get(pk=link.pk)
    new = link.address.rstrip("/").rpartition("/")[2]
    assert Link.objects.found("akkoord", old) is None
    assert Link.objects.found("akkoord", new) == link


def test_the_table_holds_only_what_it_hashes_to(link: Link) -> None:
    held = [str(value) for value in vars_of(Link.objects.get(pk=link.pk)).values()]
    assert link.token not in held
    assert hash_of(link.token) in held


def vars_of(link: Link) -> dict[str, object]:
    return {field.attname: getattr(link, field.attname) for field in Link._meta.concrete_fields}


def test_after_a_restore_no_link_opens_anything_that_was_mailed_before() -> None:
    used, over, still_open = (Link.objects.make("akkoord", days=days) for days in (14, -1, 14))
    moment = timezone.now() - timedelta(days=1)
    Link.objects.filter(pk=used.pk).update(used_at=moment)
    call_command("withdraw_links", stdout=io.StringIO())
    assert not Link.objects.get(pk=still_open.pk).is_open
    # What is over says still why it is.
    assert not Link.objects.exclude(pk=still_open.pk).exclude(withdrawn_at=None).exists()
    assert Link.objects.get(pk=used.pk).used_at == moment
    assert over.withdrawn_at is None
