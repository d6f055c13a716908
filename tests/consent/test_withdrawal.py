"""Taking a portrait back, by the screen of the privacy officer, and a crawl of all that a visitor can reach."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page, PageLogEntry, Site

from portraits.models import PortraitPage
from tests.consent.conftest import Desk
from tests.consent.crawl import Crawl, everything_in_the_database
from tests.consent.scene import EMAIL, NAME, SAID, TITLE, Scene, body, on_the_site
from tests.factories import (
    ArticlePageFactory,
    PortraitPageFactory,
    publish,
)
from wijkwijzer.consent import journal
from wijkwijzer.consent.models import Gone, LegalBasis, Use, Withdrawal, WithdrawalTask, record
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.gate.audit import differences
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import licence
from wijkwijzer.images.models import Rendition, SiteImage
from wijkwijzer.mail.models import Message
from wijkwijzer.mail.outbox import send_waiting
from wijkwijzer.people.models import Person
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.search.models import SearchCount

# --- The officer ------------------------------------------------------------------------------------------------------


def fill_in(desk: Desk, page: Page, chosen: dict[str, str] | None = None, **changes: str) -> dict[str, str]:
    """The form on the screen of a withdrawal; `chosen` is the choice by words of the heading above it."""
    soup = desk.look("consent_withdraw", page.pk)
    data = {field["name"]: field.get("value", "") for field in soup.select("main form input[type=hidden]")}
    for section in soup.select("form section"):
        words = section.get_text(" ")
        radio = section.select_one("input[type=radio]")
        choice = next((choice for said, choice in (chosen or {}).items() if said in words), "remove")
        data[radio["name"]] = choice
        if choice == "leave" and (why := section.select_one("input[name^=motivation]")):
            data[why["name"]] = "Zij is hier onderzoeker, in een openbaar rapport."
    return {**data, "seen": "on", "originals": "on", **changes}


def take_back(desk: Desk, page: Page, chosen: dict[str, str] | None = None, **changes: str) -> Withdrawal:
    data = fill_in(desk, page, chosen, **changes)
    response = desk.send("consent_withdraw", page.pk, **data)
    assert response.status_code == 302, BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)
    return Withdrawal.objects.latest("at")


def with_version(page: Page) -> set[str]:
    """Where the page is read: as it is now, and as it was when it was published."""
    return {page.url, f"{page.url}versie/{timezone.localdate()}/"}


CHOICES = {"Een ander onderzoek": "leave", "Ook gebruikt op andere": "leave"}


class TestWithdrawal:
    def test_nothing_of_it_is_left_for_a_visitor(
        self, scene: Scene, officer: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        before = Crawl()
        for words in SAID[:4]:
            assert before.saying(words), words
        address, photos = scene.portrait.url, set(scene.photo.renditions.values_list("file", flat=True))
        assert before.statuses[address] == 200
        photo_addresses = {one for one in before.media if any(one.endswith(name) for name in photos)}
        assert photo_addresses
        where_named = before.saying("van der Meer")
        assert {scene.article.url, scene.allowed.url, scene.magazine.url, "/mensen/zoe-van-der-meer/"} <= where_named

        with django_capture_on_commit_callbacks(execute=True):
            take_back(officer, scene.portrait, CHOICES)

        after = Crawl()
        assert {
            words: after.saying(words) for words in (*SAID, TITLE, "Zelf soep?", "Soep verbindt") if after.saying(words)
        } == {}
        # Only where another page may have it, and what finds that page.
        named = {address for address in after.saying("van der Meer") if not address.startswith("/zoeken")}
        assert named == with_version(scene.allowed)
        assert not after.media & photo_addresses
        for one in photo_addresses:
            assert Client().get(one).status_code == 404
        assert address not in after.answers
        assert not any(address in text for text in after.answers.values())
        assert {one for one, status in after.statuses.items() if status != 200} == {"/mensen/zoe-van-der-meer/"}
        # What is on the site is what was last written down as published.
        assert list(differences()) == []

    def test_what_another_page_says_beside_it_stays(self, scene: Scene, officer: Desk) -> None:
        take_back(officer, scene.portrait, CHOICES)
        text = BeautifulSoup(Client().get(scene.article.url).content, "html.parser").get_text()
        assert "Lees het verhaal van haar." in text
        assert "Volgens een betrokkene helpt soep." in text
        assert "Het plein vandaag" in text

    def test_its_address_is_gone_for_good(self, scene: Scene, officer: Desk) -> None:
        Redirect.add_redirect("/oud/zoe", scene.portrait, is_permanent=True)
        take_back(officer, scene.portrait, CHOICES)
        client = Client()
        for address in (
            "/portretten/voordeur/",
            "/portretten/voordeur",
            "/oud/zoe",
            "/oud/zoe/",
            "/portretten/voordeur/pdf/",
        ):
            response = client.get(address)
            assert response.status_code == 410, address
            assert response.headers["X-Robots-Tag"] == "noindex"
            assert response.headers["Cache-Control"] == "no-store"
            assert "Zoë" not in response.content.decode()
        assert client.get("/portretten/nooit-geweest/").status_code == 404
        assert "voordeur" not in " ".join(Gone.objects.values_list("path_hash", flat=True))
        # Somebody else may live there later.
        publish(PortraitPageFactory(title="Nieuw", slug="voordeur"))
        assert client.get("/portretten/voordeur/").status_code == 200

    def test_nor_is_it_found_at_an_alias_or_where_it_stood_before(
        self, scene: Scene, officer: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        with licence():
            scene.portrait.create_alias(update_slug="tweeling")
        for slug in ("drempel", "stoep"):
            page = PortraitPage.objects.get(pk=scene.portrait.pk)
            page.slug = slug
            with django_capture_on_commit_callbacks(execute=True):
                on_the_site(page)
        client = Client()
        for slug in ("stoep", "tweeling"):
            assert client.get(f"/portretten/{slug}/").status_code == 200
        for slug in ("voordeur", "drempel"):
            assert client.get(f"/portretten/{slug}/").headers["Location"] == "/portretten/stoep/"
        take_back(officer, scene.portrait, CHOICES)
        for slug in ("voordeur", "drempel", "stoep", "tweeling"):
            assert client.get(f"/portretten/{slug}/").status_code == 410, slug

    def test_the_database_keeps_nothing_of_it(
        self, scene: Scene, officer: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        comment = Comment.objects.create(
            page=scene.article, user=officer.user, text=f"Vraag {NAME} of dit klopt.", contentpath="title"
        )
        other_draft = ArticlePageFactory(title="Een concept", live=False)
        other_draft.body = body(("text", f"<p>{NAME} wil dit graag.</p>"))
        other_draft.save_revision()
        other_draft.body = body(("text", "<p>Zonder haar.</p>"))
        other_draft.save_revision()
        Redirect.add_redirect("/zoe-van-der-meer", scene.portrait)
        SearchCount.objects.create(key="k", day="2026-01-01", words="zoë van der meer-ünal")
        record(
            page=scene.portrait, person=scene.person, revision=scene.portrait.latest_revision, content_hash="c" * 64,
            uses=[Use.TEXT], typed_name=NAME,
        )  # fmt: skip
        send_link(scene.person, EMAIL)
        chosen = {"Een ander onderzoek": "remove", "Ook gebruikt op andere": "remove"}
        with django_capture_on_commit_callbacks(execute=True):
            take_back(officer, scene.portrait, chosen)
        left = [
            (table, words)
            for table, text in everything_in_the_database()
            for words in (*SAID, TITLE, "Meer-Ünal", "meer-ünal", EMAIL)
            if words in text
        ]
        assert left == []
        assert not Person.objects.filter(pk=scene.person.pk).exists()
        comment.refresh_from_db()
        assert comment.text == "Vraag een betrokkene of dit klopt."

    def test_mail_to_the_person_goes_too(
        self, scene: Scene, officer: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        send_link(scene.person, EMAIL)
        send_waiting()
        folder = Path(settings.EMAIL_FILE_PATH)
        assert len(list(folder.glob("*.eml"))) == 1
        with django_capture_on_commit_callbacks(execute=True):
            take_back(officer, scene.portrait, CHOICES | {"Een ander onderzoek": "remove"})
        assert list(folder.glob("*.eml")) == []
        assert not Message.objects.filter(to=EMAIL).exists()

    def test_a_shared_picture_goes_everywhere_where_that_was_decided(
        self, scene: Scene, officer: Desk, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            take_back(officer, scene.portrait, CHOICES | {"Ook gebruikt op andere": "remove"})
        assert not SiteImage.objects.filter(pk=scene.shared.pk).exists()
        assert "Het plein vandaag" not in Client().get(scene.article.url).content.decode()

    def test_originals_may_stay_but_no_size_of_them_on_the_site(self, scene: Scene, officer: Desk) -> None:
        Client().get(scene.portrait.url)
        assert Rendition.objects.filter(image=scene.photo).exists()
        data = fill_in(officer, scene.portrait, CHOICES)
        del data["originals"]
        assert officer.send("consent_withdraw", scene.portrait.pk, **data).status_code == 302
        assert SiteImage.objects.filter(pk=scene.photo.pk).exists()
        assert not Rendition.objects.filter(image=scene.photo).exists()

    def test_the_record_proves_it_without_a_name(self, scene: Scene, officer: Desk, editor: Desk) -> None:
        last = Publication.objects.filter(page=scene.portrait.pk).first()
        withdrawal = take_back(officer, scene.portrait, CHOICES)
        assert withdrawal.by == officer.user
        assert withdrawal.content_hashes == [last.content_hash]
        assert withdrawal.counts["pages"] == 1
        assert withdrawal.is_done
        text = officer.look("consent_withdrawal", withdrawal.pk).get_text(" ")
        assert "Klaar." in text
        assert "Zoë" not in text
        with pytest.raises(TypeError):
            withdrawal.save()
        lines = PageLogEntry.objects.filter(page_id=scene.portrait.pk)
        assert {line.label for line in lines} == {"(ingetrokken)"}
        history = editor.look("wagtailadmin_pages:history", scene.article.pk).get_text(" ")
        assert "Wat over een ingetrokken pagina ging, is weggehaald" in history


class TestDeciding:
    def test_nothing_happens_as_long_as_something_is_undecided(self, scene: Scene, officer: Desk) -> None:
        data = fill_in(officer, scene.portrait, CHOICES)
        choice = next(name for name in data if name.startswith("choice-"))
        response = officer.send("consent_withdraw", scene.portrait.pk, **{k: v for k, v in data.items() if k != choice})
        assert "Kies wat hiermee gebeurt." in response.content.decode()
        assert PortraitPage.objects.filter(pk=scene.portrait.pk).exists()

    def test_nor_unless_the_list_was_seen_as_it_is(self, scene: Scene, officer: Desk) -> None:
        data = fill_in(officer, scene.portrait, CHOICES)
        response = officer.send("consent_withdraw", scene.portrait.pk, **{**data, "seen": ""})
        assert response.status_code == 200
        newer = ArticlePageFactory(title="Intussen geschreven")
        newer.body = body(("text", f"<p>Dag {NAME}.</p>"))
        on_the_site(newer)
        response = officer.send("consent_withdraw", scene.portrait.pk, **data)
        assert "De lijst is intussen veranderd" in response.content.decode()
        assert PortraitPage.objects.filter(pk=scene.portrait.pk).exists()

    def test_a_name_that_stays_gets_a_reason(self, scene: Scene, officer: Desk) -> None:
        data = fill_in(officer, scene.portrait, CHOICES)
        why = next(name for name in data if name.startswith("motivation-"))
        response = officer.send("consent_withdraw", scene.portrait.pk, **{**data, why: "ja"})
        assert "Leg uit waarom" in response.content.decode()
        take_back(officer, scene.portrait, CHOICES)
        basis = LegalBasis.objects.get(page_id=scene.allowed.pk)
        assert basis.person == scene.person
        assert basis.basis == LegalBasis.Basis.INTEREST
        assert not Person.objects.get(pk=scene.person.pk).public_profile

    def test_where_a_page_has_its_own_basis_nothing_is_asked(self, scene: Scene, officer: Desk) -> None:
        LegalBasis.objects.create(
            page_id=scene.allowed.pk,
            person=scene.person,
            basis=LegalBasis.Basis.JOURNALISM,
            motivation="Rapport uit 2019",
        )
        screen = officer.look("consent_withdraw", scene.portrait.pk)
        assert "Een ander onderzoek" not in " ".join(one.get_text() for one in screen.select("form section"))
        assert "journalistiek" in screen.get_text()
        take_back(officer, scene.portrait, CHOICES)
        assert NAME in Client().get(scene.allowed.url).content.decode()

    def test_what_must_be_written_anew_is_only_done_when_it_is(self, scene: Scene, officer: Desk) -> None:
        withdrawal = take_back(officer, scene.portrait, CHOICES | {"Een ander onderzoek": "rewrite"})
        assert not withdrawal.is_done
        task = WithdrawalTask.objects.get()
        officer.send("consent_withdrawal", withdrawal.pk, task=str(task.pk))
        assert not withdrawal.is_done
        page = ArticlePage.objects.get(pk=scene.allowed.pk)
        page.body = body(("text", "<p>Een onderzoeker zei dit in 2019.</p>"))
        on_the_site(page)
        officer.send("consent_withdrawal", withdrawal.pk, task=str(task.pk))
        assert withdrawal.is_done
        assert not Person.objects.filter(pk=scene.person.pk).exists()

    def test_only_the_privacy_officer_may(self, scene: Scene, desk: Any) -> None:
        for role in ("Auteur", "Redacteur", "Eindredacteur", "Beheerder"):
            address = reverse("consent_withdraw", args=[scene.portrait.pk])
            client = desk(role).client
            assert client.get(address).status_code in (302, 403)
            assert client.post(address, {"seen": "on"}).status_code in (302, 403)
        assert PortraitPage.objects.filter(pk=scene.portrait.pk).exists()

    def test_looking_takes_nothing_back(self, scene: Scene, officer: Desk) -> None:
        officer.look("consent_withdraw", scene.portrait.pk)
        assert PortraitPage.objects.get(pk=scene.portrait.pk).live


@pytest.mark.django_db(transaction=True)
def test_a_restored_backup_does_not_bring_it_back(scene: Scene, officer: Desk, tmp_path: Path) -> None:
    backup = Backup(tmp_path)
    take_back(officer, scene.portrait, CHOICES)
    backup.restore()
    assert Client().get("/portretten/voordeur/").status_code == 200
    assert not Withdrawal.objects.exists()
    said = io.StringIO()
    call_command("replay_erasures", stdout=said)
    assert "Pages taken back once more: 1." in said.getvalue()
    after = Crawl()
    assert after.saying_any(*SAID, TITLE) == {}
    named = {address for address in after.saying("van der Meer") if not address.startswith("/zoeken")}
    assert named == with_version(scene.allowed)
    assert Client().get("/portretten/voordeur/").status_code == 410
    assert Withdrawal.objects.get().is_replayed
    call_command("replay_erasures")
    assert Withdrawal.objects.count() == 1


class TestJournal:
    def test_the_journal_holds_no_name_and_is_for_nobody_else(self, scene: Scene, officer: Desk) -> None:
        take_back(officer, scene.portrait, CHOICES)
        text = journal.file().read_text()
        assert str(scene.portrait.translation_key) not in text
        assert "Zo" not in text
        assert "voordeur" not in text
        assert journal.file().stat().st_mode & 0o777 == 0o600

    def test_a_line_that_a_crash_cut_off_spoils_no_other(self, scene: Scene, officer: Desk) -> None:
        take_back(officer, scene.portrait, CHOICES)
        with journal.file().open("a") as opened:
            opened.write('{"number": "half')
        assert len(journal.lines()) == 1


class Backup:
    """A copy of the whole database and of the files, and the way back to it."""

    def __init__(self, folder: Path) -> None:
        self.files, self.name = folder / "media", settings.DATABASES["default"]["NAME"]
        self.copy = f"{self.name}_backup"
        shutil.copytree(settings.MEDIA_ROOT, self.files)
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self._copy(self.name, self.copy)

    def restore(self) -> None:
        connection.close()
        self._copy(self.copy, self.name)
        self._drop(self.copy)
        shutil.copytree(self.files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        Site.clear_site_root_paths_cache()

    def _copy(self, source: str, target: str) -> None:
        self._drop(target)
        if connection.vendor == "sqlite":
            shutil.copyfile(source, target)
        else:
            self._sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def _drop(self, name: str) -> None:
        if connection.vendor == "sqlite":
            for suffix in ("", "-wal", "-shm"):
                Path(name + suffix).unlink(missing_ok=True)
        else:
            self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @staticmethod
    def _sql(statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
