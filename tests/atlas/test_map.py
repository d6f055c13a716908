"""The map of the country: every municipality drawn once, those with publications in colour, linked and named."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import MunicipalityFactory, PracticePageFactory
from wijkwijzer.atlas.outlines import centre, outlines
from wijkwijzer.atlas.templatetags.atlas_tags import national_map, places_with_pages
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import PageMunicipality

GRONINGEN, LEEUWARDEN = "GM0014", "GM0080"


def place(code: str, name: str, pages: int, role: str = "subject") -> Municipality:
    municipality = Municipality.objects.filter(code=code).first() or MunicipalityFactory(code=code, name=name)
    for _ in range(pages):
        PageMunicipality.objects.create(page=PracticePageFactory(), municipality=municipality, role=role)
    return municipality


def test_every_municipality_of_the_register_has_an_outline() -> None:
    drawn = outlines()
    assert len(drawn.paths) == 342
    assert drawn.view_box == "0 0 1200 1422"
    assert all(path.startswith("M") and path.endswith("z") for path in drawn.paths.values())


def test_a_marker_stands_in_the_middle_of_the_largest_part() -> None:
    assert centre("M0 0l10 0 0 10 -10 0z") == (5, 5)
    assert centre("M900 900l2 0 0 2 -2 0zM100 100l0 20 40 0 0 -20z") == (120, 110)


def test_a_marker_stands_on_the_map_of_every_municipality() -> None:
    for path in outlines().paths.values():
        x, y = centre(path)
        assert 0 <= x <= 1200
        assert 0 <= y <= 1422


def test_a_part_without_an_area_has_its_marker_at_its_first_point() -> None:
    assert centre("M7 9l1 0 -1 0z") == (7, 9)


@pytest.mark.django_db
class TestMap:
    def test_only_places_that_a_public_page_is_about_are_on_it_in_one_query(self) -> None:
        place(GRONINGEN, "Groningen", 2)
        place(LEEUWARDEN, "Leeuwarden", 1, role="mentioned")
        hidden = PracticePageFactory(live=False)
        PageMunicipality.objects.create(page=hidden, municipality=place("GM0344", "Utrecht", 0))
        with CaptureQueriesContext(connection) as queries:
            found = national_map(places_with_pages())
        assert [(one.municipality.code, one.page_count) for one in found.places] == [(GRONINGEN, 2)]
        assert len(queries) == 1

    def test_the_ground_is_all_that_is_not_in_colour(self) -> None:
        paths = outlines().paths
        found = national_map([place(GRONINGEN, "Groningen", 0)])
        assert paths[GRONINGEN] not in found.ground
        assert paths[LEEUWARDEN] in found.ground
        assert len(found.ground) + len(paths[GRONINGEN]) == sum(map(len, paths.values()))

    def test_a_place_without_an_outline_is_left_out(self) -> None:
        assert national_map([MunicipalityFactory(code="GM9999")]).places == []

    def test_each_place_is_a_link_with_a_name_and_the_source_is_named(self) -> None:
        groningen = place(GRONINGEN, "Groningen", 2)
        text = "{% load atlas_tags %}{% places_with_pages as places %}{% include 'components/map.html' %}"
        html = Template(text).render(Context())
        link = re.search(
            rf'<a class="map__place map__place--many"\s+href="{groningen.get_absolute_url()}">(.*?)</a>', html, re.S
        )
        assert re.search(r"<title>\s*Groningen: 2 publicaties\s*</title>", link[1])
        assert "CBS / Kadaster" in html
        assert not re.search(r'="[\d.]+,\d', html), "A decimal comma in a coordinate."

    def test_home_and_the_list_of_municipalities_show_it_and_say_the_same_in_words(self, client: Client) -> None:
        groningen = place(GRONINGEN, "Groningen", 1)
        for address in ("/", "/gemeenten/"):
            html = client.get(address).content.decode()
            assert re.search(r"<title>\s*Groningen: 1 publicatie\s*</title>", html)
            assert re.search(rf'<a class="chip"\s+href="{groningen.get_absolute_url()}">Groningen', html)
