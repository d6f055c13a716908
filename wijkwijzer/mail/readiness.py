"""Does mail leave the building?"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .models import Message

# The server answered, and did not want this one. Anybody can make that happen by filling in an address that does not
# exist, and must not be able to take the site out of service with it.
REFUSED = ("SMTPRecipientsRefused", "SMTPDataError")


def mail_leaves() -> str:
    before = timezone.now() - timedelta(seconds=settings.READY_MAIL_SECONDS)
    late = Message.objects.waiting().filter(written_at__lt=before).exclude(failure__in=REFUSED)
    return "late" if late.exists() else ""
