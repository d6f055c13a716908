"""Portraits, series and magazines."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from portraits.models import MagazineChapter, MagazinePage
from tests.factories import MagazinePageFactory, PersonFactory, PortraitPageFactory, PortraitSeriesPageFactory, publish
from wijkwijzer.pages.models import KnowledgePage, PagePerson

pytestmark = pytest.mark.django_db


def test_a_magazine_changes_with_the_portrait_in_it(client: Client) -> None:
    portrait, magazine = PortraitPageFactory(body=[("text", "<p>Eerste tekst.</p>")]), MagazinePageFactory()
    magazine.chapters = [MagazineChapter(page=portrait.knowledgepage_ptr)]
    magazine.save()
    assert "Eerste tekst." in client.get(magazine.url).content.decode()
    portrait.body = [("text", "<p>Tweede tekst.</p>")]
    publish(portrait)
    assert "Tweede tekst." in client.get(magazine.url).content.decode()


def test_chapters_keep_the_order_of_the_editor(client: Client) -> None:
    second, first = PortraitPageFactory(title="Hoofdstuk B"), PortraitPageFactory(title="Hoofdstuk A")
    magazine = MagazinePageFactory()
    magazine.chapters = [
        MagazineChapter(page=page.knowledgepage_ptr, sort_order=order) for order, page in enumerate((first, second))
    ]
    magazine.save()
    text = client.get(magazine.url).content.decode()
    assert text.index("Hoofdstuk A") < text.index("Hoofdstuk B")


def test_a_portrait_leads_to_the_one_before_and_after_it_in_the_series(client: Client) -> None:
    series = PortraitSeriesPageFactory(about="<p>Over deze mooie reeks.</p>")
    first, second, third = (PortraitPageFactory(series=series, series_order=order) for order in (1, 2, 3))
    text = client.get(second.url).content.decode()
    for url in (first.url, third.url, series.url):
        assert f'href="{url}"' in text
    assert "Over deze mooie reeks." in text
    assert f'href="{third.url}"' not in client.get(first.url).content.decode()


def test_a_portrait_shows_name_and_function_of_that_moment(client: Client) -> None:
    page = PortraitPageFactory()
    person = PersonFactory(name="Naam Nu", function="functie nu")
    page.person_links = [
        PagePerson(person=person, role="portrayed", name_then="Naam Toen", function_then="functie toen")
    ]
    page.save()
    text = client.get(page.url).content.decode()
    assert "Naam Toen" in text
    assert "functie toen" in text
    assert "functie nu" not in text


def test_a_person_without_a_public_profile_has_no_page_and_no_link(client: Client) -> None:
    person, page = PersonFactory(), PortraitPageFactory()
    page.person_links = [PagePerson(person=person, role="portrayed")]
    page.save()
    assert person.get_absolute_url() not in client.get(page.url).content.decode()
    assert client.get(person.get_absolute_url()).status_code == 404


def test_a_person_with_a_public_profile_has_a_page_with_what_is_about_them(client: Client) -> None:
    person, page = PersonFactory(public_profile=True), PortraitPageFactory(title="Het portret")
    page.person_links = [PagePerson(person=person, role="portrayed")]
    page.save()
    assert person.get_absolute_url() in client.get(page.url).content.decode()
    assert "Het portret" in client.get(person.get_absolute_url()).content.decode()


def test_the_series_leads_on_by_name_and_says_the_place_in_it(client: Client) -> None:
    series = PortraitSeriesPageFactory(title="De reeks")
    first, middle, last = (PortraitPageFactory(title=f"Verhaal {n}", series=series, series_order=n) for n in (1, 2, 3))
    for page, shown in ((first, "Els de Vries"), (last, "")):
        PagePerson.objects.create(page=page, person=PersonFactory(name="Piet"), role="portrayed", name_then=shown)
    text = client.get(middle.url).content.decode()
    steps = text[text.index('class="series__steps"') :]
    assert steps.index("Els de Vries") < steps.index("Verhaal 1") < steps.index("Piet") < steps.index("Verhaal 3")
    assert re.search(r"Portret 2 van 3 uit de reeks\s+<a [^>]+>De reeks</a>", text)


def test_a_series_numbers_its_portraits(client: Client) -> None:
    series = PortraitSeriesPageFactory()
    PortraitPageFactory(series=series)
    assert '<ol class="cards cards--numbered">' in client.get(series.url).content.decode()


def test_a_card_says_whom_a_portrait_shows() -> None:
    page = PortraitPageFactory()
    page.person_links = [PagePerson(person=PersonFactory(name="Vera Voorbeeld"), role="portrayed")]
    page.save()
    html = render_to_string("components/card.html", {"publication": KnowledgePage.objects.for_cards().get(pk=page.pk)})
    assert '<p class="card__who">Vera Voorbeeld</p>' in html


def test_a_magazine_counts_its_chapters_in_the_reading_time() -> None:
    magazine, chapter = MagazinePageFactory(), PortraitPageFactory(qualities="woord " * 1000)
    alone = magazine.reading_minutes(100)
    magazine.chapters = [MagazineChapter(page=chapter.knowledgepage_ptr)]
    magazine.save()
    assert MagazinePage.objects.get(pk=magazine.pk).reading_minutes(100) == alone + 9
