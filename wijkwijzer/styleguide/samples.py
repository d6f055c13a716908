"""Made-up publications and what they point at, in memory only.

What stands in the examples is content and not part of the interface, so it is not translated.
"""

from datetime import UTC, date, datetime
from typing import Any

from portraits.models import PortraitPage
from practices.models import CasePage, PracticePage, TipListPage
from wijkwijzer.blocks.previews import NO_ROW, image, municipality, person, placed
from wijkwijzer.pages.models import (
    Contribution,
    Freshness,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    SiteSettings,
)
from wijkwijzer.pages.models.fetching import SHOWN_LINKS
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.taxonomy.models import Concept, Theme

TITLE = "Een huis van de wijk in een lege school"
SUMMARY = "Bewoners namen een lege school over. Nu zit er een keuken, een werkplaats en een spreekuur in."
DAY = date(2023, 9, 7)
MOMENT = datetime(2024, 3, 1, 12, tzinfo=UTC)
PLACES = ("Voorbeeldstad", "Voorbeelddorp", "Voorbeeldhaven", "Voorbeeldveen", "Voorbeeldmeer", "Voorbeeldburg")


def publication(model: type[KnowledgePage], *, freshness: dict[str, Any] | None = None, **fields: Any) -> Any:
    """A page of type `model` that is not in the database and asks nothing of it."""
    links = {name: fields.pop(name, []) for name in (*SHOWN_LINKS, "tells_about")}
    usual = {"title": TITLE, "summary": SUMMARY, "published_on": DAY}
    # A content type that is given is one that Wagtail need not look up.
    page = model(pk=NO_ROW, content_type_id=NO_ROW, slug="voorbeeld", **{**usual, **fields})
    for name, rows in links.items():
        setattr(page, name, rows)
    # What saving would derive.
    page.kind, page.card_note, page.word_count = page.get_kind_slug(), page.get_card_note(), 1650
    Freshness(page=page, **freshness or {})  # fills `page.freshness`
    return placed(page)


def practice(**fields: Any) -> PracticePage:
    usual = {
        "municipality_links": [place("Voorbeeldstad", area="Noord")],
        "lead_image": image(),
        "problem": "De school stond leeg en de buurt had geen plek om elkaar te ontmoeten.",
        "approach": "Bewoners maakten een plan en kregen de sleutel voor een proef van een jaar.",
        "scale": PracticePage.Scale.NEIGHBOURHOOD,
        "period": "2017 tot nu",
        "who_needed": "Een bewonersbedrijf, het wijkteam en de eigenaar van het gebouw.",
        "costs": "Ongeveer 40.000 euro per jaar; de gemeente betaalt de huur.",
        "life_cycle": PracticePage.LifeCycle.RUNNING,
        "result": "<p>Elke week komen er honderd mensen over de vloer.</p>",
        "did_not_work": "<p>De eerste openingstijden pasten niet bij wie overdag werkt.</p>",
    }
    made: PracticePage = publication(PracticePage, **{**usual, **fields})
    return made


def unknown_practice(**fields: Any) -> PracticePage:
    """A stub: nothing is known but its name."""
    made: PracticePage = publication(PracticePage, **{"published_on": None, **fields})
    return made


def portrait(**fields: Any) -> PortraitPage:
    quotes = [{"type": "pull_quote", "value": {"quote": "Ik begin met luisteren.", "speaker": "Vera Voorbeeld"}}]
    usual = {
        "title": "Vera Voorbeeld verbindt de straat en het stadhuis",
        "summary": "Vera is wijkregisseur. Ze vertelt hoe ze bewoners en ambtenaren aan één tafel krijgt.",
        "municipality_links": [place("Voorbeeldstad")],
        "person_links": [somebody("portrayed", function_then="wijkregisseur")],
        "lead_image": image(),
        "qualities": "Luistert eerst\nKent de weg in het stadhuis",
        "pull_quotes": quotes,
        "body": body("Vera begon als vrijwilliger in haar eigen straat."),
    }
    made: PortraitPage = publication(PortraitPage, **{**usual, **fields})
    return made


def case(**fields: Any) -> CasePage:
    advice = [
        {"type": "advice", "value": {"title": "Vraag de buurt mee", "text": "<p>Begin met wie er nu al komt.</p>"}},
        {"type": "advice", "value": {"title": "Reken het uit", "text": "<p>Wat kost sluiten op de lange duur?</p>"}},
    ]
    usual = {
        "title": "Een buurthuis onder druk",
        "question": "Hoe houden we het buurthuis open als de subsidie stopt?",
        "person_links": [somebody("case_bringer", function_then="opbouwwerker")],
        "context_text": "<p>Het buurthuis draait op vrijwilligers.</p>",
        "obstacles": ["financieel", "organisatorisch"],
        "advice": advice,
        "ask_of_organisation": "Geef ons een jaar de tijd om een plan te maken.",
        "next_step": "<p>Een gesprek met de wethouder.</p>",
        "follow_up": "<p>Het buurthuis kreeg een jaar uitstel.</p>",
        "body": body("De casus kwam op tafel in de werkplaats."),
    }
    made: CasePage = publication(CasePage, **{**usual, **fields})
    return made


def tip_list(**fields: Any) -> TipListPage:
    usual = {"title": "Twee tips voor een gesprek aan de deur", "body": body("Deze tips komen van opbouwwerkers.")}
    made: TipListPage = publication(TipListPage, **{**usual, "tips": tips(), **fields})
    return made


def article(**fields: Any) -> ArticlePage:
    usual = {"title": "Wat wijkverbinders doen", "lead_image": image(), "body": body("Een onderzoek in drie wijken.")}
    made: ArticlePage = publication(ArticlePage, **{**usual, **fields})
    return made


def body(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "value": f"<p>{text}</p>"}]


def tips() -> list[dict[str, Any]]:
    return [
        {"type": "tip", "value": {"title": title, "explanation": f"<p>{text}</p>", "addressee": addressee}}
        for title, text, addressee in (
            ("Bel overdag aan", "Wie ’s avonds aanbelt, maakt mensen aan het schrikken.", "wie langs de deuren gaat"),
            ("Kom terug", "Eén gesprek is geen gesprek.", ""),
        )
    ]


def place(name: str, *, role: str = "subject", area: str = "") -> PageMunicipality:
    return PageMunicipality(municipality=municipality(name, name.lower()), role=role, area=area)


def somebody(role: str, *, public: bool = True, function_then: str = "", **fields: Any) -> PagePerson:
    """A person in a publication."""
    return PagePerson(person=person(public_profile=public, **fields), role=role, function_then=function_then)


def made_by(role: str, **contributor: Any) -> Contribution:
    return Contribution(role=role, **contributor)


def theme(name: str, page_count: int = 3) -> Theme:
    made = Theme(pk=NO_ROW, name=name, slug="voorbeeld")
    made.__dict__["page_count"] = page_count
    return made


def concept(term: str) -> Concept:
    return Concept(pk=NO_ROW, term=term, slug="voorbeeld")


def about(themes: tuple[str, ...], concepts: tuple[str, ...]) -> dict[str, list[Any]]:
    """The links of a page to themes and concepts."""
    return {
        "theme_links": [PageTheme(tag=theme(name)) for name in themes],
        "concept_links": [PageConcept(concept=concept(term)) for term in concepts],
    }


def site_settings(**fields: Any) -> SiteSettings:
    usual = {"editorial_email": "redactie@example.org", "publisher": "Stichting Voorbeeld"}
    return SiteSettings(**{**usual, **fields})
