"""Theme, concept, person and organisation pages in the sitemap; people only with a public profile."""

from django.db.models import QuerySet
from django.urls import reverse

from wijkwijzer.delivery.sitemaps import SiteSitemap
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme


class ListSitemap(SiteSitemap):
    def items(self) -> list[str]:
        return ["dossiers:theme_list", "dossiers:concept_list"]

    def location(self, item: str) -> str:
        return reverse(item)


class ThemeSitemap(SiteSitemap):
    def items(self) -> QuerySet[Theme]:
        return Theme.objects.order_by("slug")


class ConceptSitemap(SiteSitemap):
    def items(self) -> QuerySet[Concept]:
        return Concept.objects.order_by("slug")


class PersonSitemap(SiteSitemap):
    def items(self) -> QuerySet[Person]:
        return Person.objects.filter(public_profile=True).order_by("slug")


class OrganisationSitemap(SiteSitemap):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.order_by("slug")
