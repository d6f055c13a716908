"""What of a page shows elsewhere: what goes along by itself, and what somebody must decide first."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, Revision, get_page_models

from wijkwijzer.images.models import SiteImage
from wijkwijzer.mail.models import Message
from wijkwijzer.pages.models import KnowledgePage, PagePerson
from wijkwijzer.people import forgetting
from wijkwijzer.people.models import Person

from .models import LegalBasis, PortraitLink
from .names import Names, excerpt, normal
from .portrayed import PORTRAYING
from .rewriting import Place, Walker, going

LIVE, DRAFT, OLD = "live", "draft", "old"
MOST_EXCERPTS = 3


class Kind(models.TextChoices):
    """What somebody must decide about."""

    NAME = "name", _("naam in de tekst")
    TITLE = "title", _("titel in de tekst")
    PERSON = "person", _("persoon bij de kenmerken")
    IMAGE = "image", _("afbeelding")


@dataclass
class Mention:
    """One place outside the page: a block, a field or the rows of one kind. `where` says in which versions it stands.

    `basis` is that of the other page for the person: with one, nothing needs to be decided."""

    kind: Kind
    page_id: int | None
    place: str
    title: str
    label: str
    url: str = ""
    row: Any = None
    where: set[str] = field(default_factory=set)
    excerpts: list[str] = field(default_factory=list)
    text_hash: str = ""
    basis: Any = None

    @property
    def key(self) -> str:
        """Names the place and not what stands there; the same after a restart."""
        of = self.page_id if self.page_id is not None else f"{self.row._meta.label_lower}:{self.row.pk}"
        return hashlib.sha256(f"{self.kind} {of} {self.place}".encode()).hexdigest()[:16]

    @property
    def is_public(self) -> bool:
        return LIVE in self.where


@dataclass(frozen=True)
class Version:
    """What a page says in one version: its row, or a revision."""

    page_id: int
    model: type[Page]
    content: dict[str, Any]
    where: str
    revision: Revision | None = None


class Finder(Walker):
    """Writes down texts and what points at what goes; changes nothing."""

    def __init__(self, is_going: Any) -> None:
        super().__init__(is_going)
        self.texts: list[tuple[Place, str]] = []
        self.references: list[tuple[Place, type[models.Model], Any]] = []

    def text(self, place: Place, text: str, *, is_html: bool, name: str) -> Any:
        self.texts.append((place, text))
        return text

    def gone(self, place: Place, model: type[models.Model], key: Any) -> None:
        self.references.append((place, model, key))

    def mark(self) -> Any:
        return len(self.texts)

    def back_to(self, mark: Any) -> None:
        del self.texts[mark:]


class Impact:
    """All that must be known before a page is taken back. Reads much; made when somebody asks for it."""

    def __init__(self, page: KnowledgePage) -> None:
        self.page = page
        self.links: dict[tuple[int, str], forgetting.Trace] = {}
        self.mentions: dict[str, Mention] = {}
        # Images of these pages that another page shows too.
        self.shown_elsewhere: set[int] = set()
        for version in self.versions_elsewhere():
            self._read(version)
        self._read_rows()

    # --- What goes -------------------------------------------------------------------------------------------------

    @cached_property
    def pages(self) -> list[Any]:
        """The page, those below it, and the aliases of all of them, which show the same."""
        ids = set(self.page.get_descendants(inclusive=True).values_list("pk", flat=True))
        while more := set(Page.objects.filter(alias_of__in=ids).exclude(pk__in=ids).values_list("pk", flat=True)):
            ids |= more
        return list(Page.objects.filter(pk__in=ids).order_by("-path").specific())

    @cached_property
    def page_ids(self) -> set[int]:
        return {page.pk for page in self.pages}

    @cached_property
    def _own(self) -> list[tuple[type[Page], dict[str, Any]]]:
        """What the pages say in whatever version."""
        rows = [(type(page), page.serializable_data()) for page in self.pages]
        kept = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in self.page_ids])
        return [*rows, *((type(self._by_id[int(one.object_id)]), one.content) for one in kept.iterator(chunk_size=50))]

    @cached_property
    def _by_id(self) -> dict[int, Any]:
        return {page.pk: page for page in self.pages}

    @cached_property
    def _own_people(self) -> dict[int, set[str]]:
        """Whom the pages portray in whatever version, each with the names used."""
        found: dict[int, set[str]] = {}
        for _model, content in self._own:
            for row in content.get("person_links") or ():
                if row["role"] in PORTRAYING and row["person"] is not None:
                    found.setdefault(row["person"], set()).add(row.get("name_then") or "")
        return found

    @cached_property
    def people(self) -> list[Person]:
        return list(Person.objects.filter(pk__in=self._own_people).order_by("pk"))

    @cached_property
    def names(self) -> Names:
        people = {name for names in self._own_people.values() for name in names if name}
        titles = {str(content.get(name) or "") for _model, content in self._own for name in ("title", "seo_title")}
        return Names(people | {person.name for person in self.people}, titles)

    @cached_property
    def own_images(self) -> list[SiteImage]:
        """The images that the pages show, in whatever version."""
        keys: set[str] = set()
        finder = Finder(lambda model, key: issubclass(model, SiteImage))
        for model, content in self._own:
            finder.page(model, content)
        keys = {str(key) for _place, _model, key in finder.references}
        return list(SiteImage.objects.filter(pk__in=keys).order_by("pk"))

    @cached_property
    def addresses(self) -> set[str]:
        """Of mail to the people: those their links went to, and their contact address."""
        sent = PortraitLink.objects.filter(person__in=self.people)
        links = sent.values("link")
        return (
            set(sent.values_list("email", flat=True))
            | set(Message.objects.filter(link__in=links).values_list("to", flat=True))
            | {person.contact_email for person in self.people if person.contact_email}
        )

    # --- Where to look -----------------------------------------------------------------------------------------------

    @cached_property
    def _is_going(self) -> Any:
        return going(
            {
                Page: self.page_ids,
                Person: [person.pk for person in self.people],
                SiteImage: [image.pk for image in self.own_images],
            }
        )

    def versions_elsewhere(self) -> Iterator[Version]:
        """The other pages that may say something of these: as they are now, then in their revisions."""
        ids = self._referring() | self._naming()
        revisions = self._revisions()
        ids |= {int(revision.object_id) for revision in revisions}
        pages = {page.pk: page for page in Page.objects.filter(pk__in=ids - self.page_ids, depth__gt=1).specific()}
        for page in pages.values():
            yield Version(page.pk, type(page), page.serializable_data(), LIVE if page.live else DRAFT)
        for revision in revisions:
            page = pages.get(int(revision.object_id))
            if page is not None:
                # What is on the site is read from its row.
                is_newest = revision.pk == page.latest_revision_id and revision.pk != page.live_revision_id
                where = LIVE if revision.pk == page.live_revision_id else DRAFT if is_newest else OLD
                yield Version(page.pk, type(page), revision.content, where, revision)

    def _referring(self) -> set[int]:
        """As Wagtail keeps it for rows of pages; of drafts it knows nothing."""
        objects = [*self.pages, *self.people, *self.own_images]
        page_type = ContentType.objects.get_for_model(Page)
        found = ReferenceIndex.get_references_to_in_bulk(objects).filter(base_content_type=page_type)
        return {int(key) for key in found.values_list("object_id", flat=True)}

    def _naming(self) -> set[int]:
        found: set[int] = set()
        for model in get_page_models():
            columns = [column for column in model._meta.concrete_fields if _holds_text(column)]
            named = model._default_manager.annotate(
                **{f"{column.name}_text": Cast(column.name, models.TextField()) for column in columns}
            ).filter(self._any_fragment(f"{column.name}_text" for column in columns))
            found |= set(named.values_list("pk", flat=True))
        called = PagePerson.objects.filter(self._any_fragment(["name_then"]))
        return found | set(called.values_list("page", flat=True))

    def _revisions(self) -> list[Revision]:
        """Those of other pages that may say something: whose text holds one of the numbers, or a piece of a name."""
        numbers = [*self.page_ids, *(person.pk for person in self.people), *(image.pk for image in self.own_images)]
        pattern = rf"(^|[^0-9A-Za-z-])({'|'.join(map(str, numbers))})([^0-9A-Za-z-]|$)"
        others = Revision.page_revisions.exclude(object_id__in=[str(pk) for pk in self.page_ids])
        written = others.annotate(written=Cast("content", models.TextField()))
        found = written.filter(Q(written__regex=pattern) | self._any_fragment(["written"]))
        return list(found.order_by("pk"))

    def _any_fragment(self, columns: Iterable[str]) -> Q:
        chosen = Q(pk__in=[])
        for column in columns:
            for fragment in self.names.fragments:
                chosen |= Q(**{f"{column}__icontains": fragment})
        return chosen

    # --- What stands there -------------------------------------------------------------------------------------------

    def _read(self, version: Version) -> None:
        finder = Finder(self._is_going)
        finder.page(version.model, version.content)
        for place, model, key in finder.references:
            if issubclass(model, Page):
                self._link(version, place)
            elif issubclass(model, SiteImage):
                self._shared_image(int(key), version)
            else:
                person = next(person for person in self.people if str(person.pk) == str(key))
                mention = self._mention(Kind.PERSON, version, Place(f"{place.key}:{key}", place.label))
                self._quote(mention, person.name)
        tells_of_them = bool(finder.references)
        narrow = self.names.narrow
        texts = [(place, normal(text)) for place, text in finder.texts]
        whole = texts_by_place(finder)
        tells_of_them = tells_of_them or (narrow is not None and any(narrow.search(text) for _place, text in texts))
        pattern = self.names.wide if tells_of_them else narrow
        for place, text in texts:
            for kind, wanted in ((Kind.NAME, pattern), (Kind.TITLE, self.names.title)):
                for match in wanted.finditer(text) if wanted else ():
                    mention = self._mention(kind, version, place)
                    self._quote(mention, excerpt(text, match.start(), match.end()))
                    if version.where == LIVE or not mention.text_hash:
                        mention.text_hash = text_hash(whole[place.key])

    def _shared_image(self, key: int, version: Version) -> None:
        """One decision about the image, with the pages that show it."""
        self.shown_elsewhere.add(key)
        image = next(image for image in self.own_images if image.pk == key)
        url = reverse("wagtailimages:edit", args=[key])
        mention = Mention(Kind.IMAGE, None, "image", image.title, _("Ook gebruikt op andere pagina’s"), url, row=image)
        mention = self.mentions.setdefault(mention.key, mention)
        mention.where.add(version.where)
        self._quote(mention, str(version.content.get("title", "")))

    def _link(self, version: Version, place: Place) -> None:
        title = str(version.content.get("title", ""))
        url = reverse("wagtailadmin_pages:edit", args=[version.page_id])
        self.links[version.page_id, place.label] = forgetting.Trace(place.label, title, url)

    def _mention(self, kind: Kind, version: Version, place: Place) -> Mention:
        mention = Mention(
            kind,
            version.page_id,
            place.key,
            str(version.content.get("title", "")),
            place.label,
            reverse("wagtailadmin_pages:edit", args=[version.page_id]),
        )
        mention = self.mentions.setdefault(mention.key, mention)
        mention.where.add(version.where)
        if kind in (Kind.NAME, Kind.PERSON):
            mention.basis = self._bases.get(version.page_id)
        return mention

    @staticmethod
    def _quote(mention: Mention, text: str) -> None:
        if text not in mention.excerpts and len(mention.excerpts) < MOST_EXCERPTS:
            mention.excerpts.append(text)

    @cached_property
    def _bases(self) -> dict[int, LegalBasis]:
        """The other pages that may tell of all these people for a reason of their own."""
        found: dict[int, list[LegalBasis]] = {}
        for basis in LegalBasis.objects.filter(person__in=self.people).exclude(page__in=self.page_ids):
            found.setdefault(basis.page_id, []).append(basis)
        return {page: bases[0] for page, bases in found.items() if len(bases) == len(self.people)}

    def _read_rows(self) -> None:
        """Texts that are in no page: introductions of themes, lives of people, alt texts."""
        own = {*self.people, *self.own_images}
        for room in forgetting.rooms.values():
            for model, fields in room.texts.items():
                named = model._default_manager.filter(self._any_fragment(fields))
                for row in [row for row in named if row not in own]:
                    self._read_row(row, fields)

    def _read_row(self, row: Any, fields: tuple[str, ...]) -> None:
        for name in fields:
            text = normal(str(getattr(row, name) or ""))
            for kind, pattern in ((Kind.NAME, self.names.narrow), (Kind.TITLE, self.names.title)):
                for match in pattern.finditer(text) if pattern else ():
                    label = capfirst(str(row._meta.get_field(name).verbose_name))
                    what = capfirst(str(row._meta.verbose_name))
                    mention = Mention(kind, None, name, f"{what}: {row}", label, row=row)
                    mention = self.mentions.setdefault(mention.key, mention)
                    mention.where.add(LIVE)
                    self._quote(mention, excerpt(text, match.start(), match.end()))

    # --- What somebody reads and decides -----------------------------------------------------------------------------

    @cached_property
    def to_decide(self) -> list[Mention]:
        found = [mention for mention in self.mentions.values() if mention.basis is None]
        return sorted(found, key=lambda mention: (mention.title, mention.label, mention.kind))

    @cached_property
    def allowed(self) -> list[Mention]:
        """What may stay as it is: the other page has a basis of its own."""
        return sorted(
            (mention for mention in self.mentions.values() if mention.basis is not None), key=lambda one: one.title
        )

    @cached_property
    def images_only_here(self) -> list[SiteImage]:
        return [image for image in self.own_images if image.pk not in self.shown_elsewhere]

    @cached_property
    def links_elsewhere(self) -> list[forgetting.Trace]:
        return sorted(self.links.values(), key=lambda trace: (trace.title, trace.what))

    def leaving(self, by: Any = None) -> forgetting.Leaving:
        return forgetting.Leaving(
            pages=self.pages,
            people=self.people,
            names=tuple(sorted(self.names.full)),
            addresses=self.addresses,
            images=self.images_only_here,
            by=by,
        )

    @cached_property
    def traces(self) -> list[forgetting.Trace]:
        return forgetting.traces(self.leaving())

    @property
    def fingerprint(self) -> str:
        """Changes with what there is to decide: whoever confirms must have seen the list as it is."""
        return text_hash(" ".join([*sorted(str(pk) for pk in self.page_ids), *sorted(self.mentions)]))


def texts_by_place(finder: Finder) -> dict[str, str]:
    """All that is said at each place, as one text."""
    found: dict[str, str] = {}
    for place, text in finder.texts:
        found[place.key] = f"{found.get(place.key, '')} {text}"
    return found


def text_hash(text: str) -> str:
    return hashlib.sha256(normal(text).encode()).hexdigest()


def _holds_text(column: Any) -> bool:
    if isinstance(column, StreamField):
        return True
    return isinstance(column, models.CharField | models.TextField) and not column.choices and not column.is_relation
