"""No door of the editors' site leads round the gate, for whatever role and also not for a superuser."""

from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.management.commands.publish_scheduled import Command as WagtailsOwn
from wagtail.models import Page

from tests.factories import CasePageFactory, ContentPageFactory, UserFactory, WorkshopPageFactory, publish
from tests.gate.doors import Scene, doors, plain_wagtail, public_state
from wijkwijzer.gate.publishing import licence
from wijkwijzer.pages.models import HomePage
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db

# The only doors that open, and for whom.
OPEN = {
    ("move", Role.CHIEF_EDITOR),
    ("move in bulk", Role.CHIEF_EDITOR),
    ("move by the API", Role.CHIEF_EDITOR),
    ("change the order", Role.CHIEF_EDITOR),
    ("make private", Role.PRIVACY_OFFICER),
}
# Changes what the public sees on no site: it makes a draft.
TO_A_DRAFT = {"bring back an older text by the API"}
EVERYBODY = [*Role, "superuser", "superuser with every role"]


def account(role: str) -> User:
    user = UserFactory(is_superuser=role.startswith("superuser"))
    names = list(Role) if role == "superuser with every role" else [role]
    user.groups.set(Group.objects.filter(name__in=names))
    return user


def may(door: str, role: str) -> bool:
    return (door, role) in OPEN or (role == "superuser with every role" and door in {name for name, _role in OPEN})


@pytest.fixture
def scene() -> Scene:
    live = ContentPageFactory(title="Over ons", slug="over-ons")
    publish(live)
    older = live.latest_revision
    live.title = "Nieuwer concept"
    live.save_revision()
    draft = ContentPageFactory(title="Concept", slug="concept", live=False)
    draft.save_revision()
    case, elsewhere = CasePageFactory(), WorkshopPageFactory()
    with licence():
        alias = live.create_alias(update_slug="alias")
    planned = ContentPageFactory(live=False).save_revision(approved_go_live_at=timezone.now())
    return Scene(Page.objects.get(pk=live.pk).specific, draft, older, case, elsewhere, alias, planned)


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_door_changes_what_the_public_sees_but_those_in_the_table(client: Client, scene: Scene, role: str) -> None:
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    wrong = {}
    for name, enter in doors(scene).items():
        before = public_state()
        with transaction.atomic():
            client.raise_request_exception = False
            response = enter(client)
            if (public_state() != before) is not may(name, role):
                wrong[name] = response and response.status_code
            transaction.set_rollback(True)
    assert wrong == {}


def test_on_plain_wagtail_every_door_opens(client: Client, scene: Scene) -> None:
    client.force_login(account("superuser"), backend="django.contrib.auth.backends.ModelBackend")
    closed = set()
    with plain_wagtail():
        for name, enter in doors(scene).items():
            before = public_state()
            with transaction.atomic():
                enter(client)
                if public_state() == before:
                    closed.add(name)
                transaction.set_rollback(True)
    assert closed == TO_A_DRAFT


def test_what_asks_nobody_needs_the_licence_of_the_gate() -> None:
    """Scripts, importers, actions called without an account."""
    page = ContentPageFactory(live=False)
    live = ContentPageFactory()
    publish(live)
    home = HomePage.objects.get()
    new = ContentPageFactory.build(title="Nieuw", slug="nieuw", live=True)
    attempts = {
        "publish": lambda: page.save_revision().publish(),
        "save": lambda: (setattr(page, "live", True), page.save()),
        "add": lambda: home.add_child(instance=new),
        "copy": lambda: CopyPageAction(live, to=home, update_attrs={"slug": "kopie"}).execute(),
        "alias": lambda: live.create_alias(update_slug="kopie"),
        "another revision": lambda: live.save_revision().publish(),
    }
    for name, attempt in attempts.items():
        before = public_state()
        with pytest.raises(PermissionDenied), transaction.atomic():
            attempt()
        assert public_state() == before, name
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("publish_scheduled", [WagtailsOwn, "publish_scheduled", "publish_scheduled_pages"])
def test_the_moment_of_a_revision_publishes_nothing(publish_scheduled: Any) -> None:
    """Wagtail's command is refused; those under its names here do not look at that moment."""
    page = ContentPageFactory(live=False)
    revision = page.save_revision(approved_go_live_at=timezone.now())
    with suppress(PermissionDenied):
        call_command(publish_scheduled if isinstance(publish_scheduled, str) else publish_scheduled())
    page.refresh_from_db()
    revision.refresh_from_db()
    assert not page.live
    assert revision.approved_go_live_at is not None


def test_the_command_that_moves_pages_is_closed() -> None:
    workshop, elsewhere = WorkshopPageFactory(), WorkshopPageFactory()
    case = CasePageFactory(parent=workshop)
    with pytest.raises(CommandError, match="moved in the editors' site"):
        call_command("move_pages", workshop.pk, elsewhere.pk)
    case.refresh_from_db()
    assert case.get_parent().pk == workshop.pk


def test_a_page_has_no_moments_of_its_own() -> None:
    page = ContentPageFactory(live=False)
    page.go_live_at = page.expire_at = timezone.now()
    revision = page.save_revision()
    assert (revision.content["go_live_at"], revision.content["expire_at"]) == (None, None)
