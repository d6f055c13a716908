"""A POST on the editors' side happens whole or not at all; a GET takes no lock."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail.signals import page_published

from tests.factories import ContentPageFactory, UserFactory
from tests.gate.doors import form_of
from wijkwijzer.delivery.transactions import atomic_post
from wijkwijzer.editorial.models import Approval
from wijkwijzer.gate.models import Publication
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role


@pytest.fixture
def broken_publishing():
    """Something that reacts to a publication fails, after the page and its revision were written."""

    def _fail(**kwargs):
        raise RuntimeError("broken on purpose")

    page_published.connect(_fail)
    yield
    page_published.disconnect(_fail)


@pytest.fixture
def waiting(db):
    """A draft that waits for its last approval, with the browser of who may give it."""
    page = ContentPageFactory(live=False)
    page.save_revision(user=UserFactory())
    editor, chief = UserFactory(), UserFactory()
    editor.groups.set(Group.objects.filter(name=Role.EDITOR))
    chief.groups.set(Group.objects.filter(name=Role.CHIEF_EDITOR))
    state = page.get_workflow().start(page, editor).current_task_state
    state.task.specific.on_action(state, editor, "approve")
    client = Client(raise_request_exception=False)
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    return page, client


def approve(page, client):
    state = ContentPage.objects.get(pk=page.pk).current_workflow_task_state
    return client.post(reverse("editorial_progress", args=[page.pk]), {"decision": "approve", "state": state.pk})


def test_a_publication_that_fails_halfway_leaves_nothing_behind(waiting, broken_publishing):
    page, client = waiting
    approvals = Approval.objects.count()
    assert approve(page, client).status_code == 500
    page.refresh_from_db()
    assert not page.live
    assert not Publication.objects.filter(page=page.pk).exists()
    assert Approval.objects.count() == approvals
    assert page.current_workflow_task_state.status == "in_progress"


def test_the_same_publication_without_the_failure_is_kept(waiting):
    page, client = waiting
    assert approve(page, client).status_code == 302
    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("address", ["/beheer/", "/beheer/pages/", "/beheer/reports/locked/"])
def test_reading_on_the_editors_side_opens_no_transaction(admin_client, address):
    admin_client.get(address)  # the first time makes the profile of the user

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert admin_client.get(address, follow=True).status_code == 200

    assert not [query["sql"] for query in queries if query["sql"].startswith(("SAVEPOINT", "BEGIN"))]


@pytest.mark.parametrize(("method", "inside"), [("get", False), ("head", False), ("options", False), ("post", True)])
def test_only_what_may_write_runs_in_a_transaction(db, rf, method, inside):
    depth = []

    @atomic_post
    def view(request):
        depth.append(len(connection.savepoint_ids))
        return HttpResponse()

    before = len(connection.savepoint_ids)
    view(getattr(rf, method)("/"))

    assert (depth[0] > before) is inside


@pytest.fixture
def draft(db):
    page = ContentPageFactory(live=False)
    page.save_revision()
    return page


@pytest.fixture
def refused_afterwards():
    """Something refuses what the editor's form asked, when the view has written it already."""

    def refuse(request, page):
        raise PermissionDenied

    with hooks.register_temporarily("after_edit_page", refuse):
        yield


def edit(page, client):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**form_of(client, address), "title": "Anders"})


def test_a_view_that_is_refused_after_it_wrote_leaves_nothing_behind(admin_client, draft, refused_afterwards):
    """Wagtail answers with the same redirect as after a success."""
    revision = draft.latest_revision_id
    response = edit(draft, admin_client)
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    stored = Page.objects.get(pk=draft.pk)
    assert (stored.latest_revision_id, stored.draft_title) == (revision, draft.title)
    assert admin_client.get(response.url).status_code == 200


def test_the_same_view_without_the_refusal_writes(admin_client, draft):
    assert edit(draft, admin_client).status_code == 302
    assert Page.objects.get(pk=draft.pk).draft_title == "Anders"


@pytest.mark.parametrize(("status", "kept"), [(200, True), (302, True), (400, False), (403, False), (500, False)])
def test_an_answer_that_says_no_takes_back_what_was_written(db, rf, status, kept):
    @atomic_post
    def view(request):
        UserFactory(username="geschreven")
        return HttpResponse(status=status)

    view(rf.post("/"))
    assert User.objects.filter(username="geschreven").exists() is kept
