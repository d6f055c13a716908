"""Requests: what was asked, by when it must be answered, and what the privacy officer does about it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portraits.models import PortraitPage
from tests.consent.conftest import Desk
from tests.consent.scene import Scene
from tests.consent.test_withdrawal import CHOICES, fill_in
from wijkwijzer.consent.deadlines import remind
from wijkwijzer.consent.models import Consent, Request
from wijkwijzer.consent.models.requests import one_month_after
from wijkwijzer.mail.models import Message
from wijkwijzer.people.models import Person
from wijkwijzer.schedule.jobs import jobs
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 3, 15), date(2026, 4, 15)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 5, 31), date(2026, 6, 30)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last(received: date, due: date) -> None:
    assert one_month_after(received) == due


class TestOfficer:
    def test_writes_down_what_came_by_letter(self, portrait: PortraitPage, person: Person, officer: Desk) -> None:
        day = timezone.localdate() - timedelta(days=3)
        officer.send("consent_add_request", kind="erasure", person=str(person.pk), received_on=str(day), remark="Brief")
        request = Request.objects.get()
        assert request.due_on == one_month_after(day)
        assert list(request.pages.all()) == [portrait.knowledgepage_ptr]
        text = officer.look("consent_requests").get_text(" ")
        assert "gegevens wissen" in text
        assert "nog " in text

    def test_not_with_a_day_that_must_still_come(self, person: Person, officer: Desk) -> None:
        day = timezone.localdate() + timedelta(days=1)
        officer.send("consent_add_request", kind="access", person=str(person.pk), received_on=str(day))
        assert not Request.objects.exists()

    def test_gives_what_the_site_keeps_of_somebody(self, consent: Consent, person: Person, officer: Desk) -> None:
        data = officer.client.get(reverse("consent_person", args=[person.pk])).json()
        assert data["name"] == person.name
        assert data["pages"][0]["title"] == consent.page.title
        assert data["consents"][0]["typed_name"] == consent.typed_name

    def test_closes_it_with_what_was_done(self, person: Person, officer: Desk) -> None:
        request = Request.objects.create(kind="access", person=person, typed_name="Zoë", remark="Graag alles.")
        officer.send("consent_request", request.pk, decision="note", text="Gevraagd om een adres.")
        officer.send("consent_request", request.pk, decision="done", text="")
        request.refresh_from_db()
        assert request.status == "open"
        officer.send("consent_request", request.pk, decision="done", text="Overzicht gemaild.")
        request.refresh_from_db()
        assert (request.status, request.typed_name, request.remark) == ("done", "", "")
        text = officer.look("consent_request", request.pk).get_text(" ")
        assert "Overzicht gemaild." in text
        assert officer.send("consent_request", request.pk, decision="note", text="Nog iets").status_code in (302, 403)
        assert request.lines.count() == 2

    def test_says_done_only_when_every_text_is_written_anew(self, scene: Scene, officer: Desk) -> None:
        request = Request.objects.create(kind="withdrawal", person=scene.person)
        request.pages.add(scene.portrait.knowledgepage_ptr)
        data = fill_in(officer, scene.portrait, CHOICES | {"Een ander onderzoek": "rewrite"})
        address = reverse("consent_withdraw", args=[scene.portrait.pk])
        officer.client.post(f"{address}?verzoek={request.pk}", data)
        assert request.withdrawals.count() == 1
        response = officer.send("consent_request", request.pk, decision="done", text="Alles weg.")
        assert "Nog niet elke tekst is herschreven" in response.content.decode()
        request.refresh_from_db()
        assert request.status == "open"

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR])
    def test_is_the_only_one_who_sees_requests(self, role: Role, person: Person, desk: type[Desk]) -> None:
        request = Request.objects.create(kind="access", person=person)
        client = desk(role).client
        addresses = [
            reverse("consent_requests"),
            reverse("consent_add_request"),
            reverse("consent_request", args=[request.pk]),
            reverse("consent_person", args=[person.pk]),
        ]
        for address in addresses:
            assert client.get(address).status_code in (302, 403), address
            assert Client().get(address).status_code in (302, 403), address
        assert reverse("consent_requests") not in client.get("/beheer/").content.decode()

    def test_finds_them_in_the_menu(self, officer: Desk) -> None:
        assert reverse("consent_requests") in officer.client.get("/beheer/").content.decode()


class TestReminders:
    def test_come_once_each_before_the_month_is_over(self, person: Person, officer: Desk) -> None:
        assert "privacy-deadlines" in jobs
        request = Request.objects.create(kind="access", person=person)
        remind()
        assert not Message.objects.exists()
        Request.objects.filter(pk=request.pk).update(due_on=timezone.localdate() + timedelta(days=9))
        remind()
        remind()
        assert Message.objects.count() == 1
        Request.objects.filter(pk=request.pk).update(due_on=timezone.localdate() + timedelta(days=1))
        remind()
        assert Message.objects.count() == 2
        Request.objects.filter(pk=request.pk).update(status="done")
        remind()
        assert Message.objects.count() == 2
