"""Every page type: a factory, a way into the editor, a preview, Dutch labels and help."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test import Client
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import Block, FieldBlock, ListBlock, StreamBlock, StructBlock
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from tests.factories import PAGE_FACTORIES, HomePageFactory, UserFactory, link_everything
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.kinds import KINDS
from wijkwijzer.pages.models import (
    Contribution,
    HomePage,
    IndexPage,
    KnowledgePage,
    PageConcept,
    PageMunicipality,
    PagePerson,
    SiteSettings,
)
from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme

OURS = [model for model in get_page_models() if model is not Page and model is not KnowledgePage]
BODY = KnowledgePage._meta.get_field("body").stream_block
REFERRED_TO = [
    Theme,
    Concept,
    Person,
    Organisation,
    Contribution,
    PageMunicipality,
    PagePerson,
    PageConcept,
    SiteSettings,
]
SITE_SETTINGS = [*settings_registry]
SAME_IN_DUTCH = {"tips", "contact", "tip"}
ENGLISH = {"title", "body", "summary", "owner", "slug", "page", "field", "image", "label", "text"}


def existing_or_made(model: type[Page]) -> Page:
    """The home page and the lists exist once; of the rest one is made."""
    if issubclass(model, HomePage | IndexPage):
        return model.objects.get()
    return PAGE_FACTORIES[model]()


def stream_fields(model: type[Page]) -> list[StreamField]:
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField)]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_every_page_type_has_a_factory() -> None:
    assert set(PAGE_FACTORIES) == set(OURS)


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_type_is_shown_to_visitors(client: Client, model: type[Page]) -> None:
    page = existing_or_made(model)
    response = client.get(page.url)
    assert response.status_code == 200
    assert page.title in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_type_opens_in_the_editor(editor: Client, model: type[Page]) -> None:
    page = existing_or_made(model)
    assert editor.get(f"/beheer/pages/{page.pk}/edit/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_type_can_be_added_where_the_tree_allows(editor: Client, model: type[Page]) -> None:
    page = existing_or_made(model)
    url = f"/beheer/pages/add/{model._meta.app_label}/{model._meta.model_name}/{page.get_parent().pk}/"
    response = editor.get(url)
    # The home page and the lists are there once: a second one is refused.
    expected = 302 if getattr(model, "max_count", None) == 1 else 200
    assert response.status_code == expected


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_type_has_a_preview(editor: Client, model: type[Page]) -> None:
    page = existing_or_made(model)
    if isinstance(page, KnowledgePage):
        link_everything(page, 1)
    edit = editor.get(f"/beheer/pages/{page.pk}/edit/")
    data = querydict_from_html(edit.content.decode(), form_id="page-edit-form")
    # The blocks of a stream are made by a script; here they are as that script would send them.
    tip = ("tip", {"title": "Geef ruimte", "explanation": rich_text("<p>Zo.</p>"), "addressee": ""})
    streams = {field.name: streamfield([tip] if field.name == "tips" else []) for field in stream_fields(model)}
    data.update(nested_form_data(streams))
    preview = f"/beheer/pages/{page.pk}/edit/preview/"
    assert editor.post(preview, data).json()["is_valid"] is True
    response = editor.get(preview, {"mode": ""})
    assert response.status_code == 200
    assert page.title in response.content.decode()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_type_says_what_it_is_for(model: type[Page]) -> None:
    assert str(model.page_description).endswith((".", "?"))
    assert model._meta.verbose_name and model._meta.verbose_name_plural
    assert "parent_page_types" in vars(model) or "parent_page_types" in vars(model.__mro__[1])
    assert "subpage_types" in vars(model) or issubclass(model, HomePage)


def own_fields(model: type[models.Model]) -> list[models.Field]:
    inherited = {field.name for field in Page._meta.get_fields()}
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and field.editable and field.name not in inherited
        and not field.name.endswith("_ptr") and not field.primary_key
    ]  # fmt: skip


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_an_editor_sees_has_a_dutch_label_and_help(model: type[Page]) -> None:
    for field in own_fields(model):
        assert field.name in SAME_IN_DUTCH or field.verbose_name != field.name.replace("_", " "), field.name
        assert str(field.verbose_name).lower() not in ENGLISH, field.name
        assert str(field.help_text).strip().endswith((".", "?", "…", ").", "”.")), f"{field.name}: “{field.help_text}”"


@pytest.mark.parametrize("model", REFERRED_TO, ids=lambda model: model.__name__)
def test_every_field_of_what_pages_refer_to_has_a_dutch_label_and_help(model: type[models.Model]) -> None:
    for name, field in get_edit_handler(model).get_form_class().base_fields.items():
        assert str(field.label).lower() not in ENGLISH - {"page", "image"}, name
        assert str(field.help_text).strip(), f"{model.__name__}.{name} has no help"


@pytest.mark.parametrize("model", [*OURS, *REFERRED_TO, *SITE_SETTINGS, Municipality], ids=lambda model: model.__name__)
def test_every_field_of_every_form_has_help(model: type[models.Model]) -> None:
    """Wagtail's own fields and the rows of links too; what is shown only to be read needs none."""
    handler = model.get_edit_handler() if issubclass(model, Page) else get_edit_handler(model)
    form = handler.get_form_class()
    for name, field in form.base_fields.items():
        # These have no place in the form itself; Wagtail explains its schedule in a window of its own.
        if name not in ("comment_notifications", "go_live_at", "expire_at"):
            assert str(field.help_text).strip(), f"{model.__name__}.{name} has no help"
    for relation, formset in getattr(form, "formsets", {}).items():
        for name, field in formset.form.base_fields.items():
            if name != "id" and relation != "comments":
                assert str(field.help_text).strip(), f"{model.__name__}.{relation}.{name} has no help"


def test_every_field_of_every_block_has_help() -> None:
    streams = {type(field.stream_block): field.stream_block for model in OURS for field in stream_fields(model)}
    for stream in streams.values():
        for path, block in leaves(stream):
            inside_a_block = path.count("/") > 1 and not path.endswith("[]")
            is_column = "/table/" in path
            if inside_a_block and isinstance(block, FieldBlock) and not is_column:
                assert str(block.field.help_text).strip().endswith((".", "?", "”.", "…")), f"{path} has no help"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_field_takes_a_name_that_wagtail_needs(model: type[Page]) -> None:
    for name in ("owner", "aliases", "live", "expired", "locale"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        assert field.model is Page or field.model is None or not field.concrete, name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_of_a_page_type_is_on_a_panel(model: type[Page]) -> None:
    form = get_edit_handler(model).get_form_class()
    missing = [field.name for field in own_fields(model) if field.name not in form.base_fields]
    assert missing == []


@pytest.mark.django_db
def test_every_kind_of_a_publication_is_a_known_one() -> None:
    for model in OURS:
        if issubclass(model, KnowledgePage):
            assert model(title="x").get_kind_slug() in KINDS


def leaves(block: Block, path: str = "") -> list[tuple[str, Block]]:
    found = [(path, block)]
    if isinstance(block, StreamBlock | StructBlock):
        for name, child in block.child_blocks.items():
            found += leaves(child, f"{path}/{name}")
    if isinstance(block, ListBlock):
        found += leaves(block.child_block, f"{path}[]")
    return found


def test_every_block_has_a_label_an_icon_a_description_and_a_preview() -> None:
    for name, block in BODY.child_blocks.items():
        assert name in SAME_IN_DUTCH or str(block.label) != name.replace("_", " ").capitalize(), name
        assert block.meta.icon != "placeholder", name
        assert str(block.meta.description).endswith("."), name
        assert block.is_previewable, name


def test_every_field_of_a_block_has_a_dutch_label() -> None:
    for path, block in leaves(BODY):
        name = path.rsplit("/", 1)[-1]
        if name and not name.endswith("[]") and name not in SAME_IN_DUTCH:
            assert str(block.label).lower() != name.replace("_", " "), path


@pytest.mark.django_db
@pytest.mark.parametrize("name", BODY.child_blocks)
def test_every_block_shows_its_preview(editor: Client, name: str) -> None:
    response = editor.get("/beheer/block-preview/", {"id": BODY.child_blocks[name].definition_prefix})
    assert response.status_code == 200


class TestTree(WagtailPageTestCase):
    """Where which page may stand."""

    def test_publications_stand_only_below_their_own_list(self) -> None:
        for model in OURS:
            if issubclass(model, KnowledgePage):
                parents = model.allowed_parent_page_models()
                self.assertEqual(len(parents), 1, model)

    def test_a_second_home_page_is_refused(self) -> None:
        self.assertFalse(HomePage.can_create_at(Page.get_first_root_node()))

    def test_a_home_page_can_be_made_by_its_factory(self) -> None:
        self.assertEqual(HomePageFactory(slug="tweede").depth, 2)
