"""Theme, concept, person and organisation pages gather what belongs to them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import ConceptFactory, OrganisationFactory, PersonFactory, PracticePageFactory, ThemeFactory
from wijkwijzer.pages.models import Contribution, PageConcept, PagePerson, PageTheme
from wijkwijzer.pages.templatetags.frame_tags import themes_with_pages

pytestmark = pytest.mark.django_db


def text_of(client: Client, subject: object) -> str:
    return client.get(subject.get_absolute_url()).content.decode()


def test_a_theme_gathers_its_own_pages_and_those_of_the_themes_below_it(client: Client) -> None:
    parent = ThemeFactory(introduction="<p>Waar het over gaat.</p>")
    child = ThemeFactory(parent=parent)
    for title, theme in (("Over het hoofdthema", parent), ("Over het deelthema", child)):
        page = PracticePageFactory(title=title)
        page.theme_links = [PageTheme(tag=theme)]
        page.save()
    text = text_of(client, parent)
    assert "Waar het over gaat." in text
    assert "Over het hoofdthema" in text
    assert "Over het deelthema" in text
    assert "Over het hoofdthema" not in text_of(client, child)


def test_a_concept_shows_its_meaning_other_words_and_pages(client: Client) -> None:
    broader = ConceptFactory(term="Verbinder")
    concept = ConceptFactory(
        definition="<p>Een ambtenaar in de wijk.</p>", alternative_terms="wijkmanager", broader=broader
    )
    page = PracticePageFactory(title="Waar het begrip in staat")
    page.concept_links = [PageConcept(concept=concept)]
    page.save()
    text = text_of(client, concept)
    for piece in ("Een ambtenaar in de wijk.", "wijkmanager", "Verbinder", "Waar het begrip in staat"):
        assert piece in text


def test_a_concept_leads_to_what_is_broader_and_narrower_and_to_a_search_for_it(client: Client) -> None:
    concept = ConceptFactory(term="Plan & agenda voor de wijk", broader=ConceptFactory(term="Afspraken"))
    narrower = [ConceptFactory(term=term, broader=concept) for term in ("Wijkagenda", "Wijkplan")]
    page = BeautifulSoup(text_of(client, concept), "html.parser")
    addresses = {link.get_text(strip=True): link["href"] for link in page.select("main a")}
    for other in (concept.broader, *narrower):
        assert addresses[other.term] == other.get_absolute_url()
    query = urlsplit(addresses["Zoek op dit begrip"])
    assert (query.path, parse_qs(query.query)) == ("/zoeken/", {"q": ["Plan & agenda voor de wijk"]})


def test_a_concept_without_other_words_or_relations_names_none(client: Client) -> None:
    text = text_of(client, ConceptFactory())
    for label in ("Andere woorden", "Ruimer begrip", "Nauwere begrippen"):
        assert label not in text
    assert "Over dit begrip staat hier nog niets." in text
    assert "Zoek op dit begrip" in text


def test_an_organisation_gathers_what_it_made_and_what_it_holds(client: Client) -> None:
    organisation = OrganisationFactory()
    made = PracticePageFactory(title="Meegewerkt")
    made.contributions = [Contribution(organisation=organisation, role="partner")]
    made.save()
    PracticePageFactory(title="Wordt uitgevoerd", holder_organisation=organisation)
    PracticePageFactory(title="Van een ander")
    text = text_of(client, organisation)
    assert "Meegewerkt" in text
    assert "Wordt uitgevoerd" in text
    assert "Van een ander" not in text


def test_a_person_gathers_what_is_about_them_what_they_made_and_what_they_hold(client: Client) -> None:
    person = PersonFactory(public_profile=True)
    about = PracticePageFactory(title="Gaat over iemand")
    about.person_links = [PagePerson(person=person, role="quoted")]
    about.save()
    PracticePageFactory(title="Wordt uitgevoerd", holder_person=person)
    text = text_of(client, person)
    assert "Gaat over iemand" in text
    assert "Wordt uitgevoerd" in text


@pytest.mark.parametrize("url", ["/themas/x/", "/begrippen/x/", "/mensen/x/", "/organisaties/x/"])
def test_what_does_not_exist_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_home_the_list_of_themes_and_the_theme_itself_count_the_same_pages(client: Client) -> None:
    parent = ThemeFactory(name="Ontmoeten")
    child = ThemeFactory(name="Vastgoed", parent=parent)
    both, below, draft = PracticePageFactory(), PracticePageFactory(), PracticePageFactory(live=False)
    for page, themes in ((both, (parent, child)), (below, (child,)), (draft, (parent,))):
        page.theme_links = [PageTheme(tag=theme) for theme in themes]
        page.save()
    assert {theme.name: theme.page_count for theme in themes_with_pages()} == {"Ontmoeten": 2, "Vastgoed": 2}
    assert client.get(parent.get_absolute_url()).context["page_obj"].paginator.count == 2
    listed = client.get("/themas/").context["themes"].get(pk=parent.pk)
    assert listed.page_count == 2


def test_a_filtered_list_leads_to_everything_about_the_theme(client: Client) -> None:
    theme, page = ThemeFactory(), PracticePageFactory()
    page.theme_links = [PageTheme(tag=theme)]
    page.save()
    filtered = client.get(f"/praktijkvoorbeelden/?thema={theme.slug}").content.decode()
    assert "Alles van elke soort" in filtered
    assert f'href="{theme.get_absolute_url()}"' in filtered
