"""What is published, by place."""

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wijkwijzer.delivery.page_cache.declaring import kept_for_readers
from wijkwijzer.delivery.prepared import Listing, prepared
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import KnowledgePage, PageMunicipality
from wijkwijzer.pages.models.fetching import fetch_cards
from wijkwijzer.pages.models.knowledge import KnowledgePageQuerySet

from .places import places_with_count

PER_PAGE = 12
MAX_MENTIONED = 24


@require_safe
@kept_for_readers()
def municipality_list(request: HttpRequest) -> HttpResponse:
    """All municipalities by province, with how many publications are about each."""
    municipalities = list(places_with_count().select_related("province").order_by("province__name", "display_name"))
    provinces = [(province, list(group)) for province, group in groupby(municipalities, key=lambda m: m.province)]
    with_pages = sorted((m for m in municipalities if m.page_count), key=lambda m: m.display_name)
    return render(request, "pages/atlas/municipality_list.html", {"provinces": provinces, "with_pages": with_pages})


@require_safe
@kept_for_readers("pagina")
def municipality(request: HttpRequest, slug: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """One municipality: what is about it first, what only mentions it apart."""
    place = _places.first(slug)
    if place is None:
        raise Http404
    if place.successor is not None and not _has_pages(place):
        return redirect(place.successor.get_absolute_url(), permanent=True)
    about: Any = Paginator(Listing(request, _about, place.pk), PER_PAGE).get_page(request.GET.get("pagina"))
    mentioned = Listing(request, _mentioned, place.pk)
    of_place, elsewhere = list(about.object_list), mentioned[:MAX_MENTIONED]
    fetch_cards([*of_place, *elsewhere])
    context = {
        "municipality": place,
        "page_obj": about,
        "publications": of_place,
        "mentioned": elsewhere,
        "is_empty": not of_place and not elsewhere,
        "mentioned_total": mentioned.count() if len(elsewhere) == MAX_MENTIONED else len(elsewhere),
    }
    return render(request, "pages/atlas/municipality.html", context)


@prepared
def _places(slug: str) -> QuerySet[Municipality]:
    return Municipality.objects.select_related("province", "successor").filter(slug=slug)


@prepared
def _about(place_id: int) -> KnowledgePageQuerySet:
    return _cards().filter(Exists(_links(place_id).filter(role=PageMunicipality.Role.SUBJECT)))


@prepared
def _mentioned(place_id: int) -> KnowledgePageQuerySet:
    links = _links(place_id)
    is_subject = Exists(links.filter(role=PageMunicipality.Role.SUBJECT))
    return _cards().filter(Exists(links.exclude(role=PageMunicipality.Role.SUBJECT))).exclude(is_subject)


def _cards() -> KnowledgePageQuerySet:
    return KnowledgePage.objects.visible().on_cards().newest_first()


def _links(place_id: int) -> QuerySet[PageMunicipality]:
    return PageMunicipality.objects.filter(page=OuterRef("pk"), municipality=place_id)


def _has_pages(place: Municipality) -> bool:
    return KnowledgePage.objects.visible().with_any_municipality([place.pk]).exists()
