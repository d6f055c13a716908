"""The ready brief of the demo."""

from datetime import timedelta
from typing import Any

import yaml
from django.utils import timezone

from wijkwijzer.briefs.document import versions_of
from wijkwijzer.briefs.items import Reference, read
from wijkwijzer.briefs.models import Brief, BriefItem, digest

from .documents import CONTENT_DIR

# An address that everybody may know, unlike that of a real brief.
TOKEN = "voorbeeld-van-een-beleidsbrief"  # noqa: S105 (no secret)
RENEWED_AFTER = timedelta(days=7)


def load_brief(pages: dict[str, Any]) -> None:
    """Make the brief, or make it anew before it goes by itself; nobody can delete it from outside."""
    digested = digest(TOKEN)
    if Brief.objects.filter(token_digest=digested, made_at__gt=timezone.now() - RENEWED_AFTER).exists():
        return
    Brief.objects.filter(token_digest=digested).delete()
    wanted = yaml.safe_load((CONTENT_DIR / "brief.yaml").read_text(encoding="utf-8"))
    brief, _token, _key = Brief.begin(title=wanted["title"], introduction=wanted["introduction"])
    brief.token_digest = digested
    brief.versions = versions_of(read([Reference(pages[row["page"]].pk) for row in wanted["items"]]))
    brief.save()
    BriefItem.objects.bulk_create(
        BriefItem(brief=brief, place=place, page_id=pages[row["page"]].pk, context=row["context"])
        for place, row in enumerate(wanted["items"])
    )
