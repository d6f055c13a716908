"""Mail that waits too long, and mail that only its reader is to blame for."""

import socket
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from tests.mail.conftest import MailServer
from wijkwijzer.mail.models import Message
from wijkwijzer.mail.outbox import post, send_waiting
from wijkwijzer.mail.readiness import mail_leaves
from wijkwijzer.schedule.jobs import JobFailedError

pytestmark = pytest.mark.django_db


def write(**changes: Any) -> None:
    message = post(EmailMessage("Hallo", "Tekst", to=["jan@example.org"]), topic="test")
    old = timezone.now() - timedelta(hours=2)
    Message.objects.filter(pk=message.pk).update(**{"written_at": old, **changes})


def test_no_mail_is_fine() -> None:
    assert mail_leaves() == ""


def test_mail_that_was_just_written_may_wait() -> None:
    write(written_at=timezone.now() - timedelta(minutes=59))
    assert mail_leaves() == ""


def test_mail_that_waits_for_long_is_late() -> None:
    write()
    assert mail_leaves() == "late"


@pytest.mark.parametrize("changes", [{"sent_at": timezone.now()}, {"given_up_at": timezone.now()}])
def test_what_was_sent_or_given_up_waits_no_longer(changes: dict[str, Any]) -> None:
    write(**changes)
    assert mail_leaves() == ""


def test_how_long_it_may_wait_is_a_setting(settings: Any) -> None:
    settings.READY_MAIL_SECONDS = 3 * 60 * 60
    write()
    assert mail_leaves() == ""


def test_a_server_that_is_gone_is_seen(mail_server: MailServer, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_PORT = listener.getsockname()[1]
    write()
    with pytest.raises(JobFailedError):
        send_waiting()
    assert mail_leaves() == "late"


def test_a_stranger_who_fills_in_an_address_of_nobody_takes_no_site_out_of_service(mail_server: MailServer) -> None:
    mail_server.unknown = {"jan@example.org"}
    write()
    with pytest.raises(JobFailedError):
        send_waiting()
    assert Message.objects.waiting().exists()
    assert mail_leaves() == ""


def test_nor_does_one_whose_text_the_server_refuses(mail_server: MailServer) -> None:
    mail_server.answers = ["554 spam"]
    write()
    with pytest.raises(JobFailedError):
        send_waiting()
    assert mail_leaves() == ""
