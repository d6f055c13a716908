from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from .explorer import Publicaties, PublicationViewSet
from .listings import Kennisbank
from .views import GuideView, guide_picture

modeladmin_register(Kennisbank)

# Wagtail's own guides are in English, on other sites and about everything; ours stands in their place.
ENGLISH_GUIDES = ("whats-new", "editor-guide")


@hooks.register("register_admin_viewset")
def register_publications() -> list[Any]:
    return [PublicationViewSet(), Publicaties()]


@hooks.register("register_admin_urls")
def register_guide_urls() -> list[URLPattern]:
    return [
        path("handleiding/", GuideView.as_view(), name="guide"),
        path("handleiding/beeld/<str:name>", guide_picture, name="guide_picture"),
        path("handleiding/<slug:slug>/", GuideView.as_view(), name="guide_page"),
    ]


@hooks.register("register_help_menu_item")
def register_guide_item() -> MenuItem:
    return MenuItem(_("Handleiding"), reverse("guide"), name="handleiding", icon_name="help", order=100)


@hooks.register("construct_help_menu")
def leave_out_english_guides(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(ENGLISH_GUIDES)]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
