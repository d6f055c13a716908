"""When PDFs go: those of a page with its new version, all of them when something is hidden or taken back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from portraits.models import MagazineChapter, PortraitPage
from tests.factories import (
    CasePageFactory,
    ImageFactory,
    MagazinePageFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    publish,
)
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people import forgetting
from wijkwijzer.printing import store

pytestmark = pytest.mark.django_db
Committing = Callable[..., AbstractContextManager[Any]]


def kept(printing_root: Any) -> set[int]:
    return {int(file.parent.name) for file in printing_root.glob("pages/*/*.pdf")}


@pytest.fixture
def portrait() -> PortraitPage:
    """In a series and in a magazine; of all three and of another page there are PDFs."""
    page = PortraitPageFactory(series=PortraitSeriesPageFactory())
    magazine = MagazinePageFactory()
    magazine.chapters = [MagazineChapter(page=page.knowledgepage_ptr)]
    magazine.save()
    PracticePageFactory()
    for made in KnowledgePage.objects.all():
        store.make_once(made.pk, "a", b"PDF".upper, lambda: True)
    return page


def unpublish(page: PortraitPage) -> None:
    page.unpublish()


def delete(page: PortraitPage) -> None:
    page.delete()


def restrict(page: PortraitPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def move(page: PortraitPage) -> None:
    page.move(MagazinePageFactory.get_parent(None), "first-child")


def delete_a_picture(page: PortraitPage) -> None:
    ImageFactory().delete()


def forget_somebody(page: PortraitPage) -> None:
    """As a withdrawal does, and the journal of erasures at a start."""
    forgetting.forget(forgetting.Leaving(unused_people=[PersonFactory()]), "after")


@pytest.mark.parametrize("act", [unpublish, delete, restrict, move, delete_a_picture, forget_somebody])
def test_when_something_is_hidden_every_pdf_goes(
    portrait: PortraitPage,
    printing_root: Any,
    django_capture_on_commit_callbacks: Committing,
    act: Callable[[PortraitPage], None],
) -> None:
    assert len(kept(printing_root)) == 4
    with django_capture_on_commit_callbacks(execute=True):
        act(portrait)
        assert len(kept(printing_root)) == 4, "before the commit a reader would have it made again"
    assert [file for file in printing_root.rglob("*.pdf") if file.is_file()] == []


def test_a_new_version_takes_its_own_pdf_and_those_that_show_it_whole(
    portrait: PortraitPage, printing_root: Any, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(portrait)
    left = KnowledgePage.objects.get(pk__in=kept(printing_root))
    assert left.kind == "praktijk"


def test_a_new_version_of_a_case_takes_the_report(
    printing_root: Any, django_capture_on_commit_callbacks: Committing
) -> None:
    case = CasePageFactory()
    store.make_once(case.get_parent().pk, "a", b"PDF".upper, lambda: True)
    with django_capture_on_commit_callbacks(execute=True):
        publish(case)
    assert kept(printing_root) == set()


def test_a_draft_takes_none(
    portrait: PortraitPage, printing_root: Any, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        portrait.title = "Nog niet klaar"
        portrait.save_revision()
        PortraitPageFactory(live=False)
    assert len(kept(printing_root)) == 4
