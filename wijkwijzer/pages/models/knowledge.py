"""KnowledgePage: what all publications share, in one table (ADR 0001)."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.functional import classproperty
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.search import index

from wijkwijzer.blocks.streams import BodyBlock, SlimStreamField
from wijkwijzer.blocks.text import RICH_TEXT_FEATURES
from wijkwijzer.delivery.addresses import page_address
from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.delivery.visibility import restrictions_on
from wijkwijzer.gate.pages import GatedPage
from wijkwijzer.images.models import Licence

from ..kinds import KIND_CHOICES, KINDS, Kind
from ..panels import PROMOTE_PANELS, PageLinkPanel, TellsAboutPanel
from .fetching import fetch_shown
from .queryset import KnowledgePageQuerySet
from .site_settings import SiteSettings

# The keys of pages that tell about the one with this key in another way, as one column: rooms above add theirs
# (ADR 0010).
told_elsewhere: list[Callable[[int | None], models.QuerySet]] = []


class KnowledgePage(GatedPage, Page):
    """A publication of any kind. Listings, cards and relations use this table; what is special is in the subclass."""

    is_creatable = False
    parent_page_types: list[str] = []

    # The kind of a page type; ArticlePage has two and overrides `get_kind_slug`.
    kind_slug = ""
    # May other publications say that they tell about a page of this type?
    can_be_told_about = False
    derived_fields = frozenset({"kind", "word_count", "card_note"})
    # Foreign keys to fetch together with the page when it is shown by itself.
    detail_relations: tuple[str, ...] = ("lead_image", "freshness")

    summary = models.TextField(
        _("samenvatting"),
        max_length=300,
        help_text=_("Eén of twee zinnen die iedereen begrijpt. Staat op de kaart, in zoekmachines en boven de pagina."),
    )
    lead_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("hoofdafbeelding"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Staat boven de pagina en op de kaart."),
    )
    body = SlimStreamField(BodyBlock(), verbose_name=_("tekst"), blank=True, help_text=_("De tekst, in blokken."))
    sources = RichTextField(
        _("bronnen"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Waar komen de feiten vandaan? Noem titel, maker en datum, met een link. Staat onder de tekst."),
    )
    published_on = models.DateField(
        _("datum van verschijnen"),
        null=True,
        blank=True,
        help_text=_("Wanneer verscheen dit voor het eerst, hier of elders? Lijsten staan op deze datum."),
    )
    themes = ClusterTaggableManager(
        through="pages.PageTheme",
        verbose_name=_("thema’s"),
        blank=True,
        help_text=_("Waar gaat de pagina over? Vink één tot vier thema’s aan."),
    )
    earlier_site = models.CharField(
        _("eerder verschenen bij"), max_length=120, blank=True, help_text=_("Naam van de organisatie of site.")
    )
    earlier_title = models.CharField(
        _("titel van het origineel"), max_length=255, blank=True, help_text=_("Zoals het daar heet.")
    )
    earlier_url = models.URLField(
        _("adres van het origineel"), max_length=500, blank=True, help_text=_("Begint met https://.")
    )
    earlier_date = models.DateField(
        _("datum van het origineel"), null=True, blank=True, help_text=_("Dag, maand, jaar.")
    )
    earlier_reading_minutes = models.PositiveSmallIntegerField(
        _("leestijd van het origineel"), null=True, blank=True, help_text=_("In minuten, als het origineel die noemt.")
    )
    canonical_to_earlier = models.BooleanField(
        _("origineel gaat voor in zoekmachines"),
        default=False,
        help_text=_("Aan: zoekmachines tonen het origineel in plaats van deze pagina."),
    )
    licence = models.CharField(
        _("licentie"),
        max_length=20,
        choices=Licence.choices,
        blank=True,
        help_text=_("Wat anderen met de tekst mogen doen. Leeg: niet bekend."),
    )
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("beheerder van deze pagina"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stewarded_pages",
        help_text=_("Wie houdt deze pagina actueel?"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vervanger"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputised_pages",
        help_text=_("Wie neemt het over als de beheerder er niet is?"),
    )
    change_note = models.TextField(
        _("wat is er veranderd?"),
        max_length=300,
        blank=True,
        help_text=_(
            "Voor lezers, in één zin. Dan blijft deze tekst als versie bewaard. Leeg bij een kleine verbetering."
        ),
    )
    # Derived when saved, so that a card needs only this table.
    kind = models.CharField(_("soort"), max_length=12, choices=KIND_CHOICES, editable=False, db_index=True)
    word_count = models.PositiveIntegerField(_("aantal woorden"), default=0, editable=False)
    card_note = models.CharField(_("op de kaart"), max_length=60, blank=True, editable=False)

    objects = PageManager.from_queryset(KnowledgePageQuerySet)()

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("lead_image"), FieldPanel("body")]
    link_panels = [
        FieldPanel("themes"),
        PageLinkPanel("concept_links", heading=_("Begrippen"), label=_("Begrip")),
        PageLinkPanel("municipality_links", heading=_("Gemeenten"), label=_("Gemeente")),
        PageLinkPanel("person_links", heading=_("Over wie gaat dit?"), label=_("Persoon")),
        PageLinkPanel("contributions", heading=_("Wie werkten eraan mee?"), label=_("Bijdrage")),
        TellsAboutPanel("tells_about", heading=_("Vertelt over"), label=_("Praktijk")),
    ]
    source_panels = [
        FieldPanel("published_on"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("earlier_site"), FieldPanel("earlier_date")]),
                FieldPanel("earlier_title"),
                FieldPanel("earlier_url"),
                FieldPanel("earlier_reading_minutes"),
                FieldPanel("canonical_to_earlier"),
            ],
            heading=_("Eerder verschenen"),
        ),
        FieldPanel("licence"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("steward"), FieldPanel("deputy")])], heading=_("Beheer")),
    ]
    promote_panels = PROMOTE_PANELS

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("sources"),
        index.SearchField("get_linked_names"),
        index.FilterField("kind"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = _("publicatie")
        verbose_name_plural = _("publicaties")

    @classproperty
    def edit_handler(cls) -> TabbedInterface:  # noqa: N805 (a class property)
        return TabbedInterface(
            [
                ObjectList([*cls.content_panels, FieldPanel("change_note")], heading=_("Inhoud")),
                ObjectList(cls.link_panels, heading=_("Kenmerken")),
                ObjectList(cls.source_panels, heading=_("Bron en beheer")),
                ObjectList([*cls.promote_panels, *cls.settings_panels], heading=_("Vindbaarheid")),
            ]
        )

    # --- What is derived when the page is saved ------------------------------------------------------------------

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.kind = self.get_kind_slug()
        self.card_note = self.get_card_note()
        self.word_count = sum(len(text.split()) for text in self.get_texts())
        return super().save(*args, **kwargs)

    def get_kind_slug(self) -> str:
        return self.kind_slug

    def get_card_note(self) -> str:
        """A few words on the card that only this kind has, such as the life cycle of a practice."""
        return ""

    def get_texts(self) -> Iterator[str]:
        """All running text of the page, as plain text; what the reading time counts. Subclasses add their fields."""
        yield from (strip_tags(text) for text in self.body.stream_block.get_searchable_content(self.body))

    def get_linked_names(self) -> str:
        """The names of what the page is tied to, for search: whoever types a place or a person finds the page."""
        places = [link.municipality for link in self.municipality_links.select_related("municipality")]
        names = [name for place in places for name in (place.display_name, place.alias)]
        names += [link.area for link in self.municipality_links.all()]
        names += [link.shown_name for link in self.person_links.select_related("person")]
        names += [str(link.contributor) for link in self.contributions.select_related("person", "organisation")]
        names += [link.tag.name for link in self.theme_links.select_related("tag")]
        for link in self.concept_links.select_related("concept"):
            names += [link.concept.term, *link.concept.alternatives]
        return " ".join(filter(None, names))

    # --- What templates ask --------------------------------------------------------------------------------------

    @property
    def kind_info(self) -> Kind:
        return KINDS[self.kind or self.get_kind_slug()]

    @property
    def subject_links(self) -> list[Any]:
        return [link for link in self.municipality_links.all() if link.role == "subject"]

    @property
    def other_municipality_links(self) -> list[Any]:
        return [link for link in self.municipality_links.all() if link.role != "subject"]

    @property
    def themes_in_order(self) -> list[Any]:
        return sorted((link.tag for link in self.theme_links.all()), key=lambda theme: theme.name)

    @property
    def concepts(self) -> list[Any]:
        return [link.concept for link in self.concept_links.all()]

    @property
    def canonical_url(self) -> str:
        """The earlier publication where the editor chose so, otherwise this page."""
        return self.earlier_url if self.canonical_to_earlier and self.earlier_url else self.full_url

    @property
    def words_shown(self) -> int:
        """How much there is to read on the page; more than its own text where it shows other pages whole."""
        return self.word_count

    def reading_minutes(self, words_per_minute: int) -> int:
        return max(1, round(self.words_shown / words_per_minute))

    def get_structured_data(self) -> dict[str, Any]:
        """schema.org data of the page as a JSON-able dict."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.title,
            "description": self.summary,
            "url": self.full_url,
            "inLanguage": "nl",
            "about": [theme.name for theme in self.themes_in_order],
            "contentLocation": [link.municipality.display_name for link in self.subject_links],
            "author": [
                {"@type": "Person" if link.person_id else "Organization", "name": str(link.contributor)}
                for link in self.contributions.all()
                if link.role == "author"
            ],
        }
        if self.published_on:
            data["datePublished"] = self.published_on.isoformat()
        if self.latest_revision_created_at:
            data["dateModified"] = self.latest_revision_created_at.date().isoformat()
        if self.earlier_url:
            data["isBasedOn"] = self.earlier_url
        return {key: value for key, value in data.items() if value not in ([], "")}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Nothing where search engines are sent to the original."""
        if self.canonical_to_earlier and self.earlier_url:
            return []
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return urls

    # --- Serving -------------------------------------------------------------------------------------------------

    def get_pages_shown_whole(self) -> list["KnowledgePage"]:
        """This page and the pages that are read as part of it (the cases of a workshop, the chapters of a magazine)."""
        return [self]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            fetch_shown(self.get_pages_shown_whole())
        tellings = self.get_tellings(is_preview=getattr(request, "is_preview", False))
        context["told_in"] = [page for page in tellings if page.tells_about_this]
        context["tells_about"] = [page for page in tellings if page.told_by_this]
        context["replaced_by"] = self.get_replacement()
        context["site_settings"] = SiteSettings.for_request(request)
        return context

    def get_tellings(self, *, is_preview: bool = False) -> list["KnowledgePage"]:
        """Visible pages that tell about this one or that this one tells about, marked with which of the two.

        A preview asks the form's rows, which are not in the database yet.
        """
        if is_preview:
            return list(_tellings(self.pk, Q(pk__in=[link.target_id for link in self.tells_about.all()])))
        keys = _keys_of_tellings(self.pk)
        return _stored_tellings(self.pk, keys) if keys else []

    def get_replacement(self) -> "KnowledgePage | None":
        """The page that took the place of this one, where a reader may see it."""
        page_id = getattr(getattr(self, "freshness", None), "replaced_by_id", None)
        return _visible_of.first(page_id) if page_id and page_id != self.pk else None

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Where the page is of one site, as Wagtail says it; where of several, that decides which."""
        sites = self._get_relevant_site_root_paths(request)
        if len(sites) != 1:
            parts: tuple[int, str, str] | None = super().get_url_parts(request)
            return parts
        return sites[0].site_id, sites[0].root_url, page_address(self.url_path[len(sites[0].root_path) :])

    def get_view_restrictions(self) -> models.QuerySet:
        return restrictions_on(self)


class Freshness(models.Model):
    """What is known of a page being true today. One row a page, never part of a revision, written by the machine."""

    page = models.OneToOneField(KnowledgePage, primary_key=True, related_name="freshness", on_delete=models.CASCADE)
    reviewed_on = models.DateField(_("gecontroleerd op"), null=True, blank=True)
    outdated_since = models.DateField(_("mogelijk verouderd sinds"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        KnowledgePage,
        verbose_name=_("vervangen door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
    )

    class Meta:
        verbose_name = _("actualiteit")
        verbose_name_plural = _("actualiteit")

    def __str__(self) -> str:
        return str(self.page)


def link_rows(name: str) -> models.QuerySet:
    """The rows of one kind of link. The models of links are defined after KnowledgePage, hence by name."""
    rows: models.QuerySet = KnowledgePage._meta.get_field(name).related_model._default_manager.all()
    return rows


def _tellings(page_id: int | None, by_this: Any) -> KnowledgePageQuerySet:
    about_this: Any = Exists(link_rows("tells_about").filter(page=OuterRef("pk"), target=page_id))
    for pages_elsewhere in told_elsewhere:
        about_this |= Q(pk__in=pages_elsewhere(page_id))
    tellings = KnowledgePage.objects.visible().annotate(tells_about_this=about_this, told_by_this=by_this)
    return tellings.filter(Q(tells_about_this=True) | Q(told_by_this=True)).newest_first()


@prepared
def _keys_of_tellings(page_id: int) -> models.QuerySet[Any, int]:
    """Of pages that may be tellings. By itself this takes no time; to ask each page whether it is one takes long."""
    rows = link_rows("tells_about").order_by()
    told_by_this = rows.filter(page=page_id).values_list("target", flat=True)
    about_this = (pages(page_id).order_by() for pages in told_elsewhere)
    return rows.filter(target=page_id).values_list("page", flat=True).union(told_by_this, *about_this)


@prepared
def _stored_tellings(page_id: int, among: list[int]) -> KnowledgePageQuerySet:
    by_this = Exists(link_rows("tells_about").filter(target=OuterRef("pk"), page=page_id))
    return _tellings(page_id, by_this).filter(pk__in=among)


@prepared
def _visible_of(page_id: int) -> KnowledgePageQuerySet:
    return KnowledgePage.objects.visible().filter(pk=page_id)
