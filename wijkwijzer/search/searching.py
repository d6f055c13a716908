"""A search from question to results: the engine says which documents, this says in which order and how many of what.

Queries: one for the snapshot, one for which documents match, one for the words of the candidates, one for what the page
shows; two more to correct a word that nobody wrote.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import reduce
from heapq import nsmallest
from itertools import islice
from operator import and_, or_
from typing import Any

from django.db.models import QuerySet

from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.taxonomy.models import Concept

from . import snapshot as snapshots
from . import spelling
from .analysis import Term, spans
from .engines import Asked, get_engine
from .facets import Facets
from .highlight import Marker
from .models import SearchDocument, SearchText
from .plan import Plan, make_plan
from .query import LAST_PAGE, PER_PAGE, Query, Sorting
from .ranking import Ranking, Scored, Words
from .results import Expansion, Hit, Loosening, Results
from .snapshot import Snapshot, ids_in

# So many documents are read and scored: ten pages. Of a word that thousands have, those that can win (`_tiers`).
CANDIDATES = 120
# The names of a concept are asked again and again, up to twenty at once: what they find is remembered, as long as the
# index stays as it is, for so many concepts. What visitors type besides is not.
MOST_KNOWN = 500


class Search:
    """One query over one snapshot. `matched` is what its words find, `found` what is left of that by its filters."""

    def __init__(self, query: Query, snapshot: Snapshot) -> None:
        self.query = query
        self.snapshot = snapshot
        self.plan: Plan = make_plan(query.text, snapshot, with_synonyms=query.with_synonyms)
        self.facets = Facets(snapshot, query.filters)
        self.is_partial = False
        self.units: list[int] = []
        self.own: list[int] = []
        self.in_any_form: list[int] = []
        self.in_title: list[int] = []
        self.exact_in_title: list[int] = []
        self.matched = snapshot.all_ids
        if self.plan.units:
            self._match()
        elif query.text:
            self.matched = 0
        self.found = self.facets.narrow(self.matched)
        self.total = self.found.bit_count()

    def _match(self) -> None:
        """One statement asks for every unit where it stands and which titles have it."""
        units = self.plan.units
        asked = [Asked(unit.own) for unit in units]
        asked += [Asked(unit.forms, besides=unit.own) for unit in units]
        asked += [Asked(unit.expression, title_only=True) for unit in units]
        asked += [Asked(unit.exact_title, title_only=True) for unit in units]
        by_other_words = [Asked(unit.others, besides=unit.own) for unit in units]
        known: dict[Asked, int] = self.snapshot.derived.setdefault("other words", {})
        new = [one for one in dict.fromkeys(by_other_words) if one not in known]
        found = iter([self._public(ids) for ids in get_engine().matching_each([*asked, *new])])
        self.own, forms, self.in_title, self.exact_in_title = (list(islice(found, len(units))) for _answer in range(4))
        others = known | dict(zip(new, found, strict=True))
        if len(known) < MOST_KNOWN:
            # Without synonyms there is nothing to remember but what somebody typed.
            known.update((one, others[one]) for one, unit in zip(by_other_words, units, strict=True) if unit.synonyms)
        self.in_any_form = [own | form for own, form in zip(self.own, forms, strict=True)]
        pairs = zip(self.in_any_form, by_other_words, strict=True)
        self.units = [own | others[other] for own, other in pairs]
        self.matched = reduce(and_, self.units)

    def _public(self, ids: list[int]) -> int:
        return snapshots.bits(ids) & self.snapshot.all_ids

    def allow_some_words(self) -> None:
        """Take the documents with any of the words, as none has them all."""
        self.is_partial = True
        self.matched = reduce(or_, self.units, 0)
        self.found = self.facets.narrow(self.matched)
        self.total = self.found.bit_count()

    @property
    def unknown_words(self) -> list[str]:
        """The words that no document has, as analysed."""
        pairs = zip(self.plan.units, self.units, strict=True)
        return [term.exact for unit, documents in pairs if not documents for term in unit.terms]

    # --- The order -------------------------------------------------------------------------------------------------

    def ordered(self, stop: int) -> tuple[list[int], dict[int, Scored]]:
        """The first `stop` documents, and the scores of those that were scored."""
        rows = self.snapshot.rows
        by = {
            Sorting.NEWEST: lambda number: (*_newest(rows[number].published_on), number),
            Sorting.REVIEWED: lambda number: (*_newest(rows[number].reviewed_on), number),
            Sorting.TITLE: lambda number: (rows[number].title_key, number),
        }
        sorting = Sorting(self.query.sorting)
        if sorting == Sorting.RELEVANCE and self.plan.units:
            return self._by_relevance(stop)
        key: Any = by.get(sorting) or by[Sorting.NEWEST]
        return nsmallest(stop, ids_in(self.found), key=key), {}

    def _by_relevance(self, stop: int) -> tuple[list[int], dict[int, Scored]]:
        """The candidates by their score, the rest behind them by quality."""
        tiers = self._tiers()
        candidates = list(islice(tiers, CANDIDATES))
        ranking = Ranking(self.plan, [unit.bit_count() for unit in self.units], len(self.snapshot.rows))
        rows = self.snapshot.rows
        scored = {row[0]: ranking.score(Words(*row), rows[row[0]].quality) for row in _texts(candidates)}

        def best_first(number: int) -> tuple[Any, ...]:
            score = scored[number].score if number in scored else 0.0
            return -score, -rows[number].quality, *_newest(rows[number].published_on), number

        return [*sorted(candidates, key=best_first), *islice(tiers, max(0, stop - len(candidates)))][:stop], scored

    def _tiers(self) -> Iterator[int]:
        """The found documents, those that can win first, within that by quality.

        The words themselves win from other forms, and those from other words for them, so a page with those comes in
        front wherever it says so; of these the ones with all words in the title, then with a rare one.
        """
        rest = self.found
        if rest.bit_count() > CANDIDATES:
            by_rarity = sorted(range(len(self.units)), key=lambda index: self.units[index].bit_count())
            titles = [reduce(and_, self.in_title), *(self.in_title[index] for index in by_rarity)]
            own = reduce(and_, self.own)
            tiers = [reduce(and_, self.exact_in_title), *(own & title for title in titles), own]
            # Where no page has all of them itself, those with the most.
            tiers += [*_with_most(self.exact_in_title), *_with_most(self.own), *_with_most(self.in_any_form)]
            tiers.append(titles[0])
            if self.is_partial:
                tiers += _with_most(self.units)
            tiers += titles[1:]
            for tier in tiers:
                yield from self._by_quality(rest & tier)
                rest &= ~tier
        yield from self._by_quality(rest)

    def _by_quality(self, documents: int) -> Iterator[int]:
        """From the best to the least, within that the newest first; only as far as asked."""
        rows = self.snapshot.rows
        for quality in self.snapshot.qualities:
            those = documents & self.snapshot.bitmap(f"quality={quality}")
            for year in (*self.snapshot.years, ""):
                if not those:
                    break
                chosen = those & self.snapshot.bitmap(f"jaar={year}") if year else those
                those &= ~chosen
                yield from sorted(ids_in(chosen), key=lambda number: (*_newest(rows[number].published_on), number))


def search(query: Query) -> Results:
    """The results of a query. A word that nobody wrote is corrected when nothing else is found, and that is said."""
    snapshot = snapshots.current()
    asked = Search(query, snapshot)
    results = Results(query)
    shown = asked
    if asked.plan.units and not asked.matched:
        shown = _second_try(asked, results)
    stop = min(query.page, LAST_PAGE) * PER_PAGE
    results.total = shown.total
    results.pages = min(max(1, -(-shown.total // PER_PAGE)), LAST_PAGE)
    start = (min(query.page, results.pages) - 1) * PER_PAGE
    order, scored = shown.ordered(min(stop, results.pages * PER_PAGE))
    results.hits = _hits(order[start : start + PER_PAGE], scored, shown.plan)
    results.facets = shown.facets.groups(shown.matched)
    results.expansions = _expansions(shown.plan)
    if not results.total and query.is_filtered:
        results.loosenings = _loosenings(shown)
    return results


def _second_try(asked: Search, results: Results) -> Search:
    """The search to show when no document has all words: corrected, or with some of the words."""
    unknown = asked.unknown_words
    corrected = spelling.correct(unknown) if unknown else None
    if corrected:
        text = _replaced(asked, dict(zip(unknown, corrected, strict=True)))
        again = Search(replace(asked.query, text=text), asked.snapshot)
        if again.matched:
            results.suggestion, results.is_corrected = text, True
            return again
    if len(asked.units) > 1:
        asked.allow_some_words()
        results.is_partial = asked.total > 0
    return asked


def _replaced(asked: Search, better: dict[str, str]) -> str:
    """The query with its unknown words replaced, everything else as it was typed."""
    words = []
    for word in asked.query.text.split():
        terms = make_plan(word, asked.snapshot, with_synonyms=False).terms
        exact = "".join(term.exact for term in terms)
        words.append(better.get(exact, word))
    return " ".join(words)


def _with_most(units: list[int]) -> list[int]:
    """The documents with the most units, then with one less, and so on."""
    at_least = [0] * (len(units) + 1)
    at_least[0] = reduce(or_, units, 0)
    for unit in units:
        for count in range(len(units), 0, -1):
            at_least[count] |= at_least[count - 1] & unit
    return at_least[:0:-1]


def _newest(day: date | None) -> tuple[bool, int]:
    """A key that puts the newest first and what has no date last."""
    return day is None, -day.toordinal() if day else 0


@prepared
def _texts(numbers: list[int]) -> QuerySet[SearchText, tuple[Any, ...]]:
    """The fields of `Words`."""
    return SearchText.objects.filter(pk__in=numbers).values_list("pk", "title", "summary", "extra", "body", "marks")


@prepared
def _documents(numbers: list[int]) -> QuerySet[SearchDocument]:
    """What results show of documents, with the sections of their text."""
    return (
        SearchDocument.objects.filter(pk__in=numbers)
        .select_related("text")
        .defer("text__title", "text__summary", "text__extra", "text__body", "text__keys", "text__marks")
    )


def _hits(numbers: list[int], scored: dict[int, Scored], plan: Plan) -> list[Hit]:
    """The documents of these numbers, in this order, with the words marked that matched."""
    found = {document.pk: document for document in _documents(numbers)}
    whole = Marker(plan.is_match)
    in_sections = [Marker(plan.is_match, plan.lemmas | plan.stems)] if plan.units else []
    if plan.parts:
        # The parts of a compound only where nothing else is there to mark.
        in_sections.append(Marker(plan.is_part, plan.lemmas | plan.stems | plan.parts))
    return [_hit(found[number], scored.get(number), whole, in_sections) for number in numbers if number in found]


def _hit(document: SearchDocument, scored: Scored | None, whole: Marker, in_sections: list[Marker]) -> Hit:
    """A document with its words marked: in its title, and in its summary or else in the best of its sections."""
    hit = Hit(document, title=whole.marked(document.title), passages=whole.marked(document.summary))
    if scored:
        hit.score, hit.matched = scored.score, list(scored.matched)
    if any(passage.is_match for passage in hit.passages):
        return hit
    for marker in in_sections:
        anchor, heading, text = marker.best_section(document.text.sections)
        found = marker.passages(text)
        if any(passage.is_match for passage in found):
            hit.anchor, hit.heading, hit.passages = anchor, heading, found
            break
    return hit


def _expansions(plan: Plan) -> list[Expansion]:
    return [
        Expansion(
            concept.name,
            Concept(slug=concept.slug).get_absolute_url(),
            tuple(synonym.word for synonym in unit.synonyms),
        )
        for unit in plan.units
        if unit.called
        for concept in unit.called.concepts[:1]
    ]


def _loosenings(shown: Search) -> list[Loosening]:
    """What leaving out one facet would give, the most first."""
    found = []
    for name, values in shown.facets.chosen.items():
        count = shown.facets.narrow(shown.matched, without=name).bit_count()
        labels = ", ".join(shown.facets.values[name][value].label for value in values)
        if count:
            found.append(Loosening(name, "", labels, count))
    return sorted(found, key=lambda loosening: -loosening.count)


def explain(query: Query, written: str | None = None) -> dict[str, Any]:
    """Why a query gives what it gives, as data for support and tests. `written` is the query before it was cleaned."""
    results = search(query)
    return {
        "query": query.text if written is None else written,
        "terms": [_explained(query.text[start:end], term) for start, end, term in spans(query.text)],
        "synonyms": [word for expansion in results.expansions for word in expansion.words],
        "suggestion": results.suggestion or None,
        "total": results.total,
        "hits": [
            {
                "id": hit.document.page_id or hit.document.concept_id,
                "title": hit.document.title,
                "url": hit.document.url,
                "score": hit.score,
                "matched": hit.matched,
            }
            for hit in results.hits
        ],
        "facets": {group.name: {option.value: option.count for option in group.options} for group in results.facets},
    }


def _explained(word: str, term: Term) -> dict[str, Any]:
    return {"word": word, "exact": term.exact, "lemma": term.lemma, "stem": term.stem, "parts": list(term.parts)}
