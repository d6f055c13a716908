"""Mail as the running site has it: written down, and sent to files or to a mail server of the test."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage as Received
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from wijkwijzer.mail import outbox as sending
from wijkwijzer.mail.models import Message
from wijkwijzer.mail.outbox import post

Inbox = Callable[[], list[Received]]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder that mail is sent to. The test runner has put a backend of its own in place of the outbox."""
    settings.EMAIL_BACKEND = "wijkwijzer.mail.outbox.OutboxBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def received(folder: Path) -> Inbox:
    """The mails in the folder, as whoever opens them sees them."""

    def read() -> list[Received]:
        files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return read


def written(to: str = "jan@example.org", subject: str = "Onderwerp", text: str = "Tekst", **fields: Any) -> Message:
    message = post(EmailMessage(subject, text, to=[to]), topic="test", **fields)
    assert message is not None
    return message


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let so much time pass, as far as the outbox can tell."""
    now = timezone.now

    def pass_by(time_passed: Any) -> None:
        monkeypatch.setattr(sending.timezone, "now", lambda: now() + time_passed)

    return pass_by


@dataclass
class MailServer:
    """As little SMTP (RFC 5321) as a client needs. `answers` are those to the text of a mail, one after the other;
    mail to `unknown` addresses is refused."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: MailServer = self.server.mail_server  # type: ignore[attr-defined]
        self.say("220 test")
        sender, recipients = "", []
        while line := self.rfile.readline().decode().strip():
            command = line.upper()
            if command.startswith("DATA"):
                self.say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                answer = server.answers.pop(0) if server.answers else "250 ok"
                if answer.startswith("250"):
                    server.mails.append((sender, recipients, text))
                self.say(answer)
            elif command.startswith("QUIT"):
                self.say("221 bye")
                return
            else:
                sender = line[10:].strip("<> ") if command.startswith("MAIL FROM") else sender
                recipients += [line[8:].strip("<> ")] if command.startswith("RCPT TO") else []
                self.say("550 nobody" if server.unknown.intersection(recipients) else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as listening:
        listening.daemon_threads = True
        listening.mail_server = server  # type: ignore[attr-defined]
        server.port = listening.server_address[1]
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield server
        listening.shutdown()
        thread.join(10)
