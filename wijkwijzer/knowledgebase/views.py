"""The screens of the guide. Wagtail lets only who may enter the editors' side reach addresses registered with it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .guide import INDEX, GuidePage, picture_file, read_page


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """One page of the guide, or its contents."""

    template_name = "wagtailadmin/guide/page.html"
    header_icon = "help"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.guide_page = self._read(kwargs.get("slug", INDEX))

    @staticmethod
    def _read(slug: str) -> GuidePage:
        page = read_page(slug)
        if page is None:
            raise Http404(f"The guide has no page {slug}")
        return page

    def get_page_title(self) -> Any:
        return self.guide_page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*super().get_breadcrumbs_items(), {"url": reverse("guide"), "label": _("Handleiding")}]
        if self.guide_page.slug != INDEX:
            items.append({"url": "", "label": self.guide_page.title})
        return items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["guide_page"] = self.guide_page
        context["is_contents"] = self.guide_page.slug == INDEX
        return context


def guide_picture(request: HttpRequest, name: str) -> FileResponse:
    """A screenshot; only for who is signed in, since it shows the editors' side."""
    file = picture_file(name)
    if file is None:
        raise Http404(f"The guide has no picture {name}")
    return FileResponse(file.open("rb"), content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
