"""What is published, by subject: theme, concept, person, organisation."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from practices.models import PracticePage
from wijkwijzer.delivery.page_cache.declaring import kept_for_readers
from wijkwijzer.delivery.prepared import Listing, prepared
from wijkwijzer.pages.models import Contribution, KnowledgePage, PageConcept, PagePerson
from wijkwijzer.pages.models.fetching import fetch_cards
from wijkwijzer.pages.models.knowledge import KnowledgePageQuerySet
from wijkwijzer.pages.models.links import with_page_count
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme

PER_PAGE = 12


@require_safe
@kept_for_readers()
def theme_list(request: HttpRequest) -> HttpResponse:
    """Main themes with the themes below them, and how much is published about each."""
    counted = with_page_count(Theme.objects.all()).order_by("name")
    themes = counted.filter(parent=None).prefetch_related(Prefetch("children", queryset=counted))
    return render(request, "pages/dossiers/theme_list.html", {"themes": themes})


@require_safe
@kept_for_readers("pagina")
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """A theme with what is published about it or about a theme below it."""
    subject = get_object_or_404(
        Theme.objects.select_related("parent").prefetch_related("children", "concepts"), slug=slug
    )
    ids = [subject.pk, *(child.pk for child in subject.children.all())]
    return _listing(request, "pages/dossiers/theme.html", Listing(request, _about_themes, ids), theme=subject)


@require_safe
@kept_for_readers()
def concept_list(request: HttpRequest) -> HttpResponse:
    """All concepts from A to Z."""
    return render(request, "pages/dossiers/concept_list.html", {"concepts": Concept.objects.all()})


@require_safe
@kept_for_readers("pagina")
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """A concept: what it means, its other words, and what is published about it."""
    subject = get_object_or_404(
        Concept.objects.select_related("broader").prefetch_related("narrower", "themes"), slug=slug
    )
    return _listing(
        request, "pages/dossiers/concept.html", Listing(request, _about_concept, subject.pk), concept=subject
    )


@require_safe
@kept_for_readers("pagina")
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person who chose to have a public page; for everybody else there is none."""
    subject = get_object_or_404(Person.objects.select_related("organisation"), slug=slug, public_profile=True)
    return _listing(request, "pages/dossiers/person.html", Listing(request, _with_person, subject.pk), person=subject)


@require_safe
@kept_for_readers("pagina")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation with what it contributed to."""
    subject = get_object_or_404(Organisation, slug=slug)
    publications = Listing(request, _with_organisation, subject.pk)
    people = subject.people.filter(public_profile=True)
    return _listing(request, "pages/dossiers/organisation.html", publications, organisation=subject, people=people)


@prepared
def _about_themes(theme_ids: list[int]) -> KnowledgePageQuerySet:
    return _cards().with_any_theme(theme_ids)


@prepared
def _about_concept(concept_id: int) -> KnowledgePageQuerySet:
    return _cards().filter(Exists(PageConcept.objects.filter(page=OuterRef("pk"), concept=concept_id)))


@prepared
def _with_person(person_id: int) -> KnowledgePageQuerySet:
    about = PagePerson.objects.filter(page=OuterRef("pk"), person=person_id)
    made = Contribution.objects.filter(page=OuterRef("pk"), person=person_id)
    held = PracticePage.objects.filter(pk=OuterRef("pk"), holder_person=person_id)
    return _cards().filter(Q(Exists(about)) | Q(Exists(made)) | Q(Exists(held)))


@prepared
def _with_organisation(organisation_id: int) -> KnowledgePageQuerySet:
    made = Contribution.objects.filter(page=OuterRef("pk"), organisation=organisation_id)
    held = PracticePage.objects.filter(pk=OuterRef("pk"), holder_organisation=organisation_id)
    return _cards().filter(Q(Exists(made)) | Q(Exists(held)))


def _cards() -> KnowledgePageQuerySet:
    return KnowledgePage.objects.visible().on_cards().newest_first()


def _listing(request: HttpRequest, template: str, publications: Listing, **context: Any) -> HttpResponse:
    page: Any = Paginator(publications, PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, template, {**context, "page_obj": page, "publications": fetch_cards(page.object_list)})
