"""How to cite the publication that is shown, for its template."""

from django import template
from django.template import RequestContext

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.pages.templatetags.frame_tags import site_settings_of

from ..citation import Citation, citation_of, newest_version
from ..formats import FORMS

register = template.Library()


@register.simple_tag(takes_context=True)
def citation(context: RequestContext) -> Citation | None:
    """Of the page, or of the version of it that is shown. Costs no query: the newest one is fetched with the page."""
    page = context.get("page")
    if not isinstance(page, KnowledgePage) or not page.pk:
        return None
    return citation_of(page, site_settings_of(context), context.get("frozen") or newest_version(page))


@register.simple_tag
def citation_forms() -> list[tuple[str, str, str]]:
    """The last part of the address, the name and the content type of each form."""
    return [(f"citeer.{ending}", form.label, form.content_type.partition(";")[0]) for ending, form in FORMS.items()]
