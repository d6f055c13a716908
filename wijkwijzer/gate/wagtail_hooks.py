from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.views.documents import DeleteView as DeleteDocumentView
from wagtail.images import get_image_model
from wagtail.images.views.images import DeleteView as DeleteImageView
from wagtail.models import Page

from .files import pages_that_hold
from .forms import why_held
from .pages import GatedPage


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """At Wagtail's own addresses and before them, as this room comes first: Wagtail would only say that one may not."""
    delete_image = _unless_held(DeleteImageView.as_view(), get_image_model(), "wagtailimages:edit")
    delete_document = _unless_held(DeleteDocumentView.as_view(), get_document_model(), "wagtaildocs:edit")
    return [
        path("images/<int:image_id>/delete/", delete_image),
        path("documents/delete/<int:document_id>/", delete_document),
    ]


def _unless_held(delete: Callable[..., HttpResponse], model: Any, edit: str) -> Callable[..., HttpResponse]:
    """The view that deletes a file; of one that a page holds it says why it stays."""

    def view(request: HttpRequest, **which: int) -> HttpResponse:
        (number,) = which.values()
        if held_by := list(pages_that_hold(get_object_or_404(model, pk=number))):
            messages.error(request, why_held(held_by))
            return redirect(edit, number)
        return delete(request, **which)

    return view


@hooks.register("before_create_page", order=-1)
def add_in_turn(request: HttpRequest, parent_page: Any, *_page_class: Any) -> None:
    """Two may add a page in the same place at once, or one whose browser saves by itself just then. Wagtail asks
    whether an address is free before it holds the place; the second would get an error, and lose what was typed."""
    if request.method == "POST":
        _hold(parent_page.pk)


@hooks.register("before_copy_page", order=-1)
def copy_in_turn(request: HttpRequest, _page: Any) -> None:
    where = request.POST.get("new_parent_page", "")
    if where.isdecimal():
        _hold(int(where))


def _hold(place: int) -> None:
    get_object_or_404(Page.objects.select_for_update(), pk=place)


@hooks.register("before_edit_page")
def say_what_is_lost(request: HttpRequest, page: Any) -> None:
    """A draft names rows by their key. One may be deleted since; the draft opens without it."""
    if request.method == "GET" and isinstance(page, GatedPage) and page.lost:
        what = ", ".join(str(name) for name in page.lost)
        messages.warning(
            request,
            _(
                "Iets waar dit concept naar verwees, is verwijderd: %(what)s. Die regel staat er niet meer in. "
                "Kies iets anders, of ga zonder verder."
            )
            % {"what": what},
        )
