"""Two privacy officers at the same second, and a site that stops halfway. On SQLite they wait in line anyway."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client

from tests.consent.conftest import Desk
from tests.consent.crawl import Crawl
from tests.consent.scene import SAID, TITLE, Scene
from tests.consent.test_withdrawal import CHOICES, fill_in
from tests.threads import at_once
from wijkwijzer.consent import journal, withdrawing
from wijkwijzer.consent.models import Gone, Withdrawal
from wijkwijzer.gate.audit import differences
from wijkwijzer.images.models import SiteImage
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_at_once_take_it_back_once(scene: Scene, officer: Desk) -> None:
    desks = [officer, Desk(Role.PRIVACY_OFFICER)]
    data = fill_in(officer, scene.portrait, CHOICES)
    answers: list[Any] = []
    send = [
        lambda desk=desk: answers.append(desk.send("consent_withdraw", scene.portrait.pk, **data)) for desk in desks
    ]
    assert at_once(*send) == []
    # The second reads that it is gone: from the screen, or as there is no such screen any more.
    assert sorted(answer.status_code for answer in answers) in ([302, 302], [302, 404])
    assert Withdrawal.objects.count() == 1
    assert len(journal.lines()) == 1
    assert Client().get("/portretten/voordeur/").status_code == 410


def test_who_comes_second_reads_that_it_is_gone(scene: Scene, officer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same without threads: the first is done between that the second opened the page and waited for it."""
    data, lock = fill_in(officer, scene.portrait, CHOICES), withdrawing.lock

    def after_the_first(page: Any) -> None:
        monkeypatch.setattr("wijkwijzer.consent.officer.lock", lock)
        officer.send("consent_withdraw", scene.portrait.pk, **data)
        lock(page)

    monkeypatch.setattr("wijkwijzer.consent.officer.lock", after_the_first)
    response = officer.client.post(f"/beheer/toestemming/{scene.portrait.pk}/intrekken/", data, follow=True)
    assert "intussen ingetrokken" in response.content.decode()
    assert Withdrawal.objects.count() == 1
    assert len(journal.lines()) == 1


def read(address: str) -> str:
    return BeautifulSoup(Client().get(address).content, "html.parser").get_text(" ", strip=True)


@contextmanager
def stopped_before_the_commit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All was written, the line in the journal too, and then the database went away."""
    commit = connection._commit

    def stop() -> None:
        if journal.lines():
            raise OperationalError("The database went away.")
        commit()

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", stop)
        yield


def test_what_was_stopped_before_the_commit_is_whole_and_goes_at_the_next_start(
    scene: Scene, officer: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {address: read(address) for address in (scene.portrait.url, scene.article.url, scene.magazine.url)}
    data = fill_in(officer, scene.portrait, CHOICES)
    with stopped_before_the_commit(monkeypatch):
        assert officer.send("consent_withdraw", scene.portrait.pk, **data).status_code == 500
    assert len(journal.lines()) == 1
    # Nothing is half withdrawn: pages, pictures and what was written down are as they were.
    assert {address: read(address) for address in before} == before
    assert not Withdrawal.objects.exists()
    assert not Gone.objects.exists()
    photo = SiteImage.objects.get(pk=scene.photo.pk)
    assert photo.file.storage.exists(photo.file.name)
    assert list(differences()) == []
    # As a start does, and two of them at once.
    assert at_once(*(lambda: call_command("replay_erasures", stdout=io.StringIO()) for _start in range(2))) == []
    assert Client().get("/portretten/voordeur/").status_code == 410
    assert Crawl().saying_any(*SAID, TITLE) == {}
    assert not photo.file.storage.exists(photo.file.name)
    assert Withdrawal.objects.get().is_replayed
    assert list(differences()) == []
