"""Which publications belong with a publication, and why: they share a practice, a concept, a theme, a place or words.

What few documents share says more than what many share, so each thing in common counts by its rarity in bits: log2 of
all documents by those that have it (the idea of inverse document frequency, Spärck Jones 1972). The snapshot answers
all but the words, in memory; two queries fetch the page's own words and those of the best candidates, however many
documents there are.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import log2
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.municipalities.models import SizeClass
from wijkwijzer.pages.kinds import KINDS, Kind
from wijkwijzer.pages.models import KnowledgePage

from .analysis import is_stop_word, spans
from .models import SearchDocument, Status
from .snapshot import Snapshot, current

MOST = 4
# What is in common, as the facets of the index name it, with how much it counts.
WEIGHTS = {"praktijk": 4.0, "begrip": 2.0, "gemeente": 2.0, "thema": 1.5}
# These only add to that: being in one province is no reason by itself.
SMALL_WEIGHTS = {"grootte": 0.4, "provincie": 0.4}
# A place that a page only mentions says nothing of what the page is about.
ROLES = ("onderwerp", "onderzoek")
# Of a page with more than so many concepts (or themes, or places), the rarest are counted.
MOST_OF_A_KIND = 6
# So many of the best are compared by the words of their titles and summaries too.
CANDIDATES = 50
WORD_WEIGHT, MOST_WORDS = 0.5, 3
MOST_SUBJECTS, MOST_REASONS = 2, 3


@dataclass(frozen=True, slots=True)
class Related:
    """A publication that belongs with another one; `reason` says why, as a sentence without its full stop."""

    title: str
    url: str
    kind: Kind
    reason: str


@dataclass(slots=True)
class Candidate:
    """A document that may be related, with the words of its title and summary."""

    id: int
    title: str
    url: str
    kind: str
    lemmas: frozenset[str]
    score: float


def related_to(page: KnowledgePage, *, linked: Collection[int], told_about: Collection[int]) -> list[Related]:
    """At most MOST publications that belong with `page`, the closest first; none where `page` itself is not public.

    `linked` are pages that it links to already. `told_about` are the visible pages it tells about: a practice that
    readers may not see is no reason.
    """
    own = _documents_of.first(page.pk) if page.pk else None
    if own is None:
        return []
    number, title, summary = own
    snapshot = current()
    tokens = telling_tokens(snapshot, number, told_about)
    scores = closest(snapshot, number, tokens, CANDIDATES + len(linked))
    candidates = fetched(scores, linked)
    words = words_of(f"{title} {summary}")
    add_words(candidates, words)
    candidates.sort(key=lambda item: (-item.score, -snapshot.rows[item.id].quality, -item.id))
    reasons = Reasons(snapshot, tokens, words)
    return [Related(item.title, item.url, KINDS[item.kind], reasons.of(item)) for item in candidates[:MOST]]


# --- What is in common -----------------------------------------------------------------------------------------------


def telling_tokens(snapshot: Snapshot, number: int, told_about: Collection[int]) -> dict[str, int]:
    """What a document has that relates it to others, with its weight: the heaviest first."""
    row = snapshot.rows.get(number)
    weights: dict[str, dict[str, int]] = {}
    for token in row.tokens if row else ():
        if _tells(token, told_about) and len(snapshot.tokens[token]) > 1:
            weights.setdefault(token.partition("=")[0], {})[token] = _weight(snapshot, token)
    heaviest = [item for kind in weights.values() for item in _by_weight(kind)[:MOST_OF_A_KIND]]
    return dict(_by_weight(dict(heaviest)))


def _by_weight(weights: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(weights.items(), key=lambda item: (-item[1], item[0]))


def _tells(token: str, told_about: Collection[int]) -> bool:
    name, _equals, value = token.partition("=")
    if name == "praktijk":
        return int(value) in told_about
    if name in ("gemeente", "provincie"):
        return value.endswith(tuple(f"/{role}" for role in ROLES))
    return name in WEIGHTS or name in SMALL_WEIGHTS


def _weight(snapshot: Snapshot, token: str) -> int:
    """A whole number: documents with the same sum can then be kept together."""
    name = token.partition("=")[0]
    weight = WEIGHTS.get(name) or SMALL_WEIGHTS[name]
    return max(1, round(weight * log2(1 + len(snapshot.rows) / len(snapshot.tokens[token]))))


def closest(snapshot: Snapshot, number: int, tokens: dict[str, int], most: int) -> dict[int, int]:
    """The documents that have most in common with document `number`, each with the sum of the weights.

    For each sum there is one set of documents, as bits; every token moves those that have it up to a higher sum. That
    takes some hundreds of operations on bits, also where a theme has ten thousand pages.
    """
    is_small = {token: token.partition("=")[0] in SMALL_WEIGHTS for token in tokens}
    gone = snapshot.bitmap("soort=begrip") | snapshot.bitmap(f"status={Status.REPLACED}") | 1 << number
    by_sum = {0: snapshot.all_ids & ~gone}
    for token in sorted(tokens, key=lambda token: is_small[token]):
        if is_small[token]:
            by_sum.pop(0, None)
        having, raised = snapshot.bitmap(token), dict[int, int]()
        for total, documents in by_sum.items():
            raised[total] = raised.get(total, 0) | documents & ~having
            raised[total + tokens[token]] = raised.get(total + tokens[token], 0) | documents & having
        by_sum = {total: documents for total, documents in raised.items() if documents}
    by_sum.pop(0, None)
    found: dict[int, int] = {}
    for total in sorted(by_sum, reverse=True):
        found |= dict.fromkeys(islice(_best_first(snapshot, by_sum[total]), most - len(found)), total)
        if len(found) >= most:
            break
    return found


def _best_first(snapshot: Snapshot, documents: int) -> Iterator[int]:
    """By quality, and of the same quality the newest number first. Thousands may have as much in common, and few are
    wanted."""
    for quality in snapshot.qualities:
        having = documents & snapshot.bitmap(f"quality={quality}")
        while having:
            number = having.bit_length() - 1
            yield number
            having ^= 1 << number


def fetched(scores: dict[int, int], linked: Collection[int]) -> list[Candidate]:
    """The candidates of these scores in one query, without pages that are linked already.

    The index has public pages only; whether they are is asked once more, as a leak here would be on every page.
    """
    if not scores:
        return []
    return [
        Candidate(pk, title, url, kind, frozenset(f"{of_title or ''} {of_summary or ''}".split()), scores[pk])
        for pk, page_id, title, url, kind, of_title, of_summary in _visible_documents(scores.keys())
        if page_id not in linked
    ]


@prepared
def _documents_of(page_id: int) -> QuerySet[Any, Any]:
    return SearchDocument.objects.filter(page=page_id).values_list("pk", "title", "summary")[:1]


@prepared
def _visible_documents(numbers: Collection[int]) -> QuerySet[Any, Any]:
    is_visible = Exists(KnowledgePage.objects.visible().filter(pk=OuterRef("page_id")))
    documents = SearchDocument.objects.filter(is_visible, pk__in=numbers)
    return documents.values_list("pk", "page_id", "title", "url", "kind", "text__title", "text__summary")


def words_of(text: str) -> dict[str, str]:
    """The words of a text that say something, by lemma, as the text writes them."""
    return {
        term.lemma: text[start:end]
        for start, end, term in spans(text)
        if not is_stop_word(term.exact) and len(term.lemma) > 2 and not term.lemma.isdigit()
    }


def add_words(candidates: list[Candidate], words: Collection[str]) -> None:
    """Raise the candidates that have words of the page in their title or summary; rare ones among them count more."""
    having = {lemma: sum(lemma in item.lemmas for item in candidates) for lemma in words}
    for item in candidates:
        shared = (log2(1 + len(candidates) / having[lemma]) for lemma in words if lemma in item.lemmas)
        item.score += WORD_WEIGHT * sum(sorted(shared, reverse=True)[:MOST_WORDS])


# --- The reason in words ---------------------------------------------------------------------------------------------


class Reasons:
    """Says what documents have in common with the page that has `tokens` (the heaviest first) and `words`."""

    def __init__(self, snapshot: Snapshot, tokens: Collection[str], words: dict[str, str]) -> None:
        self.snapshot = snapshot
        self.tokens = tokens
        self.words = words
        self.themes = {theme.id: theme for theme in snapshot.themes}
        self.provinces = {province.slug: province.name for province in snapshot.provinces}

    @cached_property
    def places(self) -> dict[str, str]:
        """The names of all municipalities, by number."""
        return {str(place.id): place.name for place in self.snapshot.municipalities}

    def of(self, candidate: Candidate) -> str:
        shared: dict[str, list[str]] = {}
        having = self.snapshot.rows[candidate.id].tokens
        for token in self.tokens:
            if token in having:
                name, _equals, value = token.partition("=")
                shared.setdefault(name, []).append(value.partition("/")[0])
        said = [_("vertelt over dezelfde praktijk")] if "praktijk" in shared else []
        said += [*self._subjects(shared), *self._place(shared)]
        if len(said) < MOST_REASONS - 1:
            said += self._word(candidate)
        return capfirst(", ".join(said[:MOST_REASONS]))

    def _subjects(self, shared: dict[str, list[str]]) -> Iterator[str]:
        themes = [self.themes[int(value)] for value in shared.get("thema", ()) if int(value) in self.themes]
        # Whoever shares a theme shares the one above it.
        above = {theme.parent_id for theme in themes}
        concepts = self.snapshot.vocabulary.concepts_by_id
        names = [concepts[int(value)].name for value in shared.get("begrip", ()) if int(value) in concepts]
        names += [theme.name for theme in themes if theme.id not in above]
        names = list(dict.fromkeys(uncapitalised(name) for name in names))[:MOST_SUBJECTS]
        if names:
            yield _("ook over %(subjects)s") % {"subjects": _(" en over ").join(names)}

    def _place(self, shared: dict[str, list[str]]) -> Iterator[str]:
        """The place itself; otherwise its province, and how large it is."""
        places = [self.places[value] for value in shared.get("gemeente", ()) if value in self.places]
        if places:
            yield _("ook in %(place)s") % {"place": places[0]}
            return
        for value in shared.get("grootte", ())[:1]:
            if value in SizeClass.values:
                yield in_place_of_size(SizeClass(value))
        for value in shared.get("provincie", ())[:1]:
            if value in self.provinces:
                yield _("ook in de provincie %(province)s") % {"province": self.provinces[value]}

    def _word(self, candidate: Candidate) -> Iterator[str]:
        """A word of the field in both titles or summaries; any other word would explain nothing."""
        known = self.snapshot.vocabulary.concepts_by_lemmas
        for lemma, word in self.words.items():
            if lemma in candidate.lemmas and (lemma,) in known:
                yield _("noemt ook “%(word)s”") % {"word": word}
                return


def in_place_of_size(size_class: SizeClass) -> str:
    size = str(size_class.label)
    if size[:1].isdigit():
        return _("ook in een gemeente van %(size)s") % {"size": size}
    return _("ook in een gemeente met %(size)s") % {"size": size}


def uncapitalised(name: str) -> str:
    """A name inside a sentence: “Asset mapping” becomes “asset mapping”, “VNG” stays as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
