"""In the page that a portrayed person looks at, what their yes covers has a line around it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue

from portraits.models import PortraitPage
from tests.editorial.conftest import Desk
from tests.editorial.portrait import portrait_of
from tests.factories import ImageFactory, PersonFactory
from wijkwijzer.editorial.signoff.parts import Part, parts_of
from wijkwijzer.editorial.signoff.pointing import CLASS, Pointer, words_of
from wijkwijzer.images.models import SiteImage
from wijkwijzer.people.models import Person


def part(html: str, **more: object) -> Part:
    return Part("Tekst", "body", html, html, **more)


def pointed_out(pointer: Pointer) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in BeautifulSoup(str(pointer), "html.parser").select(f".{CLASS}")]


class TestWords:
    def test_paragraphs_and_lines_are_looked_for_apart(self) -> None:
        assert words_of(part("<p>Een  zin.</p><ul><li>Rustig<br>Eerlijk</li></ul>")) == [
            "Een zin.",
            "Rustig",
            "Eerlijk",
        ]

    def test_of_pieces_in_each_other_the_innermost_count(self) -> None:
        assert words_of(part("<blockquote><p>Kom binnen.</p></blockquote>")) == ["Kom binnen."]

    def test_a_text_without_paragraphs_is_one_piece(self) -> None:
        assert words_of(part("Kom binnen.")) == ["Kom binnen."]


class TestPointing:
    def test_what_is_covered_has_a_line_and_nothing_else(self) -> None:
        pointer = Pointer("<main><h1>Sam</h1><p>Op de markt.</p><p>Thema: wonen</p></main>")
        assert pointer.point_out([part("<p>Sam</p>"), part("<p>Op de markt.</p>")]) == []
        assert pointed_out(pointer) == ["Sam", "Op de markt."]

    def test_words_among_others_are_found_in_the_smallest_place(self) -> None:
        pointer = Pointer("<main><div><p>Een portret van <b>Sam de Wit</b> uit Ede.</p></div><p>Meer.</p></main>")
        assert pointer.point_out([part("", on_page=("van Sam de Wit",))]) == []
        assert pointed_out(pointer) == ["Een portret van Sam de Wit uit Ede."]

    def test_the_way_back_to_a_page_is_not_its_title(self) -> None:
        pointer = Pointer("<main><nav><a>Sam</a></nav><h1>Sam</h1></main>")
        pointer.point_out([part("<p>Sam</p>")])
        assert pointed_out(pointer) == ["Sam"]
        assert BeautifulSoup(str(pointer), "html.parser").h1["class"] == [CLASS]

    def test_what_stands_nowhere_is_named(self) -> None:
        hidden = part("<p>Nergens.</p>")
        assert Pointer("<main><p>Iets.</p></main>").point_out([part("<p>Iets.</p>"), hidden]) == [hidden]

    def test_a_class_that_was_there_stays(self) -> None:
        pointer = Pointer('<main><p class="lead">Sam.</p></main>')
        pointer.point_out([part("<p>Sam.</p>")])
        assert BeautifulSoup(str(pointer), "html.parser").p["class"] == ["lead", CLASS]


def with_pictures(value: Any) -> Any:
    """The value of a block with pictures that have a file."""
    if isinstance(value, SiteImage):
        return ImageFactory(description=f"Beeld van {value}")
    for name in value if isinstance(value, dict) else range(len(value)) if isinstance(value, ListValue) else ():
        value[name] = with_pictures(value[name])
    return value


@pytest.fixture
def person() -> Person:
    return PersonFactory(name="Sam Voorbeeld")


@pytest.mark.django_db
class TestPortrait:
    """Of a real page everything that is counted is pointed out, with each kind of block."""

    def shown(self, page: PortraitPage, person: Person) -> tuple[Pointer, list[Part]]:
        pointer = Pointer(page.make_preview_request().content.decode())
        return pointer, pointer.point_out(parts_of(page, person))

    def test_title_name_picture_and_text(self, person: Person, author: Desk) -> None:
        page = portrait_of(author.user, person)
        pointer, unseen = self.shown(page, person)
        assert unseen == []
        marked = pointed_out(pointer)
        assert {page.title, page.summary, "Op de markt.", "En daarna."} <= set(marked)
        assert any("Gewoon langsgaan." in text for text in marked)
        assert any("Sam Voorbeeld" in text for text in marked)
        image = BeautifulSoup(str(pointer), "html.parser").select_one(f".{CLASS} img")
        assert image is not None

    def test_themes_places_and_sources_are_the_editors_own(self, person: Person, author: Desk) -> None:
        page = portrait_of(author.user, person)
        pointer, _unseen = self.shown(page, person)
        names = [page.theme_links.first().tag.name, page.municipality_links.first().municipality.display_name]
        marked = pointed_out(pointer)
        assert not any(text in (*names, "Een gesprek.") for text in marked)

    @pytest.mark.parametrize("kind", sorted(PortraitPage._meta.get_field("body").stream_block.child_blocks))
    def test_each_kind_of_block(self, kind: str, person: Person, author: Desk) -> None:
        page = portrait_of(author.user, person)
        definition = PortraitPage._meta.get_field("body").stream_block
        value = with_pictures(definition.child_blocks[kind].get_preview_value())
        page.body = StreamValue(definition, [(kind, value)])
        _pointer, unseen = self.shown(page, person)
        assert unseen == []
