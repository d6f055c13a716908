"""The menu group "Kennisbank": what publications refer to (themes, places, organisations, people, concepts)."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin import AdminSite, EmptyFieldListFilter, RelatedOnlyFieldListFilter, display
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import DeleteView, IndexView

from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme

from .editing import ConceptCreateView, ConceptEditView, ListingCreateView, ListingEditView


class ListingIndexView(IndexView):
    """The listing; an address with filters that do not exist leads to the listing without filters."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(self.index_url)


class ListingDeleteView(DeleteView):
    """Delete, or say on which pages (and by what else) the object is used."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = str(self.instance)
        try:
            with transaction.atomic():
                log(instance=self.instance, action="wagtail.delete")
                self.instance.delete()
        except models.ProtectedError as error:
            used_by = users_of(error.protected_objects)
            return self.render_to_response(self.get_context_data(protected_error=True, linked_objects=used_by))
        messages.success(
            request, _("%(kind)s “%(name)s” is verwijderd.") % {"kind": capfirst(self.verbose_name), "name": name}
        )
        return redirect(self.index_url)


def users_of(protected: Iterable[models.Model]) -> list[models.Model]:
    """What an editor knows by name among `protected`: for a link of a page that is the page, once."""
    users: dict[tuple[type, Any], models.Model] = {}
    for row in protected:
        user = getattr(row, "page", None) or getattr(row, "content_object", None) or row
        user = user.specific_deferred if isinstance(user, Page) else user
        users[type(user), user.pk] = user
    return sorted(users.values(), key=str)


class NamePanel(TitleFieldPanel):
    """A name that fills in the address while the object is new. Later on the address stays: links point at it."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return self.instance.pk is None


class Listing(ModelAdmin):
    """A listing that counts the live pages that refer to each row, in the query for the rows."""

    index_view_class = ListingIndexView
    create_view_class = ListingCreateView
    edit_view_class = ListingEditView
    delete_view_class = ListingDeleteView
    list_per_page = 50
    name_field: str | None = "name"
    # Ways from a page to what is listed here.
    page_paths: tuple[str, ...]

    def __init__(self, parent: ModelAdminGroup | None = None) -> None:
        super().__init__(parent)
        # Filters ask the site of Django's own admin, which is not installed, how related rows are ordered.
        self.admin_site = AdminSite()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        about = reduce(or_, (models.Q(**{path: models.OuterRef("pk")}) for path in self.page_paths))
        count = models.Func("pk", template="COUNT(DISTINCT %(expressions)s)", output_field=models.IntegerField())
        number = KnowledgePage.objects.filter(about, live=True).order_by().annotate(number=count).values("number")
        return super().get_queryset(request).annotate(page_count=models.Subquery(number))

    @display(description=_("pagina’s"), ordering="page_count")
    def page_count(self, row: models.Model) -> int:
        return row.page_count  # type: ignore[attr-defined]  # annotated above

    def get_edit_handler(self) -> ObjectList:
        return ObjectList([self._with_address(panel) for panel in self.model.panels])

    def _with_address(self, panel: Panel) -> Panel:
        name = getattr(panel, "field_name", "")
        if name == self.name_field:
            return NamePanel(name, placeholder=False, classname="name")  # "title" would hide the label
        return FieldPanel(name, widget=SlugInput) if name == "slug" else panel


class ThemeListing(Listing):
    model = Theme
    menu_label = _("Thema’s")
    menu_icon = "tag"
    page_paths = ("theme_links__tag",)
    list_display = ("name", "parent", "page_count", "curator")
    list_select_related = ("parent", "curator")
    list_filter = (("parent", RelatedOnlyFieldListFilter),)
    search_fields = ("name", "introduction")


class FromTheImport(PermissionHelper):
    """Municipalities come and go with the yearly import; by hand nobody adds or deletes one."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: models.Model) -> bool:
        return False


class MunicipalityListing(Listing):
    model = Municipality
    menu_label = _("Gemeenten")
    menu_icon = "site"
    permission_helper_class = FromTheImport
    name_field = None
    page_paths = ("municipality_links__municipality",)
    list_display = ("display_name", "alias", "province", "size_class", "valid_until", "page_count")
    list_select_related = ("province",)
    list_filter = ("province", "size_class", ("valid_until", EmptyFieldListFilter))
    search_fields = ("display_name", "name", "alias", "code")


class OrganisationListing(Listing):
    model = Organisation
    menu_label = _("Organisaties")
    menu_icon = "group"
    page_paths = ("contributions__organisation", "practicepage__holder_organisation")
    list_display = ("name", "kind", "website", "page_count")
    list_filter = ("kind",)
    search_fields = ("name", "description")


class PersonListing(Listing):
    model = Person
    menu_label = _("Mensen")
    menu_icon = "user"
    page_paths = ("person_links__person", "contributions__person", "practicepage__holder_person")
    list_display = ("name", "function", "organisation", "has_public_page", "page_count")
    list_select_related = ("organisation",)
    list_filter = ("public_profile", ("organisation", RelatedOnlyFieldListFilter))
    search_fields = ("name", "function", "organisation__name")

    @display(description=_("openbare pagina"), ordering="public_profile")
    def has_public_page(self, person: Person) -> str:
        return str(_("ja") if person.public_profile else _("nee"))


class ConceptListing(Listing):
    model = Concept
    create_view_class = ConceptCreateView
    edit_view_class = ConceptEditView
    menu_label = _("Begrippen")
    menu_icon = "openquote"
    name_field = "term"
    page_paths = ("concept_links__concept",)
    list_display = ("term", "other_words", "broader", "page_count")
    list_select_related = ("broader",)
    list_filter = (("themes", RelatedOnlyFieldListFilter),)
    search_fields = ("term", "alternative_terms", "definition")

    @display(description=_("andere woorden"))
    def other_words(self, concept: Concept) -> str:
        return ", ".join(concept.alternatives)


class Kennisbank(ModelAdminGroup):
    menu_label = _("Kennisbank")
    menu_item_name = "kennisbank"
    menu_icon = "folder-open-inverse"
    menu_order = 200
    items = (ThemeListing, MunicipalityListing, OrganisationListing, PersonListing, ConceptListing)
