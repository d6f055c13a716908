"""Two answers by the same link at the same second: one counts, and the other reads that there was one."""

from typing import Any

import pytest
from django.core.cache import cache
from wagtail.models import Comment, PageLogEntry, TaskState

from tests.editorial.conftest import Desk
from tests.editorial.portrait import portrait_of, submit
from tests.editorial.test_signoff import Visitor, invite, now, step
from tests.factories import PersonFactory
from tests.threads import at_once
from wijkwijzer.consent.models import Consent, Use
from wijkwijzer.editorial.models import Invitation
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
YES: dict[str, Any] = {"decision": "agreed", "uses": [Use.TEXT, Use.PHOTO]}
REMARK: dict[str, Any] = {"decision": "remarks", "general": "Het was op woensdag."}
NO: dict[str, Any] = {"decision": "refused", "general": "Ik werk er niet meer."}


@pytest.fixture
def link(transactional_db: None) -> Link:
    """To somebody whose yes a portrait waits for."""
    cache.clear()
    author, editor, sam = Desk(Role.AUTHOR), Desk(Role.EDITOR), PersonFactory(name="Sam Voorbeeld")
    page = portrait_of(author.user, sam)
    submit(author, page)
    editor.judge(page)
    return invite(editor, page, sam)


@pytest.mark.parametrize(
    "answers",
    [(YES, YES), (YES, REMARK), (REMARK, REMARK), (NO, YES)],
    ids=lambda pair: "-".join(a["decision"] for a in pair),
)
def test_exactly_one_counts_and_the_other_gets_the_page_that_says_so(
    link: Link, answers: tuple[dict[str, Any], ...]
) -> None:
    visitors, got = [Visitor() for _said in answers], []
    forms = [visitor.filled_in(link, **said) for visitor, said in zip(visitors, answers, strict=True)]
    address = Visitor.address(link)
    send = [
        lambda visitor=visitor, form=form: got.append(visitor.client.post(address, form))
        for visitor, form in zip(visitors, forms, strict=True)
    ]
    assert at_once(*send) == []
    assert sorted(response.status_code for response in got) == [200, 410]
    late = next(response for response in got if response.status_code == 410).content.decode()
    assert "Je hebt al geantwoord" in late

    invitation = Invitation.objects.get()
    page = KnowledgePage.objects.get(pk=invitation.page_id)
    has_agreed = invitation.answer == Invitation.Answer.AGREED
    assert Consent.objects.count() == has_agreed
    assert Comment.objects.count() == (invitation.answer == Invitation.Answer.REMARKS)
    assert step(page) == ("Eindredactie" if has_agreed else "")
    assert now(page).workflow_in_progress is has_agreed
    assert TaskState.objects.filter(status=TaskState.STATUS_REJECTED).count() == (not has_agreed)
    told = PageLogEntry.objects.filter(action__in=[f"signoff.{answer}" for answer in Invitation.Answer.values])
    assert told.count() == 1
    assert Message.objects.filter(topic="signoff_answered").count() == 1
