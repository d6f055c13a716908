"""Two people at the same second, each with a connection of their own. On SQLite one waits for the other by itself."""

import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from tests.editorial.conftest import Desk
from tests.editorial.test_progress import REASON
from tests.editorial.test_workflow import draft_of, now, step
from tests.factories import ContentPageFactory
from tests.threads import at_once
from wijkwijzer.editorial.models import Approval
from wijkwijzer.gate.models import Publication
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> dict[str, Desk]:
    """An author, and two of each role that judges."""
    desks = {"author": Desk(Role.AUTHOR), "administrator": Desk(Role.ADMINISTRATOR)}
    for number in (1, 2):
        desks |= {f"editor {number}": Desk(Role.EDITOR), f"chief {number}": Desk(Role.CHIEF_EDITOR)}
    return desks


@pytest.fixture
def submitted(people: dict[str, Desk]) -> ContentPage:
    page = draft_of(people["author"])
    people["author"].submit(page)
    assert step(page) == Role.EDITOR
    return page


def publications(page: Page) -> int:
    return Publication.objects.filter(page=page.pk).count()


def test_of_two_editors_who_approve_at_once_one_does(people: dict[str, Desk], submitted: ContentPage) -> None:
    assert at_once(*(lambda desk=people[f"editor {n}"]: desk.judge(submitted) for n in (1, 2))) == []
    assert Approval.objects.count() == 1
    assert (step(submitted), now(submitted).live) == (Role.CHIEF_EDITOR, False)


def test_two_last_approvals_at_once_publish_once(people: dict[str, Desk], submitted: ContentPage) -> None:
    people["editor 1"].judge(submitted)
    assert at_once(*(lambda desk=people[f"chief {n}"]: desk.judge(submitted) for n in (1, 2))) == []
    assert now(submitted).live
    assert (Approval.objects.count(), publications(submitted)) == (2, 1)


def test_two_on_the_screen_with_the_progress_publish_once(people: dict[str, Desk], submitted: ContentPage) -> None:
    people["editor 1"].judge(submitted)
    assert at_once(*(lambda desk=people[f"chief {n}"]: desk.decide(submitted, "approve") for n in (1, 2))) == []
    assert now(submitted).live
    assert (Approval.objects.count(), publications(submitted)) == (2, 1)


def test_a_last_approval_while_the_author_takes_it_back_does_one_of_both(
    people: dict[str, Desk], submitted: ContentPage
) -> None:
    people["editor 1"].judge(submitted)
    wrong = at_once(
        lambda: people["chief 1"].judge(submitted),
        lambda: people["author"].take_back(submitted),
    )
    assert wrong == []
    page = now(submitted)
    assert page.live is (publications(submitted) == 1)
    assert page.live is Approval.objects.filter(voided_at=None).exists()
    assert step(page) == ""


def test_two_who_submit_at_once_start_one_workflow(people: dict[str, Desk]) -> None:
    page = draft_of(people["author"])
    wrong = at_once(*(lambda desk=people[f"editor {n}"]: desk.submit(page) for n in (1, 2)))
    assert wrong == []
    assert step(page) == Role.EDITOR
    state = now(page).current_workflow_task_state
    assert state.revision_id == now(page).latest_revision_id
    assert now(page).workflow_states.count() == 1


def test_an_approval_while_somebody_writes_publishes_what_was_read(
    people: dict[str, Desk], submitted: ContentPage
) -> None:
    people["editor 1"].judge(submitted)
    read = now(submitted).latest_revision_id
    wrong = at_once(
        lambda: people["chief 1"].judge(submitted),
        lambda: people["editor 2"].edit(submitted, title="Gekaapt"),
    )
    assert wrong == []
    page = now(submitted)
    assert page.live
    assert (page.live_revision_id, page.title) == (read, submitted.title)


@pytest.fixture
def meanwhile() -> Iterator[tuple[threading.Event, threading.Event]]:
    """Between that a draft was opened to be saved, and that it is saved: an event for each side."""
    opened, done = threading.Event(), threading.Event()

    def wait(request: HttpRequest, page: Page) -> None:
        if request.method == "POST":
            opened.set()
            # Where everybody who writes waits in line (SQLite) the other cannot be first.
            done.wait(10 if connection.vendor == "postgresql" else 1)

    with hooks.register_temporarily("before_edit_page", wait):
        yield opened, done


def test_a_draft_that_is_saved_after_an_emergency_does_not_take_the_page_off_again(
    people: dict[str, Desk], meanwhile: tuple[threading.Event, threading.Event]
) -> None:
    """The editor has the draft as it was before the page went live, and Wagtail writes all of it."""
    page, (opened, done) = draft_of(people["author"]), meanwhile

    def publish() -> None:
        read = now(page).latest_revision_id
        assert opened.wait(20)
        people["administrator"].decide(page, "emergency", **{"emergency-reason": REASON, "revision": str(read)})
        done.set()

    assert at_once(publish, lambda: people["author"].edit(page, title="Nog niet gelezen")) == []
    stored = now(page)
    assert stored.live is (publications(page) == 1)
    if connection.vendor == "postgresql":
        assert stored.live
    assert stored.title == (page.title if stored.live else "Nog niet gelezen")


def test_who_goes_on_in_the_editor_after_an_emergency_is_told(people: dict[str, Desk]) -> None:
    """Without threads: the same, as the page in hand says it."""
    page = ContentPageFactory(live=False)
    page.save_revision()
    in_hand = ContentPage.objects.get(pk=page.pk)
    people["administrator"].decide(page, "emergency", **{"emergency-reason": REASON})
    with pytest.raises(PermissionDenied, match="intussen gepubliceerd"):
        in_hand.save()
    assert now(page).live
