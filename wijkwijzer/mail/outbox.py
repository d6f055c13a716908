"""From a row to the mail server, or to a file: tried again when it fails, and by one run at a time."""

import base64
import hashlib
import logging
import re
from collections.abc import Sequence
from copy import copy
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as MIMEMessage
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from wijkwijzer.schedule.jobs import JobFailedError

from .models import Link, Message

logger = logging.getLogger(__name__)

# How long one run may take for one mail before another tries it; longer than the time-out of the mail server.
CLAIM = timedelta(minutes=5)
# Until the next try. More than three days in all: a mail server that breaks on Friday evening is mended on Monday.
WAIT = [timedelta(minutes=minutes) for minutes in (2, 10, 30, 2 * 60, 6 * 60, 24 * 60, 48 * 60)]
MOST_TRIES = len(WAIT) + 1
# What was sent is kept for so long without its text, to answer who was mailed when.
KEEP = timedelta(days=90)


class OutboxBackend(BaseEmailBackend):
    """Django's way to send mail, for Wagtail and for signing in: writes it down, so that no request waits for a mail
    server and a change that is taken back mails nobody."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for recipient in message.recipients():
                post(_addressed(message, recipient), topic="site")
        return len(email_messages)


def _addressed(message: EmailMessage, recipient: str) -> EmailMessage:
    """The same mail for one of those it is for, so that each is sent and tried again by itself."""
    alone = copy(message)
    alone.to, alone.cc, alone.bcc = [recipient], [], []
    alone.extra_headers = dict(message.extra_headers)
    return alone


def post(message: EmailMessage, *, topic: str, link: Link | None = None, key: str = "") -> Message | None:
    """Put a mail to one address in the outbox; None where the `key` was used before."""
    address = parseaddr(message.to[0])[1]
    fields = {"topic": topic, "to": address, "link": link, "sealed": b""}
    with transaction.atomic():
        if key:
            row, is_new = Message.objects.get_or_create(key=key, defaults=fields)
            if not is_new:
                return None
        else:
            row = Message.objects.create(**fields)
        # The same each time it is tried: a mail server, or whoever reads it, knows the second for the first.
        message.extra_headers["Message-ID"] = f"<wijkwijzer-{row.pk}-{row.written_at:%Y%m%d%H%M%S}@{_host()}>"
        row.sealed = _seals().encrypt(message.message().as_bytes())
        row.save(update_fields=["sealed"])
    return row


def _host() -> str:
    return urlsplit(str(settings.SITE_URL)).hostname or ""


def _seals() -> MultiFernet:
    """The key of the site, and those it had before."""
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mail {key!s}".encode()).digest()))
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )


def send_waiting() -> None:
    """Send what is due. Raises `JobFailedError` when something could not be sent; that is tried again later."""
    failures = 0
    while (message := _claim()) is not None:
        failures += not _send(message)
    if failures:
        raise JobFailedError(f"{failures} mails could not be sent")


def _claim() -> Message | None:
    """The next mail, taken so that no other run sends it too."""
    while True:
        now = timezone.now()
        message = Message.objects.due(now).first()
        if message is None:
            return None
        mine = Message.objects.due(now).filter(pk=message.pk, tries=message.tries)
        if mine.update(claimed_until=now + CLAIM, tries=message.tries + 1):
            message.tries += 1
            return message


def _send(message: Message) -> bool:
    """Hand one mail over and write down how that went. Dies the process in between, it is sent again after `CLAIM`
    under the same Message-ID."""
    rows = Message.objects.filter(pk=message.pk)
    if message.link is not None and not message.link.is_open:
        # Used, withdrawn or too old by now: who follows it, only reads that.
        rows.update(given_up_at=timezone.now(), sealed=b"", failure="link")
        return True
    try:
        _hand_over(message)
    except Exception as error:
        # Without its text, which may hold the address.
        logger.warning("Mail %s could not be sent (try %s): %s", message.pk, message.tries, type(error).__name__)
        rows.update(**_after_failure(message, error))
        return False
    rows.update(sent_at=timezone.now(), claimed_until=None, sealed=b"", failure="")
    return True


def _hand_over(message: Message) -> None:
    sealed = _seals().decrypt(bytes(message.sealed))
    with get_connection(settings.MAIL_TRANSPORT) as connection:
        connection.send_messages([AsWritten(message.to, sealed)])


def _after_failure(message: Message, error: Exception) -> dict[str, Any]:
    now = timezone.now()
    changes: dict[str, Any] = {"claimed_until": None, "failure": type(error).__name__[:100]}
    if message.tries >= MOST_TRIES or isinstance(error, InvalidToken):
        return changes | {"given_up_at": now, "sealed": b""}
    return changes | {"send_after": now + WAIT[message.tries - 1]}


class Bytes(MIMEMessage):
    """A mail that is handed over byte for byte as it was written, but for the ends of its lines."""

    written = b""

    def as_bytes(self, *args: Any, linesep: str = "\n", **kwargs: Any) -> bytes:
        return re.sub(rb"\r\n|\r|\n", linesep.encode(), self.written)


class AsWritten(EmailMessage):
    """A mail for Django's transports, which ask for its parts."""

    def __init__(self, to: str, written: bytes) -> None:
        self.written = message_from_bytes(written, Bytes)
        self.written.written = written
        super().__init__(to=[to], from_email=str(self.written["From"]))

    def message(self, **_options: Any) -> Any:
        return self.written


def forget_old() -> None:
    """Delete rows of mail that was sent or given up long ago."""
    before = timezone.now() - KEEP
    Message.objects.filter(sent_at__lt=before).delete()
    Message.objects.filter(given_up_at__lt=before).delete()
