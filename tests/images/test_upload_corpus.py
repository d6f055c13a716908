"""Images made to do harm, by every door that an author has: refused in Dutch, or kept without what harms."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from tests.editorial.conftest import Desk
from tests.factories import ImageFactory
from wijkwijzer.images.models import SiteImage
from wijkwijzer.users.roles import Role

from . import corpus
from .test_upload import fields, finish, stored_files, upload_to_wait

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
PROJECT_DIR = Path(__file__).parents[2]
ERRORS = ".w-field__errors, .error-message, .help-critical"


@pytest.fixture
def author(media: Path) -> Client:
    client: Client = Desk(Role.AUTHOR).client
    client.raise_request_exception = True
    return client


def said(page: str) -> str:
    """What the author reads beside the field of the file."""
    return " ".join(part.get_text(" ", strip=True) for part in BeautifulSoup(page, "html.parser").select(ERRORS))


def add(author: Client, file: SimpleUploadedFile) -> str:
    """Adds one image; gives what the author reads when it is refused."""
    return said(author.post(reverse("wagtailimages:add"), fields(file=file)).content.decode())


def add_among_several(author: Client, file: SimpleUploadedFile) -> str:
    answer = upload_to_wait(author, file)
    if not answer["success"]:
        return str(answer["error_message"])
    assert finish(author, answer["uploaded_file_id"])["success"]
    return ""


def add_on_a_page(author: Client, file: SimpleUploadedFile) -> str:
    data = {f"image-chooser-upload-{name}": value for name, value in fields(file=file).items()}
    return said(json.loads(author.post(reverse("wagtailimages_chooser:create"), data).content).get("htmlFragment", ""))


def replace(author: Client, file: SimpleUploadedFile) -> str:
    mine = SiteImage.objects.get(title="Mijn foto")
    address = reverse("wagtailimages:edit", args=[mine.pk])
    return said(author.post(address, fields(file=file, title="Mijn foto")).content.decode())


ADDING = [add, add_among_several, add_on_a_page]
DOORS = [*ADDING, replace]


@pytest.fixture
def mine(author: Client, media: Path) -> SiteImage:
    """An image that the author may give another file."""
    image = ImageFactory(title="Mijn foto")
    image.uploaded_by_user_id = int(author.session["_auth_user_id"])
    image.save()
    return image


@pytest.mark.parametrize("case", corpus.REFUSED)
def test_what_harms_is_refused_in_dutch_and_nothing_of_it_is_kept(
    author: Client, mine: SiteImage, media: Path, case: str
) -> None:
    name, make, message = corpus.REFUSED[case]
    content = make()
    before = (media / mine.file.name).read_bytes()
    for door in DOORS:
        assert message in door(author, SimpleUploadedFile(name, content)), door.__name__
    assert SiteImage.objects.count() == 1
    assert not UploadedFile.objects.exists()
    assert [file for file in stored_files(media) if not file.startswith("renditions/")] == [mine.file.name]
    assert (media / mine.file.name).read_bytes() == before


def assert_bare(content: bytes, where: str) -> None:
    assert [payload for payload in corpus.PAYLOADS if payload in content] == [], where


@pytest.mark.parametrize("case", corpus.CLEANED)
def test_what_a_good_picture_brings_along_is_neither_kept_nor_sent(
    author: Client, mine: SiteImage, media: Path, case: str, django_capture_on_commit_callbacks: Callable
) -> None:
    name, make = corpus.CLEANED[case]
    content = make()
    for door in DOORS:
        with django_capture_on_commit_callbacks(execute=True):
            door(author, SimpleUploadedFile(name, content))
    assert SiteImage.objects.count() == 4
    for image in SiteImage.objects.all():
        assert Path(image.file.name).suffix == Path(name).suffix
        for spec in ("width-60", "original", "width-60|format-avif"):
            sent = Client().get(image.get_rendition(spec).url)
            assert_bare(sent.getvalue(), spec)
            assert sent["Content-Type"] in {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}
            assert sent["X-Content-Type-Options"] == "nosniff"
            assert "script-src 'self'" in sent["Content-Security-Policy"]
        assert Client().get(f"/media/{image.file.name}").status_code == 404
    for stored in stored_files(media):
        assert_bare((media / stored).read_bytes(), stored)
        assert Image.open(media / stored).size[0] > 0


@pytest.mark.parametrize("case", corpus.NAMES)
def test_a_name_decides_nothing_about_where_a_file_is_kept(
    author: Client, mine: SiteImage, media: Path, case: str, django_capture_on_commit_callbacks: Callable
) -> None:
    content = corpus.encode(corpus.draw(), "PNG")
    for door in DOORS:
        with django_capture_on_commit_callbacks(execute=True):
            door(author, SimpleUploadedFile(corpus.NAMES[case], content))
    assert SiteImage.objects.count() == 4
    for stored in stored_files(media):
        folder, name = stored.split("/")
        assert folder in {"originals", "renditions"}
        assert (len(name), Path(name).suffix) == (36, ".png")


# What an upload may take beside what a process has already: a picture of fifty million pixels is 200 MB.
MEMORY = 320 * 1024 * 1024
WORK = 60  # seconds of a processor, however long the machine takes
MEASURE = """
import gc, json, resource, sys
import django
django.setup()
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.images import corpus
from wijkwijzer.images.forms import WholeImageField
from wijkwijzer.images.metadata import without_metadata
made = {case: (made[0], made[1]()) for cases in (corpus.REFUSED, corpus.HEAVY) for case, made in cases.items()}
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + int(sys.argv[1]), size + int(sys.argv[1])))
answers = {}
for case, (name, content) in made.items():
    try:
        file = WholeImageField().clean(SimpleUploadedFile(name, content))
        answers[case] = without_metadata(file).size
    except (ValueError, ValidationError) as error:
        answers[case] = type(error).__name__
    gc.collect()
print(json.dumps(answers))
"""


def test_no_bomb_takes_more_memory_and_work_than_a_process_has_to_spare() -> None:
    """In a process of its own that ends where it asks for more than that."""
    environment = {"PYTHONPATH": str(PROJECT_DIR), "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(MEMORY)],
        env=environment,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (WORK, WORK)),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = json.loads(done.stdout)
    assert {case for case, answer in answers.items() if isinstance(answer, int)} == set(corpus.HEAVY)
    assert {answers[case] for case in corpus.REFUSED} <= {"ValidationError", "UnusableImageError"}
