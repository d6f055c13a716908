"""Theme, concept, person and organisation pages in the sitemap; people only with a public profile."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme


class ThemeSitemap(Sitemap):
    def items(self) -> QuerySet[Theme]:
        return Theme.objects.order_by("slug")


class ConceptSitemap(Sitemap):
    def items(self) -> QuerySet[Concept]:
        return Concept.objects.order_by("slug")


class PersonSitemap(Sitemap):
    def items(self) -> QuerySet[Person]:
        return Person.objects.filter(public_profile=True).order_by("slug")


class OrganisationSitemap(Sitemap):
    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.order_by("slug")
