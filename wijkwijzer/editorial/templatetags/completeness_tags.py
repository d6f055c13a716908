"""What a page lacks, for the editor's side panel."""

from typing import Any

from django import template

from ..completeness import Gap, gaps

register = template.Library()


@register.simple_tag
def missing_before_submit(page: Any) -> list[Gap]:
    """What the newest version that was saved lacks; the form itself may be ahead of it by a moment."""
    return gaps(page.get_latest_revision_as_object())
