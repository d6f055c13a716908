"""Hostile input, met at the door: what no address of the site ever holds becomes a plain 404 or is left out."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class CleanInputMiddleware:
    """Drop NUL characters from the query string (PostgreSQL cannot store them) and refuse them in the path.

    A query string with more parts than Django wants to read is dropped whole: the page without it is a fair answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            parameters = request.GET
        except SuspiciousOperation:
            self._replace_query(request, QueryDict())
        else:
            if any(NUL in text for name, values in parameters.lists() for text in (name, *values)):
                self._replace_query(request, self._without_nul(parameters))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if NUL in request.path_info:
            raise Http404

    @staticmethod
    def _replace_query(request: HttpRequest, parameters: QueryDict) -> None:
        request.GET = parameters  # type: ignore[assignment]  # the stubs tell two kinds of QueryDict apart
        request.META["QUERY_STRING"] = parameters.urlencode()

    @staticmethod
    def _without_nul(parameters: QueryDict) -> QueryDict:
        cleaned = QueryDict(mutable=True)
        for name, values in parameters.lists():
            cleaned.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
        return cleaned
