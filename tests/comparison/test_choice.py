"""What an address asks to compare: whatever stands in it, the answer is a page and never more than four practices."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from practices.models import PracticePage
from tests.factories import CasePageFactory, PortraitPageFactory
from wijkwijzer.comparison.choice import MOST, address, choose

pytestmark = pytest.mark.django_db
GONE = "1 van de gekozen praktijken is niet (meer) te lezen."


def test_practices_stand_in_the_order_of_the_address(practice, compare) -> None:
    one, two, three = (practice(title=title) for title in ("Een", "Twee", "Drie"))
    assert compare(three, one, two).columns == ["Drie", "Een", "Twee"]


def test_without_a_choice_the_page_says_what_to_do_and_offers_practices(practice, compare) -> None:
    made = practice(title="Een buurtkeuken")
    seen = compare()
    assert "Kies twee tot vier praktijken" in seen.text
    assert seen.offered == [str(made.pk)]
    assert seen.kept == [] and seen.columns == []


def test_one_practice_waits_for_another_and_can_be_taken_back(practice, compare) -> None:
    made, other = practice(title="Een buurtkeuken"), practice()
    seen = compare(made)
    assert "Je koos één praktijk. Kies er nog een" in seen.text
    assert seen.kept == [str(made.pk)]
    assert seen.offered == [str(other.pk)]
    assert seen.soup.select_one("[data-uncompare]")["href"] == "/vergelijk/"


def test_of_more_than_four_the_first_four_stand_there_and_the_page_says_so(practice, compare) -> None:
    made = [practice(title=f"Praktijk {number}") for number in range(MOST + 2)]
    seen = compare(*made)
    assert seen.columns == [page.title for page in made[:MOST]]
    assert "Hier staan de eerste vier." in seen.text
    assert "niet (meer) te lezen" not in seen.text
    assert seen.offered == [], "a fifth cannot be chosen"


def test_each_practice_can_be_taken_away_by_a_link(practice, compare, client: Client) -> None:
    one, two, three = practice(), practice(), practice()
    links = [link["href"] for link in compare(one, two, three).soup.select("[data-uncompare]")]
    assert links[1] == f"/vergelijk/?p={one.pk}&p={three.pk}"
    links = [link["href"] for link in compare(one, two, three, verschillen="ja").soup.select("[data-uncompare]")]
    assert links[0] == f"/vergelijk/?p={two.pk}&p={three.pk}&verschillen=ja"


def test_a_double_counts_once(practice, compare) -> None:
    one, two = practice(title="Een"), practice(title="Twee")
    seen = compare(one, two, one, f"0{two.pk}")
    assert seen.columns == ["Een", "Twee"]
    assert "te lezen" not in seen.text


HOSTILE = ["x", "-1", "0", "1.5", "9" * 400, str(2**31), str(2**64), "٣", "²", "🏘", "a" * 10_000, "1 OR 1=1", "<b>"]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_practice_is_left_out_with_a_sentence(practice, compare, value: str) -> None:
    one, two = practice(title="Een"), practice(title="Twee")
    seen = compare(one, value, two)
    assert seen.columns == ["Een", "Twee"]
    assert GONE in seen.text


def test_an_empty_value_says_nothing(practice, compare) -> None:
    one, two = practice(), practice()
    assert "te lezen" not in compare(one, "", " ", two).text


def test_a_very_long_list_is_read_no_further_than_it_must(practice, compare, django_assert_max_num_queries) -> None:
    made = practice(title="Een")
    assert compare(*range(10**6, 10**6 + 3000), made).columns == []
    with django_assert_max_num_queries(0):
        assert choose(["x"] * 5000).ids == []
    assert choose(str(10**6 + number) for number in range(3000)).unreadable == 20


def test_another_kind_of_page_is_no_practice(practice, compare) -> None:
    one, two = practice(title="Een"), practice(title="Twee")
    seen = compare(one, PortraitPageFactory(), CasePageFactory(), two)
    assert seen.columns == ["Een", "Twee"]
    assert "2 van de gekozen praktijken zijn niet (meer) te lezen." in seen.text


def draft(page: PracticePage) -> None:
    page.live = False
    page.save()


def withdraw(page: PracticePage) -> None:
    page.unpublish()


def restrict(page: PracticePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def restrict_above(page: PracticePage) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def delete(page: PracticePage) -> None:
    page.delete()


@pytest.mark.parametrize("hide", [draft, withdraw, restrict, delete])
def test_what_readers_may_not_see_is_nowhere(
    client: Client, practice, compare, hide: Callable[[PracticePage], None]
) -> None:
    place = {"size_class": "100-200"}
    secret = practice(place, title="Geheime praktijk", problem="Geheim probleem", slug="geheim")
    one, two = practice(place, title="Een"), practice(place, title="Twee")
    key = secret.pk
    hide(secret)
    for seen in (compare(one, key, two), compare(one, key), compare(key), compare(one, two), compare(one, q="geheim")):
        assert "Geheim" not in seen.text
        assert str(key) not in [*seen.offered, *seen.kept]
        assert f"p={key}" not in str(seen.soup)
    assert GONE in compare(one, key, two).text
    answer = client.get("/vergelijk.csv", {"p": [one.pk, key, two.pk]})
    assert "Geheim" not in answer.content.decode()
    assert client.get("/vergelijk.csv", {"p": [one.pk, key]}).status_code == 302


def test_below_a_closed_list_no_practice_is_left(client: Client, practice, compare) -> None:
    one, two = practice(title="Geheim een"), practice(title="Geheim twee")
    restrict_above(one)
    seen = compare(one, two)
    assert "Geheim" not in seen.text
    assert "2 van de gekozen praktijken zijn niet (meer) te lezen." in seen.text
    assert seen.offered == []


def test_an_address_says_nothing_that_is_empty() -> None:
    assert address([]) == "/vergelijk/"
    assert address([3, 1], verschillen="", q="a b") == "/vergelijk/?p=3&p=1&q=a+b"
