"""Theme, concept, person and organisation pages in the sitemap; people only with a public profile."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from practices.models import PracticePage
from wijkwijzer.delivery.sitemaps import SiteSitemap
from wijkwijzer.pages.models import Contribution, KnowledgePage
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
    """Only who made or holds something that is published: nothing leads to the others, and their page is empty."""

    def items(self) -> QuerySet[Organisation]:
        visible_pages = KnowledgePage.objects.visible().values("pk")
        made = Contribution.objects.filter(organisation=OuterRef("pk"), page__in=visible_pages)
        held = PracticePage.objects.filter(holder_organisation=OuterRef("pk"), pk__in=visible_pages)
        return Organisation.objects.filter(Exists(made) | Exists(held)).order_by("slug")
