"""What this room keeps of people: questions that were mailed to them, and what they or readers wrote."""

from django.db.models import Q

from wijkwijzer.mail.models import Link
from wijkwijzer.people.forgetting import Leaving

from .models import Confirmation


def forget_questions(leaving: Leaving) -> int:
    """Those about the pages, and all to somebody who stands nowhere else; with their links. What readers said of a page
    goes with it by itself."""
    asked = Confirmation.objects.filter(Q(page__in=leaving.page_ids) | Q(person__in=leaving.unused_people))
    links = list(asked.values_list("link", flat=True))
    gone = asked.delete()[0]
    Link.objects.filter(pk__in=links).delete()
    return gone
