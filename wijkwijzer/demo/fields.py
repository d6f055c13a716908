"""From front matter to the fields of each page type."""

import json
from typing import Any

from portraits.models import MagazineChapter, MagazinePage, PortraitIndexPage, PortraitPage, PortraitSeriesPage
from practices.models import (
    CasePage,
    PracticeIndexPage,
    PracticePage,
    TipIndexPage,
    TipListPage,
    WorkshopIndexPage,
    WorkshopPage,
)
from wijkwijzer.images.models import SiteImage
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import (
    ContentPage,
    Contribution,
    HomePage,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    TellsAbout,
)
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.publications.models import ArticlePage, PublicationIndexPage
from wijkwijzer.recommendations.models import RecommendationIndexPage, RecommendationPage
from wijkwijzer.taxonomy.models import Concept, Theme

from .documents import Document
from .evidence import evidence, tip
from .markup import rich_text, stable_id, stream

# The value of `type` in a content file: the page type, and the type of its parent.
PAGE_TYPES: dict[str, tuple[type[Any], type[Any]]] = {
    "series": (PortraitSeriesPage, PortraitIndexPage),
    "portrait": (PortraitPage, PortraitIndexPage),
    "magazine": (MagazinePage, PortraitIndexPage),
    "practice": (PracticePage, PracticeIndexPage),
    "workshop": (WorkshopPage, WorkshopIndexPage),
    "case": (CasePage, WorkshopPage),
    "tips": (TipListPage, TipIndexPage),
    "article": (ArticlePage, PublicationIndexPage),
    "recommendation": (RecommendationPage, RecommendationIndexPage),
    "content": (ContentPage, HomePage),
}

_PLAIN = {
    "practice": ("problem", "approach", "scale", "period", "who_needed", "costs", "life_cycle", "obstacles"),
    "series": ("cadence", "state"),
    "portrait": ("area", "series_order"),
    "magazine": (),
    "workshop": ("edition",),
    "case": ("question", "ask_of_organisation", "obstacles"),
    "tips": (),
    "article": ("form", "methods", "respondents", "research_period", "carried_out_by", "limits"),
    "recommendation": ("addressees", "moments", "effort", "obstacles"),
    "content": (),
}
_RICH = {
    "series": ("about",),
    "magazine": ("colophon",),
    "practice": ("result", "did_not_work"),
    "case": ("next_step", "follow_up"),
}


class PageFiller:
    """Fills one page from its document. All pages of the demo exist already, so that links can be made."""

    def __init__(self, document: Document, pages: dict[str, Any], picture: SiteImage | None = None) -> None:
        self.document = document
        self.meta = document.meta
        self.pages = pages
        self.picture = picture

    def fill(self, page: Any) -> None:
        page.title = self.meta["title"]
        page.draft_title = page.title
        page.summary = self.meta["summary"]
        page.body = self._stream(self.document.body, "body")
        for name in _PLAIN[self.document.type]:
            if name in self.meta:
                setattr(page, name, self.meta[name])
        for name in _RICH.get(self.document.type, ()):
            setattr(page, name, self._rich(self.meta.get(name)))
        own = getattr(self, f"_fill_{self.document.type}", None)
        if own:
            own(page)
        if isinstance(page, KnowledgePage):
            page.lead_image = self.picture
            page.sources = self._rich(self.document.sources)
            self._fill_source(page)
            self._fill_links(page)

    # --- Each type's own fields ----------------------------------------------------------------------------------

    def _fill_practice(self, page: Any) -> None:
        page.other_names = "\n".join(self.meta.get("other_names") or ())
        page.timeline = self._items("timeline", "moment", self.meta.get("timeline"))
        holder = self.meta.get("holder") or {}
        page.holder_person = self._get(Person, holder.get("person"))
        page.holder_organisation = self._get(Organisation, holder.get("organisation"))

    def _fill_portrait(self, page: Any) -> None:
        page.qualities = "\n".join(self.meta.get("qualities") or ())
        page.series = self.pages[self.meta["series"]] if self.meta.get("series") else None

    def _fill_magazine(self, page: Any) -> None:
        chapters = enumerate(self.meta.get("chapters") or ())
        page.chapters = [
            MagazineChapter(page=self.pages[slug].knowledgepage_ptr, sort_order=place) for place, slug in chapters
        ]
        page.synthesis = self._stream(self.meta.get("synthesis") or "", "synthesis")
        self._fill_tips(page)

    def _fill_article(self, page: Any) -> None:
        page.findings = self._items("findings", "finding", self.meta.get("findings"), rich="text")

    def _fill_workshop(self, page: Any) -> None:
        page.held_on = self.meta.get("held_on")
        page.synthesis = self._stream(self.meta.get("synthesis") or "", "synthesis")

    def _fill_case(self, page: Any) -> None:
        page.context_text = self._rich(self.meta.get("context"))
        page.advice = self._items("advice", "advice", self.meta.get("advice"), rich="text")

    def _fill_tips(self, page: Any) -> None:
        page.tips = self._items("tips", "tip", self.meta.get("tips"), rich="explanation")

    def _fill_recommendation(self, page: Any) -> None:
        """Its sources are filled before it."""
        rows = enumerate(self.meta.get("evidence") or ())
        page.evidence = [evidence(row, self.pages[row["page"]], place) for place, row in rows]
        if named := self.meta.get("tip"):
            page.tip_list = self.pages[named["page"]]
            page.tip = tip(named["title"], page.tip_list)

    # --- What all publications share -----------------------------------------------------------------------------

    def _fill_source(self, page: KnowledgePage) -> None:
        earlier = self.meta.get("earlier") or {}
        page.published_on = self.meta.get("published_on")
        page.licence = self.meta.get("licence") or ""
        page.earlier_site = earlier.get("site") or ""
        page.earlier_title = earlier.get("title") or ""
        page.earlier_url = earlier.get("url") or ""
        page.earlier_date = earlier.get("date")
        page.earlier_reading_minutes = earlier.get("reading_minutes")

    def _fill_links(self, page: KnowledgePage) -> None:
        meta = self.meta
        # Themes have no order of their own; the database's keeps a second loading equal to the first.
        themes = Theme.objects.filter(slug__in=meta.get("themes") or ()).order_by("pk")
        page.theme_links = [PageTheme(tag=theme) for theme in themes]
        page.concept_links = [
            PageConcept(concept=Concept.objects.get(slug=slug)) for slug in meta.get("concepts") or ()
        ]
        page.municipality_links = [
            PageMunicipality(
                municipality=Municipality.objects.get(slug=row["municipality"]),
                role=row["role"],
                area=row.get("area", ""),
            )
            for row in meta.get("municipalities") or ()
        ]
        page.person_links = [
            PagePerson(
                person=Person.objects.get(slug=row["person"]),
                role=row["role"],
                name_then=row.get("name_then", ""),
                function_then=row.get("function_then", ""),
            )
            for row in meta.get("people") or ()
        ]
        page.contributions = [
            Contribution(
                role=row["role"],
                person=self._get(Person, row.get("person")),
                organisation=self._get(Organisation, row.get("organisation")),
            )
            for row in meta.get("contributions") or ()
        ]
        page.tells_about = [
            TellsAbout(target=self.pages[slug].knowledgepage_ptr) for slug in meta.get("tells_about") or ()
        ]
        for name in ("concept_links", "municipality_links", "person_links", "contributions", "tells_about"):
            for place, link in enumerate(getattr(page, name).all()):
                link.sort_order = place

    # --- Helpers -------------------------------------------------------------------------------------------------

    def _page_id(self, slug: str) -> int:
        return int(self.pages[slug].pk)

    def _rich(self, source: str | None) -> str:
        return rich_text(source or "", self._page_id)

    def _stream(self, source: str, name: str) -> str:
        blocks = stream(source, self._page_id, name=f"{self.document.slug}/{name}", municipality_ids=_municipality_id)
        return json.dumps(blocks)

    def _items(self, name: str, block_type: str, rows: list[dict[str, Any]] | None, rich: str = "") -> str:
        """A stream of equal items, such as tips, from a list in the front matter; `rich` names its Markdown field."""
        items = []
        for place, row in enumerate(rows or ()):
            value = {key: self._rich(text) if key == rich else str(text) for key, text in row.items()}
            identity = stable_id(f"{self.document.slug}/{name}/{place}")
            items.append({"type": block_type, "value": value, "id": identity})
        return json.dumps(items)

    @staticmethod
    def _get(model: Any, slug: str | None) -> Any:
        return model.objects.get(slug=slug) if slug else None


def _municipality_id(slug: str) -> int:
    return int(Municipality.objects.get(slug=slug).pk)
