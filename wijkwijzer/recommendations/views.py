"""For the editor: the passages of a page that was just chosen."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .forms import public_page
from .passages import passages_of, tips_of

KINDS = {"passages": passages_of, "tips": tips_of}


@require_safe
def passages(request: HttpRequest, kind: str, page_id: int) -> JsonResponse:
    """The pieces of a page that anybody may read, as `{"passages": [{"key", "text"}]}`; none of any other page."""
    if kind not in KINDS:
        raise Http404
    page = public_page(page_id)
    found = KINDS[kind](page) if page else []
    return JsonResponse({"passages": [{"key": passage.key, "text": passage.shown} for passage in found]})
