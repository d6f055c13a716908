"""What was changed behind the back of the gate is told to who can do something about it."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.editorial.conftest import Desk
from tests.factories import ContentPageFactory
from tests.gate.test_audit import published
from wijkwijzer.mail.models import Message
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.schedule.jobs import run_due
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db


def test_nothing_is_said_of_what_was_approved(chief: Desk) -> None:
    published(ContentPageFactory(live=False))
    assert run_due(only="publications") == []
    assert not Message.objects.exists()


def test_every_chief_editor_is_told_once_a_day_and_the_schedule_says_it(
    chief: Desk, caplog: pytest.LogCaptureFixture, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    page = published(ContentPageFactory(live=False, title="Stil veranderd"))
    other = Desk(Role.CHIEF_EDITOR)
    ContentPage.objects.filter(pk=page.pk).update(summary="Iets anders")
    for _ in range(2):
        assert run_due(only="publications", force=True) == ["publications"]
    told = Message.objects.filter(topic="publications_differ")
    assert sorted(told.values_list("to", flat=True)) == sorted([chief.user.email, other.user.email])
    run_due(only="mail", force=True)
    mail = message_from_bytes(next(tmp_path.glob("*.eml")).read_bytes(), policy=policy.default)
    said = mail.get_body(("plain",)).get_content()
    assert "Stil veranderd" in said
    assert "De pagina zegt iets anders dan wat is goedgekeurd." in said
    assert "Stil veranderd" not in caplog.text, "a log names no titles"
