"""Role by type of page by action, cell by cell, through the screens: what happens is what the table of roles says."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page, get_page_models

from tests.editorial.conftest import Desk
from tests.editorial.walk import CLOSED, EVERYBODY, OPEN, SUPERUSER, Action, Scene
from tests.factories import PAGE_FACTORIES
from tests.gate.doors import plain_wagtail
from wijkwijzer.editorial import roles
from wijkwijzer.gate import permissions
from wijkwijzer.gate.pages import GatedPage
from wijkwijzer.gate.permissions import Deed
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]
TYPES = sorted(PAGE_FACTORIES, key=lambda model: model.__name__)


def desk_of(who: str) -> Desk:
    return Desk(*([who] if who in set(Role) else []), is_superuser=who == SUPERUSER)


def happens(action: Action, desk: Desk, scene: Scene) -> bool:
    """Does it? Afterwards everything is as it was."""
    with transaction.atomic():
        action.send(desk, scene)
        found = action.happened(scene)
        transaction.set_rollback(True)
    return found


def test_every_type_of_page_is_walked() -> None:
    assert {model for model in get_page_models() if issubclass(model, GatedPage) and model.is_creatable} == set(TYPES)


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_each_role_does_with_a_page_of_this_type_what_the_table_says(model: type[Page]) -> None:
    scene = Scene(model)
    wrong = []
    for who in EVERYBODY:
        desk = desk_of(who)
        scene.belongs_to(desk.user)
        for action in OPEN:
            if happens(action, desk, scene) is not action.is_for(who, scene):
                wrong.append((who, action.name))
    # What is closed is closed to who has everything that there is to have.
    everything = Desk(*Role, is_superuser=True)
    wrong += [("everything", action.name) for action in CLOSED if happens(action, everything, scene)]
    assert wrong == []


def test_what_is_closed_is_closed_to_each_role() -> None:
    scene = Scene(ContentPage)
    desks = {who: desk_of(who) for who in EVERYBODY}
    assert [(who, deed.name) for who, desk in desks.items() for deed in CLOSED if happens(deed, desk, scene)] == []


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_who_has_no_role_does_nothing(is_signed_in: bool) -> None:
    scene, stranger = Scene(ContentPage), Desk()
    if not is_signed_in:
        stranger.client = Client(raise_request_exception=False)
    scene.belongs_to(stranger.user)
    assert [action.name for action in OPEN + CLOSED if happens(action, stranger, scene)] == []


def test_everything_that_is_open_is_open_to_somebody() -> None:
    scene = Scene(ContentPage)
    assert [action.name for action in OPEN if not any(action.is_for(who, scene) for who in EVERYBODY)] == []


def test_everything_that_is_closed_is_open_on_plain_wagtail() -> None:
    """Or it is the request that is wrong, and a door that only looks closed."""
    scene, superuser = Scene(ContentPage), Desk(*Role, is_superuser=True)
    with plain_wagtail():
        assert [action.name for action in CLOSED if not happens(action, superuser, scene)] == []


def test_a_cell_that_changes_in_the_table_changes_what_is_allowed_and_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, author = Scene(ContentPage), Desk(Role.AUTHOR)
    offline = next(action for action in OPEN if action.name == "take offline")
    assert not happens(offline, author, scene)
    changed = replace(roles.TABLE[Role.AUTHOR], deeds=frozenset({Deed.OFFLINE}))
    monkeypatch.setitem(roles.TABLE, Role.AUTHOR, changed)
    monkeypatch.setattr(permissions, "deeds", {})
    roles.tell_the_gate()
    assert offline.is_for(Role.AUTHOR, scene)
    assert happens(offline, Desk(Role.AUTHOR), scene)
