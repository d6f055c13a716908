"""A mail is written with the change it tells of, and reaches somebody once, whatever breaks in between."""

import base64
import logging
import stat
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, mail_admins, send_mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.editorial.conftest import Desk
from tests.editorial.test_workflow import draft_of
from tests.factories import UserFactory
from tests.mail.conftest import Inbox, MailServer, written
from tests.threads import at_once
from wijkwijzer.mail import files, outbox
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.mail.outbox import CLAIM, KEEP, MOST_TRIES, WAIT, forget_old, post, send_waiting
from wijkwijzer.schedule.jobs import JobFailedError, run_due
from wijkwijzer.settings.env import Environment
from wijkwijzer.users.roles import Role


class Crash(BaseException):
    """The process is gone: nothing after it runs but the database taking back what was not committed."""


def row(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def raw_tables() -> str:
    """All that the tables of this room hold, as a thief of the database would read it."""
    with connection.cursor() as cursor:
        cells = []
        for table in (Message._meta.db_table, Link._meta.db_table):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [bytes(cell) if isinstance(cell, memoryview) else cell for line in cursor for cell in line]
    return " ".join(cell.decode("latin-1") if isinstance(cell, bytes) else str(cell) for cell in cells)


@pytest.mark.django_db
class TestNothingIsSentInARequest:
    def test_a_mail_of_django_is_a_row(self, folder: Path) -> None:
        send_mail("Hallo", "Tekst", None, ["jan@example.org"])
        assert Message.objects.waiting().get().to == "jan@example.org"
        assert not folder.exists()

    def test_each_of_several_recipients_gets_one_of_their_own(self, received: Inbox) -> None:
        message = EmailMessage("Hallo", "Tekst", to=["a@example.org", "b@example.org"], bcc=["c@example.org"])
        message.send()
        send_waiting()
        assert sorted(mail["To"] for mail in received()) == ["a@example.org", "b@example.org", "c@example.org"]
        assert len({mail["Message-ID"] for mail in received()}) == 3
        assert message.to == ["a@example.org", "b@example.org"]
        assert "Message-ID" not in message.extra_headers

    def test_a_new_password_is_asked_for_and_the_mail_waits(
        self, client: Client, folder: Path, received: Inbox
    ) -> None:
        UserFactory(email="jan@example.org")
        response = client.post(reverse("account_reset_password"), {"email": "jan@example.org"})
        assert response.status_code == 302
        assert Message.objects.waiting().count() == 1
        assert not folder.exists()
        send_waiting()
        assert "http://testserver/beheer/" in received()[0].get_body().get_content()

    def test_what_wagtail_tells_editors_waits(self, folder: Path, received: Inbox) -> None:
        author, editor = Desk(Role.AUTHOR), Desk(Role.EDITOR)
        page = draft_of(author, title="Een straat")
        author.submit(page)
        editor.judge(page, "reject")
        waiting = Message.objects.waiting().filter(to=author.user.email)
        assert waiting.exists()
        assert not folder.exists()
        send_waiting()
        assert any("Een straat" in mail["Subject"] + mail.get_body().get_content() for mail in received())

    def test_an_error_report_is_a_row_too(self, folder: Path, settings: object) -> None:
        settings.ADMINS = [("Beheer", "beheer@example.org")]
        mail_admins("Fout", "Tekst")
        assert Message.objects.waiting().count() == 1
        assert not folder.exists()


@pytest.mark.django_db(transaction=True)
class TestWithTheChange:
    def test_a_change_that_is_taken_back_mails_nobody(self, folder: Path) -> None:
        with pytest.raises(Crash), transaction.atomic():
            UserFactory(username="nieuw")
            written()
            raise Crash
        send_waiting()
        assert not folder.exists()

    def test_a_crash_after_the_change_loses_no_mail(self, received: Inbox) -> None:
        def change() -> None:
            with transaction.atomic():
                Group.objects.create(name="Verandering")
                written()
            raise Crash

        with pytest.raises(Crash):
            change()
        assert received() == []
        run_due(only="mail", force=True)
        assert Group.objects.filter(name="Verandering").exists()
        assert [mail["To"] for mail in received()] == ["jan@example.org"]

    def test_a_mail_that_cannot_be_written_takes_the_change_back(self) -> None:
        with pytest.raises(BadHeaderError), transaction.atomic():
            Group.objects.create(name="Verandering")
            written(subject="Hallo\nBcc: iedereen@example.org")
        assert not Group.objects.filter(name="Verandering").exists()
        assert not Message.objects.exists()


@pytest.mark.django_db
class TestOnce:
    def test_what_was_sent_is_not_sent_again(self, received: Inbox) -> None:
        written()
        send_waiting()
        send_waiting()
        assert len(received()) == 1

    def test_what_has_a_key_is_written_once(self) -> None:
        assert post(EmailMessage("Herinnering", "Tekst", to=["jan@example.org"]), topic="test", key="eerste-1")
        assert post(EmailMessage("Herinnering", "Tekst", to=["jan@example.org"]), topic="test", key="eerste-1") is None
        assert Message.objects.count() == 1

    def test_a_key_counts_after_it_was_sent(self, folder: Path) -> None:
        written(key="eerste-1")
        send_waiting()
        assert post(EmailMessage("Herinnering", "Tekst", to=["jan@example.org"]), topic="test", key="eerste-1") is None

    def test_a_crash_after_handing_over_sends_it_again_under_the_same_number(
        self, received: Inbox, monkeypatch: pytest.MonkeyPatch, later: Callable[[timedelta], None]
    ) -> None:
        message = written()
        hand_over = outbox._hand_over
        seen = []

        def crash(message: Message) -> None:
            hand_over(message)
            seen.append(received()[0]["Message-ID"])
            raise Crash

        with monkeypatch.context() as crashing, pytest.raises(Crash):
            crashing.setattr(outbox, "_hand_over", crash)
            send_waiting()
        assert row(message).sent_at is None
        send_waiting()
        assert row(message).sent_at is None, "another run may still be at it"
        later(CLAIM + timedelta(seconds=1))
        send_waiting()
        assert row(message).sent_at is not None
        assert [mail["Message-ID"] for mail in received()] == seen

    def test_a_number_is_made_of_the_name_of_the_site(self, received: Inbox, settings: object) -> None:
        settings.SITE_URL = "http://[::1]:8000"
        written()
        send_waiting()
        assert received()[0]["Message-ID"].endswith("@::1>")


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_the_same_moment_send_each_mail_once(received: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_over, hand_over = [], outbox._hand_over

    def count(message: Message) -> None:
        handed_over.append(message.pk)
        hand_over(message)

    monkeypatch.setattr(outbox, "_hand_over", count)
    written_now = {written(to=f"iemand{n}@example.org").pk for n in range(10)}
    assert at_once(*[send_waiting] * 3) == []
    assert sorted(handed_over) == sorted(written_now)
    assert len(received()) == 10


@pytest.mark.django_db(transaction=True)
def test_a_key_that_two_use_at_the_same_moment_is_written_once(folder: Path) -> None:
    def write() -> None:
        post(EmailMessage("Herinnering", "Tekst", to=["jan@example.org"]), topic="test", key="eerste-1")

    assert at_once(*[write] * 4) == []
    assert Message.objects.count() == 1


@pytest.mark.django_db
class TestTryingAgain:
    @pytest.fixture
    def away(self, folder: Path, settings: object) -> None:
        """No mail server: the port is one that nobody listens at."""
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1

    def test_the_pauses_grow_and_then_it_is_given_up(self, away: None, later: Callable[[timedelta], None]) -> None:
        message = written()
        passed = timedelta(0)
        for tries, wait in enumerate([*WAIT, timedelta(0)], 1):
            with pytest.raises(JobFailedError, match="1 mails could not be sent"):
                send_waiting()
            assert row(message).tries == tries
            send_waiting()
            assert row(message).tries == tries, "not before the pause is over"
            passed += wait + timedelta(minutes=1)
            later(passed)
        assert sorted(WAIT) == WAIT
        assert (row(message).tries, row(message).failure) == (MOST_TRIES, "ConnectionRefusedError")
        assert row(message).given_up_at is not None
        assert bytes(row(message).sealed) == b""
        send_waiting()
        assert row(message).tries == MOST_TRIES

    def test_one_that_fails_does_not_stop_the_others(self, mail_server: MailServer) -> None:
        mail_server.answers = ["550 unknown here", "250 ok"]
        first, second = written(to="weg@example.org"), written(to="jan@example.org")
        with pytest.raises(JobFailedError):
            send_waiting()
        assert row(first).sent_at is None
        assert row(second).sent_at is not None

    def test_the_log_names_no_address(self, away: None, caplog: pytest.LogCaptureFixture) -> None:
        written(to="jan@example.org", subject="Geheim")
        with caplog.at_level(logging.DEBUG), pytest.raises(JobFailedError):
            send_waiting()
        assert "ConnectionRefusedError" in caplog.text
        assert "jan@" not in caplog.text
        assert "Geheim" not in caplog.text

    def test_what_cannot_be_opened_any_more_is_given_up(self, folder: Path, settings: object) -> None:
        message = written()
        settings.SECRET_KEY = "another"
        with pytest.raises(JobFailedError):
            send_waiting()
        assert row(message).given_up_at is not None

    def test_what_was_written_under_the_key_before_is_sent(self, received: Inbox, settings: object) -> None:
        written()
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        send_waiting()
        assert len(received()) == 1


@pytest.mark.django_db
class TestSecrets:
    def test_the_database_holds_neither_text_nor_link(self, folder: Path) -> None:
        link = Link.objects.make("akkoord", days=14)
        message = written(subject="Onderwerp Zilver", text=f"Tekst Zilver {link.address}", link=link)
        said = raw_tables()
        for secret in ("Zilver", link.token):
            assert secret not in said
            assert base64.b64encode(secret.encode()).decode().rstrip("=")[:-1] not in said
        send_waiting()
        assert bytes(row(message).sealed) == b""

    @pytest.mark.parametrize("change", [{"withdrawn_at"}, {"used_at"}, {"expires_at"}], ids=str)
    def test_a_mail_with_a_link_that_no_longer_works_is_not_sent(self, received: Inbox, change: set[str]) -> None:
        link = Link.objects.make("akkoord", days=14)
        message = written(link=link)
        Link.objects.filter(pk=link.pk).update(**dict.fromkeys(change, link.made_at))
        send_waiting()
        assert received() == []
        assert (row(message).failure, bytes(row(message).sealed)) == ("link", b"")

    def test_files_are_for_their_owner_only(self, folder: Path) -> None:
        written()
        send_waiting()
        (file,) = folder.iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    def test_somebody_can_be_forgotten_in_rows_and_in_files(self, folder: Path, received: Inbox) -> None:
        for to in ("Jan@example.org", "piet@example.org"):
            written(to=to)
        send_waiting()
        written(to="jan@example.org")
        (folder / ".unfinished.eml").write_bytes(b"To: jan@example.org\n\nTekst")
        assert files.forget("jan@example.org") == 2
        assert Message.objects.forget("jan@example.org") == 2
        assert [mail["To"] for mail in received()] == ["piet@example.org"]

    def test_rows_of_long_ago_are_deleted(self, folder: Path, later: Callable[[timedelta], None]) -> None:
        written()
        send_waiting()
        waiting = written()
        forget_old()
        assert Message.objects.count() == 2
        later(KEEP + timedelta(days=1))
        forget_old()
        assert Message.objects.get() == waiting


@pytest.mark.django_db
class TestNoHeaderMore:
    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_not_by_a_subject(self, folder: Path, line_end: str) -> None:
        with pytest.raises(BadHeaderError):
            written(subject=f"Hallo{line_end}Bcc: iedereen@example.org")

    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    def test_not_by_an_address_or_a_name(self, folder: Path, line_end: str) -> None:
        with pytest.raises((BadHeaderError, ValueError)):
            written(to=f"jan@example.org{line_end}Bcc: iedereen@example.org")
        with pytest.raises((BadHeaderError, ValueError)):
            written(to=f'"Jan{line_end}Bcc: iedereen@example.org" <jan@example.org>')
        assert not Message.objects.exists()


@pytest.mark.django_db
class TestAMailServer:
    def test_it_gets_the_mail_as_it_was_written(self, mail_server: MailServer) -> None:
        message = EmailMultiAlternatives("Één straat", "Beste Zoë,\n\n.\nDag", to=["jan@example.org"])
        message.attach_alternative("<p>Beste Zoë</p>", "text/html")
        post(message, topic="test")
        send_waiting()
        ((sender, recipients, raw),) = mail_server.mails
        assert (sender, recipients) == ("redactie@localhost", ["jan@example.org"])
        mail = message_from_bytes(raw.replace(b"\r\n..\r\n", b"\r\n.\r\n"), policy=policy.default)
        assert mail["Subject"] == "Één straat"
        assert mail.get_body(("plain",)).get_content().splitlines() == ["Beste Zoë,", "", ".", "Dag"]
        assert mail.get_body(("html",)).get_content().strip() == "<p>Beste Zoë</p>"
        assert b"\n" not in raw.replace(b"\r\n", b"")

    def test_one_that_said_no_gets_the_same_mail_again(
        self, mail_server: MailServer, later: Callable[[timedelta], None]
    ) -> None:
        message = written()
        mail_server.answers = ["451 later"]
        with pytest.raises(JobFailedError):
            send_waiting()
        later(WAIT[0])
        send_waiting()
        assert len(mail_server.mails) == 1
        assert row(message).sent_at is not None

    def test_it_is_chosen_by_a_setting(self) -> None:
        with mock.patch.dict("os.environ", {"EMAIL_URL": "smtp+tls://jan:geheim@mail.example.org:587"}):
            email = Environment().email()
        assert email["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
        assert (email["EMAIL_HOST"], email["EMAIL_PORT"], email["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)
