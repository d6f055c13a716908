"""Contact data is shown for a year. Who wants it to stay says so by a link; who does not answer disappears."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.schedule.jobs import JobFailedError

from . import asking
from .models import Confirmation
from .periods import months_after
from .stewards import chief_editors

logger = logging.getLogger(__name__)

# Asked for the first time so long before the end, and again so long after that.
BEFORE, AGAIN = timedelta(days=42), timedelta(days=28)
# Whoever was away for long may still answer, and is back on the site then.
AFTER_DAYS = 30
SHOWN_MONTHS = 12


def remind() -> None:
    """Ask who disappears soon. One that fails stops no other."""
    today = timezone.localdate()
    failures = 0
    for model in (Person, Organisation):
        rows: Any = model._default_manager.exclude(contact_email="")
        for contact in rows.filter(contact_until__range=(today, today + BEFORE)).order_by("pk"):
            try:
                with transaction.atomic():
                    _ask(contact)
            except Exception as error:
                # The class only: what it says may quote an address.
                logger.error("%s %s could not be asked: %s", model._meta.label, contact.pk, type(error).__name__)
                failures += 1
    if failures:
        raise JobFailedError(f"{failures} contacts could not be asked")


def _ask(contact: Person | Organisation) -> None:
    today = timezone.localdate()
    asked = Confirmation.objects.filter(page=None, until=contact.contact_until, **asking.kind_of(contact))
    confirmation = asked.select_related("link", "person", "organisation").first()
    if confirmation is None:
        days = asking.days_until(contact.contact_until) + AFTER_DAYS
        confirmation = asking.new(days, until=contact.contact_until, **asking.kind_of(contact))
    elif confirmation.sent_again_on or confirmation.sent_on + AGAIN > today or not confirmation.link.is_open:
        return
    asking.send("confirm-contact", confirmation, {"until": contact.contact_until, "email": contact.contact_email})


@transaction.atomic
def say_right(confirmation: Confirmation) -> None:
    """Shown for another year."""
    asking.use(confirmation, Confirmation.Answer.RIGHT)
    contact = _contact_of(confirmation)
    contact.contact_until = months_after(timezone.localdate(), SHOWN_MONTHS)
    contact.save(update_fields=["contact_until"])
    log(instance=contact, action="freshness.contact_confirmed", data={"confirmation": confirmation.pk})


@transaction.atomic
def say_gone(confirmation: Confirmation, successor: str) -> None:
    """Shown no more, from now on."""
    asking.use(confirmation, Confirmation.Answer.GONE, successor.strip() or _("Noemt geen opvolger."))
    contact = _contact_of(confirmation)
    hide(contact)
    log(instance=contact, action="freshness.contact_gone", data={"confirmation": confirmation.pk})
    asking.tell(chief_editors(), confirmation, _("De contactgegevens kloppen niet meer en zijn van de site."))


def hide(contact: Person | Organisation) -> None:
    """The address stays for the desk, until somebody fills in another."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if contact.contact_until is None or contact.contact_until > yesterday:
        contact.contact_until = yesterday
        contact.save(update_fields=["contact_until"])


def _contact_of(confirmation: Confirmation) -> Any:
    contact: Any = confirmation.asked
    return type(contact)._default_manager.select_for_update().get(pk=contact.pk)
