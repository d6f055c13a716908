"""The work in progress of the demo: a board on which something can be seen, and decided."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portraits.models import PortraitPage, PortraitSeriesPage
from wijkwijzer.demo.loader import load_demo
from wijkwijzer.editorial.models import Invitation
from wijkwijzer.editorial.plans import board
from wijkwijzer.editorial.plans.models import Plan, Slot
from wijkwijzer.editorial.plans.rows import rows
from wijkwijzer.people.models import Person
from wijkwijzer.users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MADE_UP = "verbinders-die-niet-bestaan"


def series() -> PortraitSeriesPage:
    return PortraitSeriesPage.objects.get(slug=MADE_UP)


def test_the_board_shows_a_place_of_each_kind() -> None:
    empty, planned, waiting = rows(series())
    assert (empty.page, empty.proposal.page.slug) == (None, "lies-fantasie-almere")
    assert (planned.page.slug, planned.is_ready) == ("kees-verzinsel-almere", True)
    assert (planned.plan.slot, planned.plan.moment) == (planned.slot, planned.slot.moment)
    assert (waiting.page.slug, waiting.is_ready) == ("sam-voorbeeld-almere", False)
    assert "Wacht op akkoord" in waiting.lacks


@pytest.mark.parametrize(
    ("slug", "answer", "said"),
    [
        ("sam-voorbeeld-almere", "", "Akkoord geportretteerde"),
        ("noor-denkbeeld-almere", "remarks", "Het waren drie avonden, niet vier."),
        ("kees-verzinsel-almere", "agreed", "Alle akkoorden zijn er."),
    ],
)
def test_one_waits_for_who_is_portrayed_one_has_remarks_and_one_is_planned(
    client: Client, slug: str, answer: str, said: str
) -> None:
    page = PortraitPage.objects.get(slug=slug)
    assert Invitation.objects.filter(page=page.pk).latest("pk").answer == answer
    client.force_login(User.objects.get(username="eindredacteur"))
    screens = [reverse(name, args=[page.pk]) for name in ("editorial_progress", "wagtailadmin_pages:edit")]
    assert any(said in client.get(screen).content.decode() for screen in screens)
    # And whoever reads it, reads that the person does not exist.
    text = client.get(reverse("editorial_read", args=[page.pk])).content.decode()
    name = page.person_links.get().person.name
    assert f"{name} bestaat niet." in text
    assert f"Let op: {name} is verzonnen." in text


def test_its_places_are_a_week_apart_and_the_first_is_tomorrow() -> None:
    moments = [timezone.localtime(row.slot.moment) for row in rows(series())]
    first = moments[0].date()
    assert first - timezone.localdate() <= timedelta(days=1)
    assert [moment.date() - first for moment in moments] == [timedelta(weeks=number) for number in range(3)]
    assert {moment.hour for moment in moments} == {10}


def test_the_chief_editor_puts_the_proposal_in_the_empty_place(client: Client) -> None:
    client.force_login(User.objects.get(username="eindredacteur"))
    empty = rows(series())[0]
    form = {"decision": "take", "slot": empty.slot.pk, "plan": empty.proposal.pk}
    client.post(reverse("editorial_series", args=[series().pk]), form)
    assert Plan.objects.open().get(page__slug="lies-fantasie-almere").moment == empty.slot.moment


def test_a_second_loading_leaves_the_board_as_its_editors_left_it() -> None:
    last = Slot.objects.last()
    board.take_out(last, by=User.objects.get(username="eindredacteur"))
    Slot.objects.first().delete()
    before = list(Slot.objects.values_list("pk", "moment", "page"))
    assert load_demo().made == []
    assert list(Slot.objects.values_list("pk", "moment", "page")) == before


def test_a_portrait_that_was_lost_comes_back_beside_what_took_its_place() -> None:
    series_of_it, other = series(), PortraitPage.objects.get(slug="noor-denkbeeld-almere")
    PortraitPage.objects.get(slug="sam-voorbeeld-almere").delete()
    place = series_of_it.slots.last()
    board.put(place, other, by=User.objects.get(username="eindredacteur"))
    assert load_demo().made == ["sam-voorbeeld-almere"]
    place.refresh_from_db()
    assert place.page_id == other.pk


def test_nothing_of_it_is_public(client: Client) -> None:
    made_up = Person.objects.filter(function__startswith="verzonnen")
    assert made_up.count() == 4
    assert not PortraitPage.objects.live().filter(person_links__person__in=made_up).exists()
    assert not series().live
    assert "niet-bestaan" not in client.get("/portretten/").content.decode()
