"""What a page shows of a file changes only by editing the page: not by replacing, cropping or deleting it elsewhere."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, Page

from tests.editorial.conftest import Desk
from tests.factories import ArticlePageFactory, ContentPageFactory, ImageFactory, picture_bytes, publish
from wijkwijzer.gate.models import RevisionContent, RevisionFile
from wijkwijzer.gate.publishing import licence
from wijkwijzer.gate.revisions import remember_all
from wijkwijzer.images.models import SiteImage
from wijkwijzer.publications.models import ArticlePage
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]
File = SiteImage | Document


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def everything() -> Desk:
    return Desk(*Role, is_superuser=True)


def article(**fields: Any) -> ArticlePage:
    return ArticlePageFactory(live=False, title="Over de straat", **fields)


# --- Where a file can be used ----------------------------------------------------------------------------------------


def in_body(file: File) -> str:
    if isinstance(file, SiteImage):
        return json.dumps([{"type": "image", "value": {"image": file.pk, "caption": ""}}])
    return json.dumps([{"type": "text", "value": f'<p><a linktype="document" id="{file.pk}">Lees</a></p>'}])


def on_a_public_page(file: File) -> Page:
    page = article(body=in_body(file))
    publish(page)
    return page


def in_a_draft_of_a_public_page(file: File) -> Page:
    page = article()
    publish(page)
    page.body = in_body(file)
    page.save_revision()
    return page


def in_an_earlier_version(file: File) -> Page:
    page = article(body=in_body(file))
    publish(page)
    page.body = "[]"
    publish(page)
    return page


def on_a_page_that_was_public(file: File) -> Page:
    page = on_a_public_page(file)
    with licence():
        page.unpublish()
    return page


def on_a_page_that_is_judged(file: File) -> Page:
    page = article()
    page.body = in_body(file)
    page.save_revision()
    page.get_workflow().start(page, Desk(Role.AUTHOR).user)
    return page


def on_a_page_that_has_no_versions(file: File) -> Page:
    """As loading in bulk makes them."""
    page: Page = ArticlePageFactory(title="Over de straat", body=in_body(file))
    assert page.latest_revision_id is None
    return page


USES = [
    on_a_page_that_has_no_versions,
    on_a_public_page,
    in_a_draft_of_a_public_page,
    in_an_earlier_version,
    on_a_page_that_was_public,
    on_a_page_that_is_judged,
]


# --- What somebody may try -------------------------------------------------------------------------------------------


def form_of(file: File, prefix: str = "", /, **changes: Any) -> dict[str, Any]:
    """What the form of a file sends when nothing was changed but `changes`."""
    fields: dict[str, Any] = {"title": file.title, "collection": Collection.get_first_root_node().pk, "tags": ""}
    if isinstance(file, SiteImage):
        fields |= {"description": file.description, "credit": file.credit, "licence": file.licence}
        fields |= {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
    return {f"{prefix}{name}": value for name, value in (fields | changes).items()}


def room_of(file: File) -> str:
    return "wagtailimages" if isinstance(file, SiteImage) else "wagtaildocs"


def edit(file: File, /, **changes: Any) -> Callable[[Desk], HttpResponse]:
    address = reverse(f"{room_of(file)}:edit", args=[file.pk])
    return lambda desk: desk.client.post(address, form_of(file, **changes))


def edit_after_uploading(file: File, /, **changes: Any) -> Callable[[Desk], HttpResponse]:
    """The form of "several at once", sent again later."""
    prefix = "image" if isinstance(file, SiteImage) else "doc"
    address = reverse(f"{room_of(file)}:edit_multiple", args=[file.pk])
    return lambda desk: desk.client.post(address, form_of(file, f"{prefix}-{file.pk}-", **changes))


def delete(file: File) -> dict[str, Callable[[Desk], HttpResponse]]:
    bulk = reverse("wagtail_bulk_action", args=[file._meta.app_label, file._meta.model_name, "delete"])
    return {
        "delete": lambda desk: desk.client.post(reverse(f"{room_of(file)}:delete", args=[file.pk])),
        "delete after uploading": lambda desk: desk.client.post(
            reverse(f"{room_of(file)}:delete_multiple", args=[file.pk])
        ),
        "delete in bulk": lambda desk: desk.client.post(f"{bulk}?id={file.pk}"),
    }


def attempts(file: File) -> dict[str, Callable[[Desk], HttpResponse]]:
    if isinstance(file, Document):
        new = SimpleUploadedFile("nieuw.txt", b"Iets anders", content_type="text/plain")
        tries = {"replace": edit(file, file=new), "rename": edit(file, title="Anders")}
        return tries | {"rename after uploading": edit_after_uploading(file, title="Anders")} | delete(file)
    new = SimpleUploadedFile("nieuw.png", picture_bytes((32, 32)), content_type="image/png")
    crop = {"focal_point_x": 20, "focal_point_y": 20, "focal_point_width": 10, "focal_point_height": 10}
    return {
        "replace": edit(file, file=new),
        "crop": edit(file, **crop),
        "describe": edit(file, description="Iets anders"),
        "credit": edit(file, credit="Iemand anders"),
        "licence": edit(file, licence="cc0-1.0"),
        "rename": edit(file, title="Anders"),
        "describe after uploading": edit_after_uploading(file, description="Iets anders"),
        **delete(file),
    }


def state(file: File) -> Any:
    """All that decides what readers see of the file; nothing when it is gone."""
    now = type(file).objects.filter(pk=file.pk).first()
    if now is None:
        return None
    return {field.name: field.value_from_object(now) for field in now._meta.concrete_fields}, now.file.read()


def changed_by(attempts_of: dict[str, Callable[[Desk], HttpResponse]], file: File, desk: Desk) -> list[str]:
    before = state(file)
    changed = []
    for name, attempt in attempts_of.items():
        assert attempt(desk).status_code < 500, name
        if state(file) != before:
            changed.append(name)
            before = state(file)
    return changed


def new_document() -> Document:
    made = Document(title="Verslag", file=ContentFile(b"Wat er gezegd is", name="verslag.txt"))
    made._set_document_file_metadata()  # else whoever looks at it first, writes its size
    made.save()
    return made


@pytest.fixture(params=["image", "document"])
def new_file(request: pytest.FixtureRequest) -> Callable[[], File]:
    if request.param == "image":
        return ImageFactory
    return new_document


@pytest.fixture
def file(new_file: Callable[[], File]) -> File:
    return new_file()


# --- The tests -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("use", USES)
def test_no_way_leads_to_another_file_under_a_page(use: Callable[[File], Page], file: File, everything: Desk) -> None:
    use(file)
    assert changed_by(attempts(file), file, everything) == []


@pytest.mark.parametrize("roles", [[role] for role in Role], ids=str)
def test_no_role_is_an_exception_nor_whoever_uploaded_it(roles: list[Role], file: File) -> None:
    desk = Desk(*roles)
    type(file).objects.filter(pk=file.pk).update(uploaded_by_user=desk.user)
    file.refresh_from_db()
    on_a_public_page(file)
    assert changed_by(attempts(file), file, desk) == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR])
def test_a_file_that_no_page_uses_is_changed_and_deleted(role: Role, new_file: Callable[[], File]) -> None:
    for name in attempts(new_file()):
        file = new_file()
        assert changed_by({name: attempts(file)[name]}, file, Desk(role)) == [name]


def test_a_file_in_a_draft_that_nobody_judges_is_still_changed(file: File, everything: Desk) -> None:
    article(body=in_body(file)).save_revision()
    assert "rename" in changed_by(attempts(file), file, everything)


def test_a_lead_image_is_held_too(everything: Desk) -> None:
    image = ImageFactory()
    publish(article(lead_image=image))
    assert changed_by(attempts(image), image, everything) == []


def test_what_is_taken_back_may_be_changed_again(everything: Desk, file: File) -> None:
    page = on_a_page_that_is_judged(file)
    edit(file, title="Anders")(everything)
    page.refresh_from_db()
    page.current_workflow_state.cancel(user=everything.user)
    assert "rename" in changed_by(attempts(file), file, everything)


def test_where_it_is_kept_and_how_it_is_found_may_change(everything: Desk, file: File) -> None:
    on_a_public_page(file)
    elsewhere = Collection.get_first_root_node().add_child(name="Straten")
    response = edit(file, collection=elsewhere.pk, tags="straat")(everything)
    assert response.status_code == 302
    file.refresh_from_db()
    assert (file.collection, [tag.name for tag in file.tags.all()]) == (elsewhere, ["straat"])


def test_the_form_says_why_where_and_what_to_do_instead(everything: Desk, file: File) -> None:
    page = on_a_public_page(file)
    address = reverse(f"{room_of(file)}:edit", args=[file.pk])
    shown = everything.client.get(address).content.decode()
    assert "Daarom blijft het zoals" in shown
    assert "Upload" in shown
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown
    assert 'type="file"' not in shown
    assert reverse(f"{room_of(file)}:delete", args=[file.pk]) not in shown
    refused = edit(file, title="Anders")(everything)
    assert refused.status_code == 200
    assert "“Over de straat”" in refused.content.decode()


def test_deleting_says_why_and_where(everything: Desk, file: File) -> None:
    on_a_public_page(file)
    refused = delete(file)["delete"](everything)
    assert "“Over de straat”" in everything.client.get(refused.url).content.decode()
    bulk = reverse("wagtail_bulk_action", args=[file._meta.app_label, file._meta.model_name, "delete"])
    assert "blijft bewaard" in everything.client.get(f"{bulk}?id={file.pk}").content.decode()


def test_a_new_upload_in_the_chooser_of_a_page_changes_nothing_that_is_there(everything: Desk) -> None:
    image = ImageFactory()
    on_a_public_page(image)
    before = state(image)
    form = form_of(image, "image-chooser-upload-", title="Nieuw")
    form["image-chooser-upload-file"] = SimpleUploadedFile("straat.png", picture_bytes(), content_type="image/png")
    assert everything.client.post(reverse("wagtailimages_chooser:create"), form).status_code == 200
    assert SiteImage.objects.filter(title="Nieuw").exists()
    assert state(image) == before


@pytest.mark.parametrize("name", ["wagtailimages:index", "wagtaildocs:index"])
def test_the_library_asks_as_much_for_many_files_as_for_few(name: str, everything: Desk) -> None:
    def add(count: int) -> None:
        for _ in range(count):
            on_a_public_page(ImageFactory())
            on_a_public_page(new_document())
        for image in SiteImage.objects.all():
            image.get_rendition("max-165x165")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert everything.client.get(reverse(name)).status_code == 200
        return len(asked)

    add(2)
    queries()
    before = queries()
    add(6)
    assert queries() == before


# --- What is written down of revisions -------------------------------------------------------------------------------


def test_what_autosave_writes_over_is_written_down_anew(file: File) -> None:
    page = ContentPageFactory(live=False)
    revision = page.save_revision()
    said = revision.said.content_hash
    page.body = in_body(file)
    page.save_revision(overwrite_revision=revision)
    assert RevisionFile.objects.filter(revision=revision, number=file.pk).count() == 1
    assert RevisionContent.objects.get(revision=revision).content_hash != said
    page.body = "[]"
    page.save_revision(overwrite_revision=revision)
    assert not RevisionFile.objects.filter(revision=revision).exists()
    assert RevisionContent.objects.get(revision=revision).content_hash == said


def test_the_revisions_of_a_copied_page_are_written_down(file: File, everything: Desk) -> None:
    page = in_a_draft_of_a_public_page(file)
    copied = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": str(page.get_parent().pk)}
    everything.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), copied)
    copy = ArticlePage.objects.get(slug="kopie")
    assert RevisionFile.objects.filter(revision=copy.latest_revision, number=file.pk).exists()


def test_revisions_from_before_are_read_after_a_migration(file: File, everything: Desk) -> None:
    in_a_draft_of_a_public_page(file)
    RevisionContent.objects.all().delete()
    RevisionFile.objects.all().delete()
    remember_all()
    assert changed_by(attempts(file), file, everything) == []
