"""What a page points at is found once for a publication, and all of it."""

from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from wagtail.models import ReferenceIndex

from portraits.models import PortraitPage
from tests.factories import MunicipalityFactory, PortraitPageFactory, ThemeFactory, link_everything
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import NotApproved, checks, publish
from wijkwijzer.gate.references import references_found_once
from wijkwijzer.pages.models import PageMunicipality, PageTheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> PortraitPage:
    page = PortraitPageFactory()
    link_everything(page, 2)
    return PortraitPage.objects.get(pk=page.pk)


def references(page: Any) -> set[tuple[Any, ...]]:
    """Without the numbers of rows, which a publication gives anew, and the model by which each was found."""
    rows = ReferenceIndex.objects.filter(base_content_type__model="page", object_id=str(page.pk))
    return set(rows.values_list("to_content_type__model", "to_object_id", "model_path"))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> mock.Mock:
    counted = mock.Mock(side_effect=ReferenceIndex.create_or_update_for_object)
    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", counted)
    return counted


def test_a_publication_finds_the_same_as_saving_each_row_and_finds_it_once(
    page: PortraitPage, counted: mock.Mock
) -> None:
    theme = ThemeFactory()
    page.summary = "Anders."
    page.theme_links.add(PageTheme(tag=theme))
    revision = page.save_revision()
    counted.reset_mock()
    publish(revision, Publication.How.COMMAND)
    assert [type(call.args[0]) for call in counted.call_args_list] == [PortraitPage]
    found = references(page)
    assert ("theme", str(theme.pk), "theme_links.item.tag") in found
    ReferenceIndex.objects.all().delete()
    PortraitPage.objects.get(pk=page.pk).save()
    assert references(page) == found


def test_a_row_that_is_gone_takes_its_references_along(page: PortraitPage) -> None:
    link = page.municipality_links.all()[0]
    page.municipality_links.remove(link)
    publish(page.save_revision(), Publication.How.COMMAND)
    assert str(link.municipality_id) not in {to for kind, to, _path in references(page) if kind == "municipality"}


def test_rows_without_their_page_and_rows_of_another_are_found_too(page: PortraitPage, counted: mock.Mock) -> None:
    other, municipality, another = PortraitPageFactory(), MunicipalityFactory(), MunicipalityFactory()
    counted.reset_mock()
    with transaction.atomic(), references_found_once():
        for target in (page, other):
            for role in ("subject", "mentioned"):
                PageMunicipality.objects.create(page_id=target.pk, municipality=municipality, role=role)
        gone = PageMunicipality.objects.create(page_id=page.pk, municipality=another, role="research")
        gone.delete()
    assert len(counted.call_args_list) == 2
    for target in (page, other):
        assert str(municipality.pk) in {to for _kind, to, _path in references(target)}


def test_what_fails_finds_nothing_and_leaves_the_way_as_it_was(page: PortraitPage, counted: mock.Mock) -> None:
    def refuse(*args: Any) -> None:
        raise NotApproved("Nee.")

    revision = page.save_revision()
    counted.reset_mock()
    with pytest.raises(ValueError), transaction.atomic(), references_found_once():
        page.save()
        raise ValueError
    assert not counted.called
    checks.append(refuse)
    try:
        with pytest.raises(NotApproved):
            publish(revision, Publication.How.COMMAND)
    finally:
        checks.remove(refuse)
    page.save()
    assert counted.called, "outside such a block it is found at once"
