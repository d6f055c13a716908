"""What the search field suggests while somebody types: themes, municipalities, people, concepts, pages.

The names of the vocabulary are in memory; people and titles of pages take a query each, whatever was typed. Nothing
typed is kept, in a log or in a cache of ours.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from practices.models import PracticePage
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.kinds import KINDS
from wijkwijzer.pages.models import Contribution, KnowledgePage, PagePerson
from wijkwijzer.people.models import Person
from wijkwijzer.taxonomy.models import Concept, Theme

from .analysis import fold
from .engines import get_engine
from .models import SearchDocument
from .query import MAX_WORDS, clean_text
from .snapshot import PlaceName, Snapshot, current

# Fewer letters than this are the beginning of everything.
LEAST_LETTERS = 2
# In all, and of one group: what fits on a phone above its keyboard is not much more.
MOST = 10
MOST_OF_A_GROUP = 6
# From so many letters on also municipalities about which nothing is published: there are hundreds. Ede is whole.
LEAST_LETTERS_OF_EMPTY = 4
# Among so many titles the best are chosen.
TITLES_LOOKED_AT = 200
# Five minutes: a page that is withdrawn does not stand there for long, and typing back costs nothing.
CACHED = "public, max-age=300"

HYPHENS_AS_SPACES = dict.fromkeys(map(ord, "-\u2010\u2011"), " ")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way on. `called` is the name it was found by where that is not the one it has here; `note` tells it apart."""

    name: str
    url: str
    called: str = ""
    note: Any = ""


@dataclass(frozen=True, slots=True)
class SuggestionGroup:
    """Suggestions of one kind. `name` is for ids in the page."""

    name: str
    title: Any
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A suggestion with its place among the others: how well its name matches, then how much there is behind it."""

    match: int
    weight: int
    suggestion: Suggestion


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The suggestions for `q` as the options of a listbox; empty where there are none."""
    groups = suggest(request.GET.get("q", ""))
    html = ""
    if groups:
        total = sum(len(group.suggestions) for group in groups)
        # Without the request: what does not know the reader cannot differ by reader.
        html = render_to_string("components/suggestions.html", {"groups": groups, "total": total})
    return HttpResponse(html, headers={"Cache-Control": CACHED, "X-Robots-Tag": "noindex"})


def suggest(text: str) -> list[SuggestionGroup]:
    """At most MOST suggestions for what was typed so far, in groups; groups without any are left out."""
    asked = tuple(fold(clean_text(text)).split())[:MAX_WORDS]
    if sum(map(len, asked)) < LEAST_LETTERS:
        return []
    snapshot = current()
    return shared_out(
        [
            SuggestionGroup("themas", _("Thema’s"), best(themes(snapshot, asked))),
            SuggestionGroup("gemeenten", _("Gemeenten"), best(municipalities(snapshot, asked))),
            SuggestionGroup("mensen", _("Mensen"), best(people(asked))),
            SuggestionGroup("begrippen", _("Begrippen"), best(concepts(snapshot, asked))),
            SuggestionGroup("paginas", _("Pagina’s"), pages(snapshot, asked)),
        ]
    )


def shared_out(groups: Sequence[SuggestionGroup]) -> list[SuggestionGroup]:
    """The groups with MOST suggestions in all: the best of each first, then the second of each, and so on."""
    turns = sorted((turn, place) for place, group in enumerate(groups) for turn in range(len(group.suggestions)))
    shares = Counter(place for _turn, place in turns[:MOST])
    return [
        replace(group, suggestions=group.suggestions[: shares[place]])
        for place, group in enumerate(groups)
        if shares[place]
    ]


def best(found: Iterable[Found]) -> tuple[Suggestion, ...]:
    ordered = sorted(found, key=lambda item: (item.match, -item.weight, item.suggestion.name))
    return tuple(item.suggestion for item in ordered[:MOST_OF_A_GROUP])


def match(words: Words, asked: Words) -> int | None:
    """How well the words of a name begin with what was typed; lower is better, None is not at all.

    0 is the whole name, 1 its beginning, 2 the beginnings of any of its words. All that was typed must be there.
    """
    name, typed = " ".join(words), " ".join(asked)
    if name.startswith(typed):
        return 0 if name == typed else 1
    return 2 if all(any(word.startswith(part) for word in words) for part in asked) else None


def best_name(names: Iterable[str], asked: Words) -> tuple[int, int, str] | None:
    """Which of the names of one thing matches best, with how well and its place among them; earlier ones go first."""
    matches = (
        (match(words, asked), place, name) for place, name in enumerate(names) for words in vocabulary_spellings(name)
    )
    return min(((found, place, name) for found, place, name in matches if found is not None), default=None)


def spellings(name: str) -> tuple[Words, ...]:
    """The folded words of a name: as it is, and with its hyphens as spaces, for “voorburg” and “hertogenbosch”."""
    return tuple({tuple(fold(spelling).split()) for spelling in (name, name.translate(HYPHENS_AS_SPACES))})


@lru_cache(maxsize=4096)
def vocabulary_spellings(name: str) -> tuple[Words, ...]:
    """The same, remembered: for names of themes, places and concepts, not for those of people."""
    return spellings(name)


# --- The groups ------------------------------------------------------------------------------------------------------


def themes(snapshot: Snapshot, asked: Words) -> Iterator[Found]:
    for theme in snapshot.themes:
        found = best_name([theme.name], asked)
        if found is not None:
            # The page of a theme counts what is published, and lists concepts apart.
            count = (snapshot.bitmap(f"thema={theme.id}") & ~snapshot.bitmap("soort=begrip")).bit_count()
            url = Theme(slug=theme.slug).get_absolute_url()
            yield Found(found[0], count, Suggestion(theme.name, url, note=pages_count(count)))


def municipalities(snapshot: Snapshot, asked: Words) -> Iterator[Found]:
    """By any of their names; one that merged leads to the municipality it is part of now, under its old name."""
    by_id = {place.id: place for place in snapshot.municipalities}
    chosen: dict[int, tuple[int, int, str]] = {}
    for place in snapshot.municipalities:
        today = successor_of(place, by_id)
        names = place.names if place is today else ("", *place.names)
        found = best_name(names, asked)
        if found is not None and (today.id not in chosen or found < chosen[today.id]):
            chosen[today.id] = found
    for number, (found_so, order, name) in chosen.items():
        today, count = by_id[number], snapshot.bitmap(f"gemeente={number}").bit_count()
        if not count and found_so and sum(map(len, asked)) < LEAST_LETTERS_OF_EMPTY:
            continue
        url = Municipality(slug=today.slug).get_absolute_url()
        yield Found(found_so, count, Suggestion(today.name, url, name if order else "", pages_count(count)))


def successor_of(place: PlaceName, by_id: dict[int, PlaceName]) -> PlaceName:
    """The municipality of today; `place` itself where it did not merge."""
    seen = {place.id}
    while place.successor_id in by_id and place.successor_id not in seen:
        place = by_id[place.successor_id]
        seen.add(place.id)
    return place


def people(asked: Words) -> Iterator[Found]:
    """People who chose to have a page of their own, as far as something is published that they are in or made."""
    is_found = {"page__search_document__isnull": False}
    about = PagePerson.objects.filter(person=OuterRef("pk"), **is_found)
    made = Contribution.objects.filter(person=OuterRef("pk"), **is_found)
    held = PracticePage.objects.filter(holder_person=OuterRef("pk"), search_document__isnull=False)
    shown = Person.objects.filter(Q(Exists(about)) | Q(Exists(made)) | Q(Exists(held)), public_profile=True)
    # Compared here and not in SQL: no database folds accents by itself, and few people have a page.
    for name, slug, function in shown.values_list("name", "slug", "function").order_by("name"):
        matches = [found for words in spellings(name) if (found := match(words, asked)) is not None]
        if matches:
            yield Found(min(matches), 0, Suggestion(name, Person(slug=slug).get_absolute_url(), note=function))


def concepts(snapshot: Snapshot, asked: Words) -> Iterator[Found]:
    """By their term or by another word for it: “buurthuis” leads to wijkcentrum."""
    for concept in snapshot.concepts:
        found = best_name(concept.names, asked)
        if found is not None:
            found_so, order, name = found
            url = Concept(slug=concept.slug).get_absolute_url()
            # Its own term before another word.
            yield Found(found_so, -min(order, 1), Suggestion(concept.name, url, name if order else ""))


def pages(snapshot: Snapshot, asked: Words) -> tuple[Suggestion, ...]:
    """Publications with words in their title that begin so: first the titles that begin so, then by quality."""
    ids = [number for number in get_engine().title_prefix(asked, TITLES_LOOKED_AT) if number in snapshot.rows]
    rows = snapshot.rows
    publications = [number for number in ids if "soort=begrip" not in rows[number].tokens]

    def place(number: int) -> tuple[int, int, str, int]:
        found = match(tuple(rows[number].title_key.split()), asked)
        return (2 if found is None else found, -rows[number].quality, rows[number].title_key, number)

    chosen = sorted(publications, key=place)[:MOST_OF_A_GROUP]
    # The index knows what is public; a title of a page that is not is bad enough to look twice.
    is_visible = Exists(KnowledgePage.objects.visible().filter(pk=OuterRef("page_id")))
    documents = SearchDocument.objects.filter(is_visible).in_bulk(chosen)
    shown = [documents[number] for number in chosen if number in documents]
    return tuple(Suggestion(item.title, item.url, note=KINDS[item.kind].label) for item in shown)


def pages_count(count: int) -> str:
    return ngettext("%(n)d pagina", "%(n)d pagina’s", count) % {"n": count} if count else ""
