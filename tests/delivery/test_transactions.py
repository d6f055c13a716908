"""A POST on the editors' side happens whole or not at all; a GET takes no lock."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from tests.factories import ContentPageFactory
from wijkwijzer.delivery.transactions import atomic_post


@pytest.fixture
def broken_publishing():
    """Something that reacts to a publication fails, after the page and its revision were written."""

    def _fail(**kwargs):
        raise RuntimeError("broken on purpose")

    page_published.connect(_fail)
    yield
    page_published.disconnect(_fail)


def test_a_publication_that_fails_halfway_leaves_nothing_behind(admin_client, broken_publishing):
    page = ContentPageFactory(live=False)
    page.save_revision()
    revisions = Revision.objects.count()
    admin_client.raise_request_exception = False
    form = {"title": "Nieuwe titel", "slug": page.slug, "summary": "Nieuw.", "action-publish": "1", "body-count": "0"}

    response = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    assert response.status_code == 500
    page = Page.objects.get(pk=page.pk)
    assert not page.live
    assert page.title != "Nieuwe titel"
    assert Revision.objects.count() == revisions


def test_the_same_publication_without_the_failure_is_kept(admin_client):
    page = ContentPageFactory(live=False)
    form = {"title": "Nieuwe titel", "slug": page.slug, "summary": "Nieuw.", "action-publish": "1", "body-count": "0"}

    admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    assert Page.objects.get(pk=page.pk).title == "Nieuwe titel"


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
