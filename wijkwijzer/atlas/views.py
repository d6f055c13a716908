"""What is published, by place."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from wijkwijzer.delivery.page_cache.declaring import kept_for_readers
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import KnowledgePage, PageMunicipality

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
    place = get_object_or_404(Municipality.objects.select_related("province", "successor"), slug=slug)
    if place.successor is not None and not _has_pages(place):
        return redirect(place.successor.get_absolute_url(), permanent=True)
    links = PageMunicipality.objects.filter(page=OuterRef("pk"), municipality=place)
    cards = KnowledgePage.objects.visible().for_cards().newest_first()
    is_subject = Exists(links.filter(role=PageMunicipality.Role.SUBJECT))
    about = Paginator(cards.filter(is_subject), PER_PAGE).get_page(request.GET.get("pagina"))
    mentioned = cards.filter(Exists(links.exclude(role=PageMunicipality.Role.SUBJECT))).exclude(is_subject)
    shown = list(mentioned[:MAX_MENTIONED])
    context = {
        "municipality": place,
        "page_obj": about,
        "publications": about.object_list,
        "mentioned": shown,
        "is_empty": not about.object_list and not shown,
        "mentioned_total": mentioned.count() if len(shown) == MAX_MENTIONED else len(shown),
    }
    return render(request, "pages/atlas/municipality.html", context)


def _has_pages(place: Municipality) -> bool:
    return KnowledgePage.objects.visible().with_any_municipality([place.pk]).exists()
