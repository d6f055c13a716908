"""The sitemap holds every public page, and one host."""

import re

import pytest
from django.test import Client

from tests.factories import OrganisationFactory, PersonFactory, PortraitPageFactory, PracticePageFactory, ThemeFactory
from wijkwijzer.pages.models import Contribution

pytestmark = pytest.mark.django_db


def addresses(client: Client, host: str = "testserver") -> set[str]:
    return set(re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml", HTTP_HOST=host).content.decode()))


def test_the_sitemap_holds_pages_lists_and_what_pages_point_at(client: Client) -> None:
    page, theme, organisation = PortraitPageFactory(), ThemeFactory(), OrganisationFactory()
    page.contributions = [Contribution(organisation=organisation, role="partner")]
    page.save()
    wanted = {page.url, theme.get_absolute_url(), organisation.get_absolute_url(), "/", "/portretten/", "/themas/"}
    wanted |= {"/gemeenten/", "/begrippen/"}
    assert {f"http://testserver{url}" for url in wanted} <= addresses(client)


def test_an_organisation_is_in_it_when_it_made_or_holds_something_that_is_public(client: Client) -> None:
    holder, idle, maker = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    PracticePageFactory(holder_organisation=holder)
    draft = PortraitPageFactory(live=False)
    draft.contributions = [Contribution(organisation=maker, role="partner")]
    draft.save()
    found = addresses(client)
    assert f"http://testserver{holder.get_absolute_url()}" in found
    assert f"http://testserver{idle.get_absolute_url()}" not in found
    assert f"http://testserver{maker.get_absolute_url()}" not in found


def test_the_sitemap_names_one_host_whatever_host_was_asked(client: Client) -> None:
    ThemeFactory()
    assert {address.split("/")[2] for address in addresses(client, "localhost")} == {"testserver"}


def test_who_has_no_public_profile_is_not_in_it(client: Client) -> None:
    hidden, public = PersonFactory(), PersonFactory(public_profile=True)
    found = addresses(client)
    assert f"http://testserver{public.get_absolute_url()}" in found
    assert f"http://testserver{hidden.get_absolute_url()}" not in found


def test_a_page_that_sends_search_engines_to_its_original_is_not_in_it(client: Client) -> None:
    page = PortraitPageFactory(earlier_url="https://example.org/", canonical_to_earlier=True)
    assert page.full_url not in addresses(client)
