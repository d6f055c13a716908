"""One factory for every page type (a test walks the registry), and for what pages point at."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Page

from portraits.models import MagazinePage, PortraitIndexPage, PortraitPage, PortraitSeriesPage
from practices.models import (
    CasePage,
    PracticeIndexPage,
    PracticePage,
    TipIndexPage,
    TipListPage,
    WorkshopIndexPage,
    WorkshopPage,
)
from wijkwijzer.gate.publishing import licence
from wijkwijzer.images.models import SiteImage
from wijkwijzer.municipalities.models import Municipality, Province, SizeClass
from wijkwijzer.pages.models import (
    ContentPage,
    Contribution,
    HomePage,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    PageTheme,
    TellsAbout,
)
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.publications.models import ArticlePage, PublicationIndexPage
from wijkwijzer.recommendations.models import RecommendationIndexPage, RecommendationPage
from wijkwijzer.taxonomy.models import Concept, Theme
from wijkwijzer.users.models import User


def publish(page: Page, user: User | None = None) -> None:
    """The page as it is in memory becomes the public one, whoever approved it: for tests of what comes after."""
    with licence():
        page.save_revision(user=user).publish()


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"gebruiker{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("een-heel-lang-wachtwoord")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")


class ConceptFactory(DjangoModelFactory):
    class Meta:
        model = Concept

    term = factory.Sequence(lambda n: f"Begrip {n}")
    slug = factory.Sequence(lambda n: f"begrip-{n}")
    definition = "<p>Wat het betekent.</p>"


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "PV20"
    name = "Groningen"
    slug = "groningen"


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"GM{9000 - n:04d}")
    name = factory.Sequence(lambda n: f"Gemeente {n}")
    display_name = factory.SelfAttribute("name")
    slug = factory.Sequence(lambda n: f"gemeente-{n}")
    province = factory.SubFactory(ProvinceFactory)
    latitude = "53.2180"
    longitude = "6.6204"
    size_class = SizeClass.FROM_40


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisatie {n}")
    slug = factory.Sequence(lambda n: f"organisatie-{n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Persoon {n}")
    slug = factory.Sequence(lambda n: f"persoon-{n}")


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = SiteImage

    title = "Een straat"
    description = "Een straat met huizen"
    credit = "Tekenaar"
    file = factory.LazyFunction(lambda: ContentFile(picture_bytes(), name="straat.png"))


def picture_bytes(size: tuple[int, int] = (64, 48), format: str = "PNG", **options: Any) -> bytes:
    """A small one-coloured picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (15, 92, 99)).save(buffer, format, **options)
    return buffer.getvalue()


class SitePageFactory(wagtail_factories.PageFactory):
    """A page below the page that its class says; live unless told otherwise."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Titel {n}")
    slug = factory.Sequence(lambda n: f"pagina-{n}")

    @classmethod
    def _create_instance(cls, model_class: type[Page], parent: Page | None, kwargs: dict[str, Any]) -> Page:
        # The parent as it is in the tree now: treebeard counts children in the instance it is asked on.
        parent = cls.get_parent(parent)
        page = model_class(**kwargs)
        with licence():
            return type(parent).objects.get(pk=parent.pk).add_child(instance=page)

    @classmethod
    def get_parent(cls, parent: Page | None) -> Page:
        return parent or HomePage.objects.get()


class HomePageFactory(SitePageFactory):
    class Meta:
        model = HomePage

    headline = "Wat werkt in de wijk"
    lead = "Voorbeelden en portretten."

    @classmethod
    def get_parent(cls, parent: Page | None) -> Page:
        return parent or Page.get_first_root_node()


class ContentPageFactory(SitePageFactory):
    class Meta:
        model = ContentPage

    summary = "Wat deze pagina vertelt."


class PortraitIndexPageFactory(SitePageFactory):
    class Meta:
        model = PortraitIndexPage


class PracticeIndexPageFactory(SitePageFactory):
    class Meta:
        model = PracticeIndexPage


class WorkshopIndexPageFactory(SitePageFactory):
    class Meta:
        model = WorkshopIndexPage


class TipIndexPageFactory(SitePageFactory):
    class Meta:
        model = TipIndexPage


class PublicationIndexPageFactory(SitePageFactory):
    class Meta:
        model = PublicationIndexPage


class RecommendationIndexPageFactory(SitePageFactory):
    class Meta:
        model = RecommendationIndexPage


class KnowledgePageFactory(SitePageFactory):
    """What all publications share."""

    class Meta:
        abstract = True

    summary = "Een korte samenvatting."
    published_on = date(2023, 9, 7)


def _below(index: type[Page]) -> type[KnowledgePageFactory]:
    class Below(KnowledgePageFactory):
        class Meta:
            abstract = True

        @classmethod
        def get_parent(cls, parent: Page | None) -> Page:
            return parent or index.objects.get()

    return Below


class PortraitPageFactory(_below(PortraitIndexPage)):
    class Meta:
        model = PortraitPage


class PortraitSeriesPageFactory(_below(PortraitIndexPage)):
    class Meta:
        model = PortraitSeriesPage

    about = "<p>Over deze reeks.</p>"


class MagazinePageFactory(_below(PortraitIndexPage)):
    class Meta:
        model = MagazinePage


class PracticePageFactory(_below(PracticeIndexPage)):
    class Meta:
        model = PracticePage


class WorkshopPageFactory(_below(WorkshopIndexPage)):
    class Meta:
        model = WorkshopPage


class CasePageFactory(_below(WorkshopIndexPage)):
    class Meta:
        model = CasePage

    question = "Hoe houden we het wijkcentrum open?"

    @classmethod
    def get_parent(cls, parent: Page | None) -> Page:
        return parent or WorkshopPage.objects.first() or WorkshopPageFactory()


class TipListPageFactory(_below(TipIndexPage)):
    class Meta:
        model = TipListPage


class ArticlePageFactory(_below(PublicationIndexPage)):
    class Meta:
        model = ArticlePage


class RecommendationPageFactory(_below(RecommendationIndexPage)):
    class Meta:
        model = RecommendationPage


PAGE_FACTORIES: dict[type[Page], type[SitePageFactory]] = {
    candidate._meta.model: candidate
    for candidate in list(globals().values())
    if isinstance(candidate, type) and issubclass(candidate, SitePageFactory) and candidate._meta.model is not None
    and not candidate._meta.abstract
}  # fmt: skip
PUBLICATION_FACTORIES = {model: made for model, made in PAGE_FACTORIES.items() if issubclass(model, KnowledgePage)}


@dataclass(frozen=True)
class Targets:
    """What publications point at, each link at something else. Made once where many pages point at the same."""

    themes: list[Theme]
    concepts: list[Concept]
    municipalities: list[Municipality]
    people: list[Person]
    organisations: list[Organisation]
    practices: list[PracticePage]
    images: list[SiteImage]

    @classmethod
    def make(cls, times: int) -> "Targets":
        """Enough for pages with `times` of each kind of link."""
        return cls(
            themes=ThemeFactory.create_batch(times),
            concepts=ConceptFactory.create_batch(times),
            municipalities=MunicipalityFactory.create_batch(2 * times),
            people=PersonFactory.create_batch(3 * times),
            organisations=OrganisationFactory.create_batch(times),
            practices=PracticePageFactory.create_batch(times),
            images=ImageFactory.create_batch(times),
        )

    def links(self, times: int = 1) -> dict[str, Any]:
        """The fields of a page that points at `times` of each kind, and has a lead image."""
        municipalities, people, organisations = map(iter, (self.municipalities, self.people, self.organisations))
        return {
            "theme_links": [PageTheme(tag=theme) for theme in self.themes[:times]],
            "concept_links": [
                PageConcept(concept=concept, sort_order=n) for n, concept in enumerate(self.concepts[:times])
            ],
            "municipality_links": [
                PageMunicipality(municipality=next(municipalities), role=role, sort_order=n)
                for n in range(times)
                for role in ("subject", "mentioned")
            ],
            "person_links": [
                PagePerson(person=next(people), role=role, sort_order=n)
                for n in range(times)
                for role in ("portrayed", "case_bringer")
            ],
            "contributions": [
                Contribution(role="author", sort_order=n, **{kind: next(some)})
                for n in range(times)
                for kind, some in (("person", people), ("organisation", organisations))
            ],
            "tells_about": [
                TellsAbout(target=practice.knowledgepage_ptr, sort_order=n)
                for n, practice in enumerate(self.practices[:times])
            ],
            "lead_image": self.images[0],
        }


def link_everything(page: KnowledgePage, times: int = 1, targets: Targets | None = None) -> None:
    """Give `page` `times` of each kind of link, and a lead image."""
    for name, value in (targets or Targets.make(times)).links(times).items():
        setattr(page, name, value)
    page.save()
