"""Publishing as Wagtail alone does it: `revision.publish()`, with its search index and its references."""

from html import escape
from typing import Any

from wagtail.models import Page

from benchmarks.asking import cpu_of
from benchmarks.stock_site.blog.models import StoryPage


def publish(content: dict[str, Any]) -> float:
    """Milliseconds of the processor for publishing alone; the draft is saved before. The story is made at first."""
    page = StoryPage.objects.first() or Page.objects.get(slug="stock-home").add_child(
        instance=StoryPage(title=content["title"], slug="story", summary="-", live=False)
    )
    page.summary = content["summary"]
    page.body = [("paragraph", f"<p>{escape(text)}</p>") for text in content["body"]]
    page.tags.set([f"tag {number}" for number in range(content["tags"])])
    revision = page.save_revision()
    return cpu_of(revision.publish)
