"""A page goes live as it was approved, by others than who wrote it, or not at all."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Task, TaskState, Workflow, WorkflowState

from tests.editorial.conftest import Desk
from tests.editorial.portrait import portrait_of, submit
from tests.factories import ContentPageFactory, PersonFactory
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.editorial.models import Approval
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.pages import WORKFLOW_NAME
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db


def draft_of(desk: Desk, **fields: str) -> ContentPage:
    """A draft that this account wrote."""
    page = ContentPageFactory(live=False, owner=desk.user, **fields)
    page.save_revision(user=desk.user, log_action=True)
    return page


def now(page: Page) -> ContentPage:
    return ContentPage.objects.get(pk=page.pk)


def step(page: Page) -> str:
    """The role whose judgement the page waits for, or nothing."""
    state = now(page).current_workflow_task_state
    return state.task.specific.role if state else ""


@pytest.fixture
def submitted(author: Desk) -> ContentPage:
    page = draft_of(author)
    author.submit(page)
    assert step(page) == Role.EDITOR
    return page


class TestTheWay:
    def test_a_page_goes_live_after_both_steps_as_it_was_submitted(
        self, submitted: ContentPage, editor: Desk, chief: Desk
    ) -> None:
        editor.judge(submitted)
        assert not now(submitted).live
        assert step(submitted) == Role.CHIEF_EDITOR
        chief.judge(submitted)
        page = now(submitted)
        assert page.live
        publication = page.publications.get()
        assert (publication.how, publication.by) == (Publication.How.WORKFLOW, chief.user)
        assert publication.revision == page.live_revision == page.latest_revision
        assert publication.content_hash == page.hash_of(page.specific.serializable_data())
        assert step(page) == ""

    def test_after_a_request_for_changes_all_is_asked_again_from_the_first_step(
        self, submitted: ContentPage, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        editor.judge(submitted)
        chief.judge(submitted, "reject")
        assert now(submitted).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        author.submit(submitted, title="Beter")
        assert step(submitted) == Role.EDITOR

    def test_with_one_step_the_editor_is_the_last(
        self, author: Desk, editor: Desk, settings: pytest.FixtureRequest
    ) -> None:
        settings.EDITORIAL_STEPS = 1
        Task.objects.filter(name="Eindredactie").update(active=False)
        page = draft_of(author)
        author.submit(page)
        editor.judge(page)
        assert now(page).live

    def test_a_change_of_a_live_page_leaves_it_as_it_is_until_it_is_approved(
        self, submitted: ContentPage, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        editor.judge(submitted)
        chief.judge(submitted)
        editor.submit(submitted, title="Nieuwe titel")
        assert now(submitted).title == submitted.title
        other = Desk(Role.EDITOR)
        other.judge(submitted)
        chief.judge(submitted)
        assert now(submitted).title == "Nieuwe titel"
        assert now(submitted).publications.count() == 2


class TestLocked:
    """From submission to publication, for everybody."""

    @pytest.mark.parametrize("roles", [[role] for role in Role] + [list(Role)], ids=str)
    @pytest.mark.parametrize("is_superuser", [False, True])
    def test_nobody_edits_a_page_that_is_judged(
        self, submitted: ContentPage, roles: list[Role], is_superuser: bool
    ) -> None:
        revision = now(submitted).latest_revision
        desk = Desk(*roles, is_superuser=is_superuser)
        desk.edit(submitted, title="Gekaapt")
        desk.edit(submitted, title="Gekaapt", **{"action-publish": "1"})
        desk.edit(submitted, title="Gekaapt", **{"action-workflow-action": "1", "workflow-action-name": "approve"})
        page = now(submitted)
        assert page.latest_revision == revision
        assert page.latest_revision.content["title"] == submitted.title
        assert step(page) == Role.EDITOR

    def test_nor_between_the_two_steps(self, submitted: ContentPage, author: Desk, editor: Desk) -> None:
        editor.judge(submitted)
        revision = now(submitted).latest_revision
        for desk in (author, editor, Desk(Role.CHIEF_EDITOR), Desk(*Role, is_superuser=True)):
            desk.edit(submitted, title="Gekaapt")
        assert now(submitted).latest_revision == revision
        assert step(submitted) == Role.CHIEF_EDITOR

    def test_who_edits_between_the_two_steps_begins_anew(
        self, submitted: ContentPage, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        editor.judge(submitted)
        editor.take_back(submitted)
        editor.submit(submitted, title="Door de redacteur")
        chief.judge(submitted)
        editor.judge(submitted)
        assert (step(submitted), now(submitted).live) == (Role.EDITOR, False)
        Desk(Role.EDITOR).judge(submitted)
        chief.judge(submitted)
        assert now(submitted).title == "Door de redacteur"

    @pytest.mark.parametrize("roles", [[Role.AUTHOR], list(Role)], ids=["author", "all"])
    @pytest.mark.parametrize("is_superuser", [False, True])
    def test_who_goes_on_typing_writes_nothing(self, roles: list[Role], is_superuser: bool) -> None:
        """Wagtail lets who may judge, and a superuser, go on in the very row that is judged."""
        writer = Desk(*roles, is_superuser=is_superuser)
        page = draft_of(writer)
        writer.submit(page)
        revision = now(page).latest_revision
        assert writer.autosave(page, revision, title="Automatisch").status_code == 400
        revision.refresh_from_db()
        assert revision.content["title"] == page.title
        assert now(page).latest_revision == revision

    @pytest.mark.parametrize("when", ["live", "rejected"])
    def test_autosave_goes_over_no_text_that_was_judged_or_published(
        self, submitted: ContentPage, author: Desk, editor: Desk, chief: Desk, when: str
    ) -> None:
        judged = now(submitted).latest_revision
        editor.judge(submitted, "approve" if when == "live" else "reject")
        chief.judge(submitted)
        assert now(submitted).live == (when == "live")
        assert author.autosave(submitted, judged, title="Automatisch").status_code == 200
        judged.refresh_from_db()
        assert judged.content["title"] == submitted.title
        newest = now(submitted).latest_revision
        assert (newest == judged, newest.content["title"]) == (False, "Automatisch")

    def test_a_lock_of_ones_own_does_not_open_it(self, author: Desk) -> None:
        """Wagtail lets who locked a page write in it, and asks no step."""
        superuser = Desk(Role.EDITOR, is_superuser=True)
        page = draft_of(author)
        superuser.client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
        author.submit(page)
        superuser.submit(page)
        superuser.client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
        revision = now(page).latest_revision
        superuser.edit(page, title="Gekaapt")
        assert now(page).latest_revision == revision
        assert step(page) == Role.EDITOR

    def test_an_older_text_is_not_brought_back_by_the_api(self, author: Desk, editor: Desk) -> None:
        page = draft_of(author)
        older = page.latest_revision
        author.submit(page, title="Nieuwer")
        revision = now(page).latest_revision
        assert revision != older
        address = f"/beheer/api/main/pages/{page.pk}/action/revert_to_page_revision/"
        for desk in (author, editor, Desk(is_superuser=True)):
            desk.client.post(address, {"revision_id": older.pk}, content_type="application/json")
            assert now(page).latest_revision == revision

    def test_who_takes_it_back_may_edit_again_and_the_approvals_are_gone(
        self, submitted: ContentPage, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        editor.judge(submitted)
        author.take_back(submitted)
        assert step(submitted) == ""
        author.submit(submitted, title="Anders")
        assert step(submitted) == Role.EDITOR
        chief.judge(submitted)
        assert not now(submitted).live


class TestFourEyes:
    def test_nobody_approves_their_own_text(self, submitted: ContentPage, author: Desk) -> None:
        author.user.groups.set(Desk(*Role).user.groups.all())
        author.judge(submitted)
        assert step(submitted) == Role.EDITOR
        author.user.is_superuser = True
        author.user.save()
        author.judge(submitted)
        assert step(submitted) == Role.EDITOR

    def test_a_superuser_without_the_role_approves_nothing(self, submitted: ContentPage) -> None:
        Desk(is_superuser=True).judge(submitted)
        assert step(submitted) == Role.EDITOR

    def test_who_submits_somebody_elses_text_does_not_make_its_author_another(self, author: Desk, editor: Desk) -> None:
        page = draft_of(editor)
        page.save_revision(user=editor.user, log_action=True)
        Desk(Role.CHIEF_EDITOR).submit(page)
        editor.judge(page)
        assert step(page) == Role.EDITOR

    def test_who_wrote_an_earlier_version_does_not_approve_a_later_one(self, editor: Desk, chief: Desk) -> None:
        page = draft_of(editor)
        chief.submit(page, title="Van een ander")
        editor.judge(page)
        assert step(page) == Role.EDITOR
        Desk(Role.EDITOR).judge(page)
        assert step(page) == Role.CHIEF_EDITOR

    def test_who_wrote_a_text_that_was_brought_back_does_not_approve_it(self, editor: Desk, chief: Desk) -> None:
        page = draft_of(editor, title="Eerste")
        first = page.latest_revision
        for title in ("Tweede", "Derde"):
            page.title = title
            page.save_revision(user=chief.user, log_action=True)
        chief.submit(page, revision=str(first.pk), title="Eerste")
        assert now(page).latest_revision.content["title"] == "Eerste"
        editor.judge(page)
        assert step(page) == Role.EDITOR

    def test_a_step_is_not_approved_by_way_of_another_page(self, submitted: ContentPage, editor: Desk) -> None:
        """Wagtail asks whether somebody may judge the page of the address, and judges another."""
        own = draft_of(editor)
        Desk(Role.CHIEF_EDITOR).submit(own)
        editor.judge(own, by_way_of=submitted)
        assert step(own) == Role.EDITOR
        assert not Approval.objects.exists()

    def test_two_steps_take_two_people(self, submitted: ContentPage) -> None:
        both = Desk(Role.EDITOR, Role.CHIEF_EDITOR)
        both.judge(submitted)
        assert step(submitted) == Role.CHIEF_EDITOR
        both.judge(submitted)
        assert step(submitted) == Role.CHIEF_EDITOR
        assert "Keur goed" not in both.look(submitted).get_text()
        Desk(Role.CHIEF_EDITOR).judge(submitted)
        assert now(submitted).live

    def test_somebody_of_another_section_judges_nothing_here(self, submitted: ContentPage, editor: Desk) -> None:
        elsewhere = ContentPageFactory()
        GroupPagePermission.objects.filter(group__name=Role.EDITOR).update(page=elsewhere)
        editor.judge(submitted)
        assert step(submitted) == Role.EDITOR
        assert editor.client.get(reverse("editorial_progress", args=[submitted.pk])).status_code == 302

    def test_each_step_takes_its_own_role(self, submitted: ContentPage, editor: Desk, chief: Desk) -> None:
        chief.judge(submitted)
        assert step(submitted) == Role.EDITOR
        editor.judge(submitted)
        editor.judge(submitted)
        assert step(submitted) == Role.CHIEF_EDITOR


class TestWhatWasApproved:
    def test_a_picture_that_is_deleted_after_it_was_approved_stops_the_publication(
        self, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        page = portrait_of(author.user, PersonFactory())
        LegalBasis.objects.update(basis=LegalBasis.Basis.JOURNALISM, motivation="Stond eerder in een magazine.")
        submit(author, page)
        editor.judge(page)
        page.lead_image.delete()
        chief.judge(page)
        page.refresh_from_db()
        assert not page.live
        assert page.current_workflow_task_state is not None

    def test_the_approvals_of_what_is_live_stay_when_a_later_change_is_taken_back(
        self, submitted: ContentPage, editor: Desk, chief: Desk
    ) -> None:
        editor.judge(submitted)
        chief.judge(submitted)
        editor.submit(submitted, title="Later")
        assert "Er zijn nog geen akkoorden." in editor.look(submitted).get_text()
        editor.take_back(submitted)
        assert Approval.objects.filter(page=submitted.pk, voided_at=None).count() == 2

    @pytest.mark.parametrize("way", ["modal", "editor"])
    def test_an_old_tab_approves_nothing_newer(
        self, submitted: ContentPage, author: Desk, editor: Desk, way: str
    ) -> None:
        """Wagtail's own buttons: in the list of what waits, and in the editor, which sends all of its form."""
        state = now(submitted).current_workflow_task_state
        author.take_back(submitted)
        author.submit(submitted, title="Heel anders")
        newest = now(submitted).latest_revision
        if way == "modal":
            editor.client.post(
                reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", state.pk]), {"comment": ""}
            )
        else:
            editor.edit(
                submitted,
                title=submitted.title,
                **{"action-workflow-action": "1", "workflow-action-name": "approve", "loaded_revision_id": "1"},
            )
        assert now(submitted).latest_revision == newest
        assert newest.content["title"] == "Heel anders"
        assert (step(submitted), Approval.objects.exists()) == (Role.EDITOR, False)


class TestTheWorkflowItself:
    def test_a_step_that_is_left_out_is_still_asked(self, author: Desk, editor: Desk) -> None:
        Workflow.objects.get(name=WORKFLOW_NAME).workflow_tasks.filter(task__name="Eindredactie").delete()
        page = draft_of(author)
        author.submit(page)
        editor.judge(page)
        assert not now(page).live
        assert not Approval.objects.exists(), "what would have ended the workflow was taken back as a whole"

    def test_switching_the_only_step_off_publishes_nothing(self, author: Desk, desk: Callable[..., Desk]) -> None:
        Workflow.objects.get(name=WORKFLOW_NAME).workflow_tasks.filter(task__name="Eindredactie").delete()
        page = draft_of(author)
        author.submit(page)
        task = Task.objects.get(name="Redactie")
        desk(is_superuser=True).client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
        assert not now(page).live
        assert step(page) == Role.EDITOR

    def test_switching_the_workflow_off_publishes_nothing(
        self, submitted: ContentPage, editor: Desk, desk: Callable[..., Desk]
    ) -> None:
        editor.judge(submitted)
        workflow = Workflow.objects.get(name=WORKFLOW_NAME)
        desk(is_superuser=True).client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
        assert not now(submitted).live
        assert not Publication.objects.filter(page=submitted.pk).exists()

    def test_one_without_steps_publishes_nothing(self, author: Desk) -> None:
        Workflow.objects.get(name=WORKFLOW_NAME).workflow_tasks.all().delete()
        page = draft_of(author)
        author.submit(page)
        assert not now(page).live
        assert not Publication.objects.filter(page=page.pk).exists()

    def test_switching_the_last_step_off_publishes_nothing(
        self, submitted: ContentPage, editor: Desk, desk: Callable[..., Desk]
    ) -> None:
        editor.judge(submitted)
        task = Task.objects.get(name="Eindredactie")
        desk(is_superuser=True).client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
        assert not now(submitted).live
        assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=task).exists()

    def test_a_content_that_changed_behind_everybodys_back_is_not_published(
        self, submitted: ContentPage, editor: Desk, chief: Desk
    ) -> None:
        editor.judge(submitted)
        revision = now(submitted).latest_revision
        revision.content = {**revision.content, "title": "Stil veranderd"}
        revision.save(update_fields=["content"])
        chief.judge(submitted)
        assert not now(submitted).live

    def test_no_role_may_change_the_workflow(self, desk: Callable[..., Desk]) -> None:
        for role in Role:
            assert not desk(role).user.has_perm("wagtailcore.change_workflow")
