"""A small site in which one portrait shows in every way there is."""

import json
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from portraits.models import MagazineChapter, MagazinePage, PortraitPage, PortraitSeriesPage
from practices.models import PracticePage, TipListPage
from tests.factories import (
    ArticlePageFactory,
    ImageFactory,
    MagazinePageFactory,
    MunicipalityFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    ThemeFactory,
    TipListPageFactory,
)
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import publish as publish_by_the_gate
from wijkwijzer.images.models import SiteImage
from wijkwijzer.pages.models import HomePage, PageMunicipality, PagePerson, PageTheme, TellsAbout
from wijkwijzer.people.models import Person
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.taxonomy.models import Theme

NAME = "Zoë van der Meer-Ünal"
TITLE = "Zij kent elke voordeur van het Ezelsplein"
# What only the portrait says, each part in a field of its own.
SAID = ("Ezelsplein", "kippensoep voor de straat", "Luisteren is mijn vak", "gangmaker van het plein", "foto-van-zoe")

EMAIL = "zoe@example.org"


@dataclass
class Scene:
    """A small site in which one portrait shows in every way there is."""

    person: Person
    portrait: PortraitPage
    series: PortraitSeriesPage
    magazine: MagazinePage
    article: ArticlePage
    tips: TipListPage
    allowed: ArticlePage
    practice: PracticePage
    theme: Theme
    photo: SiteImage
    shared: SiteImage


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value, "id": f"0000-{n:04}"} for n, (kind, value) in enumerate(blocks)])


def on_the_site(page: Page) -> None:
    page.refresh_from_db(fields=["live"])
    publish_by_the_gate(page.save_revision(), Publication.How.COMMAND)
    page.refresh_from_db()


def make_scene() -> Scene:
    person = PersonFactory(name=NAME, slug="zoe-van-der-meer", public_profile=True, function="gangmaker")
    theme, place = ThemeFactory(name="Ontmoeten", slug="ontmoeten"), MunicipalityFactory(slug="voorbeeldstad")
    photo = ImageFactory(title="foto-van-zoe", description="foto-van-zoe aan tafel")
    shared = ImageFactory(title="plein", description="Een plein met bomen")
    series, practice = PortraitSeriesPageFactory(title="De reeks"), PracticePageFactory(title="Soep op het plein")
    portrait = PortraitPageFactory(title=TITLE, slug="voordeur", summary=f"Zoë is {SAID[3]}.", series=series)
    portrait.lead_image = photo
    portrait.body = body(
        ("text", f"<p>Elke vrijdag {SAID[1]}.</p>"), ("image", {"image": shared.pk, "caption": "Het Ezelsplein"})
    )
    portrait.pull_quotes = body(("pull_quote", {"quote": SAID[2], "speaker": NAME}))
    portrait.person_links = [PagePerson(person=person, role="portrayed", name_then=NAME)]
    portrait.theme_links = [PageTheme(tag=theme)]
    portrait.municipality_links = [PageMunicipality(municipality=place, role="subject")]
    portrait.tells_about = [TellsAbout(target=practice.knowledgepage_ptr)]
    on_the_site(portrait)
    on_the_site(series)
    on_the_site(practice)
    magazine = MagazinePageFactory(title="Het magazine")
    magazine.chapters = [MagazineChapter(page=portrait.knowledgepage_ptr)]
    on_the_site(magazine)
    article = ArticlePageFactory(title="Een overzicht", summary="Over vijf mensen.")
    article.body = body(
        ("text", f'<p>Lees <a linktype="page" id="{portrait.pk}">het verhaal van haar</a>.</p>'),
        ("text", "<p>Volgens <b>Zoë</b> van der Meer-Ünal helpt soep.</p>"),
        ("related", {"title": "Lees ook", "pages": [{"type": "item", "value": portrait.pk, "id": "a"}]}),
        ("call_to_action", {"title": "Zelf soep?", "text": "", "link_text": "Hoe", "page": portrait.pk, "url": ""}),
        ("quote", {"quote": "Soep verbindt", "speaker": NAME, "function": ""}),
        ("image", {"image": shared.pk, "caption": "Het plein vandaag"}),
        ("contact", {"person": person.pk, "organisation": None, "text": "Voor soep"}),
    )
    article.theme_links = [PageTheme(tag=theme)]
    on_the_site(article)
    tips = TipListPageFactory(title="Tips over soep")
    tips.tips = body(("tip", {"title": "Kook", "explanation": f"<p>Zoals in “{TITLE}”.</p>", "addressee": ""}))
    on_the_site(tips)
    allowed = ArticlePageFactory(title="Een ander onderzoek")
    allowed.body = body(("text", f"<p>{NAME} zei dit in 2019.</p>"))
    on_the_site(allowed)
    home = HomePage.objects.get()
    home.featured = portrait.knowledgepage_ptr
    publish_by_the_gate(home.save_revision(), Publication.How.COMMAND)
    return Scene(person, portrait, series, magazine, article, tips, allowed, practice, theme, photo, shared)
