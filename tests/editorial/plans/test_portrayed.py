"""A planned portrait is its person's until the last moment."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, Task, TaskState, WorkflowState

from portraits.models import PortraitPage
from tests.consent.conftest import Desk as PrivacyDesk
from tests.consent.test_my_portrait import ask
from tests.consent.test_withdrawal import take_back
from tests.editorial.conftest import Desk
from tests.editorial.plans.conftest import let_it_come, next_week, plan_of, typed
from tests.editorial.portrait import portrait_of, submit
from tests.editorial.test_signoff import Visitor, invite
from tests.factories import PersonFactory, PortraitPageFactory
from wijkwijzer.consent.models import Consent, Use
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.editorial.plans import planning
from wijkwijzer.editorial.plans.models import Plan, StepAssignment
from wijkwijzer.mail.models import Message
from wijkwijzer.people.models import Person
from wijkwijzer.schedule.jobs import JobFailedError
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db
MOMENT = {"judge-when": "at", "judge-moment": typed(next_week())}


@pytest.fixture
def sam(db: None) -> Person:
    cache.clear()
    return PersonFactory(name="Sam Voorbeeld")


@pytest.fixture
def agreed(author: Desk, editor: Desk, sam: Person) -> PortraitPage:
    """Approved by an editor and by who is portrayed."""
    page = portrait_of(author.user, sam)
    submit(author, page)
    editor.decide(page, "approve")
    Visitor().agree(invite(editor, page, sam))
    return page


def test_after_the_yes_it_waits_for_its_moment(agreed: PortraitPage, chief: Desk) -> None:
    chief.decide(agreed, "approve", **MOMENT)
    assert plan_of(agreed).moment == next_week()
    let_it_come(agreed)
    planning.publish_due()
    agreed.refresh_from_db()
    assert agreed.live


@pytest.mark.parametrize("uses", [[], [Use.PHOTO]], ids=["all of it", "the photograph"])
def test_a_consent_that_is_taken_back_before_it_stops_it(
    agreed: PortraitPage, chief: Desk, sam: Person, uses: list[str]
) -> None:
    chief.decide(agreed, "approve", **MOMENT)
    visitor = Client(headers={"sec-fetch-site": "same-origin"})
    ask(visitor, send_link(sam, "sam@example.org"), **({"uses": uses} if uses else {"everything": "on"}))
    let_it_come(agreed)
    with pytest.raises(JobFailedError):
        planning.publish_due()
    agreed.refresh_from_db()
    assert not agreed.live
    assert "Sam Voorbeeld" in plan_of(agreed).failure


def test_a_portrait_that_is_withdrawn_takes_its_plan_along(agreed: PortraitPage, chief: Desk) -> None:
    chief.decide(agreed, "approve", **MOMENT)
    take_back(PrivacyDesk(Role.PRIVACY_OFFICER), agreed)
    assert not PortraitPage.objects.filter(pk=agreed.pk).exists()
    assert not Plan.objects.exists()
    assert not StepAssignment.objects.exists()


@pytest.fixture
def with_one_step(author: Desk, sam: Person, settings: pytest.FixtureRequest) -> PortraitPage:
    """Submitted, where one editor reads it and the person says yes last."""
    settings.EDITORIAL_STEPS = 1
    Task.objects.filter(name="Eindredactie").update(active=False)
    page = portrait_of(author.user, sam)
    submit(author, page)
    return page


def test_with_one_step_the_moment_of_the_editor_holds_after_the_yes(
    with_one_step: PortraitPage, editor: Desk, sam: Person
) -> None:
    """The person says nothing of time."""
    page = with_one_step
    editor.decide(page, "approve", **MOMENT)
    assert not Plan.objects.exists()
    Visitor().agree(invite(editor, page, sam))
    page.refresh_from_db()
    assert not page.live
    assert (plan_of(page).moment, plan_of(page).by) == (next_week(), editor.user)


def test_the_yes_of_the_last_to_say_so_is_kept_where_something_else_stops_the_page(
    with_one_step: PortraitPage, author: Desk, editor: Desk, sam: Person
) -> None:
    """They did their part. What stops it (here: its address is that of another page) is for the editors."""
    page = with_one_step
    editor.decide(page, "approve")
    link = invite(editor, page, sam)
    other = PortraitPageFactory(parent=page.get_parent(), live=False)
    Page.objects.filter(pk=other.pk).update(slug=page.slug)
    answer = Visitor().agree(link)
    assert answer.status_code == 200
    assert "Je gaf je akkoord" in answer.content.decode()
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert f"De slug '{page.slug}' is al in gebruik" in TaskState.objects.get(status=TaskState.STATUS_REJECTED).comment
    assert Message.objects.get(topic="signoff_answered").to == editor.user.email
    # Mended and submitted again, it goes live without asking the person once more.
    submit(author, page, slug="een-ander-adres")
    editor.decide(page, "approve")
    page.refresh_from_db()
    assert page.live
    assert Consent.objects.count() == 1


def test_the_step_of_the_person_has_a_day_too(author: Desk, editor: Desk, sam: Person) -> None:
    page = portrait_of(author.user, sam)
    submit(author, page)
    editor.decide(page, "approve")
    assert StepAssignment.objects.filter(page=page.pk).count() == 2
    assert "klaar op" in editor.look(page).get_text()
