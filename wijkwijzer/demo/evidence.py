"""Evidence in content files: a passage is named by words that stand in it and in no other passage of its page."""

from typing import Any

from wijkwijzer.recommendations.models import Evidence
from wijkwijzer.recommendations.passages import Passage, passages_of, tips_of

from .markup import MarkupError


def evidence(row: dict[str, Any], source: Any, place: int) -> Evidence:
    """A row of evidence of a content file: `stance`, `explanation`, and `passage` unless it is the page as a whole."""
    passage = _passage(passages_of(source), row["passage"], source) if row.get("passage") else None
    return Evidence(
        source=source.knowledgepage_ptr,
        passage=passage.key if passage else "",
        fingerprint=passage.fingerprint if passage else "",
        stance=row["stance"],
        explanation=row["explanation"],
        sort_order=place,
    )


def tip(words: str, tip_list: Any) -> str:
    """The key of the tip with these words in its title."""
    return _passage(tips_of(tip_list), words, tip_list).key


def _passage(passages: list[Passage], words: str, source: Any) -> Passage:
    found = [passage for passage in passages if " ".join(words.split()) in passage.text]
    if len(found) != 1:
        raise MarkupError(f"{source.slug}: “{words}” stands in {len(found)} passages; name words of exactly one.")
    return found[0]
