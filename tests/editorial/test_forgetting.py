"""A withdrawal and what is on its way at the desk: questions to people, texts that are judged, plans."""

from typing import Any

import pytest

from tests.consent.conftest import Desk
from tests.consent.scene import EMAIL, NAME, Scene, body, make_scene
from tests.consent.test_withdrawal import CHOICES, take_back
from tests.factories import ArticlePageFactory, UserFactory
from wijkwijzer.consent.models import PortraitLink
from wijkwijzer.editorial import steps
from wijkwijzer.editorial.plans.models import Plan
from wijkwijzer.editorial.signoff.invitations import tell_published
from wijkwijzer.editorial.signoff.models import Invitation
from wijkwijzer.mail.models import Message
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]


@pytest.fixture
def scene(db: Any, settings: Any, tmp_path: Any) -> Scene:
    settings.DATA_DIR, settings.EMAIL_FILE_PATH = tmp_path, tmp_path / "mail"
    return make_scene()


@pytest.fixture(autouse=True)
def complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page lacks before it is submitted is no matter here."""
    monkeypatch.setattr(steps, "gaps", lambda page: [])


@pytest.fixture
def officer(db: Any) -> Desk:
    return Desk(Role.PRIVACY_OFFICER)


def invited(scene: Scene) -> Invitation:
    page = scene.portrait
    state = page.get_workflow().start(page, UserFactory()).current_task_state
    return Invitation.objects.create(
        page_id=page.pk, person=scene.person, state=state, revision=page.latest_revision, number="a" * 64, email=EMAIL,
        answer=Invitation.Answer.AGREED, typed_name=NAME,
    )  # fmt: skip


def test_questions_and_their_mail_go_with_the_page(scene: Scene, officer: Desk) -> None:
    invited(scene)
    Message.objects.create(topic="signoff", to=EMAIL, sealed=b"")
    text = officer.look("consent_withdraw", scene.portrait.pk).get_text(" ")
    assert "Vraag om akkoord" in text
    take_back(officer, scene.portrait, CHOICES | {"Een ander onderzoek": "remove"})
    assert not Invitation.objects.exists()
    assert not Message.objects.filter(to=EMAIL).exists()


def test_a_changed_text_is_judged_anew(scene: Scene, officer: Desk) -> None:
    draft = ArticlePageFactory(title="Wordt beoordeeld", live=False)
    draft.body = body(("text", f"<p>{NAME} zei het.</p>"))
    draft.save_revision()
    ArticlePage.objects.get(pk=draft.pk).get_workflow().start(draft, UserFactory())
    assert ArticlePage.objects.get(pk=draft.pk).workflow_in_progress
    take_back(officer, scene.portrait, CHOICES)
    page = ArticlePage.objects.get(pk=draft.pk)
    assert not page.workflow_in_progress
    assert NAME not in str(page.get_latest_revision_as_object().body)


def test_a_plan_of_a_changed_text_ends(scene: Scene, officer: Desk) -> None:
    page = scene.article
    revision = page.latest_revision
    untouched = scene.practice
    for one in (page, untouched):
        revision = one.latest_revision
        Plan.objects.create(page_id=one.pk, revision=revision, content_hash=one.hash_of(revision.content))
    take_back(officer, scene.portrait, CHOICES)
    assert list(Plan.objects.open().values_list("page", flat=True)) == [untouched.pk]


def test_who_said_yes_gets_the_way_to_their_portrait_once_it_is_on_the_site(scene: Scene) -> None:
    invited(scene)
    scene.portrait.live = False
    tell_published(type(scene.portrait), scene.portrait)
    assert not PortraitLink.objects.exists()
    scene.portrait.live = True
    tell_published(type(scene.portrait), scene.portrait)
    tell_published(type(scene.portrait), scene.portrait)
    assert PortraitLink.objects.get().email == EMAIL
