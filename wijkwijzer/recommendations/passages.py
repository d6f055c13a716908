"""Passages: the pieces of a publication that can be evidence, each with an identity that survives edits.

A block of a stream has the identity that Wagtail gave it, wherever it is moved. A field that is a text of its own (what
did not work, the next step) goes by the name of the field. What a passage says is read as search reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from wagtail.fields import RichTextField, StreamField

from portraits.models import MagazinePage, PortraitPage
from practices.models import CasePage, PracticePage, TipListPage, WorkshopPage
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.search.sections import block_texts, plain, raw_blocks

# Texts that are no block, in the order of the page.
FIELDS: dict[type[KnowledgePage], tuple[str, ...]] = {
    PracticePage: ("problem", "approach", "who_needed", "costs", "result", "did_not_work"),
    CasePage: ("question", "context_text", "ask_of_organisation", "next_step", "follow_up"),
    ArticlePage: ("limits",),
}
# The types with passages outside the body that all publications have, to be joined in one query.
WITH_PASSAGES = (PortraitPage, MagazinePage, PracticePage, CasePage, WorkshopPage, TipListPage, ArticlePage)
LENGTH_SHOWN = 280


@dataclass(frozen=True)
class Passage:
    """A piece of a page: `key` is its identity on that page, `text` what it says, plain and on one line."""

    key: str
    text: str

    @property
    def fingerprint(self) -> str:
        """Tells whether it still says the same. The text itself is never kept elsewhere: it may be withdrawn."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def shown(self) -> str:
        """Its beginning, cut between words."""
        if len(self.text) <= LENGTH_SHOWN:
            return self.text
        return f"{self.text[:LENGTH_SHOWN].rsplit(' ', 1)[0]} …"


def passages_of(page: Any) -> list[Passage]:
    """The passages of a page of its own type, those of its streams first, each in the order of the page."""
    found: dict[str, str] = {}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            found |= dict(_in_stream(getattr(page, field.name)))
    for name in FIELDS.get(type(page), ()):
        source = getattr(page, name)
        found[name] = plain(source) if isinstance(page._meta.get_field(name), RichTextField) else source
    passages = [Passage(key, " ".join(text.split())) for key, text in found.items()]
    return [passage for passage in passages if passage.text]


def tips_of(page: Any) -> list[Passage]:
    """The tips of a list, each as its title."""
    tips = [
        (str(block.get("id")), block["value"].get("title", "")) for block in raw_blocks(getattr(page, "tips", None))
    ]
    return [Passage(key, title) for key, title in tips if title]


def passage_of(page: Any, key: str) -> Passage | None:
    return next((passage for passage in passages_of(page) if passage.key == key), None)


def anchor_of(key: str) -> str:
    """The id that a passage has on its page; the tag `passage` writes it there."""
    return f"passage-{key[:8] if '-' in key else key.replace('_', '-')}"


def with_passages(pages: Any) -> Any:
    """`pages` (KnowledgePage) joined with the tables in which their passages are."""
    return pages.select_related(*(model._meta.model_name for model in WITH_PASSAGES))


def own_type(page: KnowledgePage) -> Any:
    """A page of `with_passages` as its own type, without a query; others as they are."""
    model = page.specific_class
    return getattr(page, str(model._meta.model_name)) if model in WITH_PASSAGES else page


def _in_stream(stream: Any) -> Iterator[tuple[str, str]]:
    for block in raw_blocks(stream):
        if block.get("id"):
            yield str(block["id"]), " ".join(block_texts(block["type"], block["value"], {}))
