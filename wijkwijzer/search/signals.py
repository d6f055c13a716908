"""What changes a document, and how search hears of it: in the transaction of the change, never after it.

A page is indexed when its row is saved, whoever saves it (publishing, unpublishing, a schedule, an alias, a copy, a
script). Wagtail's own signals miss some of these, and `page_slug_changed` comes after the commit.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import post_page_move

from practices.models import PracticePage
from wijkwijzer.municipalities.models import Municipality, Province
from wijkwijzer.pages.models import (
    Contribution,
    Freshness,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    TellsAbout,
)
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme

from . import indexing
from .fetching import Mergers
from .models import SearchDocument

# What Wagtail notes about a page while somebody edits it; none of it is in a document.
NOTES = {
    "draft_title", "expire_at", "expired", "first_published_at", "go_live_at", "has_unpublished_changes",
    "last_published_at", "latest_revision", "latest_revision_created_at", "live_revision", "locked", "locked_at",
    "locked_by", "numchild", "owner",
}  # fmt: skip
# Rows that belong to a page, with the name of the key to it.
ROWS: dict[type[models.Model], str] = {
    Contribution: "page",
    Freshness: "page",
    PageConcept: "page",
    PageMunicipality: "page",
    PagePerson: "page",
    PageTheme: "content_object",
    TellsAbout: "page",
}
# What pages are tied to, with the fields of it that documents or the names of facets have.
NAMED: dict[type[models.Model], tuple[str, ...]] = {
    Concept: ("term", "slug", "alternative_terms", "definition", "broader_id"),
    Municipality: ("display_name", "name", "alias", "slug", "province_id", "size_class", "successor_id"),
    Organisation: ("name",),
    Person: ("name",),
    Province: ("name", "slug"),
    Theme: ("name", "slug", "parent_id"),
}
# Those of them that facets and suggestions keep in memory.
IN_MEMORY = (Concept, Municipality, Province, Theme)


def register() -> None:
    """Listen. Called once, when the apps are ready."""
    listen: list[tuple[Any, Callable[..., None], tuple[Any, ...]]] = [
        (post_save, page_saved, (None,)),
        (pre_delete, page_goes, (KnowledgePage,)),
        (post_delete, page_gone, (KnowledgePage,)),
        (post_page_move, page_moved, (None,)),
        (post_save, row_changed, tuple(ROWS)),
        (post_delete, row_changed, tuple(ROWS)),
        (post_save, restriction_changed, (PageViewRestriction,)),
        (post_delete, restriction_changed, (PageViewRestriction,)),
        (post_save, site_changed, (Site,)),
        (post_delete, site_changed, (Site,)),
        (pre_save, name_before, tuple(NAMED)),
        (post_save, name_changed, tuple(NAMED)),
        (pre_delete, name_goes, tuple(NAMED)),
        (post_delete, name_gone, tuple(NAMED)),
        (m2m_changed, concept_themes_changed, (Concept.themes.through,)),
    ]
    for signal, receiver, senders in listen:
        for sender in senders:
            name = f"search {receiver.__name__} {sender and sender.__name__}"
            signal.connect(receiver, sender=sender, dispatch_uid=name)


# --- Pages -----------------------------------------------------------------------------------------------------------


def page_saved(
    sender: type, instance: Any, raw: bool, created: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Links that are saved after the page itself are taken from memory."""
    if not issubclass(sender, Page) or raw or (update_fields is not None and NOTES.issuperset(update_fields)):
        return
    if created and not instance.live:
        return
    if isinstance(instance, KnowledgePage) or sender is Page:
        unsaved = getattr(instance, "_cluster_related_objects", None) or {}
        links = {name: list(rows) for name, rows in unsaved.items() if hasattr(KnowledgePage, name)}
        indexing.index_pages([instance.pk], {instance.pk: links} if links else None)
    if not created:
        _move_addresses_below(instance)


def _move_addresses_below(page: Page) -> None:
    """Wagtail changes the addresses below a page right after it saved the page with another slug."""
    below = Page.objects.filter(path__startswith=page.path, depth__gt=page.depth)
    if not below.exclude(url_path__startswith=page.url_path).exists():
        return
    if page.is_site_root():
        Site.clear_site_root_paths_cache()
    base = page.get_url()
    with indexing.writing() as turn:
        documents = list(SearchDocument.objects.filter(page__in=below.values("pk")).select_related("page"))
        for document in documents:
            own = document.url.rstrip("/").split("/")[page.depth - document.page.depth :] if document.page else []
            document.url = f"{base}{'/'.join(own)}/"
        if base:
            SearchDocument.objects.bulk_update(documents, ["url"], batch_size=indexing.BATCH)
            turn.documents |= {document.pk for document in documents}


def page_goes(sender: type, instance: Any, **kwargs: Any) -> None:
    """First of all, as the rows of the index are deleted along with the page's own."""
    instance._search_replaced = list(Freshness.objects.filter(replaced_by=instance.pk).values_list("page", flat=True))
    origin = kwargs.get("origin", instance)
    origin._search_going = {*getattr(origin, "_search_going", ()), instance.pk}
    indexing.forget(page_ids=[instance.pk])


def page_gone(sender: type, instance: Any, **kwargs: Any) -> None:
    """Once more: while its links were deleted the page was still there, and may have been indexed."""
    indexing.index_pages([instance.pk, *getattr(instance, "_search_replaced", ())])


def page_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    indexing.refresh(_pages_at_or_below(instance))


def restriction_changed(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    if not kwargs.get("raw") and not _goes_along(sender, instance, kwargs.get("origin")):
        indexing.refresh(_pages_at_or_below(instance.page))


def site_changed(sender: type, instance: Site, **kwargs: Any) -> None:
    """Another root, or a second site: all addresses may be others."""
    if not kwargs.get("raw"):
        Site.clear_site_root_paths_cache()
        indexing.refresh(KnowledgePage.objects.all())


def _pages_at_or_below(page: Page) -> models.QuerySet:
    """With the aliases of those pages, which have the restrictions of their source."""
    at = Q(path__startswith=page.path)
    return KnowledgePage.objects.filter(
        at | Q(alias_of__path__startswith=page.path) | Q(alias_of__alias_of__path__startswith=page.path)
    )


# --- What hangs on a page --------------------------------------------------------------------------------------------


def row_changed(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """A link that was saved or deleted by itself. What a page saves with itself is in its document already."""
    if kwargs.get("raw") or _is_saved_with_page(sender, instance):
        return
    # A page that is deleted takes its rows with it; a link to it may be of another page.
    page_id, origin = getattr(instance, f"{ROWS[sender]}_id"), kwargs.get("origin")
    if page_id in getattr(origin, "_search_going", ()):
        return
    if sender is not TellsAbout and _goes_along(sender, instance, origin):
        return
    indexing.index_pages([page_id])


def _is_saved_with_page(sender: type[models.Model], instance: Any) -> bool:
    """`modelcluster` keeps the rows to save on the page until all are saved."""
    key: Any = sender._meta.get_field(ROWS[sender])
    page = key.get_cached_value(instance, default=None)
    return key.remote_field.related_name in getattr(page, "_cluster_related_objects", {})


def _goes_along(sender: type, instance: Any, origin: Any) -> bool:
    """Is this row deleted because something else is? `origin` is what was asked to go: a row or a queryset."""
    return origin is not None and origin is not instance and getattr(origin, "model", None) is not sender


# --- Names -----------------------------------------------------------------------------------------------------------


def name_before(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """Which pages have the old name, if what documents have of it changes."""
    instance._search_renamed = None
    if kwargs.get("raw"):
        return
    fields = NAMED[sender]
    before = sender._default_manager.filter(pk=instance.pk).values_list(*fields).first() if instance.pk else None
    if before != tuple(getattr(instance, field) for field in fields):
        instance._search_renamed = pages_of(instance) if before else []


def name_changed(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    before = instance._search_renamed
    if before is None:
        return
    if not kwargs["created"]:
        indexing.index_pages({*before, *pages_of(instance)})
    if sender is Concept:
        indexing.index_concepts([instance.pk])
    elif sender is Theme and not kwargs["created"]:
        indexing.index_concepts(_concepts_of(instance))
    if sender in IN_MEMORY:
        indexing.vocabulary_changed()


def name_goes(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    instance._search_pages = pages_of(instance)
    if sender is Concept:
        indexing.forget(concept_ids=[instance.pk])
    if sender is Theme:
        instance._search_concepts = _concepts_of(instance)


def name_gone(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    indexing.index_pages(getattr(instance, "_search_pages", ()))
    indexing.index_concepts(getattr(instance, "_search_concepts", ()))
    if sender in IN_MEMORY:
        indexing.vocabulary_changed()


def concept_themes_changed(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        indexing.index_concepts((kwargs["pk_set"] or ()) if kwargs["reverse"] else [instance.pk])


def pages_of(named: Any) -> list[int]:
    """The pages with the name of this theme, place, person, organisation or concept in their document."""
    return sorted(set(_PAGES[type(named)](named)))


def _concepts_of(theme: Theme) -> list[int]:
    return list(Concept.objects.filter(Q(themes=theme) | Q(themes__parent=theme)).values_list("pk", flat=True))


def _of_theme(theme: Theme) -> Iterable[int]:
    links = PageTheme.objects.filter(Q(tag=theme.pk) | Q(tag__parent=theme.pk))
    return links.values_list("content_object", flat=True)


def _of_municipality(place: Municipality) -> Iterable[int]:
    """Texts that tell about places one by one have the name too; Wagtail knows which."""
    related = Mergers().related(place)
    yield from PageMunicipality.objects.filter(municipality__in=related).values_list("page", flat=True)
    yield from _referring_to(place)


def _referring_to(named: models.Model) -> Iterable[int]:
    references = ReferenceIndex.get_references_to(named).values_list("base_content_type", "object_id")
    page_type = ContentType.objects.get_for_model(Page)
    return [int(key) for base, key in references if base == page_type.pk]


def _of_province(province: Province) -> Iterable[int]:
    links = PageMunicipality.objects.filter(
        Q(municipality__province=province.pk) | Q(municipality__successor__province=province.pk)
    )
    return links.values_list("page", flat=True)


def _of_person(person: Person) -> Iterable[int]:
    yield from PagePerson.objects.filter(person=person.pk).values_list("page", flat=True)
    yield from Contribution.objects.filter(person=person.pk).values_list("page", flat=True)
    yield from PracticePage.objects.filter(holder_person=person.pk).values_list("pk", flat=True)


def _of_organisation(organisation: Organisation) -> Iterable[int]:
    yield from Contribution.objects.filter(organisation=organisation.pk).values_list("page", flat=True)
    yield from PracticePage.objects.filter(holder_organisation=organisation.pk).values_list("pk", flat=True)


def _of_concept(concept: Concept) -> Iterable[int]:
    return PageConcept.objects.filter(concept=concept.pk).values_list("page", flat=True)


_PAGES: dict[type, Callable[[Any], Iterable[int]]] = {
    Concept: _of_concept,
    Municipality: _of_municipality,
    Organisation: _of_organisation,
    Person: _of_person,
    Province: _of_province,
    Theme: _of_theme,
}
