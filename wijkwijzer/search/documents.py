"""What is found: the document of a publication or a concept, made of the page and everything it is tied to.

Of people only what stands on the page: the name and the function they had then. Never an address for contact, which
expires.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, islice, repeat, takewhile, tee
from typing import Any, NamedTuple

from django.utils import timezone

from practices.models import PracticePage
from practices.models.obstacles import Obstacle
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import PageMunicipality
from wijkwijzer.taxonomy.models import Concept, Theme

from . import own_facets
from .fetching import Fetched, Mergers
from .models import SearchDocument, SearchText, Status
from .page_sections import sections_of
from .second_process import Analyse, analyse_here
from .sections import Section, plain
from .wording import Texts, Words, title_key, words_of

# What a document shows, and the words it is found by; both unsaved.
Document = tuple[SearchDocument, SearchText]

ROLES = {
    PageMunicipality.Role.SUBJECT: "onderwerp",
    PageMunicipality.Role.RESEARCH: "onderzoek",
    PageMunicipality.Role.MENTIONED: "genoemd",
}
# The part of the ranking that no query changes. First-hand knowledge of the field stands above what is about it.
QUALITY = dict.fromkeys(("portret", "praktijk", "casus", "onderzoek"), 10) | {"begrip": 6}
OTHER_QUALITY = 8
REVIEWED_LATELY, OUTDATED, REPLACED, ENDED = 3, -4, -8, -2
LATELY = timedelta(days=365)
ENDED_STATES = (PracticePage.LifeCycle.STOPPED, PracticePage.LifeCycle.MERGED)


class Draft(NamedTuple):
    """A document whose words are not analysed yet. `sections` is as `SearchText` keeps it."""

    document: SearchDocument
    texts: Texts
    sections: list[dict[str, Any]]


def page_documents(fetched: Fetched, analyse: Analyse = analyse_here, chunk: int = 100) -> Iterator[list[Document]]:
    """The documents of many pages, analysed and given a chunk at a time. A page outside the site has no address, and no
    document."""
    drafts = (_PageDocument(page, fetched, url).draft() for page in fetched.pages if (url := page.get_url()))
    # The first one is small, as there is nothing else to do while it is analysed.
    sizes = chain([max(chunk // 4, 1)], repeat(chunk))
    chunks, asked = tee(takewhile(bool, (list(islice(drafts, size)) for size in sizes)))
    analysed = analyse([draft.texts for draft in drafts] for drafts in asked)
    for drafts_of_chunk, words in zip(chunks, analysed, strict=True):
        yield list(map(_document, drafts_of_chunk, words))


def _document(draft: Draft, words: Words) -> Document:
    fields = words._asdict()
    spellings, vectors = fields.pop("spellings"), fields.pop("vectors")
    text = SearchText(**fields, sections=draft.sections)
    text.spellings, text.vectors = spellings, vectors
    return draft.document, text


class _PageDocument:
    """One page while its document is made."""

    def __init__(self, page: Any, fetched: Fetched, url: str) -> None:
        self.page = page
        self.fetched = fetched
        self.mergers: Mergers = fetched.mergers
        self.url = url
        self.today = timezone.localdate()
        self.places = sorted(page.municipality_links.all(), key=lambda link: link.role != "subject")
        self.themes: list[Theme] = page.themes_in_order
        self.freshness = fetched.freshness.get(page.pk)

    def draft(self) -> Draft:
        page = self.page
        document = SearchDocument(
            page_id=page.pk,
            kind=page.kind,
            title=page.title,
            title_key=title_key(page.title),
            summary=page.summary,
            url=self.url,
            published_on=page.published_on,
            reviewed_on=self.freshness.reviewed_on if self.freshness else None,
            status=self.status,
            quality=self.quality,
            facets=_joined(self.tokens()),
            municipalities=list(dict.fromkeys(link.municipality.display_name for link in self.places)),
            themes=[theme.name for theme in self.themes],
        )
        return _draft(document, self.names(), sections_of(page, self.fetched.places))

    @property
    def status(self) -> Status:
        if self.page.pk in self.fetched.replaced:
            return Status.REPLACED
        since: date | None = self.freshness.outdated_since if self.freshness else None
        return Status.OUTDATED if since and since <= self.today else Status.CURRENT

    @property
    def quality(self) -> int:
        worth = QUALITY.get(self.page.kind, OTHER_QUALITY)
        reviewed = self.freshness.reviewed_on if self.freshness else None
        if reviewed and reviewed > self.today - LATELY:
            worth += REVIEWED_LATELY
        worth += {Status.OUTDATED: OUTDATED, Status.REPLACED: REPLACED}.get(self.status, 0)
        if isinstance(self.page, PracticePage) and self.page.life_cycle in ENDED_STATES:
            worth += ENDED
        return worth

    def names(self) -> Iterator[str]:
        """The names of all that the page is tied to, and of its kind: who types “casus Breda” looks for a case."""
        page = self.page
        yield str(page.kind_info.label)
        if isinstance(page, PracticePage):
            yield from page.other_name_list
            yield str(page.holder or "")
        for person in page.person_links.all():
            yield from (person.shown_name, person.function_then)
        for contribution in page.contributions.all():
            yield str(contribution.contributor or "")
        for theme in self.themes:
            yield from (theme.name, theme.parent.name if theme.parent else "")
        for concept in page.concepts:
            yield from (concept.term, *concept.alternatives)
        yield getattr(page, "area", "")  # where somebody works, of a portrait
        for link in self.places:
            yield link.area
            for place in self.mergers.family(link.municipality):
                yield from (place.display_name, place.name, *place.alias.split(","), *place.province.names)
        yield from (page.earlier_site, page.earlier_title)

    def tokens(self) -> Iterator[str]:
        """Every value of every facet that the page has; `facets.py` reads them."""
        page = self.page
        yield from (f"soort={page.kind}", f"status={self.status}")
        yield from _theme_tokens(self.themes)
        for link in self.places:
            yield from self._place_tokens(link)
        if page.published_on:
            yield f"jaar={page.published_on.year}"
        for value in getattr(page, "obstacles", ()):
            if value in Obstacle.values:
                yield f"belemmering={value}"
        for facet in own_facets.registered.values():
            yield from facet.tokens(page)
        if isinstance(page, PracticePage):
            yield from (f"levensloop={page.life_cycle}", f"praktijk={page.pk}")
        yield from (f"praktijk={link.target_id}" for link in page.tells_about.all())
        yield from (f"begrip={link.concept_id}" for link in page.concept_links.all())

    def _place_tokens(self, link: Any) -> Iterator[str]:
        """A municipality that became part of another counts for that one too."""
        role = ROLES[link.role]
        yield f"rol={role}"
        places: list[Municipality] = self.mergers.with_successors(link.municipality)
        for place in places:
            for token in (f"gemeente={place.pk}", f"provincie={place.province.slug}"):
                yield from (token, f"{token}/{role}")
        if link.role == PageMunicipality.Role.SUBJECT:
            yield f"grootte={places[-1].size_class}"


def concept_documents(concept_ids: Iterable[int]) -> Iterator[Document]:
    """The documents of concepts. Every concept has a page that all may see."""
    concepts = Concept.objects.filter(pk__in=list(concept_ids)).order_by("pk")
    return map(concept_document, concepts.prefetch_related("themes__parent"))


def concept_document(concept: Concept) -> Document:
    """Found by its term, its other words, its meaning and its themes."""
    summary = " ".join(plain(concept.definition).split())
    themes = sorted(concept.themes.all(), key=lambda theme: theme.name)
    document = SearchDocument(
        concept_id=concept.pk,
        kind="begrip",
        title=concept.term,
        title_key=title_key(concept.term),
        summary=summary,
        url=concept.get_absolute_url(),
        quality=QUALITY["begrip"],
        facets=_joined(["soort=begrip", f"status={Status.CURRENT}", *_theme_tokens(themes)]),
        themes=[theme.name for theme in themes],
    )
    names = [*concept.alternatives, *(theme.name for theme in themes)]
    draft = _draft(document, names, [])
    return _document(draft, words_of(draft.texts))


def _draft(document: SearchDocument, names: Iterable[str], sections: list[Section]) -> Draft:
    pieces = [(section, section.text) for section in sections]
    body = [part for section, piece in pieces for part in (section.heading if section.is_written else "", piece)]
    stored = [{"anchor": section.anchor, "heading": section.heading, "text": piece} for section, piece in pieces]
    return Draft(document, Texts(document.title, document.summary, _names(names), body), stored)


def _theme_tokens(themes: Iterable[Theme]) -> Iterator[str]:
    """A theme counts for the one above it too, as on its page."""
    for theme in themes:
        yield from (f"thema={pk}" for pk in (theme.pk, theme.parent_id) if pk is not None)


def _joined(tokens: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(tokens))


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name and name.strip()))
