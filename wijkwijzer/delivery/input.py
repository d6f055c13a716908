"""Hostile input, met at the door: what no address of the site ever holds becomes a plain 404 or is left out."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class CleanInputMiddleware:
    """Drop NUL characters from the query string (PostgreSQL cannot store them) and refuse them in the path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or NUL in request.META.get("QUERY_STRING", ""):
            self._drop_nul(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if NUL in request.path_info:
            raise Http404

    @staticmethod
    def _drop_nul(request: HttpRequest) -> None:
        cleaned = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            cleaned.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
        request.GET = cleaned
        request.META["QUERY_STRING"] = cleaned.urlencode()
