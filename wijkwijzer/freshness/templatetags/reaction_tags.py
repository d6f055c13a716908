"""The two questions to readers, for the templates of publications."""

from functools import lru_cache
from types import SimpleNamespace

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from wijkwijzer.pages.models import KnowledgePage

from ..forms import ReactionForm

# Stand where an empty form has its stamp and its address; neither needs escaping, nor do these.
STAMP, PAGE = "stamp-of-the-form", 2_000_000_000

register = template.Library()


@register.simple_tag
def empty_questions(page: KnowledgePage) -> SafeString:
    """The questions nobody answered yet: the same text on each page but for the stamp and the address."""
    before, between, after = _parts() if not settings.DEBUG else _parts.__wrapped__()
    address, stamp = reverse("freshness:react", args=[page.pk]), ReactionForm.new_stamp()
    return mark_safe(f"{before}{address}{between}{stamp}{after}")  # noqa: S308 (a number and a signature)


@lru_cache(maxsize=1)
def _parts() -> tuple[str, str, str]:
    form = ReactionForm()
    form.fields["stamp"].initial = STAMP
    html = render_to_string("components/reader_questions.html", {"form": form, "page": SimpleNamespace(pk=PAGE)})
    before, _address, rest = html.partition(reverse("freshness:react", args=[PAGE]))
    between, _stamp, after = rest.partition(STAMP)
    return before, between, after
