"""Where Wagtail asks what this room adds to its screens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from wijkwijzer.people.forgetting import Leaving

from .forgetting import evidence_of
from .views import passages


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("aanbevelingen/<slug:kind>/<int:page_id>/", passages, name="recommendations_passages")]


@hooks.register("before_delete_page")
def say_what_leans_on_it(request: HttpRequest, page: Any) -> None:
    """Before somebody deletes a page: which recommendations lose a source by it."""
    if request.method == "GET":
        for trace in evidence_of(Leaving(pages=[page, *page.get_descendants()])):
            messages.warning(request, f"{trace.what}: {trace.title}.")
