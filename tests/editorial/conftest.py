"""Somebody in each role, signed in, and a page on its way through the workflow, all by what a browser would send."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from tests.factories import UserFactory
from tests.gate.doors import form_of
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role


class Desk:
    """An account at the editors' desk with a browser of its own."""

    def __init__(self, *roles: str, is_superuser: bool = False) -> None:
        self.user: User = UserFactory(is_superuser=is_superuser)
        self.user.groups.set(Group.objects.filter(name__in=roles))
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")

    def edit(self, page: Page, **changes: str) -> HttpResponse:
        """The editor's form of a page, with changes, sent with the button in `changes` (or only saved)."""
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return self.client.post(address, {"title": page.title, **form_of(self.client, address), **changes})

    def submit(self, page: Page, **changes: str) -> HttpResponse:
        return self.edit(page, **{"action-submit": "1", **changes})

    def autosave(self, page: Page, revision: Revision, **changes: str) -> HttpResponse:
        """What the editor's script sends while somebody types: over the version that it saved before."""
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = {"title": page.title, "slug": page.slug, "summary": "x", **form_of(self.client, address), **changes}
        form |= {"overwrite_revision_id": str(revision.pk), "loaded_revision_id": str(revision.pk)}
        return self.client.post(address, form, headers={"Accept": "application/json"})

    def judge(self, page: Page, action: str = "approve", *, by_way_of: Page | None = None) -> HttpResponse:
        """The buttons of a step; `by_way_of` is the page in the address where that is another one."""
        state = page.specific_deferred.current_workflow_task_state
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[(by_way_of or page).pk, action, state.pk if state else 0]
        )
        return self.client.post(address, {"comment": "Graag anders." if action == "reject" else ""})

    def take_back(self, page: Page) -> HttpResponse:
        return self.decide(page, "take_back")

    def look(self, page: Page) -> BeautifulSoup:
        """The screen with the progress of a page."""
        response = self.client.get(reverse("editorial_progress", args=[page.pk]))
        return BeautifulSoup(response.content, "html.parser")

    def decide(self, page: Page, decision: str, **filled_in: str) -> HttpResponse:
        """A button on that screen, with what stands in its form."""
        hidden = {field["name"]: field["value"] for field in self.look(page).select("form input[type=hidden]")}
        shown = {name: hidden.get(name, "") for name in ("state", "revision")}
        data = {"decision": decision, **shown, **filled_in}
        return self.client.post(reverse("editorial_progress", args=[page.pk]), data)


@pytest.fixture
def desk(db: Any) -> Callable[..., Desk]:
    return Desk


@pytest.fixture
def author(db: Any) -> Desk:
    return Desk(Role.AUTHOR)


@pytest.fixture
def editor(db: Any) -> Desk:
    return Desk(Role.EDITOR)


@pytest.fixture
def chief(db: Any) -> Desk:
    return Desk(Role.CHIEF_EDITOR)
