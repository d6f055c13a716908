"""The template tags of the pages room: frame, kind and reading time, running text with footnotes."""

import json

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from wagtail.models import PageViewRestriction

from portraits.models import PortraitIndexPage
from practices.models import PracticeIndexPage
from tests.factories import (
    CasePageFactory,
    ContentPageFactory,
    PersonFactory,
    PortraitPageFactory,
    PracticePageFactory,
    ThemeFactory,
)
from wijkwijzer.blocks.templatetags.text_tags import (
    Footnotes,
    fetch_links_of,
    footnotes_of,
    place_blocks,
    rich_text,
    with_footnotes,
)
from wijkwijzer.pages.models import PagePerson, PageTheme, SiteSettings
from wijkwijzer.pages.templatetags.frame_tags import (
    beyond,
    canonical_address,
    may_be_editor,
    navigation,
    own_address,
    people_beside,
    printed_address,
    themes_with_pages,
)
from wijkwijzer.pages.templatetags.publication_tags import gable, original_reading_time, reading_time, structured_data

pytestmark = pytest.mark.django_db

NOTES = {"notes": [{"kind": "explanation", "text": "Uitleg"}, {"kind": "literature", "text": "Een boek"}]}


def context_of(page=None, **cookies):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return Context({"request": request, **({"page": page} if page else {})})


def body(*blocks):
    return [{"type": name, "value": value} for name, value in blocks]


def test_the_navigation_of_a_page_costs_the_site_and_one_query():
    page = PracticePageFactory()
    context = context_of(page)
    navigation(context_of(page))  # the site's root paths are cached by Wagtail
    with CaptureQueriesContext(connection) as queries:
        navigation(context)
        navigation(context)
    assert len(queries) == 2


def test_lists_stand_in_the_main_menu_and_content_pages_in_the_footer():
    ContentPageFactory(title="Over ons", show_in_menus=True)
    found = navigation(context_of())
    assert "Praktijkvoorbeelden" in [item.title for item in found.main]
    assert [item.title for item in found.footer] == ["Over ons"]


def test_the_menu_says_which_list_the_page_is_in():
    found = navigation(context_of(PracticePageFactory()))
    current = {item.type: item.current for item in found.main}
    assert current["practices.practiceindexpage"] == "true"
    assert current["portraits.portraitindexpage"] == ""


def test_the_breadcrumb_holds_the_levels_between_home_and_the_page():
    found = navigation(context_of(PracticePageFactory()))
    assert [item.title for item in found.ancestors] == [PracticeIndexPage.objects.get().title]


def test_a_private_or_unpublished_page_is_neither_in_the_menu_nor_in_the_breadcrumb():
    page = PracticePageFactory()
    PageViewRestriction.objects.create(page=PracticeIndexPage.objects.get(), restriction_type="login")
    PortraitIndexPage.objects.get().unpublish()
    found = navigation(context_of(page))
    assert not {"practices.practiceindexpage", "portraits.portraitindexpage"} & {item.type for item in found.main}
    assert found.ancestors == []


def test_the_canonical_address_is_the_original_where_the_editor_chose_so():
    page = PracticePageFactory(earlier_url="https://example.org/stuk", canonical_to_earlier=True)
    assert canonical_address(context_of(page)) == "https://example.org/stuk"


def test_a_page_that_is_no_wagtail_page_is_canonical_without_its_query():
    context = Context({"request": RequestFactory().get("/themas/?pagina=2")})
    assert canonical_address(context) == "http://testserver/themas/"


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("?pagina=2", "http://testserver/tips/?pagina=2"),
        ("?gemeente=breda&pagina=2&utm_source=x", "http://testserver/tips/?pagina=2"),
        ("?pagina=1", "http://testserver/tips/"),
        ("?pagina=0x", "http://testserver/tips/"),
        ("?utm_source=x", "http://testserver/tips/"),
        ("?pagina=99", "http://testserver/tips/?pagina=3"),
    ],
)
def test_a_further_page_of_a_list_is_canonical_to_itself_without_the_rest_of_its_query(query, address):
    request = RequestFactory().get(f"/tips/{query}")
    page_obj = Paginator(range(30), 12).get_page(request.GET.get("pagina"))
    context = Context({"request": request, "page_obj": page_obj})
    assert own_address(context) == canonical_address(context) == address


def test_a_printed_search_says_what_was_searched():
    page_obj = Paginator(range(30), 12).get_page(2)
    context = Context({"request": RequestFactory().get("/zoeken/?utm_source=x"), "page_query": "q=wijk&gemeente=breda"})
    assert printed_address(context) == "http://testserver/zoeken/?q=wijk&gemeente=breda"
    context["page_obj"] = page_obj
    assert printed_address(context) == "http://testserver/zoeken/?pagina=2&q=wijk&gemeente=breda"
    context["page_query"] = ""
    assert printed_address(context) == "http://testserver/zoeken/?pagina=2"


def test_a_publication_has_no_further_pages():
    page = PracticePageFactory()
    context = Context({"request": RequestFactory().get(f"{page.url}?pagina=2"), "page": page})
    assert own_address(context) == page.full_url


@pytest.mark.parametrize(
    ("factory", "beside"),
    [
        (PortraitPageFactory, ["case_bringer", "quoted", "mentioned", "contact"]),
        (CasePageFactory, ["portrayed", "quoted", "mentioned", "contact"]),
        (PracticePageFactory, ["portrayed", "case_bringer", "quoted", "mentioned", "contact"]),
    ],
)
def test_the_people_beside_a_text_are_those_the_page_does_not_show_already(factory, beside):
    page = factory()
    for role in PagePerson.Role.values:
        PagePerson.objects.create(page=page, person=PersonFactory(), role=role)
    assert [link.role for link in people_beside(type(page).objects.get(pk=page.pk))] == beside


def test_what_a_list_leaves_out_is_counted():
    assert beyond(5, ["a", "b"]) == 3


def test_only_a_session_cookie_makes_the_site_ask_who_is_reading():
    assert not may_be_editor(context_of())
    assert may_be_editor(context_of(sessionid="x"))


def test_only_themes_with_something_to_read_are_listed():
    theme = ThemeFactory(name="Vol")
    ThemeFactory(name="Leeg")
    PageTheme.objects.create(content_object=PracticePageFactory(), tag=theme)
    draft = PracticePageFactory(live=False)
    PageTheme.objects.create(content_object=draft, tag=theme)
    assert [(found.name, found.page_count) for found in themes_with_pages()] == [("Vol", 1)]


@pytest.mark.parametrize(("words", "text"), [(10, "Leestijd: 1 minuut"), (1650, "Leestijd: 6 minuten")])
def test_the_reading_time_is_said_in_words(words, text):
    page = PracticePageFactory()
    page.word_count = words
    SiteSettings.objects.all().delete()
    assert reading_time(context_of(page), page) == text


def test_the_original_says_its_own_reading_time_or_nothing():
    assert original_reading_time(PracticePageFactory.build()) == ""
    page = PracticePageFactory.build(earlier_reading_minutes=12)
    assert original_reading_time(page) == "Leestijd van het origineel: 12 minuten"


@pytest.mark.parametrize("name", ["halsgevel", "trapgevel", "klokgevel", "tuitgevel", "lijstgevel"])
def test_every_gable_is_an_image_that_is_hidden_from_a_screen_reader(name):
    assert 'aria-hidden="true"' in gable(name)


def test_a_title_cannot_end_the_block_of_structured_data():
    page = PracticePageFactory(title="</script><script>alert(1)</script> & meer")
    html = structured_data(page)
    assert html.count("</script>") == 1
    data = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(data)["headline"] == page.title


def test_a_number_in_brackets_becomes_a_link_to_its_note_and_back():
    notes = Footnotes([NOTES], "7")
    html = with_footnotes(SafeString("<p>Eerst[1], dan[2] en weer[1].</p>"), notes)
    assert html.count('href="#noot-7-1"') == 2
    assert notes.notes[0].references == ["noot-7-1-terug-1", "noot-7-1-terug-2"]
    assert 'aria-label="Literatuur 2"' in html


def test_a_number_without_a_note_stays_as_typed():
    html = SafeString("<p>Zie [3] en [0].</p>")
    assert with_footnotes(html, Footnotes([NOTES], "7")) == html


def test_a_number_inside_a_link_or_an_address_is_no_reference():
    html = SafeString('<p><a href="https://example.org/?a=[1]">bron [1]</a></p>')
    assert "note-reference" not in with_footnotes(html, Footnotes([NOTES], "7"))


def test_text_of_an_editor_cannot_become_markup_by_way_of_a_note():
    notes = Footnotes([NOTES], "7")
    assert "<p>&lt;script&gt; <sup" in with_footnotes(SafeString("<p>&lt;script&gt; [1]</p>"), notes)
    assert "<script>" not in with_footnotes("<script> [1]", notes)


def test_a_stream_without_footnotes_is_left_alone():
    page = PracticePageFactory(body=body(("text", "<p>Zie [1].</p>")))
    assert footnotes_of(page.body) is None


def test_headings_shift_inside_a_report_and_skip_no_level():
    page = PracticePageFactory(
        body=body(
            ("heading", {"level": "h3", "text": "Te klein"}),
            ("heading", {"level": "h2", "text": "Groot"}),
            ("facts", {"title": "Feiten", "facts": []}),
            ("footnotes", NOTES),
            ("heading", {"level": "h3", "text": "Klein"}),
        )
    )
    assert [place.level for place in place_blocks(page.body)] == [2, 2, 3, 3, 2]
    assert [place.level for place in place_blocks(page.body, 3)] == [3, 3, 4, 4, 3]
    assert place_blocks(page.body)[-1].block.block_type == "footnotes"


def test_links_of_all_texts_of_a_page_cost_one_query():
    targets = [PortraitPageFactory(), PracticePageFactory(), PracticePageFactory(live=False, title="Geheim")]
    texts = [("text", f'<p><a linktype="page" id="{target.pk}">verder</a></p>') for target in targets]
    page = PracticePageFactory(body=body(*texts))
    context = context_of(page)
    navigation(context)
    with CaptureQueriesContext(connection) as queries:
        fetch_links_of(context, page)
        html = [rich_text(context, block.value) for block in page.body]
    assert len(queries) == 1
    assert targets[0].url in html[0]
    assert targets[1].url in html[1]
    assert html[2] == '<div class="rich-text"><p><a>verder</a></p></div>'


def test_a_block_by_itself_renders_without_a_page():
    html = Template("{% load text_tags %}{% rich_text text %}").render(Context({"text": "<p>Los</p>"}))
    assert html == '<div class="rich-text"><p>Los</p></div>'
