"""What a document is made of: the words of the page, where they stand, and what it is filtered by."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices.models import PracticePage
from tests.factories import (
    PUBLICATION_FACTORIES,
    ArticlePageFactory,
    CasePageFactory,
    ConceptFactory,
    MagazinePageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PracticePageFactory,
    ProvinceFactory,
    ThemeFactory,
    link_everything,
)
from wijkwijzer.blocks.streams import BodyBlock
from wijkwijzer.pages.models import (
    Contribution,
    Freshness,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    TellsAbout,
)
from wijkwijzer.search.documents import concept_document, page_documents
from wijkwijzer.search.fetching import Fetched
from wijkwijzer.search.models import SearchDocument, SearchText, SearchWord
from wijkwijzer.search.sections import block_texts
from wijkwijzer.search.wording import Texts, title_key, words_of

pytestmark = pytest.mark.django_db


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"{kind}-0000-0000"}


def items(*values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": "x"} for value in values]


STEPS = {"title": "Context", "steps": items({"title": "Vraag door", "text": "<p>Luister stapsgewijs.</p>"})}
BODY = [
    block("text", "<p>Begin van het verhaal.</p>"),
    block("steps", STEPS),
    block("facts", {"title": "Bron", "facts": items({"label": "Begin", "value": "feitelijk"})}),
    block("heading", {"level": "h2", "text": "Een kop & nog wat"}),
    block("text", "<p>Onder<b>kop</b> tekst [1].</p><p>Tweede alinea.</p>"),
    block("quote", {"quote": "Citaatwoord", "speaker": "Anna", "function": "bewoner"}),
    block("heading", {"level": "h3", "text": "Kleine kop"}),
    block("accordion", {"items": items({"title": "Klapper", "text": "<p>Uitgeklapt.</p>"})}),
    block("slides", {"title": "Diatitel", "slides": items({"title": "Dia"}), "linear_text": "<p>Rechtdoor</p>"}),
    block("footnotes", {"notes": items({"kind": "explanation", "text": "<p>Voetnootwoord.</p>"})}),
]  # fmt: skip
TIP = {"title": "Geef ruimte", "explanation": "<p>Tipuitleg.</p>", "addressee": "directie"}
# The fields that only some kinds of page have.
OWN_FIELDS: dict[str, Any] = {
    "pull_quotes": [block("pull_quote", {"quote": "Uitgelicht", "speaker": "Anna"})],
    "qualities": "geduldig\nvasthoudend",
    "about": "<p>Reeksuitleg.</p>",
    "synthesis": BODY,
    "tips": [block("tip", TIP), block("tip", TIP), block("tip", {**TIP, "title": "Bron"})],
    "colophon": "<p>Colofonwoord.</p>",
    "problem": "Probleemwoord.",
    "result": "<p>Resultaatwoord.</p>",
    "did_not_work": "<p>Mislukking.</p>",
    "obstacles": ["juridisch"],
    "timeline": [block("moment", {"when": "2017", "text": "Een <moment> Tijdstip."})],
    "context_text": "<p>Achtergrondwoord.</p>",
    "advice": [block("advice", {"title": "Betrek buren", "text": "<p>Adviesuitleg.</p>"})],
    "ask_of_organisation": "Organisatievraag.",
    "next_step": "<p>Vervolgstap.</p>",
    "follow_up": "<p>Afloop.</p>",
    "findings": [block("finding", {"title": "Uitkomstwoord", "text": ""})],
    "methods": "Interviews.",
}


def full(model: type[KnowledgePage]) -> KnowledgePage:
    """A page with a text in every place of its template."""
    page = PUBLICATION_FACTORIES[model](sources="<p>Bronvermelding.</p>")
    page.body = json.dumps(BODY)
    for name, value in OWN_FIELDS.items():
        if hasattr(page, name):
            is_stream = isinstance(value, list) and value and isinstance(value[0], dict)
            setattr(page, name, json.dumps(value) if is_stream else value)
    page.save()
    return page


def made(page: KnowledgePage) -> tuple[SearchDocument, SearchText]:
    ((document,),) = page_documents(Fetched([page.pk]))
    return document


def words(page: KnowledgePage) -> str:
    """Every word of a document as written."""
    _document, text = made(page)
    return " ".join(text.spellings)


# --- Sections --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
def test_every_anchor_of_a_section_is_its_heading_on_the_page(client: Client, model: type[KnowledgePage]) -> None:
    page = full(model)
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    sections = made(page)[1].sections
    assert [section for section in sections if section["anchor"]]
    for section in sections:
        if section["anchor"]:
            found = soup.find(id=section["anchor"])
            assert found is not None, section["anchor"]
            assert " ".join(found.get_text(" ", strip=True).split()) == section["heading"]
        text = " ".join(soup.select_one("article").get_text("", strip=False).split()).replace(" ", "")
        assert all(word in text for word in section["text"].replace(",", " ").replace("·", " ").split()), section


@pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
def test_every_word_of_a_page_is_in_a_section(client: Client, model: type[KnowledgePage]) -> None:
    """What the editor wrote: everything that a full page shows in its text and an empty one does not."""
    page = full(model)
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    reading = soup.select_one(".reading__text")
    indexed = " ".join(f"{section['heading']} {section['text']}" for section in made(page)[1].sections)
    for value in ("Begin", "Onderkop", "Uitgeklapt", "Voetnootwoord", "Bronvermelding", "stapsgewijs", "feitelijk"):
        assert value in reading.get_text()
        assert value in indexed
    own = ("Reeksuitleg", "Tipuitleg", "Colofonwoord", "Resultaatwoord", "Mislukking", "Adviesuitleg", "Afloop",
           "Organisatievraag", "Uitkomstwoord", "vasthoudend", "Uitgelicht", "Tijdstip", "Vervolgstap")  # fmt: skip
    for word in own:
        assert (word in reading.get_text()) == (word in indexed), word


def test_a_section_has_the_text_up_to_the_next_heading() -> None:
    page = ArticlePageFactory()
    page.body = json.dumps(BODY)
    page.save()
    sections = {section["heading"]: section["text"] for section in made(page)[1].sections}
    assert sections == {
        "": "Begin van het verhaal.",
        "Context": "Vraag door · Luister stapsgewijs.",
        "Bron": "Begin · feitelijk",
        "Een kop & nog wat": "Onderkop tekst . Tweede alinea. Citaatwoord · Anna · bewoner",
        "Kleine kop": "Klapper · Uitgeklapt. Diatitel · Dia · Rechtdoor",
        "Toelichting": "Voetnootwoord.",
    }


def test_the_words_of_a_heading_count_but_not_those_that_all_pages_of_a_type_have() -> None:
    page = PracticePageFactory(result="<p>Goed.</p>")
    page.body = json.dumps([block("heading", {"level": "h2", "text": "Buurtwacht"})])
    page.save()
    assert "buurtwacht" in words(page)
    assert "resultaat" not in words(page)


def test_all_blocks_of_a_body_are_read_or_left_out_on_purpose() -> None:
    """A block that is added must be thought of here."""
    left_out = {"related", "contact", "call_to_action"}
    elsewhere = {"heading", "footnotes"}
    empty: dict[str, Any] = {"columns": [{"heading": "x"}], "quote": "x", "caption": "x", "linear_text": "x"}
    empty |= {name: items({"text": "x", "title": "x", "label": "x"}) for name in ("items", "steps", "facts", "slides")}
    unread = {
        kind for kind in BodyBlock().child_blocks if not any(block_texts(kind, "x" if kind == "text" else empty, {}))
    }
    assert unread == left_out | elsewhere


def test_what_other_pages_are_called_is_not_in_a_document() -> None:
    """They may be hidden one day, and this page would not hear of it."""
    other = PracticePageFactory(title="Geheimtitel")
    page = MagazinePageFactory()
    page.body = [("related", {"title": "Lees ook", "pages": [other.page_ptr]})]
    page.save()
    assert "geheimtitel" not in words(page)


def test_a_place_that_a_text_tells_about_is_named() -> None:
    page = ArticlePageFactory()
    place = MunicipalityFactory(display_name="Voorbeelddorp")
    page.body = json.dumps(
        [block("per_municipality", {"title": "", "items": items({"municipality": place.pk, "text": "<p>Anders.</p>"})})]
    )
    page.save()
    assert "voorbeelddorp" in words(page)


# --- What it is tied to ----------------------------------------------------------------------------------------------


def test_a_page_is_found_by_everything_it_is_tied_to() -> None:
    page = PracticePageFactory(
        other_names="Stadsnest\nWijknest",
        holder_organisation=OrganisationFactory(name="Houderij"),
        earlier_site="Vakblad",
    )
    old = MunicipalityFactory(name="Oudambacht", display_name="Oudambacht", alias="Ambachtje")
    place = MunicipalityFactory(
        name="Nieuwambacht CBS",
        display_name="Nieuwambacht",
        alias="Ambo",
        province=ProvinceFactory(code="PV21", name="Fryslân", slug="fryslan"),
    )
    old.successor = place
    old.save()
    theme = ThemeFactory(name="Vastgoed", parent=ThemeFactory(name="Ruimte"))
    page.theme_links = [PageTheme(tag=theme)]
    page.concept_links = [PageConcept(concept=ConceptFactory(term="Wijkcentrum", alternative_terms="Buurthuis\nHonk"))]
    page.municipality_links = [PageMunicipality(municipality=place, area="Selwerd")]
    page.person_links = [
        PagePerson(person=PersonFactory(name="Vera"), role="contact", name_then="Veronica", function_then="Makelaar")
    ]
    page.contributions = [Contribution(role="author", person=PersonFactory(name="Auteurnaam"))]
    page.save()
    found = words(page)
    for word in ("stadsnest", "wijknest", "houderij", "vastgoed", "ruimte", "wijkcentrum", "buurthuis", "honk", "cbs",
                 "nieuwambacht", "ambo", "oudambacht", "ambachtje", "fryslân", "friesland", "selwerd", "veronica",
                 "makelaar", "auteurnaam", "vakblad"):  # fmt: skip
        assert word in found.split(), word
    assert "vera" not in found.split(), "the name that stands on the page is another"


@pytest.mark.parametrize("role", ["contact", "portrayed"])
def test_no_address_of_anybody_is_in_a_document(role: str) -> None:
    until = timezone.localdate() + timedelta(days=30)
    person = PersonFactory(contact_email="zeergeheim@voorbeeld.example", contact_until=until, public_profile=True)
    organisation = OrganisationFactory(contact_email="ookgeheim@voorbeeld.example", contact_until=until)
    page = PracticePageFactory(holder_person=person)
    page.person_links = [PagePerson(person=person, role=role)]
    page.contributions = [Contribution(role="partner", organisation=organisation)]
    page.body = [
        ("contact", {"person": person, "organisation": None, "text": "Vraag"}),
        ("contact", {"person": None, "organisation": organisation, "text": "Vraag"}),
    ]
    page.save()
    document, text = made(page)
    everything = json.dumps([document.__dict__, text.__dict__], default=str)
    assert "geheim" not in everything
    assert "voorbeeld.example" not in everything


def test_every_facet_has_its_token() -> None:
    page = PracticePageFactory(life_cycle="gestopt", obstacles=["juridisch", "onzin"], published_on=date(2021, 5, 1))
    parent = ThemeFactory()
    theme, concept = ThemeFactory(parent=parent), ConceptFactory()
    place = MunicipalityFactory(province=ProvinceFactory(slug="groningen"), size_class="40-60")
    mentioned = MunicipalityFactory(province=ProvinceFactory(code="PV26", name="Utrecht", slug="utrecht"))
    told = PracticePageFactory()
    page.theme_links, page.concept_links = [PageTheme(tag=theme)], [PageConcept(concept=concept)]
    page.municipality_links = [
        PageMunicipality(municipality=mentioned, role="mentioned", sort_order=0),
        PageMunicipality(municipality=place, role="subject", sort_order=1),
    ]
    page.tells_about = [TellsAbout(target=told.knowledgepage_ptr)]
    page.save()
    document, _text = made(page)
    assert set(document.facets.split()) == {
        "soort=praktijk", "status=actueel", "jaar=2021", "belemmering=juridisch", "levensloop=gestopt",
        f"thema={theme.pk}", f"thema={parent.pk}", f"begrip={concept.pk}", f"praktijk={page.pk}",
        f"praktijk={told.pk}", f"gemeente={place.pk}", f"gemeente={place.pk}/onderwerp", "provincie=groningen",
        "provincie=groningen/onderwerp", f"gemeente={mentioned.pk}", f"gemeente={mentioned.pk}/genoemd",
        "provincie=utrecht", "provincie=utrecht/genoemd", "rol=onderwerp", "rol=genoemd", "grootte=40-60",
    }  # fmt: skip
    assert document.municipalities == [place.display_name, mentioned.display_name]
    assert document.themes == [theme.name]


def test_a_municipality_that_merged_counts_for_what_it_became_part_of() -> None:
    successor = MunicipalityFactory(display_name="Nieuwstad", size_class="60-100")
    old = MunicipalityFactory(display_name="Ouddorp", successor=successor)
    page = PortraitPageFactory()
    page.municipality_links = [PageMunicipality(municipality=old)]
    page.save()
    document, _text = made(page)
    assert {f"gemeente={old.pk}", f"gemeente={successor.pk}/onderwerp"} <= set(document.facets.split())
    assert "grootte=60-100" in document.facets
    assert "nieuwstad" in words(page)
    assert document.municipalities == ["Ouddorp"]


def freshness(**values: Any) -> Callable[[KnowledgePage], None]:
    return lambda page: Freshness.objects.update_or_create(page=page, defaults=values) and None


def replaced(is_visible: bool) -> Callable[[KnowledgePage], None]:
    return lambda page: freshness(replaced_by=PracticePageFactory(live=is_visible).knowledgepage_ptr)(page)


@pytest.mark.parametrize(
    ("change", "status", "quality"),
    [
        (lambda page: None, "actueel", 10),
        (freshness(reviewed_on=date.today() - timedelta(days=30)), "actueel", 13),
        (freshness(reviewed_on=date.today() - timedelta(days=500)), "actueel", 10),
        (freshness(outdated_since=date.today()), "mogelijk-verouderd", 6),
        (freshness(outdated_since=date.today() + timedelta(days=2)), "actueel", 10),
        (replaced(True), "vervangen", 2),
        (replaced(False), "actueel", 10),
    ],
)
def test_status_and_quality_follow_what_is_known_of_the_page(
    change: Callable[[KnowledgePage], None], status: str, quality: int
) -> None:
    page = PracticePageFactory()
    change(page)
    document, _text = made(page)
    assert (document.status, document.quality) == (status, quality)


def test_what_stopped_stands_a_little_lower() -> None:
    stopped = PracticePageFactory(life_cycle=PracticePage.LifeCycle.STOPPED)
    assert made(stopped)[0].quality == 8


def test_a_concept_is_found_by_its_other_words_and_its_meaning() -> None:
    theme = ThemeFactory(name="Ontmoeting")
    concept = ConceptFactory(
        term="Het wijkcentrum", alternative_terms="buurthuis", definition="<p>Een <b>plek</b>.</p>"
    )
    concept.themes.add(theme)
    document, text = concept_document(concept)
    assert (document.kind, document.title_key, document.summary) == ("begrip", "wijkcentrum", "Een plek.")
    assert document.url == concept.get_absolute_url()
    assert f"thema={theme.pk}" in document.facets.split()
    assert {"buurthuis", "plek", "ontmoeting"} <= set(text.spellings)


# --- Words -----------------------------------------------------------------------------------------------------------


def test_words_are_kept_in_their_classes() -> None:
    text = words_of(Texts("Bewonersinitiatieven", "De straten", ["Groningen"], ["Kop", "In twee wijkcentra"]))
    assert text.title == "bewonersinitiatief"
    assert text.summary == "de straat"
    assert text.body == "kop in twee wijkcentrum"
    assert {"x_bewonersinitiatieven", "p_bewoner", "p_initiatief", "p_wijk", "p_centrum"} <= set(text.keys.split())
    assert "x_wijkcentra" not in text.keys.split()
    assert {
        "tx_bewonersinitiatieven",
        "tp_initiatief",
        "sx_straten",
        "bx_wijkcentra",
        "bp_wijk",
        "ex_groningen",
    } <= set(text.marks.split())


def test_words_are_kept_as_people_write_them() -> None:
    PracticePageFactory(title="Ideeën van VNG en 12 straten", summary=f"op {'x' * 80}")
    written = {"ideeën", "van", "vng", "straten", "praktijkvoorbeeld"}
    assert set(SearchWord.objects.values_list("word", flat=True)) == written


@pytest.mark.parametrize(
    ("title", "key"), [("De wijk", "wijk"), ("Het Ésdal", "esdal"), ("Een", "een"), ("Deur", "deur"), ("’t Hof", "hof")]
)
def test_titles_are_sorted_without_their_article(title: str, key: str) -> None:
    assert title_key(title) == key


# --- Many at once ----------------------------------------------------------------------------------------------------


def test_more_pages_take_no_more_queries() -> None:
    def grow() -> None:
        for factory in PUBLICATION_FACTORIES.values():
            link_everything(factory(), 2)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(page_documents(Fetched(KnowledgePage.objects.values_list("pk", flat=True))))
        return len(queries)

    grow()
    count()
    few = count()
    grow()
    assert count() == few


def test_a_page_outside_the_site_has_no_document() -> None:
    page = PortraitPageFactory()
    KnowledgePage.objects.filter(pk=page.pk).update(url_path="/elders/pagina/")
    assert list(page_documents(Fetched([page.pk]))) == []


def test_a_case_has_its_own_obstacles() -> None:
    case = CasePageFactory(obstacles=["politiek"])
    assert "belemmering=politiek" in made(case)[0].facets.split()
