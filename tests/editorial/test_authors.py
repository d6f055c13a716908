"""Who wrote a page is found without reading all its texts again, for many pages as quickly as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState

from tests.editorial.conftest import Desk
from tests.editorial.test_workflow import draft_of
from wijkwijzer.editorial.authors import authors_by_page, authors_of
from wijkwijzer.gate.models import RevisionContent

pytestmark = pytest.mark.django_db


def waiting_pages(author: Desk, count: int) -> None:
    for _ in range(count):
        page = draft_of(author)
        for title in ("Tweede", "Derde"):
            page.title = title
            page.save_revision(user=author.user, log_action=True)
        page.get_workflow().start(page, author.user)


def test_what_waits_for_somebody_is_listed_in_as_many_queries_for_many_as_for_few(author: Desk, editor: Desk) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert len(TaskState.objects.reviewable_by(editor.user)) > 0
        return [query["sql"] for query in queries]

    waiting_pages(author, 2)
    asked()
    before = asked()
    waiting_pages(author, 6)
    after = asked()
    assert len(TaskState.objects.reviewable_by(editor.user)) == 8
    assert len(after) == len(before)
    assert not [sql for sql in after if '"wagtailcore_revision"."content"' in sql]


def test_the_dashboard_lists_what_somebody_may_judge_and_not_what_they_wrote(author: Desk, editor: Desk) -> None:
    waiting_pages(author, 1)
    mine = draft_of(editor, title="Van mij")
    mine.get_workflow().start(mine, editor.user)
    shown = editor.client.get(reverse("wagtailadmin_home")).content.decode()
    judged = TaskState.objects.reviewable_by(editor.user)
    assert [state.revision.content["title"] for state in judged] == ["Derde"]
    assert "Derde" in shown


def test_many_pages_have_the_authors_that_each_has(author: Desk, editor: Desk, chief: Desk) -> None:
    first, second = draft_of(author), draft_of(editor)
    first.title = "Anders"
    first.save_revision(user=chief.user)
    second.save_revision(user=chief.user)  # says the same
    found = authors_by_page([first.pk, second.pk])
    assert found == {first.pk: {author.user.pk, chief.user.pk}, second.pk: {editor.user.pk}}
    assert found == {page.pk: authors_of(page) for page in (first, second)}


def test_what_autosave_writes_over_counts_as_it_is_now(author: Desk, editor: Desk) -> None:
    """The number of the content follows a revision that is overwritten in place."""
    page = draft_of(author)
    revision = page.save_revision(user=editor.user)
    assert authors_of(page) == {author.user.pk}
    page.title = "Toch iets anders"
    page.save_revision(user=editor.user, overwrite_revision=revision)
    assert authors_of(page) == {author.user.pk, editor.user.pk}


def test_a_revision_of_which_nothing_was_written_down_is_read(author: Desk, editor: Desk) -> None:
    page = draft_of(author)
    page.title = "Anders"
    page.save_revision(user=editor.user)
    RevisionContent.objects.all().delete()
    assert authors_of(page) == {author.user.pk, editor.user.pk}
    assert RevisionContent.objects.count() == 2
