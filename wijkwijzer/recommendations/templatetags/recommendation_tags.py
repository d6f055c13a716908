"""On every publication: which recommendations lean on it, beside the passage that they lean on."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import F
from django.template import NodeList, RequestContext
from django.template.base import FilterExpression, Parser, Token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wijkwijzer.delivery.prepared import prepared

from ..models import Evidence, RecommendationPage
from ..passages import anchor_of
from ..vocabularies import Stance

CACHE_NAME = "_wijkwijzer_leads_to"

register = template.Library()


@dataclass(frozen=True)
class Lead:
    """A recommendation that leans on a passage, and how; `stance` is empty where the passage is the statement."""

    page: Any
    stance: str


@register.simple_tag(takes_context=True)
def leads_to(context: RequestContext, page: Any) -> list[Lead]:
    """The public recommendations that lean on `page` or what is shown whole on it, each once. One query.

    What is found is kept for `passage`, which shows it beside the text itself.
    """
    ids = {one.pk for one in page.get_pages_shown_whole() if one.pk}
    passages: dict[tuple[int, str], list[Lead]] = defaultdict(list)
    found: dict[int, Lead] = {}
    for row in _rows(ids) if ids else ():
        if row.tip_list_id in ids:
            _add(passages, (row.tip_list_id, row.tip), Lead(row, ""))
            found.setdefault(row.pk, Lead(row, ""))
        if row.source_id in ids:
            lead = Lead(row, str(Stance(row.stance).label))
            found.setdefault(row.pk, lead)
            if row.passage:
                _add(passages, (row.source_id, row.passage), lead)
    request = context.get("request")
    if request is not None:
        setattr(request, CACHE_NAME, passages)
    return list(found.values())


def _add(passages: dict[tuple[int, str], list[Lead]], key: tuple[int, str], lead: Lead) -> None:
    if lead not in passages[key]:
        passages[key].append(lead)


@prepared
def _rows(ids: set[int]) -> Any:
    """A row for each piece of evidence of each recommendation that leans on one of the pages.

    By their keys: of one table *or* another, SQLite walks over all pages of the site.
    """
    leaning = Evidence.objects.filter(source__in=ids).order_by().values("page")
    tips = RecommendationPage.objects.filter(tip_list__in=ids).order_by().values("pk")
    pages = RecommendationPage.objects.visible().filter(pk__in=leaning.union(tips))
    return (
        pages.annotate(source_id=F("evidence__source"), passage=F("evidence__passage"), stance=F("evidence__stance"))
        .only("title", "url_path", "locale", "content_type", "tip_list", "tip")
        .order_by("title", "pk", "evidence__sort_order")
    )


class PassageNode(template.Node):
    """`{% passage key page_pk %} … {% endpassage %}`"""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, key: FilterExpression, page: FilterExpression) -> None:
        self.nodelist, self.key, self.page = nodelist, key, page

    def render(self, context: Any) -> SafeString:
        inner = self.nodelist.render(context)
        passages = getattr(context.get("request"), CACHE_NAME, None)
        if not passages:
            return inner
        key = str(self.key.resolve(context) or "")
        # A page that shows two streams tells their notes apart by a letter behind its number.
        page = str(self.page.resolve(context) or "").rstrip("s")
        leads = passages.get((int(page), key)) if page.isdecimal() else None
        if not leads:
            return inner
        beside = render_to_string("components/leads_to.html", {"leads": leads, "kept": f"{page}~{key}"})
        return format_html('<div class="passage" id="{}">{}{}</div>', anchor_of(key), mark_safe(inner), beside)  # noqa: S308 (rendered by a template)


@register.tag
def passage(parser: Parser, token: Token) -> PassageNode:
    """A piece of text that may be evidence: gets an address of its own, and beside it what leans on it.

    Takes the key of the passage and that of its page. Where nothing leans on it the text stays as it is.
    """
    parts = token.split_contents()
    if len(parts) != 3:
        raise template.TemplateSyntaxError("passage takes the key of a passage and of its page")
    nodelist = parser.parse(("endpassage",))
    parser.delete_first_token()
    return PassageNode(nodelist, parser.compile_filter(parts[1]), parser.compile_filter(parts[2]))
