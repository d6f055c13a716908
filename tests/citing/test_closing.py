"""A withdrawal overrides what was kept, at once: by the screen of the privacy officer and by the journal."""

import io
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client

from tests.consent.conftest import Desk
from tests.consent.scene import NAME, SAID, TITLE, Scene, body, on_the_site
from tests.consent.test_withdrawal import CHOICES, Backup, take_back
from wijkwijzer.citing.models import Version
from wijkwijzer.consent.models import WithdrawalTask
from wijkwijzer.consent.officer import finish
from wijkwijzer.gate.audit import differences
from wijkwijzer.people.models import Person

pytestmark = pytest.mark.django_db


def version_of(page: Any) -> str:
    return f"{page.url}{page.versions.first().path}"


def answer(address: str) -> tuple[int, str]:
    response = Client().get(address)
    return response.status_code, response.content.decode()


class TestThePageItself:
    def test_its_versions_citations_and_changes_are_gone_with_it(self, scene: Scene, officer: Desk) -> None:
        page = scene.portrait
        addresses = [version_of(page), *(f"{page.url}{rest}" for rest in ("versie/", "citeer.json", "citeer.ris"))]
        assert {answer(address)[0] for address in addresses} == {200}
        assert "Eerdere versies" in officer.look("consent_withdraw", page.pk).get_text()
        withdrawal = take_back(officer, page, CHOICES)
        assert withdrawal.counts["citing"] >= 1
        for address in addresses:
            status, text = answer(address)
            assert status == 410, address
            assert not any(words in text for words in (*SAID, TITLE, NAME)), address
        assert not Version.objects.filter(page=page.pk).exists()


class TestOtherPages:
    def test_what_was_anonymised_is_not_shown_as_it_was_nor_as_it_is(self, scene: Scene, officer: Desk) -> None:
        address = version_of(scene.article)
        assert NAME in answer(address)[1]
        take_back(officer, scene.portrait, CHOICES)
        status, text = answer(address)
        assert (status, "Deze versie is niet meer te lezen." in text) == (410, True)
        assert not any(words in text for words in (*SAID, TITLE, NAME, "Meer-Ünal"))
        assert list(differences()) == []

    def test_what_the_page_says_since_then_can_be_cited(self, scene: Scene, officer: Desk) -> None:
        take_back(officer, scene.portrait, CHOICES)
        newest = scene.article.versions.first()
        assert (newest.why, newest.number, newest.says_the_same) == ("again", 2, True)
        status, text = answer(f"{scene.article.url}{newest.path}")
        assert status == 200
        assert "Volgens een betrokkene helpt soep." in BeautifulSoup(text, "html.parser").get_text()
        assert NAME not in text

    def test_a_page_with_a_reason_of_its_own_keeps_its_version(self, scene: Scene, officer: Desk) -> None:
        take_back(officer, scene.portrait, CHOICES)
        status, text = answer(version_of(scene.allowed))
        assert (status, NAME in text) == (200, True)

    def test_a_version_of_before_the_name_was_taken_out_by_an_editor_goes_too(
        self, scene: Scene, officer: Desk
    ) -> None:
        scene.article.refresh_from_db()
        old = version_of(scene.article)
        scene.article.change_note = "Korter."
        scene.article.body = body(("text", "<p>Zonder haar.</p>"))
        on_the_site(scene.article)
        take_back(officer, scene.portrait, CHOICES)
        assert answer(old)[0] == 410
        assert "Zonder haar." in answer(version_of(scene.article))[1]

    def test_a_name_in_a_note_goes_with_the_version(self, scene: Scene, officer: Desk) -> None:
        scene.practice.refresh_from_db()
        scene.practice.change_note = f"Op verzoek van {NAME}."
        on_the_site(scene.practice)
        address = f"{scene.practice.url}versie/"
        assert NAME in answer(address)[1]
        take_back(officer, scene.portrait, CHOICES)
        assert "Meer-Ünal" not in answer(address)[1]
        assert "Op verzoek van" not in answer(address)[1]


class TestWhatAnEditorWritesAnew:
    CHOICES = CHOICES | {"Een ander onderzoek": "rewrite"}

    def test_it_is_not_at_a_date_while_that_waits(self, scene: Scene, officer: Desk) -> None:
        address = version_of(scene.allowed)
        take_back(officer, scene.portrait, self.CHOICES)
        # On the page itself it stands until it is written anew.
        assert NAME in answer(scene.allowed.url)[1]
        assert answer(address)[0] == 410
        assert "versie/2" not in answer(f"{scene.allowed.url}citeer.ris")[1]

    def test_nor_does_a_publication_meanwhile_make_it_so(self, scene: Scene, officer: Desk) -> None:
        take_back(officer, scene.portrait, self.CHOICES)
        scene.allowed.refresh_from_db()
        scene.allowed.summary, scene.allowed.change_note = "Een andere samenvatting.", "De samenvatting is anders."
        on_the_site(scene.allowed)
        status, text = answer(version_of(scene.allowed))
        assert status == 410
        assert NAME not in text

    def test_after_it_was_written_anew_there_is_a_version_without_the_name(self, scene: Scene, officer: Desk) -> None:
        take_back(officer, scene.portrait, self.CHOICES)
        scene.allowed.refresh_from_db()
        scene.allowed.body = body(("text", "<p>Iemand zei dit in 2019.</p>"))
        on_the_site(scene.allowed)
        for task in WithdrawalTask.objects.all():
            finish(task, officer.user)
        assert not Person.objects.filter(pk=scene.person.pk).exists()
        status, text = answer(version_of(scene.allowed))
        assert (status, "Iemand zei dit in 2019." in text) == (200, True)
        for version in Version.objects.all():
            assert NAME not in answer(f"{version.page.url}{version.path}")[1]


@pytest.mark.django_db(transaction=True)
def test_what_a_backup_brings_back_is_closed_again(scene: Scene, officer: Desk, tmp_path: Path) -> None:
    backup, address = Backup(tmp_path), version_of(scene.article)
    take_back(officer, scene.portrait, CHOICES)
    backup.restore()
    assert NAME in answer(address)[1]
    call_command("replay_erasures", stdout=io.StringIO())
    status, text = answer(address)
    assert status == 410
    assert NAME not in text
    assert not Version.objects.filter(page=scene.portrait.pk).exists()
