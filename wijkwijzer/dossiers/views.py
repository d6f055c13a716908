"""What is published, by subject: theme, concept, person, organisation."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from practices.models import PracticePage
from wijkwijzer.delivery.page_cache.declaring import kept_for_readers
from wijkwijzer.pages.models import Contribution, KnowledgePage, PageConcept, PagePerson
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
    publications = _cards().with_any_theme(ids)
    return _listing(request, "pages/dossiers/theme.html", publications, theme=subject)


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
    links = PageConcept.objects.filter(page=OuterRef("pk"), concept=subject)
    return _listing(request, "pages/dossiers/concept.html", _cards().filter(Exists(links)), concept=subject)


@require_safe
@kept_for_readers("pagina")
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person who chose to have a public page; for everybody else there is none."""
    subject = get_object_or_404(Person.objects.select_related("organisation"), slug=slug, public_profile=True)
    about = PagePerson.objects.filter(page=OuterRef("pk"), person=subject)
    made = Contribution.objects.filter(page=OuterRef("pk"), person=subject)
    held = PracticePage.objects.filter(pk=OuterRef("pk"), holder_person=subject)
    publications = _cards().filter(Q(Exists(about)) | Q(Exists(made)) | Q(Exists(held)))
    return _listing(request, "pages/dossiers/person.html", publications, person=subject)


@require_safe
@kept_for_readers("pagina")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation with what it contributed to."""
    subject = get_object_or_404(Organisation, slug=slug)
    made = Contribution.objects.filter(page=OuterRef("pk"), organisation=subject)
    people = subject.people.filter(public_profile=True)
    held = PracticePage.objects.filter(pk=OuterRef("pk"), holder_organisation=subject)
    publications = _cards().filter(Q(Exists(made)) | Q(Exists(held)))
    return _listing(request, "pages/dossiers/organisation.html", publications, organisation=subject, people=people)


def _cards() -> KnowledgePageQuerySet:
    return KnowledgePage.objects.visible().for_cards().newest_first()


def _listing(request: HttpRequest, template: str, publications: KnowledgePageQuerySet, **context: Any) -> HttpResponse:
    page = Paginator(publications, PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, template, {**context, "page_obj": page, "publications": page.object_list})
