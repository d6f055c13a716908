"""What is forgotten with a page and with somebody who stands nowhere else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import PersonFactory, PracticePageFactory
from wijkwijzer.freshness.models import Confirmation
from wijkwijzer.mail.models import Link
from wijkwijzer.people.forgetting import Leaving, forget

pytestmark = pytest.mark.django_db


def question(**about: object) -> Confirmation:
    link = Link.objects.make("bevestigen", days=14)
    return Confirmation.objects.create(link=link, sent_on=timezone.localdate() - timedelta(days=1), **about)


def test_questions_about_the_page_and_to_the_person_go_with_their_links_and_no_others() -> None:
    leaving, staying = PersonFactory(), PersonFactory()
    page = PracticePageFactory()
    question(person=leaving)
    question(page=page, person=staying)
    other = question(person=staying)
    forget(Leaving(pages=[page], people=[leaving, staying], unused_people=[leaving]), "before")
    assert list(Confirmation.objects.all()) == [other]
    assert list(Link.objects.all()) == [other.link]
