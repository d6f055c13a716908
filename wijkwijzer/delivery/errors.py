"""Error pages that help: a 404 with ways on, and a 500 that needs neither database nor templates of other rooms."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import page_not_found as django_page_not_found


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return django_page_not_found(request, exception, template_name="404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: context processors could fail for the same reason as the page did.
    return HttpResponse(render_to_string("500.html"), status=500)
