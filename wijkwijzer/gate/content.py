"""What a page says, as one number to compare: two revisions with the same number say the same."""

import json
import re
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import COMMENTS_RELATION_NAME

# Where a page stands, who is at work on it and what was said about it is not what it says.
VOLATILE = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "draft_title", "live", "has_unpublished_changes", "owner",
        "locked", "locked_at", "locked_by", "expired", "expire_at", "go_live_at", "first_published_at",
        "last_published_at", "latest_revision", "latest_revision_created_at", "live_revision", "alias_of",
        "translation_key", "content_type", "locale", "wagtail_admin_comments", COMMENTS_RELATION_NAME,
    }
)  # fmt: skip

# The editor writes these into a text that was stored without; nobody reads them.
_BLOCK_KEY = re.compile(r' data-block-key=\\?"[A-Za-z0-9]{1,8}\\?"(?=[^<>]*>)')


def content_hash(content: dict[str, Any], *, leave_out: frozenset[str] = frozenset()) -> str:
    """SHA-256 of the content of a page as revisions store it (`serializable_data`), in hexadecimal.

    `leave_out` names fields that the page derives from others when it is saved.
    """
    kept = {name: _plain(value) for name, value in content.items() if name not in VOLATILE | leave_out}
    text = json.dumps(kept, sort_keys=True, cls=DjangoJSONEncoder, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def without_block_keys(text: str) -> str:
    return _BLOCK_KEY.sub("", text)


def _plain(value: Any) -> Any:
    """A value without what storing it changes: rows of a page get a key when first written, streams are text."""
    if isinstance(value, str):
        value = without_block_keys(value)
    if isinstance(value, str) and value[:2] in ("[{", "[]"):
        # PostgreSQL gives the keys of a stream back in an order of its own.
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, list):
        return [_row(item) if isinstance(item, dict) else item for item in value]
    return value


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if name != "pk"}
