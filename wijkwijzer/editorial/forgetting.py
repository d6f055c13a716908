"""What the editors' desk keeps of a page and its people beside the page: questions, answers and plans."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page

from wijkwijzer.people.forgetting import Leaving, Trace

from .plans import planning
from .plans.models import Plan
from .signoff.models import Invitation


def questions(leaving: Leaving) -> Iterator[Trace]:
    """They go with the page; the links in them lead nowhere then."""
    for invitation in Invitation.objects.filter(page__in=leaving.page_ids).select_related("person"):
        yield Trace(_("Vraag om akkoord"), f"{invitation.person.name} {invitation.get_answer_display()}".strip())


def note_addresses(leaving: Leaving) -> int:
    """Where the questions were mailed to, so that this mail is forgotten too."""
    asked = Invitation.objects.filter(person__in=leaving.people).exclude(email="")
    leaving.addresses |= set(asked.values_list("email", flat=True))
    return 0


def cancel_changed(leaving: Leaving) -> int:
    """Plans of pages that say less now than what was approved: somebody looks at them first."""
    changed = 0
    for plan in Plan.objects.open().select_related("revision"):
        page = Page.objects.get(pk=plan.page_id).specific
        if page.hash_of(plan.revision.content) != plan.content_hash:
            planning.cancel(plan, by=leaving.by)
            changed += 1
    return changed
