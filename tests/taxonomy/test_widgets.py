"""Choosing themes: the whole list as checkboxes, each below its main theme, and nothing typed."""

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from tests.factories import PracticePageFactory, ThemeFactory, UserFactory
from wijkwijzer.images.models import SiteImage
from wijkwijzer.pages.models import KnowledgePage, PageTheme
from wijkwijzer.taxonomy.widgets import ThemeCheckboxes, theme_choices, theme_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def form_of(client: Client, page: KnowledgePage) -> str:
    return client.get(f"/beheer/pages/{page.pk}/edit/").content.decode()


def save(client: Client, page: KnowledgePage, *themes: str) -> None:
    data = querydict_from_html(form_of(client, page), form_id="page-edit-form")
    data.setlist("themes", themes)
    data.update(nested_form_data({"body": streamfield([]), "timeline": streamfield([])}))
    assert client.post(f"/beheer/pages/{page.pk}/edit/", dict(data.lists())).status_code == 302


def saved_themes(page: KnowledgePage) -> list[str]:
    """Those of the draft: a page that is public changes only through the gate."""
    latest = KnowledgePage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    return sorted(theme.name for theme in latest.themes.all())


def test_every_theme_is_a_checkbox_below_its_main_theme():
    meeting = ThemeFactory(name="Ontmoeten")
    ThemeFactory(name="Koken, samen", parent=meeting)
    ThemeFactory(name="Wonen")
    ontmoeten = [("Ontmoeten", "Ontmoeten (algemeen)"), ("Koken, samen", "Koken, samen")]
    assert theme_choices() == [("Ontmoeten", ontmoeten), ("Wonen", "Wonen")]


def test_the_form_shows_what_is_chosen_and_knows_a_theme_made_a_moment_ago(editor):
    page = PracticePageFactory()
    PageTheme.objects.create(content_object=page, tag=ThemeFactory(name="Geld en werk"))
    ThemeFactory(name="Daarna")
    boxes = BeautifulSoup(form_of(editor, page), "html.parser").select("#id_themes input[type=checkbox]")
    assert {box["value"]: box.has_attr("checked") for box in boxes} == {"Daarna": False, "Geld en werk": True}


def test_ticking_and_clearing_is_saved_also_for_names_with_a_comma(editor):
    page = PracticePageFactory()
    for name in ("Koken, samen", "Wonen"):
        ThemeFactory(name=name)
    save(editor, page, "Koken, samen", "Wonen")
    assert saved_themes(page) == ["Koken, samen", "Wonen"]
    save(editor, page)
    assert saved_themes(page) == []


def test_what_is_not_on_the_list_is_not_added(editor):
    page = PracticePageFactory()
    save(editor, page, "Verzonnen")
    assert not KnowledgePage.objects.get(pk=page.pk).themes.exists()


def test_a_form_that_comes_back_keeps_its_ticks():
    ThemeFactory(name="Koken, samen")
    widget = ThemeCheckboxes()
    value = widget.value_from_datadict(QueryDict("themes=Koken%2C samen"), {}, "themes")
    assert "checked" in widget.render("themes", value)


def test_tags_of_images_keep_wagtails_own_field():
    assert "widget" not in theme_field(SiteImage._meta.get_field("tags"))
