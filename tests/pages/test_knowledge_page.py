"""What every publication does: derived fields, addresses, data for machines."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PracticePageFactory,
    ThemeFactory,
    link_everything,
    publish,
)
from wijkwijzer.pages.models import (
    Contribution,
    Freshness,
    KnowledgePage,
    PageMunicipality,
    PageTheme,
    SiteSettings,
    TellsAbout,
)

pytestmark = pytest.mark.django_db


def words(count: int) -> list[tuple[str, str]]:
    return [("text", f"<p>{'woord ' * count}</p>")]


@pytest.mark.parametrize(("count", "minutes"), [(0, 1), (100, 1), (412, 1), (413, 2), (275 * 6, 6)])
def test_the_reading_time_is_the_words_by_the_speed_and_at_least_a_minute(count: int, minutes: int) -> None:
    page = PracticePageFactory(body=words(count))
    assert page.word_count == count
    assert page.reading_minutes(275) == minutes


def test_the_reading_time_follows_the_site_setting(client: Client) -> None:
    page = PortraitPageFactory(body=words(550))
    assert "Leestijd: 2 minuten" in client.get(page.url).content.decode()
    settings = SiteSettings.for_site(page.get_site())
    settings.words_per_minute = 550
    settings.save()
    assert "Leestijd: 1 minuut" in client.get(page.url).content.decode()


def test_an_earlier_publication_shows_its_own_reading_time(client: Client) -> None:
    page = PortraitPageFactory(earlier_site="Platform31", earlier_reading_minutes=12)
    assert "Leestijd van het origineel: 12 minuten" in client.get(page.url).content.decode()


def test_the_words_of_a_practice_count_its_own_fields_too() -> None:
    assert PracticePageFactory(did_not_work="<p>een twee drie</p>", problem="vier vijf").word_count == 5


def test_what_tells_about_a_practice_is_listed_on_it_and_links_to_it(client: Client) -> None:
    practice, portrait = PracticePageFactory(title="De praktijk"), PortraitPageFactory(title="Het portret")
    portrait.tells_about = [TellsAbout(target=practice.knowledgepage_ptr)]
    portrait.save()
    assert "Het portret" in client.get(practice.url).content.decode()
    assert practice.url in client.get(portrait.url).content.decode()


def test_only_a_practice_can_be_chosen_as_what_a_page_tells_about(admin_client: Client) -> None:
    page = PortraitPageFactory()
    form = admin_client.get(f"/beheer/pages/{page.pk}/edit/").content.decode()
    assert "practices.practicepage" in form


def test_the_canonical_address_is_the_page_itself(client: Client) -> None:
    page = PortraitPageFactory(earlier_url="https://example.org/portret")
    assert f'<link rel="canonical" href="{page.full_url}"' in client.get(page.url).content.decode()


def test_the_canonical_address_is_the_original_when_the_editor_chooses_so(client: Client) -> None:
    page = PortraitPageFactory(earlier_url="https://example.org/portret", canonical_to_earlier=True)
    assert '<link rel="canonical" href="https://example.org/portret"' in client.get(page.url).content.decode()


def json_ld(client: Client, url: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(url).content.decode(), re.S)
    assert found
    return json.loads(found[1])


def test_the_page_describes_itself_for_search_engines(client: Client) -> None:
    page = PracticePageFactory(title="Titel", published_on=date(2023, 9, 7), other_names="Andere naam")
    page.theme_links = [PageTheme(tag=ThemeFactory(name="Ontmoeten"))]
    page.municipality_links = [
        PageMunicipality(municipality=MunicipalityFactory(display_name="Veldhoven"), role="subject")
    ]
    page.contributions = [
        Contribution(person=PersonFactory(name="Kay"), role="author"),
        Contribution(organisation=OrganisationFactory(), role="partner"),
    ]
    page.save()
    data = json_ld(client, page.url)
    assert data["headline"] == "Titel"
    assert data["datePublished"] == "2023-09-07"
    assert data["about"] == ["Ontmoeten"]
    assert data["contentLocation"] == ["Veldhoven"]
    assert data["author"] == [{"@type": "Person", "name": "Kay"}]
    assert data["alternativeHeadline"] == "Andere naam"


def test_a_title_cannot_break_out_of_the_data_for_search_engines(client: Client) -> None:
    title = "</script><script>alert(1)</script>"
    page = PortraitPageFactory(title=title)
    text = client.get(page.url).content.decode()
    assert "<script>alert" not in text
    assert json_ld(client, page.url)["headline"] == title


def test_open_graph_says_title_and_summary(client: Client) -> None:
    page = PortraitPageFactory(title="Titel", summary="Waar het over gaat.")
    text = client.get(page.url).content.decode()
    assert re.search(r'<meta property="og:title"\s+content="Titel"', text)
    assert re.search(r'<meta property="og:description"\s+content="Waar het over gaat."', text)


def test_freshness_is_shown_and_no_part_of_a_revision(client: Client) -> None:
    page = PortraitPageFactory()
    Freshness.objects.create(page=page.knowledgepage_ptr, reviewed_on=date(2026, 10, 12))
    publish(page)
    assert Freshness.objects.get(page=page.pk).reviewed_on == date(2026, 10, 12)
    assert "12 oktober 2026" in client.get(page.url).content.decode()


def test_a_page_with_two_links_to_a_place_counts_once() -> None:
    page, place = PortraitPageFactory(), MunicipalityFactory()
    page.municipality_links = [PageMunicipality(municipality=place, role=role) for role in ("subject", "mentioned")]
    page.save()
    assert KnowledgePage.objects.with_any_municipality([place.pk]).count() == 1


def test_a_theme_in_use_cannot_be_deleted() -> None:
    page = PortraitPageFactory()
    link_everything(page)
    with pytest.raises(Exception, match="protected"):
        page.theme_links.first().tag.delete()


def test_deleting_a_page_deletes_its_links_and_nothing_else() -> None:
    page = PortraitPageFactory()
    link_everything(page)
    practices = KnowledgePage.objects.exclude(pk=page.pk).count()
    page.delete()
    assert KnowledgePage.objects.count() == practices


def test_three_headings_make_a_contents_list(client: Client) -> None:
    def page_with(count: int) -> str:
        body = [("heading", {"level": "h2", "text": f"Kop {n}"}) for n in range(count)]
        return client.get(PortraitPageFactory(body=body).url).content.decode()

    assert "Op deze pagina" in page_with(3)
    assert "Op deze pagina" not in page_with(2)


def test_every_link_in_a_contents_list_has_its_anchor(client: Client) -> None:
    body = [("heading", {"level": "h2", "text": "Dezelfde kop"}) for _ in range(3)]
    text = client.get(PortraitPageFactory(body=body).url).content.decode()
    anchors = set(re.findall(r'href="#(dezelfde-kop[^"]*)"', text))
    assert len(anchors) == 3
    assert all(f'id="{anchor}"' in text for anchor in anchors)
