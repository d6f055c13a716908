"""What the page of results says and links to: the sentence, the chips, ways to sort, each result as one reads it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wijkwijzer.pages.kinds import KINDS, Kind

from . import own_facets
from .models import Status
from .own_facets import OwnFacet
from .query import Query, Sorting
from .results import FacetGroup, FacetOption, Hit, Passage, Results

# Of a longer group the rest is folded.
OPTIONS_SHOWN = 10
PLACES_SHOWN = 3


@dataclass(frozen=True)
class Link:
    """A way on: `is_current` where one is already."""

    label: str | Promise
    url: str
    group: str | Promise = ""
    count: int = 0
    is_current: bool = False


@dataclass(frozen=True)
class ShownFacet:
    """A facet on the page: the options in sight, and those behind “Toon alle”, open where one of them is chosen."""

    name: str
    title: Any
    options: list[FacetOption]
    rest: list[FacetOption] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.options) + len(self.rest)

    @property
    def is_open(self) -> bool:
        return any(option.is_selected for option in self.rest)


@dataclass(frozen=True)
class ShownHit:
    """A result as one reads it. `section_url` leads to the part of the page that its passage is from; `practice_id` is
    the key of a practice, which can be compared, and `name` its title in one piece."""

    kind: Kind
    url: str
    title: list[Passage]
    passages: list[Passage]
    heading: str
    section_url: str
    facts: list[str]
    name: str = ""
    practice_id: int | None = None


def address(query: Query, name: str = "search:search") -> str:
    """Where a search stands; other forms of it (JSON, feed) by the name of their address."""
    parameters = query.encode()
    return f"{reverse(name)}?{parameters}" if parameters else reverse(name)


def known_query(results: Results) -> Query:
    """The query with only those values of filters that exist, so that no link carries the others along."""
    chosen = {name: tuple(option.value for option in options) for name, options in chosen_options(results).items()}
    return replace(results.query, filters=chosen)


def chosen_options(results: Results) -> dict[str, list[FacetOption]]:
    """The options that are on, by the name of their facet."""
    chosen = {group.name: [option for option in group.options if option.is_selected] for group in results.facets}
    return {name: options for name, options in chosen.items() if options}


def chips(results: Results, to: Callable[[Query], str] = address) -> list[Link]:
    """What is on, each with the address without it, of the list that `to` gives the addresses of."""
    query = known_query(results)
    return [
        Link(option.label, to(query.without(group.name, option.value)), group.title)
        for group in results.facets
        for option in group.options
        if option.is_selected
    ]


def loosenings(results: Results, to: Callable[[Query], str] = address) -> list[Link]:
    """Filters to leave out where nothing was found, with what that would give."""
    query = known_query(results)
    return [
        Link(loosening.label, to(query.without(loosening.name, loosening.value)), count=loosening.count)
        for loosening in results.loosenings
    ]


def sortings(results: Results) -> list[Link]:
    """The orders to choose from. Without words nothing fits better than another: then the newest are first."""
    query = known_query(results)
    orders = [order for order in Sorting if query.text or order != Sorting.RELEVANCE]
    current = query.sorting if query.sorting in orders else Sorting.NEWEST
    links = []
    for order in orders:
        other = replace(query, sorting=order, page=1)
        links.append(Link(order.label, address(other), is_current=order == current))
    return links


def shown_facets(groups: Sequence[FacetGroup]) -> list[ShownFacet]:
    """The facets with their options; none where no option gives anything and none is on."""
    if not any(option.count or option.is_selected for group in groups for option in group.options):
        return []
    return [
        ShownFacet(group.name, group.title, group.options[:OPTIONS_SHOWN], group.options[OPTIONS_SHOWN:])
        for group in groups
        if group.options
    ]


def page_of(results: Results) -> Page:
    """The page of the list, for the links to the others."""
    return Paginator(range(results.pages), 1).get_page(results.query.page)


# --- A result ---------------------------------------------------------------------------------------------------------


def shown_hits(results: Results) -> list[ShownHit]:
    """The results of this page; of many places those that were chosen are named first."""
    chosen = [str(option.label) for option in chosen_options(results).get("gemeente", [])]
    return [shown_hit(hit, chosen) for hit in results.hits]


def shown_hit(hit: Hit, first_places: Collection[str] = ()) -> ShownHit:
    document = hit.document
    return ShownHit(
        kind=KINDS[document.kind],
        url=document.url,
        title=hit.title or [Passage(document.title)],
        passages=hit.passages or [Passage(document.summary)],
        heading=hit.heading,
        section_url=f"{document.url}#{hit.anchor}" if hit.anchor else "",
        facts=list(_facts(hit, first_places)),
        name=document.title,
        practice_id=document.page_id if document.kind == "praktijk" else None,
    )


def _facts(hit: Hit, first_places: Collection[str]) -> Iterable[str]:
    """Where, from when, and how far it can be trusted today."""
    document = hit.document
    if document.municipalities:
        places = sorted(document.municipalities, key=lambda name: name not in first_places)
        others = [_("en andere")] if len(places) > PLACES_SHOWN else []
        yield " ".join([", ".join(places[:PLACES_SHOWN]), *others])
    if document.published_on:
        yield str(document.published_on.year)
    if document.status != Status.CURRENT:
        yield str(Status(document.status).label)
    if document.reviewed_on:
        yield _("gecontroleerd in %(year)s") % {"year": document.reviewed_on.year}


# --- The sentence that says what is on --------------------------------------------------------------------------------

MOST_NAMED = 4
KINDS_IN_PLURAL: dict[str, str | Promise] = {
    "portret": gettext_lazy("portretten"),
    "reeks": gettext_lazy("reeksen"),
    "magazine": gettext_lazy("magazines"),
    "praktijk": gettext_lazy("praktijkvoorbeelden"),
    "werkplaats": gettext_lazy("werkplaatsen"),
    "casus": gettext_lazy("casussen"),
    "tips": gettext_lazy("tips"),
    "aanbeveling": gettext_lazy("aanbevelingen"),
    "onderzoek": gettext_lazy("onderzoeken"),
    "artikel": gettext_lazy("artikelen"),
    "begrip": gettext_lazy("begrippen"),
}
ROLES: dict[str, str | Promise] = {
    "onderwerp": gettext_lazy("het onderwerp is"),
    "onderzoek": gettext_lazy("de plek van een onderzoek is"),
    "genoemd": gettext_lazy("wordt genoemd"),
}
OBSTACLES: dict[str, str | Promise] = {
    "organisatorisch": gettext_lazy("organisatorische"),
    "politiek": gettext_lazy("politieke"),
    "juridisch": gettext_lazy("juridische"),
    "financieel": gettext_lazy("financiële"),
}
LIFE_CYCLES: dict[str, str | Promise] = {
    "idee": gettext_lazy("een idee zijn"),
    "pilot": gettext_lazy("een pilot zijn"),
    "loopt": gettext_lazy("lopen"),
    "gestopt": gettext_lazy("gestopt zijn"),
    "opgegaan-in": gettext_lazy("in iets anders zijn opgegaan"),
}


def count_text(total: int) -> str:
    """How many there are: “7 resultaten”."""
    if not total:
        return _("Geen resultaten")
    return ngettext("%(n)s resultaat", "%(n)s resultaten", total) % {"n": total}


def rest_of_sentence(results: Results) -> str:
    """What stands behind the number: “voor “wijkcentra dicht”, in casussen, over wonen, in Breda.”, or only the dot."""
    clauses = [clause for clause in (_words_clause(results), *_filter_clauses(chosen_options(results))) if clause]
    return f" {', '.join(clauses)}." if clauses else "."


def page_title(results: Results) -> str:
    """The title of the page: what was asked and how much there is, and further on which page one is."""
    query = known_query(results)
    if not query.text and not query.filters and query.page == 1:
        return _("Zoeken")
    title = f"{query.text or _('Zoeken')}: {count_text(results.total).lower()}"
    number = page_of(results).number
    return title if number == 1 else _("%(title)s, pagina %(n)s") % {"title": title, "n": number}


def _words_clause(results: Results) -> str:
    if results.is_corrected:
        return _("voor “%(words)s”") % {"words": results.suggestion}
    if results.is_partial:
        return _("met een of meer woorden van “%(words)s”") % {"words": results.query.text}
    return _("voor “%(words)s”") % {"words": results.query.text} if results.query.text else ""


def _filter_clauses(chosen: dict[str, list[FacetOption]]) -> Iterable[str]:
    clauses: dict[str, Callable[[list[FacetOption]], str]] = {
        "soort": lambda options: _("in %s") % listed([KINDS_IN_PLURAL[option.value] for option in options], _("en")),
        "thema": lambda options: _("over %s") % listed([_lowered(option.label) for option in options]),
        "gemeente": lambda options: _("in %s") % listed([option.label for option in options]),
        "provincie": lambda options: _("in de provincie %s") % listed([option.label for option in options]),
        "rol": lambda options: _roles_clause(options, has_place="gemeente" in chosen or "provincie" in chosen),
        "status": lambda options: _("met de status %s") % listed([option.label for option in options]),
        "jaar": lambda options: _("uit %s") % listed(sorted(option.label for option in options), _("en")),
        "belemmering": lambda options: (
            _("met een %s belemmering") % listed([OBSTACLES[option.value] for option in options])
        ),
        "levensloop": _life_cycle_clause,
        **{name: _own_clause(facet) for name, facet in own_facets.registered.items()},
    }
    return [clause(chosen[name]) for name, clause in clauses.items() if name in chosen]


def _own_clause(facet: OwnFacet) -> Callable[[list[FacetOption]], str]:
    return lambda options: facet.clause([str(option.label) for option in options])


def _roles_clause(options: list[FacetOption], *, has_place: bool) -> str:
    roles = listed([ROLES[option.value] for option in options])
    return (_("waarin de gemeente %s") if has_place else _("waarin een gemeente %s")) % roles


def _life_cycle_clause(options: list[FacetOption]) -> str:
    known = [str(LIFE_CYCLES[option.value]) for option in options if option.value in LIFE_CYCLES]
    is_unknown = len(known) < len(options)
    if not known:
        return _("over praktijken waarvan niet bekend is of ze nog lopen")
    return _("over praktijken die %s") % listed([*known, _("waarvan dat niet bekend is")] if is_unknown else known)


def listed(names: Sequence[str | Promise], word: str = "") -> str:
    """“a”, “a of b”, “a, b of c”; of many the first few and how many more."""
    shown = [str(name) for name in names]
    if len(shown) > MOST_NAMED + 1:
        shown = [*shown[:MOST_NAMED], _("%(n)s andere") % {"n": len(shown) - MOST_NAMED}]
    *first, last = shown
    return f"{', '.join(first)} {word or _('of')} {last}" if first else last


def _lowered(label: str) -> str:
    """The name of a theme in the middle of a sentence; abbreviations stay as they are."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
