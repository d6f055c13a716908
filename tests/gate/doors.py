"""Every way in which Wagtail lets somebody change what the public sees, each as what a browser would send."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Revision
from wagtail.test.utils.form_data import querydict_from_html

from wijkwijzer.gate.pages import GatedPage
from wijkwijzer.gate.permissions import GatedPermissionTester
from wijkwijzer.gate.publishing import licence
from wijkwijzer.pages.models import ContentPage


@dataclass(frozen=True)
class Scene:
    """A public page with a newer draft, a draft that never was public, a public case with another workshop, an alias
    of the page and a draft with a moment to go live."""

    live: Page
    draft: Page
    older: Revision
    case: Page
    elsewhere: Page
    alias: Page
    planned: Revision


class PlainTester(PagePermissionTester):
    """Wagtail's answers, and what our own screens ask besides."""

    is_in_section = GatedPermissionTester.is_in_section


@contextmanager
def plain_wagtail() -> Iterator[None]:
    """Without the gate: Wagtail's own tester, and pages that go live by being saved. A request that opens nothing
    here, is a wrong request, and no proof of a closed door."""
    with pytest.MonkeyPatch.context() as patch, licence():
        patch.setattr(GatedPage, "permissions_for_user", lambda page, user: PlainTester(user, page))
        patch.setattr(GatedPage, "_is_judged", lambda page: False)
        patch.setattr(GatedPage, "get_lock", lambda page: None)
        yield


# What scripts add to the editor's form, and all there is for whoever is not shown it and sends it all the same.
STREAMS = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the editor's form at this address would send."""
    response = client.get(address)
    if response.status_code != 200:
        return STREAMS
    return STREAMS | querydict_from_html(response.content.decode(), form_id="page-edit-form").dict()


def _edit(page: Page, **extra: str) -> Callable[[Client], HttpResponse | None]:
    def send(client: Client) -> HttpResponse | None:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = {"slug": page.slug, "summary": "x", **form_of(client, address)}
        return client.post(address, {**form, "title": "Gekaapt", **extra})

    return send


def _create(parent: Page, **extra: str) -> Callable[[Client], HttpResponse | None]:
    def send(client: Client) -> HttpResponse | None:
        meta = ContentPage._meta
        address = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
        return client.post(
            address, {**form_of(client, address), "title": "Gekaapt", "slug": "gekaapt", "summary": "x", **extra}
        )

    return send


def _revert(page: Page, revision: Revision) -> Callable[[Client], HttpResponse | None]:
    def send(client: Client) -> HttpResponse | None:
        form = form_of(client, reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]))
        form = {"title": page.title, "slug": page.slug, "summary": "x", **form}
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return client.post(address, {**form, "revision": str(revision.pk), "action-publish": "1"})

    return send


def _post(name: str, *args: Any, **data: str) -> Callable[[Client], HttpResponse]:
    return lambda client: client.post(reverse(f"wagtailadmin_pages:{name}", args=args), data)


def _bulk(action: str, page: Page, **data: str) -> Callable[[Client], HttpResponse]:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return lambda client: client.post(f"{address}?id={page.pk}&next=/beheer/", data)


def _api(action: str, page: Page, **data: Any) -> Callable[[Client], HttpResponse]:
    return lambda client: client.post(
        f"/beheer/api/main/pages/{page.pk}/action/{action}/", data, content_type="application/json"
    )


def doors(scene: Scene) -> dict[str, Callable[[Client], HttpResponse | None]]:
    live, draft, case, elsewhere = scene.live, scene.draft, scene.case, scene.elsewhere
    home = live.get_parent()
    copied = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": str(home.pk)}
    return {
        "publish a change of a live page": _edit(live, **{"action-publish": "1"}),
        "publish a draft": _edit(draft, **{"action-publish": "1"}),
        "publish a new page": _create(home, **{"action-publish": "1"}),
        "give a page a moment to go live": _edit(draft, **{"action-publish": "1", "go_live_at": "2030-01-01 10:00"}),
        "publish an older text": _revert(live, scene.older),
        "publish a newer text in bulk": _bulk("publish", live, include_descendants="on"),
        "publish a draft in bulk": _bulk("publish", draft),
        "unpublish": _post("unpublish", live.pk),
        "unpublish in bulk": _bulk("unpublish", live),
        "delete": _post("delete", live.pk),
        "delete in bulk": _bulk("delete", live),
        "copy and publish": _post("copy", live.pk, publish_copies="on", **copied),
        "copy as an alias": _post("copy", live.pk, alias="on", **copied),
        "move": _post("move_confirm", case.pk, elsewhere.pk),
        "move in bulk": _bulk("move", case, chooser=str(elsewhere.pk)),
        "change the order": lambda client: client.post(
            reverse("wagtailadmin_pages:set_page_position", args=[live.pk]) + "?position=0"
        ),
        "make private": _post("set_privacy", live.pk, restriction_type="login"),
        "turn an alias into a page": _post("convert_alias", scene.alias.pk),
        "unschedule": _post("revisions_unschedule", scene.planned.object_id, scene.planned.pk),
        "publish by the API": _api("publish", live),
        "publish a draft by the API": _api("publish", draft),
        "unpublish by the API": _api("unpublish", live),
        "delete by the API": _api("delete", live),
        "copy by the API": _api("copy", live, slug="kopie"),
        "move by the API": _api("move", case, destination_page_id=elsewhere.pk, position="first-child"),
        "make an alias by the API": _api("create_alias", live, update_slug="kopie"),
        "bring back an older text by the API": _api("revert_to_page_revision", live, revision_id=scene.older.pk),
    }


def public_state() -> Any:
    """All that decides what the public sees, of every page."""
    fields = ("pk", "live", "live_revision_id", "path", "url_path", "title", "alias_of_id", "go_live_at", "expire_at")
    live = Page.objects.live().filter(depth__gt=1).specific()
    said = {page.pk: page.hash_of(page.serializable_data()) for page in live}
    planned = Revision.objects.filter(approved_go_live_at__isnull=False).count()
    restrictions = list(PageViewRestriction.objects.values_list("page_id", "restriction_type"))
    # What was never public is nobody's business here.
    pages = list(Page.objects.live().order_by("pk").values_list(*fields))
    return pages, said, planned, restrictions
