"""Where Wagtail asks what this room adds to its screens."""

from django.urls import URLPattern, path
from wagtail import hooks

from .views import passages


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("aanbevelingen/<slug:kind>/<int:page_id>/", passages, name="recommendations_passages")]
