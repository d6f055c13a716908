"""What was changed behind the back of the gate is found."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from tests.factories import ArticlePageFactory, ContentPageFactory, PracticePageFactory, ThemeFactory
from wijkwijzer.gate.audit import differences
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import publish
from wijkwijzer.pages.models import ContentPage, PageTheme

pytestmark = pytest.mark.django_db


def published(page: Page) -> Page:
    publish(page.save_revision(), Publication.How.COMMAND)
    return Page.objects.get(pk=page.pk).specific


def found() -> dict[str, str]:
    return {difference.title: difference.what for difference in differences()}


def test_what_came_through_the_gate_is_right() -> None:
    page = PracticePageFactory(live=False)
    page.theme_links = [PageTheme(tag=ThemeFactory())]
    published(page)
    published(ContentPageFactory(live=False))
    # The same again, with a change of what is no content.
    Page.objects.filter(pk=page.pk).update(draft_title="Concept", has_unpublished_changes=True)
    assert found() == {}
    out = io.StringIO()
    call_command("check_publications", stdout=out)
    assert "Every public page is what was approved." in out.getvalue()


def test_a_text_changed_by_sql_is_found() -> None:
    page = published(ContentPageFactory(live=False, title="Stil veranderd"))
    ContentPage.objects.filter(pk=page.pk).update(summary="Iets anders")
    assert found() == {"Stil veranderd": "De pagina zegt iets anders dan wat is goedgekeurd."}
    with pytest.raises(CommandError, match="1 public pages are not what was approved"):
        call_command("check_publications", stdout=io.StringIO())


def test_a_link_of_a_page_that_was_changed_is_found() -> None:
    page = PracticePageFactory(live=False, title="Ander thema")
    page.theme_links = [PageTheme(tag=ThemeFactory())]
    page = published(page)
    page.theme_links.all().delete()
    PageTheme.objects.filter(content_object=page.pk).update(tag=ThemeFactory())
    assert "Ander thema" in found()


def test_a_page_that_was_put_live_by_sql_is_found() -> None:
    page = ContentPageFactory(live=False, title="Stiekem")
    page.save_revision()
    Page.objects.filter(pk=page.pk).update(live=True)
    assert found() == {"Stiekem": "De pagina staat op de site, maar ging nooit door de controle."}


def test_an_approved_text_that_was_changed_is_found() -> None:
    page = published(ArticlePageFactory(live=False, title="Versie veranderd"))
    revision = page.live_revision
    revision.content = {**revision.content, "summary": "Iets anders"}
    revision.save(update_fields=["content"])
    type(page).objects.filter(pk=page.pk).update(summary="Iets anders")
    assert found() == {"Versie veranderd": "De goedgekeurde versie zelf is veranderd."}


def test_what_the_editor_writes_into_a_text_unasked_is_no_change() -> None:
    page = PracticePageFactory(live=False, sources="<p>Een bron</p>", body=[("text", "<p>Tekst</p>")])
    plain = page.save_revision().content
    page.sources = '<p data-block-key="a1b2c">Een bron</p>'
    page.body = [("text", '<p data-block-key="x9">Tekst</p>')]
    keyed = page.save_revision().content
    for content in (plain, keyed):
        content["body"] = content["body"].replace(json.loads(content["body"])[0]["id"], "1")
    assert page.hash_of(plain) == page.hash_of(keyed)
    page.sources = '<p data-block-key="a1b2c">Een andere bron</p>'
    assert page.hash_of(page.save_revision().content) != page.hash_of(keyed)


def test_a_page_that_was_loaded_in_bulk_is_not_judged_also_when_somebody_writes_a_draft_of_it(tmp_path: Path) -> None:
    ThemeFactory(name="Ontmoeten", slug="ontmoeten")
    file = tmp_path / "corpus.jsonl"
    line = {"title": "Geladen", "summary": "Kort.", "body": "Tekst.", "theme": "ontmoeten", "date": "2019-05-31"}
    file.write_text(json.dumps(line))
    call_command("load_corpus", str(file), stdout=io.StringIO())
    page = Page.objects.get(title="Geladen").specific
    assert found() == {}
    page.title = "Nog een concept"
    page.save_revision()
    assert found() == {}
    published(page)
    assert found() == {}
    type(page).objects.filter(pk=page.pk).update(summary="Iets anders")
    assert found() == {"Nog een concept": "De pagina zegt iets anders dan wat is goedgekeurd."}


def test_what_was_published_stays_when_old_versions_are_thrown_away() -> None:
    page = published(ContentPageFactory(live=False))
    approved = page.live_revision
    page.title = "Nieuwer"
    draft = page.save_revision()
    page.title = "Nieuwst"
    page.save_revision()
    call_command("purge_revisions", stdout=io.StringIO())
    assert set(Publication.objects.filter(page=page.pk).values_list("revision", flat=True)) == {approved.pk}
    assert not type(draft).objects.filter(pk=draft.pk).exists(), "of the others the command did its work"
