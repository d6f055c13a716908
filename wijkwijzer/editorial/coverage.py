"""Where there is still nothing: themes by province and by year, with a way to look for somebody to portray."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from wijkwijzer.municipalities.models import Province
from wijkwijzer.pages.models import KnowledgePage, PageMunicipality, PageTheme
from wijkwijzer.taxonomy.models import Theme
from wijkwijzer.users.roles import Role

from .reports import DeskListView, Row

Cells = Counter[tuple[int, Any, int]]


def cells() -> Cells:
    """How many visible publications there are of a theme about a municipality in a province, by the year they appeared
    (0: unknown); keys are (theme, province, year). A publication counts once in a cell."""
    pages = KnowledgePage.objects.visible()
    years = {pk: day.year if day else 0 for pk, day in pages.values_list("pk", "published_on")}
    provinces: dict[int, set[Any]] = {}
    places = PageMunicipality.objects.filter(page__in=pages.values("pk"), role="subject")
    for page, province in places.values_list("page", "municipality__province"):
        provinces.setdefault(page, set()).add(province)
    found: Cells = Counter()
    themes = PageTheme.objects.filter(content_object__in=pages.values("pk"))
    for page, theme in set(themes.values_list("content_object", "tag")):
        for province in provinces.get(page, ()):
            found[theme, province, years[page]] += 1
    return found


def _search(**filters: Any) -> str:
    return f"{reverse('search:search')}?{urlencode({name: value for name, value in filters.items() if value})}"


class CoverageView(DeskListView):
    """The matrix on the screen; a row for each cell in the files."""

    page_title = _("Waar ontbreekt nog iets?")
    header_icon = "table"
    index_url_name = "editorial_coverage"
    results_template_name = "wagtailadmin/editorial/coverage_results.html"
    roles = (Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR)
    export_filename = "dekking"
    columns = [Column("theme", label=_("Thema"))]
    list_export = ["theme", "province", "year", "pages"]
    export_headings = {
        "theme": _("Thema"), "province": _("Provincie"), "year": _("Jaar"), "pages": _("Publicaties"),
    }  # fmt: skip

    @cached_property
    def found(self) -> Cells:
        return cells()

    def rows(self) -> list[Row]:
        """Every theme in every province; a year only where there is something."""
        found = self.found
        rows: list[Row] = []
        for theme in Theme.objects.order_by("name"):
            for province in Province.objects.order_by("name"):
                place = (theme.pk, province.pk)
                years = sorted(year for of, at, year in found if (of, at) == place) or [0]
                for year in years:
                    pages = found[theme.pk, province.pk, year]
                    rows.append({"theme": theme.name, "province": province.name, "year": year or "", "pages": pages})
        return rows

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        found = self.found
        years = sorted({year for _theme, _province, year in found if year}, reverse=True)
        chosen = self.request.GET.get("jaar", "")
        year = int(chosen) if chosen.isdecimal() and int(chosen) in years else 0
        provinces = list(Province.objects.order_by("name"))
        context["provinces"], context["years"], context["year"] = provinces, years, year
        pages: Counter[tuple[int, Any]] = Counter()
        for (theme_key, place, when), number in found.items():
            if not year or when == year:
                pages[theme_key, place] += number
        context["lines"] = [
            (theme, [self._cell(pages, theme, province, year) for province in provinces])
            for theme in Theme.objects.order_by("name")
        ]
        return context

    @staticmethod
    def _cell(counted: Counter[tuple[int, Any]], theme: Theme, province: Province, year: int) -> dict[str, Any]:
        pages = counted[theme.pk, province.pk]
        if pages:
            address = _search(thema=theme.slug, provincie=province.slug, jaar=year)
        else:
            # Somebody may be portrayed there already, about something else.
            address = _search(soort="portret", provincie=province.slug)
        return {"pages": pages, "address": address, "province": province}
