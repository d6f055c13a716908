"""Mail as files: what a site without a mail server does, and the demo, where one then reads all of it."""

import os
import re
from collections.abc import Sequence
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    """One `.eml` a mail in `$WIJKWIJZER_DATA/mail/`, named after its Message-ID: sent twice it is one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            name = re.sub(r"[^\w-]", "", message["Message-ID"].partition("@")[0], flags=re.ASCII)
            # Whole or not at all. What a crash leaves unfinished is found by `forget` too.
            unfinished = folder / f".{name}.eml"
            unfinished.unlink(missing_ok=True)
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.as_bytes())
            unfinished.replace(folder / f"{name}.eml")
        return len(email_messages)


def forget(address: str) -> int:
    """Delete the files of all mail to somebody, and return how many there were."""
    gone = 0
    for file in Path(settings.EMAIL_FILE_PATH).glob("*.eml"):
        with file.open("rb") as opened:
            message = BytesHeaderParser(policy=policy.default).parse(opened)
        if address.lower() in {to.addr_spec.lower() for to in message["To"].addresses}:
            file.unlink()
            gone += 1
    return gone
