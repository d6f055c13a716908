"""Many publications from a file: real pages that are found, or nothing at all."""

import io
import json
from datetime import date
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories import ArticlePageFactory, MunicipalityFactory, ThemeFactory, publish
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.publications.models import ArticlePage, PublicationIndexPage
from wijkwijzer.search import corpus, indexing
from wijkwijzer.search.models import SearchDocument, SearchText, SearchWord
from wijkwijzer.taxonomy.models import Theme

pytestmark = pytest.mark.django_db

LINE = {
    "title": "Een wijkcentrum in een kerk",
    "summary": "Hoe een kerk een wijkcentrum werd.",
    "body": "## Aanleiding\n\nDe kerk stond leeg.\n\nBewoners < gemeente & kerk.\n\n## Aanpak\nMet een zevenblad.",
    "theme": "ontmoeten",
    "municipality": "Den Bosch",
    "date": "2019-05-31",
}


@pytest.fixture(autouse=True)
def vocabulary() -> None:
    ThemeFactory(name="Ontmoeten", slug="ontmoeten")
    MunicipalityFactory(name="'s-Hertogenbosch", display_name="’s-Hertogenbosch", alias="Den Bosch", slug="den-bosch")


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write_lines(*lines: Any) -> Path:
        file = tmp_path / "corpus.jsonl"
        texts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        file.write_bytes(b"\n".join(texts) + b"\n")
        return file

    return write_lines


def load(file: Path, **options: Any) -> str:
    output = io.StringIO()
    call_command("load_corpus", str(file), stdout=output, **options)
    return output.getvalue()


def refusal(file: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as refused:
        load(file, **options)
    return str(refused.value)


def numbered(amount: int) -> list[dict[str, Any]]:
    return [{**LINE, "title": f"Pagina {number}"} for number in range(amount)]


# --- What is made ----------------------------------------------------------------------------------------------------


def test_a_line_becomes_a_live_page_that_is_shown_with_all_it_says(write: Any, client: Client) -> None:
    assert "1 pages made" in load(write(LINE))
    page = ArticlePage.objects.get()
    assert (page.live, page.title, page.draft_title) == (True, LINE["title"], LINE["title"])
    assert (page.summary, page.published_on, page.kind) == (LINE["summary"], date(2019, 5, 31), "artikel")
    assert page.first_published_at.date() == page.last_published_at.date() == timezone.now().date()
    html = client.get(page.get_url()).content.decode()
    for text in ("Aanleiding", "De kerk stond leeg.", "zevenblad", "Ontmoeten", "’s-Hertogenbosch", "31 mei 2019"):
        assert text in html
    assert "Bewoners &lt; gemeente &amp;" in html


def test_the_page_is_as_complete_as_one_that_was_saved_by_itself(write: Any) -> None:
    load(write(LINE))
    page = ArticlePage.objects.get()
    before = page.serializable_data()
    page.save()
    again = ArticlePage.objects.get().serializable_data()
    assert before == again
    page.full_clean()
    assert page.get_url() == f"/publicaties/{page.slug}/"


def test_the_tree_is_as_add_child_would_have_left_it(write: Any) -> None:
    ArticlePageFactory()
    load(write(*numbered(3)))
    index_page = PublicationIndexPage.objects.get()
    assert index_page.numchild == index_page.get_children().count() == 4
    ArticlePageFactory()
    assert Page.find_problems() == ([], [], [], [], [])
    assert [page.title for page in index_page.get_children()[1:4]] == ["Pagina 0", "Pagina 1", "Pagina 2"]


def test_the_headings_of_a_body_divide_it(write: Any) -> None:
    load(write(LINE))
    blocks = [(block.block_type, str(block.value)) for block in ArticlePage.objects.get().body]
    assert [kind for kind, _text in blocks] == ["heading", "text", "heading", "text"]
    assert "<p>De kerk stond leeg.</p><p>Bewoners" in blocks[1][1]
    assert "zevenblad" in blocks[3][1]


def test_an_editor_can_open_a_page_and_publish_it_again(write: Any, admin_client: Client) -> None:
    load(write(LINE))
    page = ArticlePage.objects.get()
    assert admin_client.get(f"/beheer/pages/{page.pk}/edit/").status_code == 200
    publish(page)
    assert ArticlePage.objects.get().theme_links.count() == 1


@pytest.mark.parametrize(
    "names",
    [
        {"theme": "Ontmoeten", "municipality": "den-bosch"},
        {"theme": ["ontmoeten"], "municipality": ["’s-Hertogenbosch"]},
        {"theme": ["ONTMOETEN", "ontmoeten"], "municipality": "'s-hertogenbosch"},
    ],
)
def test_themes_and_municipalities_go_by_any_of_their_names(write: Any, names: dict[str, Any]) -> None:
    load(write({**LINE, **names}))
    page = ArticlePage.objects.get()
    assert [theme.slug for theme in page.themes.all()] == ["ontmoeten"]
    assert [(link.municipality.slug, link.role) for link in page.municipality_links.all()] == [("den-bosch", "subject")]


def test_a_title_alone_is_enough(write: Any) -> None:
    load(write({"title": "Alleen een titel"}))
    page = ArticlePage.objects.get()
    assert (page.summary, len(page.body), page.published_on, page.themes.count()) == ("", 0, None, 0)


def test_a_long_summary_is_cut_at_a_word(write: Any) -> None:
    load(write({**LINE, "summary": "woorden " * 60}))
    summary = ArticlePage.objects.get().summary
    assert summary.endswith("woorden…")
    assert 290 < len(summary) <= 300


def test_a_missing_summary_is_the_beginning_of_the_text(write: Any) -> None:
    load(write({**LINE, "summary": None}))
    assert ArticlePage.objects.get().summary.startswith("Aanleiding De kerk stond leeg.")


# --- Found -----------------------------------------------------------------------------------------------------------


def test_the_pages_are_in_the_search_index(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "BATCH", 2)
    load(write(*numbered(5)))
    assert SearchDocument.objects.filter(kind="artikel").count() == 5
    assert SearchText.objects.filter(body__contains="zevenblad").count() == 5
    document = SearchDocument.objects.get(title="Pagina 3")
    assert document.url == ArticlePage.objects.get(title="Pagina 3").get_url()
    assert document.municipalities == ["’s-Hertogenbosch"]


def test_the_thread_that_reads_the_file_has_no_connection(write: Any) -> None:
    """Nobody would close it. What a page asks of Django's memory is there before the thread begins."""
    ContentType.objects.clear_cache()
    connected: list[int] = []

    def note(**_others: Any) -> None:
        connected.append(get_ident())

    connection_created.connect(note)
    try:
        load(write(*numbered(3)))
    finally:
        connection_created.disconnect(note)
    assert connected == []


def test_what_is_found_is_what_a_rebuild_would_make_of_the_pages(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that were just made are not read again."""
    monkeypatch.setattr(indexing, "CHUNK", 2)
    odd = {
        **LINE,
        "title": "“Café” d'66 \\ 't",
        "body": '## E-mail\n\n"Foto’s" \\ van ’t <b>İJ</b> & घर, [1] ﬁets\t_x_',
    }
    load(write(*numbered(4), odd, {"title": "Leeg"}))

    def index() -> list[dict[str, Any]]:
        return [
            row for model in (SearchDocument, SearchText, SearchWord) for row in model.objects.order_by("pk").values()
        ]

    before = index()
    assert len(before) > 20
    call_command("rebuild_search_index", verbosity=0)
    assert index() == before


def test_pages_below_a_private_list_are_made_but_not_found(write: Any) -> None:
    index_page = PublicationIndexPage.objects.get()
    PageViewRestriction.objects.create(page=index_page, restriction_type=PageViewRestriction.LOGIN)
    load(write(LINE))
    assert ArticlePage.objects.count() == 1
    assert not SearchText.objects.filter(body__contains="zevenblad").exists()


# --- Damaged files ---------------------------------------------------------------------------------------------------

DAMAGED = [
    (b'{"title": "Half', "it is not JSON"),
    (b"\xff\xfe", "it is not UTF-8"),
    (["een", "lijst"], "it is not a JSON object"),
    ({"summary": "zonder titel"}, "it has no title"),
    ({**LINE, "title": "x" * 256}, "its title has 256 characters; 255 is the most"),
    ({**LINE, "title": 12}, "its title is not a text"),
    ({**LINE, "body": ["tekst"]}, "its body is not a text"),
    ({**LINE, "body": "nul \x00"}, "its body holds a character that cannot be stored"),
    ({**LINE, "body": "half \ud83d"}, "its body holds a character that cannot be stored"),
    ({**LINE, "theme": "onbekend"}, "no theme is called “onbekend”"),
    ({**LINE, "theme": ["ontmoeten", {}]}, "its theme is not a text"),
    ({**LINE, "municipality": "Nergenshuizen"}, "no municipality is called “Nergenshuizen”"),
    ({**LINE, "date": "31-05-2019"}, "its date “31-05-2019” is not one such as 2024-05-31"),
    (b'{"title":' + b"[" * 100_000, "it is not JSON|nested too deep"),
]


@pytest.mark.parametrize(("line", "reason"), DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_line_is_named_with_its_number_and_reason(write: Any, line: Any, reason: str) -> None:
    said = refusal(write(LINE, b"", line, LINE))
    assert any(f"line 3: {each}" in said or f"line 3: its JSON is {each}" in said for each in reason.split("|"))
    assert said.count("\n") == 1
    assert not ArticlePage.objects.exists()


def test_all_damaged_lines_are_named_at_once_and_nothing_is_loaded(write: Any) -> None:
    said = refusal(write(*[line for line, _reason in DAMAGED], LINE))
    for number in range(1, len(DAMAGED) + 1):
        assert f"  line {number}: " in said
    assert "nothing changed" in said
    assert not KnowledgePage.objects.exists()


def test_a_file_with_more_damage_than_anybody_reads_is_not_named_whole(write: Any) -> None:
    assert "and 150 lines more" in refusal(write(*[{"title": ""}] * 250))


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nergens.jsonl").endswith("cannot be read: No such file or directory.")


def test_a_site_without_a_list_of_publications_is_told_how_to_get_one(write: Any) -> None:
    page = PublicationIndexPage.objects.get()
    page.publications.all().delete()
    page.delete()
    assert "manage.py lay_out_site" in refusal(write(LINE))


# --- Themes that are not there ---------------------------------------------------------------------------------------


def test_missing_themes_are_made_only_when_asked(write: Any) -> None:
    file = write({**LINE, "theme": ["Wonen", "ontmoeten"]}, {**LINE, "theme": "wonen"})
    assert "no theme is called “Wonen”" in refusal(file)
    assert "Themes made: Wonen." in load(file, make_themes=True)
    assert set(Theme.objects.values_list("slug", flat=True)) == {"ontmoeten", "wonen"}
    assert [page.themes.count() for page in ArticlePage.objects.order_by("path")] == [2, 1]


def test_no_theme_is_made_for_a_damaged_file(write: Any) -> None:
    refusal(write({**LINE, "theme": "Wonen"}, {"title": ""}), make_themes=True)
    assert Theme.objects.count() == 1


# --- Twice, halfway, and back ----------------------------------------------------------------------------------------


def test_loading_twice_makes_nothing_twice(write: Any) -> None:
    file = write(*numbered(3), LINE, LINE)
    load(file)
    assert "0 pages made" in (said := load(file))
    assert "5 were there already" in said
    assert ArticlePage.objects.count() == 5


def test_a_run_that_breaks_off_leaves_whole_batches_and_the_next_goes_on(
    write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "BATCH", 2)
    index_made, batches = corpus.indexing.index_made, []

    def break_off(pages: list[ArticlePage], *args: Any) -> None:
        batches.append(pages)
        if len(batches) == 2:
            raise KeyboardInterrupt
        index_made(pages, *args)

    file = write(*numbered(5))
    monkeypatch.setattr(corpus.indexing, "index_made", break_off)
    with pytest.raises(KeyboardInterrupt):
        load(file)
    assert ArticlePage.objects.count() == SearchDocument.objects.filter(page__isnull=False).count() == 2
    assert Page.find_problems() == ([], [], [], [], [])
    assert "3 pages made" in load(file)
    assert ArticlePage.objects.count() == SearchDocument.objects.filter(page__isnull=False).count() == 5


def test_delete_removes_what_was_loaded_and_nothing_else(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "BATCH", 2)
    ours = ArticlePageFactory(title="Van de redactie", slug="corpus-van-de-redactie")
    load(write(*numbered(5)))
    edited = ArticlePage.objects.get(title="Pagina 4")
    publish(edited)
    output = io.StringIO()
    call_command("load_corpus", delete=True, stdout=output)
    assert "4 pages removed" in output.getvalue()
    assert {page.pk for page in ArticlePage.objects.all()} == {ours.pk, edited.pk}
    assert Page.find_problems() == ([], [], [], [], [])
    assert not SearchDocument.objects.filter(title__in=[f"Pagina {number}" for number in range(4)]).exists()
    assert SearchDocument.objects.filter(title="Pagina 4").exists()


# --- Somebody at a keyboard ------------------------------------------------------------------------------------------


def test_somebody_at_a_keyboard_is_told_how_much_it_is_and_may_think_again(
    write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ArticlePageFactory()
    questions = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: questions.append(question) or "n")
    assert refusal(write(*numbered(3))) == "Nothing was changed."
    assert questions == ["This adds up to 3 live pages to the 1 publications of the site. Go on? [y/N] "]
    assert ArticlePage.objects.count() == 1
    load(write(*numbered(3)), yes=True)
    assert ArticlePage.objects.count() == 4


def test_a_file_and_delete_do_not_go_together(write: Any) -> None:
    assert "Name a file to load, or give --delete." in refusal(write(LINE), delete=True)
    with pytest.raises(CommandError, match="Name a file"):
        call_command("load_corpus")


def test_verbosity_zero_is_silent(write: Any) -> None:
    assert load(write(LINE), verbosity=0) == ""
