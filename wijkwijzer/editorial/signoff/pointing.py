"""In the page as visitors will see it, what a portrayed person's yes covers: a line around it.

The page is made as it always is; what is looked for in it are the words and pictures of the parts that are counted
(`parts.py`). A part whose words stand nowhere on the page is named, so that nothing is approved in silence.
"""

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag

from .parts import Part

CLASS = "covered"
# What holds a piece of text of its own. Of pieces inside each other the innermost count.
LEAVES = ("p", "li", "h1", "h2", "h3", "h4", "blockquote", "figcaption", "caption", "th", "td", "dt", "dd", "summary")
# The way back to here and the list of contents repeat words of the page.
ELSEWHERE = ("nav", "script", "style")
# In no text.
LINE_END = "\x00"


class Pointer:
    """A page in which parts are pointed out; `page` is the whole document."""

    def __init__(self, page: str) -> None:
        self.soup = BeautifulSoup(page, "html.parser")
        main = self.soup.main or self.soup
        elements = [tag for tag in main.find_all(True) if tag.name not in ELSEWHERE and not tag.find_parent(ELSEWHERE)]
        self._pictures: set[int] = set()
        self._elements = [(tag, said(tag.get_text(" "))) for tag in elements]

    def point_out(self, parts: Iterable[Part]) -> list[Part]:
        """draw a line around each part; gives those that are not on the page, or not whole."""
        return [part for part in parts if not self._point_out(part)]

    def add(self, notice: str, stylesheet: str) -> None:
        """Say above the page what the lines mean."""
        (self.soup.main or self.soup).insert(0, BeautifulSoup(notice, "html.parser"))
        if self.soup.head:
            self.soup.head.append(self.soup.new_tag("link", rel="stylesheet", href=stylesheet))

    def __str__(self) -> str:
        return str(self.soup)

    def _point_out(self, part: Part) -> bool:
        places = [self._places(words) for words in words_of(part)]
        if part.picture is not None:
            places.append(self._picture(part.picture.description))
        for tag in {id(tag): tag for found in places for tag in found}.values():
            classes = tag.get_attribute_list("class") if tag.has_attr("class") else []
            if CLASS not in classes:
                tag["class"] = " ".join([*map(str, classes), CLASS])
        return all(places)

    def _places(self, words: str) -> list[Tag]:
        """Wherever exactly these words stand, or else the smallest place that has them among others."""
        exact = [tag for tag, text in self._elements if text == words]
        if exact:
            within = {id(child) for tag in exact for child in tag.find_all(True)}
            return [tag for tag in exact if id(tag) not in within]
        around = [(len(text), tag) for tag, text in self._elements if words in text]
        return [min(around, key=lambda found: found[0])[1]] if around else []

    def _picture(self, description: str) -> list[Tag]:
        """The next picture with this description, with its caption and maker."""
        for tag, _text in self._elements:
            if tag.name == "img" and tag.get("alt") == description and id(tag) not in self._pictures:
                self._pictures.add(id(tag))
                return [tag.find_parent("figure") or tag.find_parent("picture") or tag]
        return []


def words_of(part: Part) -> list[str]:
    """The words of a part in the pieces in which they stand on a page."""
    if part.on_page is not None:
        return [said(words) for words in part.on_page]
    soup = BeautifulSoup(part.html, "html.parser")
    for line_end in soup.find_all("br"):
        line_end.replace_with(LINE_END)
    leaves: list[Any] = [tag for tag in soup.find_all(LEAVES) if not tag.find(LEAVES)] or [soup]
    lines = [said(line) for leaf in leaves for line in leaf.get_text(" ").split(LINE_END)]
    return [line for line in dict.fromkeys(lines) if line]


def said(text: str) -> str:
    """A text without what white space its source has."""
    return " ".join(text.split())
