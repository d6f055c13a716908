"""When a version is made, from the editor's screen to the site; and closing one by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision

from tests.consent.conftest import Desk
from tests.consent.scene import body, on_the_site
from tests.editorial.conftest import Desk as EditorsDesk
from tests.factories import PracticePageFactory, UserFactory
from wijkwijzer.citing.models import Version
from wijkwijzer.gate.audit import differences
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import publish as publish_by_the_gate
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db: Any) -> KnowledgePage:
    page = PracticePageFactory(title="De huiskamer", slug="huiskamer", body=body(("text", "<p>Eerst dit.</p>")))
    on_the_site(page)
    return page


def whys(page: KnowledgePage) -> list[str]:
    return list(page.versions.values_list("why", flat=True))


def change(page: KnowledgePage, note: str = "", how: str = Publication.How.COMMAND) -> None:
    page.change_note, page.summary = note, f"{page.summary}x"
    page.refresh_from_db(fields=["live"])
    publish_by_the_gate(page.save_revision(), how, by=UserFactory() if how == Publication.How.EMERGENCY else None)
    page.refresh_from_db()


class TestWhen:
    def test_the_first_publication_is_a_version(self, page: KnowledgePage) -> None:
        assert whys(page) == ["first"]
        assert page.newest_version.revision == page.live_revision

    def test_a_change_with_a_note_is_one_and_a_small_improvement_is_none(self, page: KnowledgePage) -> None:
        change(page)
        change(page, "   ")
        assert whys(page) == ["first"]
        change(page, "De kosten zijn bijgewerkt.")
        assert whys(page) == ["note", "first"]
        assert KnowledgePage.objects.get(pk=page.pk).newest_version.why == "note"
        assert list(differences()) == []

    def test_an_emergency_always_is(self, page: KnowledgePage) -> None:
        change(page, how=Publication.How.EMERGENCY)
        assert whys(page) == ["emergency", "first"]

    def test_the_same_text_once_more_is_none(self, page: KnowledgePage) -> None:
        change(page, "Nieuw.")
        publish_by_the_gate(page.latest_revision, Publication.How.COMMAND)
        assert whys(page) == ["note", "first"]

    def test_what_is_no_publication_has_none(self, page: KnowledgePage) -> None:
        home = page.get_parent().get_parent().specific
        publish_by_the_gate(home.save_revision(), Publication.How.COMMAND)
        assert Version.objects.count() == 1

    def test_wagtail_may_throw_old_revisions_away_but_not_these(self, client: Client, page: KnowledgePage) -> None:
        change(page, "Nieuw.")
        for _ in range(2):
            page.save_revision()
        call_command("purge_revisions", verbosity=0)
        first = page.versions.last()
        assert Revision.objects.filter(pk=first.revision_id).exists()
        assert client.get(f"{page.url}{first.path}").status_code == 200


class TestTheNoteInTheEditor:
    def test_a_draft_keeps_it_and_the_next_edit_begins_without(
        self, desk: Callable[..., Desk], page: KnowledgePage
    ) -> None:
        editor = desk(Role.EDITOR)

        def note() -> str:
            field = editor.look("wagtailadmin_pages:edit", page.pk).select_one("[name=change_note]")
            return field.get_text().strip()

        page.change_note = "De kosten zijn bijgewerkt."
        page.save_revision()
        assert note() == "De kosten zijn bijgewerkt."
        publish_by_the_gate(page.latest_revision, Publication.How.COMMAND)
        assert note() == ""
        # The page and what was approved keep it: nothing on the site changed.
        assert page.versions.with_notes().first().note == "De kosten zijn bijgewerkt."
        assert list(differences()) == []

    def test_what_is_saved_while_typing_keeps_it_and_goes_on_in_the_same_draft(self, page: KnowledgePage) -> None:
        writer = EditorsDesk(Role.EDITOR)
        writer.edit(page, change_note="De kosten zijn bij", **{"timeline-count": "0"})
        draft = Page.objects.get(pk=page.pk).latest_revision
        for note in ("De kosten zijn bijge", "De kosten zijn bijgewerkt."):
            assert writer.autosave(page, draft, change_note=note, **{"timeline-count": "0"}).status_code == 200
        draft.refresh_from_db()
        assert draft.content["change_note"] == "De kosten zijn bijgewerkt."
        assert Page.objects.get(pk=page.pk).latest_revision == draft

    def test_an_old_version_that_is_brought_back_does_not_bring_its_note(
        self, desk: Callable[..., Desk], page: KnowledgePage
    ) -> None:
        change(page, "De kosten zijn bijgewerkt.")
        old = page.live_revision
        change(page)
        screen = desk(Role.EDITOR).look("wagtailadmin_pages:revisions_revert", page.pk, old.pk)
        assert screen.select_one("[name=change_note]").get_text().strip() == ""


class TestClosing:
    REASON = "Op verzoek van wie er woont."

    def close(self, desk: Desk, version: Version, reason: str = REASON) -> Any:
        data = {"version": str(version.pk), f"version-{version.pk}-reason": reason}
        return desk.send("citing_versions", version.page_id, **data)

    def test_the_officer_takes_a_text_away_for_good(self, client: Client, officer: Desk, page: KnowledgePage) -> None:
        version = page.versions.get()
        assert self.close(officer, version).status_code == 302
        response = client.get(f"{page.url}{version.path}")
        assert response.status_code == 410
        assert response.headers["X-Robots-Tag"] == "noindex"
        text = response.content.decode()
        assert "Deze versie is niet meer te lezen." in text
        assert "Eerst dit." not in text
        assert self.REASON not in text + client.get(f"{page.url}versie/").content.decode()
        version.refresh_from_db()
        assert (version.revision, version.content_hash, version.newest_of) == (None, "", None)
        # Who cites now cites the page itself, until it is published once more.
        assert "versie/2" not in client.get(f"{page.url}citeer.ris").content.decode()
        change(page)
        assert whys(page) == ["again", "first"]

    def test_why_is_in_the_history_of_the_page(self, officer: Desk, editor: Desk, page: KnowledgePage) -> None:
        version = page.versions.get()
        self.close(officer, version)
        entry = PageLogEntry.objects.get(action="citing.closed")
        assert (entry.user, entry.data) == (officer.user, {"version": version.slug, "reason": self.REASON})
        assert self.REASON in editor.look("wagtailadmin_pages:history", page.pk).get_text()

    def test_not_without_a_reason(self, officer: Desk, page: KnowledgePage) -> None:
        assert self.close(officer, page.versions.get(), "kort").status_code == 200
        assert page.versions.get().revision is not None

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR])
    def test_nor_by_anybody_else(self, desk: Callable[..., Desk], page: KnowledgePage, role: Role) -> None:
        other = desk(role)
        version = page.versions.get()
        assert self.close(other, version).status_code in (302, 403)
        version.refresh_from_db()
        assert version.revision is not None
        if role != Role.AUTHOR:
            assert other.look("citing_versions", page.pk).select_one("main form textarea") is None

    def test_nor_that_of_another_page_or_a_number_that_is_none(self, officer: Desk, page: KnowledgePage) -> None:
        other = PracticePageFactory()
        version = page.versions.get()
        data = {"version": str(version.pk), f"version-{version.pk}-reason": self.REASON}
        assert officer.send("citing_versions", other.pk, **data).status_code == 404
        for number in ("", "x", "-1", "9" * 400, "²"):
            assert officer.send("citing_versions", page.pk, version=number).status_code in (302, 403)
        assert page.versions.get().revision is not None

    def test_strangers_do_not_see_the_screen(self, client: Client, page: KnowledgePage) -> None:
        response = client.get(reverse("citing_versions", args=[page.pk]))
        assert response.status_code == 302
        assert "aanmelden" in response.headers["Location"]
