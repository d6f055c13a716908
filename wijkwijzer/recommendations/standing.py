"""How a recommendation stands: what supports, nuances and contradicts it today, in words and counts, never as a score.

Everything is asked of the sources as they are public now. A source that may not be read any more is only counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wijkwijzer.pages.kinds import KINDS
from wijkwijzer.pages.models import KnowledgePage, PageMunicipality
from wijkwijzer.search.presentation import KINDS_IN_PLURAL, listed

from .passages import Passage, anchor_of, own_type, passages_of, tips_of, with_passages
from .vocabularies import Stance

# Places that a page is about or was studied in; those it only mentions say nothing about where its evidence is from.
ROLES_OF_PLACES = (PageMunicipality.Role.SUBJECT, PageMunicipality.Role.RESEARCH)


class State(models.TextChoices):
    """What became of a source since an editor read it."""

    TRUE = "", ""
    CHANGED = "gewijzigd", gettext_lazy("Passage gewijzigd sinds de redactie haar las")
    GONE = "weg", gettext_lazy("Passage staat niet meer op de pagina")
    OUTDATED = "verouderd", gettext_lazy("Mogelijk verouderd")
    REPLACED = "vervangen", gettext_lazy("Vervangen door een andere pagina")
    WITHDRAWN = "ingetrokken", gettext_lazy("Niet meer te lezen")


@dataclass(frozen=True)
class Line:
    """One row of evidence as a reader sees it: `source` of its own type, `passage` as it reads now."""

    evidence: Any
    source: Any
    passage: Passage | None
    state: State

    @property
    def url(self) -> str:
        """Where the passage itself stands, marked; the page where it is evidence as a whole or the passage went."""
        anchor = f"#{anchor_of(self.passage.key)}" if self.passage else ""
        return f"{self.source.url}{anchor}"

    @property
    def kept(self) -> str:
        """The passage as a visitor keeps it for a brief."""
        return f"{self.source.pk}~{self.passage.key}" if self.passage else str(self.source.pk)

    @property
    def places(self) -> list[Any]:
        links = self.source.municipality_links.all()
        return [link.municipality for link in links if link.role in ROLES_OF_PLACES]

    @property
    def year(self) -> int | None:
        return self.source.published_on.year if self.source.published_on else None


@dataclass(frozen=True)
class Tip:
    """The tip of a list that a recommendation is."""

    source: Any
    passage: Passage

    @property
    def title(self) -> str:
        return str(self.source.title)

    @property
    def url(self) -> str:
        return f"{self.source.url}#{anchor_of(self.passage.key)}"


@dataclass(frozen=True)
class Column:
    """The evidence of one stance."""

    stance: Stance
    title: str | Promise
    lines: list[Line]


TITLES: dict[Stance, str | Promise] = {
    Stance.SUPPORTS: gettext_lazy("Wat dit steunt"),
    Stance.NUANCES: gettext_lazy("Wat dit nuanceert"),
    Stance.CONTRADICTS: gettext_lazy("Wat dit weerspreekt"),
}


@dataclass
class Standing:
    """The evidence of one recommendation. `withdrawn` counts the sources that cannot be read any more; `tip` is the tip
    that gives the statement, with the list it stands in."""

    lines: list[Line] = field(default_factory=list)
    withdrawn: int = 0
    tip: "Tip | None" = None

    @classmethod
    def of(cls, page: Any) -> "Standing":
        return cls.of_each([page])[0]

    @classmethod
    def of_each(cls, pages: Sequence[Any]) -> list["Standing"]:
        """One for each recommendation, with two queries for all and one for each page's rows not fetched before."""
        rows = {id(page): list(page.evidence.all()) for page in pages}
        ids = {row.source_id for found in rows.values() for row in found} | {page.tip_list_id for page in pages}
        sources = _sources(ids - {None})
        return [cls._made(page, rows[id(page)], sources) for page in pages]

    @classmethod
    def _made(cls, page: Any, rows: list[Any], sources: dict[int, Any]) -> "Standing":
        lines = [_line(row, sources[row.source_id]) for row in rows if row.source_id in sources]
        tip_list = sources.get(page.tip_list_id)
        tips = [tip for tip in tips_of(tip_list) if tip.key == page.tip] if tip_list else []
        return cls(lines, len(rows) - len(lines), Tip(tip_list, tips[0]) if tips else None)

    @property
    def statement(self) -> str:
        """The words of the tip, which stand there alone; empty where the recommendation has its own."""
        return self.tip.passage.text if self.tip else ""

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column(stance, title, [line for line in self.lines if line.evidence.stance == stance])
            for stance, title in TITLES.items()
        ]

    @property
    def has_difference(self) -> bool:
        """Does any source say something else than one that supports? One that supports in part is no other source."""
        supporting = {line.source.pk for line in self.columns[0].lines}
        others = {line.source.pk for column in self.columns[1:] for line in column.lines}
        return bool(supporting and others - supporting) or bool(self.columns[2].lines and self.columns[1].lines)

    @property
    def summary(self) -> str:
        """“5 praktijkvoorbeelden en 2 onderzoeken, in 4 gemeenten, 2019–2026; 1 bron denkt er anders over.”"""
        supports, nuances, contradicts = (_sources_of(column.lines) for column in self.columns)
        parts = [_described(supports)] if supports else [_("Nog geen bron die dit steunt")]
        if nuances:
            parts.append(
                ngettext("%(n)s bron nuanceert", "%(n)s bronnen nuanceren", len(nuances)) % {"n": len(nuances)}
            )
        if contradicts:
            text = ngettext("%(n)s bron denkt er anders over", "%(n)s bronnen denken er anders over", len(contradicts))
            parts.append(text % {"n": len(contradicts)})
        return f"{'; '.join(parts)}."

    @property
    def warnings(self) -> list[str]:
        """What a reader must know before leaning on it; each a sentence."""
        supports = self.columns[0].lines
        states = Counter(line.state for line in self.lines)
        found = []
        if not self.lines:
            found.append(_("Voor deze aanbeveling is nu geen bron te lezen."))
        places = {place.pk: place for line in supports for place in line.places}
        # Of a source without a place nothing is known: it may be from anywhere.
        if len(places) == 1 and all(line.places for line in supports):
            text = _("Alle bronnen die dit steunen gaan over één gemeente: %(name)s.")
            found.append(text % {"name": next(iter(places.values())).display_name})
        for state, one, many in _WARNINGS:
            count = self.withdrawn if state == State.WITHDRAWN else states[state]
            if count:
                found.append(ngettext(one, many, count) % {"n": count})
        return found


_WARNINGS = (
    (
        State.CHANGED,
        "%(n)s passage is gewijzigd sinds de redactie haar las.",
        "%(n)s passages zijn gewijzigd sinds de redactie ze las.",
    ),
    (
        State.GONE,
        "%(n)s passage staat niet meer op de pagina.",
        "%(n)s passages staan niet meer op de pagina.",
    ),
    (State.OUTDATED, "%(n)s bron is mogelijk verouderd.", "%(n)s bronnen zijn mogelijk verouderd."),
    (State.REPLACED, "%(n)s bron is vervangen.", "%(n)s bronnen zijn vervangen."),
    (
        State.WITHDRAWN,
        "%(n)s bron is niet meer te lezen en telt niet mee.",
        "%(n)s bronnen zijn niet meer te lezen en tellen niet mee.",
    ),
)


def _sources(ids: Iterable[int]) -> dict[int, Any]:
    """The sources that a reader may see, of their own types, by key: two queries."""
    links = PageMunicipality.objects.select_related("municipality")
    pages = with_passages(KnowledgePage.objects.visible().filter(pk__in=ids)).select_related("freshness")
    found = list(pages.prefetch_related(Prefetch("municipality_links", links))) if ids else []
    sources = {}
    for page in found:
        source = own_type(page)
        # The row of its own type is another object: what was fetched for all publications is given to it.
        source._prefetched_objects_cache = page._prefetched_objects_cache
        source._state.fields_cache.setdefault("freshness", getattr(page, "freshness", None))
        sources[page.pk] = source
    return sources


def _line(row: Any, source: Any) -> Line:
    passage = None
    state = _state_of_page(source)
    if row.passage:
        passage = next((one for one in passages_of(source) if one.key == row.passage), None)
        if passage is None:
            state = State.GONE
        elif passage.fingerprint != row.fingerprint:
            state = State.CHANGED
    return Line(row, source, passage, state)


def _state_of_page(page: Any) -> State:
    freshness = page._state.fields_cache.get("freshness")
    if freshness is None:
        return State.TRUE
    if freshness.replaced_by_id:
        return State.REPLACED
    return State.OUTDATED if freshness.outdated_since else State.TRUE


def _sources_of(lines: Iterable[Line]) -> list[Line]:
    """One line for each source."""
    return list({line.source.pk: line for line in lines}.values())


def _kind_in_words(kind: str, count: int) -> str:
    if kind == "tips":
        return ngettext("tiplijst", "tiplijsten", count)
    return str(KINDS[kind].label).lower() if count == 1 else str(KINDS_IN_PLURAL[kind])


def _described(lines: Sequence[Line]) -> str:
    kinds = Counter(line.source.kind for line in lines)
    counted = [f"{count} {_kind_in_words(kind, count)}" for kind, count in kinds.most_common()]
    parts = [listed(counted, _("en"))]
    places = {place.pk for line in lines for place in line.places}
    if places:
        parts.append(ngettext("in %(n)s gemeente", "in %(n)s gemeenten", len(places)) % {"n": len(places)})
    years = sorted({line.year for line in lines if line.year})
    if years:
        parts.append(str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}")
    return ", ".join(parts)
