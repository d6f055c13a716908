"""Recommendations with evidence, made for tests."""

from typing import Any

from tests.factories import ArticlePageFactory, PortraitPageFactory, RecommendationPageFactory
from wijkwijzer.gate.publishing import licence
from wijkwijzer.recommendations.models import Evidence, RecommendationPage
from wijkwijzer.recommendations.passages import passages_of

FIRST, SECOND = "11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "22222222-bbbb-4bbb-8bbb-bbbbbbbbbbbb"


def text(key: str, words: str) -> dict[str, Any]:
    """A block of running text as it is stored."""
    return {"type": "text", "value": f"<p>{words}</p>", "id": key}


def portrait(*blocks: dict[str, Any], **fields: Any) -> Any:
    """A public portrait with these blocks, or two of its own."""
    body = blocks or (text(FIRST, "Zij beslist zelf."), text(SECOND, "Het stadhuis wacht."))
    return PortraitPageFactory(**{"title": "Een portret", **fields}, body=list(body))


def article(**fields: Any) -> Any:
    return ArticlePageFactory(**{"title": "Een onderzoek", "form": "onderzoek", **fields})


def recommend(*sources: tuple[Any, str, str], **fields: Any) -> RecommendationPage:
    """A public recommendation; each source is a page, the key of a passage (or nothing) and a stance."""
    page = RecommendationPageFactory(**{"title": "Geef ruimte", "addressees": ["directie"], **fields})
    for place, (source, key, stance) in enumerate(sources):
        found = {passage.key: passage for passage in passages_of(source)}
        page.evidence.add(
            Evidence(
                source=source.knowledgepage_ptr,
                passage=key,
                fingerprint=found[key].fingerprint if key else "",
                stance=stance,
                explanation=f"Waarom {source.title} dit {stance}.",
                sort_order=place,
            )
        )
    save(page)
    return page


def save(page: Any) -> None:
    """As the gate would, for tests of what readers see."""
    with licence():
        page.save()
