"""Role by type of page by action, cell by cell, through the screens: what happens is what the table of roles says."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from wagtail.models import Page, get_page_models

from practices.models import PracticePage
from tests.editorial.conftest import Desk
from tests.editorial.walk import CLOSED, EVERYBODY, OPEN, SUPERUSER, Scene
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
EVERYTHING = "superuser with every role"
# What Wagtail itself refuses where there is one page of a type, so that the gate has nothing to close.
OF_ANOTHER_PAGE = {
    "publish a new page", "copy and publish", "copy by the API", "copy as an alias", "make an alias by the API",
}  # fmt: skip


def desk_of(who: str) -> Desk:
    if who == EVERYTHING:
        return Desk(*Role, is_superuser=True)
    return Desk(*([who] if who in set(Role) else []), is_superuser=who == SUPERUSER)


def cells(scene: Scene, who: str) -> Iterator[str]:
    """Of the actions with a page of this type: those that do not go for this account as the table says."""
    desk = desk_of(who)
    scene.belongs_to(desk.user)
    # What is closed, is closed to who has everything that there is to have; what is open to several roles is not.
    for action in CLOSED if who == EVERYTHING else OPEN + CLOSED:
        is_allowed = action.is_for(who, scene)
        if action.happens(desk, scene) is not is_allowed:
            yield f"{who} × {scene.model.__name__} × {action.name}: {'refused' if is_allowed else 'happened'}"


def test_every_type_of_page_is_walked() -> None:
    assert {model for model in get_page_models() if issubclass(model, GatedPage) and model.is_creatable} == set(TYPES)


@pytest.mark.parametrize(
    "model",
    # Who may what does not depend on the database; whether a query breaks does: one type is asked of both.
    [model if model is PracticePage else pytest.param(model, marks=pytest.mark.database("sqlite")) for model in TYPES],
    ids=lambda model: model.__name__,
)
def test_each_role_does_with_a_page_of_this_type_what_the_table_says(model: type[Page]) -> None:
    """The pages are made once: each cell leaves them as they were."""
    scene = Scene(model)
    wrong = [cell for who in [*EVERYBODY, EVERYTHING] for cell in cells(scene, who)]
    assert not wrong, "\n".join(wrong)
    # Or it is the request that is wrong, and a door that only looks closed.
    everything = desk_of(EVERYTHING)
    with plain_wagtail():
        shut = {action.name for action in CLOSED if not action.happens(everything, scene)}
    assert shut == (OF_ANOTHER_PAGE if model.max_count else set())


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_who_has_no_role_does_nothing(is_signed_in: bool) -> None:
    scene, stranger = Scene(ContentPage), Desk()
    if not is_signed_in:
        stranger.client = Client(raise_request_exception=False)
    scene.belongs_to(stranger.user)
    assert [action.name for action in OPEN + CLOSED if action.happens(stranger, scene)] == []


def test_everything_that_is_open_is_open_to_somebody() -> None:
    scene = Scene(ContentPage)
    assert [action.name for action in OPEN if not any(action.is_for(who, scene) for who in EVERYBODY)] == []


def test_a_cell_that_changes_in_the_table_changes_what_is_allowed_and_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, author = Scene(ContentPage), Desk(Role.AUTHOR)
    offline = next(action for action in OPEN if action.name == "take offline")
    assert not offline.happens(author, scene)
    changed = replace(roles.TABLE[Role.AUTHOR], deeds=frozenset({Deed.OFFLINE}))
    monkeypatch.setitem(roles.TABLE, Role.AUTHOR, changed)
    monkeypatch.setattr(permissions, "deeds", {})
    roles.tell_the_gate()
    assert offline.is_for(Role.AUTHOR, scene)
    assert offline.happens(Desk(Role.AUTHOR), scene)
