"""Requests have a legal month: the privacy officers hear of each when it comes, and again before the month is over."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from wijkwijzer.mail import letters
from wijkwijzer.users.roles import Role

from .models import Request

# Days before the last one on which they are reminded.
REMINDERS = (10, 3)


def tell_officers(request: Request) -> None:
    """In the transaction in which the request is written. What it is about, only the editors' site says."""
    _write(request, "privacyverzoek", "new")


def remind() -> None:
    for request in Request.objects.open():
        for days in REMINDERS:
            if request.days_left <= days:
                _write(request, "privacyverzoek-herinnering", f"{days}")


def _write(request: Request, topic: str, moment: str) -> None:
    officers = get_user_model().objects.filter(groups__name=Role.PRIVACY_OFFICER, is_active=True).exclude(email="")
    address = settings.SITE_URL + reverse("consent_request", args=[request.pk])
    for officer in officers.distinct():
        letters.write(
            topic,
            officer.email,
            {"request": request, "address": address},
            key=f"privacy-request {request.pk} {moment} {officer.pk}",
        )
