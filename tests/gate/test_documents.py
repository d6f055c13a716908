"""Documents made to do harm, by every door that an author has: refused in Dutch, or sent as what nothing runs."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, UploadedFile

from tests.editorial.conftest import Desk
from wijkwijzer.gate import documents
from wijkwijzer.users.roles import Role

from . import hostile_documents as corpus

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
Document = get_document_model()
ERRORS = ".w-field__errors, .error-message, .help-critical"


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def author(media: Path) -> Client:
    client: Client = Desk(Role.AUTHOR).client
    client.raise_request_exception = True
    return client


@pytest.fixture
def mine(author: Client) -> object:
    """A document that the author may give another file."""
    return Document.objects.create(
        title="Mijn verslag",
        file=ContentFile(b"Wat er gezegd is", name="mijn.txt"),
        uploaded_by_user_id=int(author.session["_auth_user_id"]),
    )


def fields(**changes: object) -> dict[str, object]:
    return {"title": "Verslag", "collection": Collection.get_first_root_node().pk, "tags": "", **changes}


def said(page: str) -> str:
    """What the author reads beside the field of the file."""
    return " ".join(part.get_text(" ", strip=True) for part in BeautifulSoup(page, "html.parser").select(ERRORS))


def add(author: Client, file: SimpleUploadedFile) -> str:
    return said(author.post(reverse("wagtaildocs:add"), fields(file=file)).content.decode())


def add_among_several(author: Client, file: SimpleUploadedFile) -> str:
    data = {"files[]": file, "collection": Collection.get_first_root_node().pk, "title": "Verslag"}
    answer = json.loads(author.post(reverse("wagtaildocs:add_multiple"), data).content)
    return str(answer.get("error_message", ""))


def add_among_several_under_a_long_title(author: Client, file: SimpleUploadedFile) -> str:
    """Then Wagtail sets the file aside, until the form beside it is sent."""
    data = {"files[]": file, "collection": Collection.get_first_root_node().pk, "title": "x" * 300}
    answer = json.loads(author.post(reverse("wagtaildocs:add_multiple"), data).content)
    if not answer["success"]:
        return str(answer["error_message"])
    number = answer["uploaded_file_id"]
    done = author.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[number]),
        {f"uploaded-document-{number}-{name}": value for name, value in fields().items()},
    )
    assert json.loads(done.content)["success"]
    return ""


def add_on_a_page(author: Client, file: SimpleUploadedFile) -> str:
    data = {f"document-chooser-upload-{name}": value for name, value in fields(file=file).items()}
    answer = json.loads(author.post(reverse("wagtaildocs_chooser:create"), data).content)
    return said(answer.get("htmlFragment", ""))


def replace(author: Client, file: SimpleUploadedFile) -> str:
    address = reverse("wagtaildocs:edit", args=[Document.objects.get(title="Mijn verslag").pk])
    return said(author.post(address, fields(file=file, title="Mijn verslag")).content.decode())


DOORS = [add, add_among_several, add_among_several_under_a_long_title, add_on_a_page, replace]


def stored_files(media: Path) -> list[str]:
    return sorted(str(file.relative_to(media)) for file in media.rglob("*") if file.is_file())


@pytest.mark.parametrize("case", corpus.REFUSED)
def test_what_harms_is_refused_in_dutch_and_nothing_of_it_is_kept(
    author: Client, mine: object, media: Path, case: str
) -> None:
    name, make, message = corpus.REFUSED[case]
    content = make()
    for door in DOORS:
        assert message in door(author, SimpleUploadedFile(name, content)), door.__name__
    assert not UploadedFile.objects.exists()
    assert stored_files(media) == [mine.file.name] == [document.file.name for document in Document.objects.all()]
    assert (media / mine.file.name).read_bytes() == b"Wat er gezegd is"


@pytest.mark.parametrize("case", corpus.TAKEN)
def test_what_is_taken_is_sent_as_what_no_browser_runs(
    author: Client, mine: object, media: Path, case: str, django_capture_on_commit_callbacks: Callable
) -> None:
    name, make, content_type = corpus.TAKEN[case]
    content = make()
    for door in DOORS:
        with django_capture_on_commit_callbacks(execute=True):
            assert door(author, SimpleUploadedFile(name, content)) == "", door.__name__
    assert Document.objects.count() == len(DOORS) == len(stored_files(media))
    for document in Document.objects.all():
        sent = Client().get(document.url)
        assert sent.getvalue() == content
        assert sent["Content-Type"] == (content_type if "/" in content_type else f"application/{content_type}")
        assert sent["X-Content-Type-Options"] == "nosniff"
        assert sent["Content-Security-Policy"] == "default-src 'none'"
        assert sent["Content-Disposition"].startswith("inline" if name.endswith(".pdf") else "attachment")
        assert Client().get(f"/media/{document.file.name}").status_code == 404


def test_a_document_that_nobody_finished_is_cleared_away_after_a_day(author: Client, media: Path) -> None:
    data = {"collection": Collection.get_first_root_node().pk, "title": ""}
    address = reverse("wagtaildocs:add_multiple")
    author.post(address, {**data, "files[]": SimpleUploadedFile("oud.txt", b"Oud")})
    old = UploadedFile.objects.get()
    os.utime(old.file.path, (0, 0))
    author.post(address, {**data, "files[]": SimpleUploadedFile("nieuw.txt", b"Nieuw")})
    assert [upload.file.read() for upload in UploadedFile.objects.all()] == [b"Nieuw"]
    assert len(stored_files(media)) == 1


@pytest.mark.parametrize("case", corpus.NAMES)
def test_a_name_leads_nowhere_and_pretends_nothing(
    author: Client, mine: object, media: Path, case: str, django_capture_on_commit_callbacks: Callable
) -> None:
    for door in DOORS:
        with django_capture_on_commit_callbacks(execute=True):
            assert door(author, SimpleUploadedFile(corpus.NAMES[case], b"Verslag")) == "", door.__name__
    assert Document.objects.count() == len(DOORS) == len(stored_files(media))
    for stored in stored_files(media):
        assert stored.startswith("documents/")
        assert stored.endswith(".txt")
        assert set(stored) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")
        assert (len(stored), stored.count("/")) <= (100, 1)
        assert ".." not in stored


def test_every_kind_that_is_taken_is_looked_into_and_has_a_type_of_its_own() -> None:
    assert set(site_settings.WAGTAILDOCS_EXTENSIONS) == set(documents._CHECKS)
    assert set(site_settings.WAGTAILDOCS_EXTENSIONS) == set(site_settings.WAGTAILDOCS_CONTENT_TYPES)
    assert not {"text/html", "image/svg+xml", "text/xml"} & set(site_settings.WAGTAILDOCS_CONTENT_TYPES.values())


def test_a_presentation_is_told_from_a_document() -> None:
    slides = corpus.archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})
    documents.check_document(SimpleUploadedFile("dia.pptx", slides))
    with pytest.raises(documents.ValidationError):
        documents.check_document(SimpleUploadedFile("dia.docx", slides))
