"""How much is published about each municipality."""

from django.db.models import Count, Q

from wijkwijzer.municipalities.models import Municipality, MunicipalityQuerySet
from wijkwijzer.pages.models import KnowledgePage, PageMunicipality


def places_with_count() -> MunicipalityQuerySet:
    """The municipalities of today by name, each with `page_count`: the public publications that are about it."""
    visible_pages = KnowledgePage.objects.visible().values("pk")
    is_about = Q(page_links__page__in=visible_pages, page_links__role=PageMunicipality.Role.SUBJECT)
    about = Count("page_links__page", filter=is_about, distinct=True)
    return Municipality.objects.current().annotate(page_count=about).order_by("display_name")
