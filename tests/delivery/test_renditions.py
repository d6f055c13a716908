"""What /media/ gives away: resized images and nothing else, to be kept by the browser for a year."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.utils.sendfile import _get_sendfile

from wijkwijzer.images.models import SiteImage

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()  # Wagtail remembers renditions by the number of their image, which the next test uses again
    return settings.MEDIA_ROOT


@pytest.fixture
def image(media: Path) -> SiteImage:
    buffer = BytesIO()
    Image.effect_noise((300, 200), 40).convert("RGB").save(buffer, "JPEG")
    file = ContentFile(buffer.getvalue(), name="foto.jpg")
    return SiteImage.objects.create(title="Foto", description="Een foto", credit="Maker", file=file)


@pytest.fixture
def with_nginx(settings, media: Path):
    settings.SENDFILE_BACKEND = "django_sendfile.backends.nginx"
    settings.SENDFILE_ROOT = str(media)
    settings.SENDFILE_URL = "/protected-media"
    _get_sendfile.clear()
    yield
    _get_sendfile.clear()


@pytest.fixture
def document(media: Path) -> Callable[..., object]:
    def make(collection: Collection | None = None):
        file = ContentFile(b"%PDF-1.4 verslag", name="verslag.pdf")
        place = {"collection": collection} if collection else {}
        return get_document_model().objects.create(title="Verslag", file=file, **place)

    return make


def content(response) -> bytes:
    return response.getvalue()


# What was withdrawn may be in nobody's cache but that of who saw it.
FOR_AN_HOUR = "private, max-age=3600"


@pytest.mark.parametrize(
    ("spec", "content_type"),
    [
        ("width-100", "image/jpeg"),
        ("width-100|format-png", "image/png"),
        ("width-100|format-webp", "image/webp"),
        ("width-100|format-avif", "image/avif"),
        ("width-100|format-gif", "image/gif"),
    ],
)
def test_a_rendition_comes_whole_with_its_type_and_may_be_kept_by_who_saw_it(client: Client, image, spec, content_type):
    rendition = image.get_rendition(spec)
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Cache-Control"] == FOR_AN_HOUR
    assert response["Content-Length"] == str(len(content(response)))
    assert Image.open(rendition.file.path).width == 100


def test_a_rendition_sets_no_cookie_and_does_not_depend_on_one(client: Client, image):
    response = client.get(image.get_rendition("width-100").url)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_image_is_not_compressed_a_second_time(client: Client, image):
    rendition = image.get_rendition("width-100")
    response = client.get(rendition.url, headers={"accept-encoding": "gzip, br"})
    assert response["Content-Encoding"] == "identity"
    assert content(response) == Path(rendition.file.path).read_bytes()


def test_a_browser_that_has_it_gets_304(client: Client, image):
    url = image.get_rendition("width-100").url
    first = client.get(url)
    content(first)
    again = client.get(url, headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["Cache-Control"] == FOR_AN_HOUR
    older = client.get(url, headers={"if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT"})
    assert older.status_code == 200
    content(older)


def test_the_head_of_a_rendition_can_be_asked_for_and_nothing_can_be_sent_to_it(client: Client, image):
    url = image.get_rendition("width-100").url
    head = client.head(url)
    assert (head.status_code, head["Content-Type"], content(head)) == (200, "image/jpeg", b"")
    assert int(head["Content-Length"]) > 100
    assert client.post(url).status_code == 405


def addresses_without_a_rendition(image: SiteImage, media: Path) -> list[str]:
    original = Path(image.file.name).name
    (media / "renditions").mkdir(exist_ok=True)
    (media / "renditions" / "notitie.txt").write_text("geen afbeelding")
    (media / "renditions" / "map.jpg").mkdir()
    (media / "geheim.jpg").write_bytes(b"x")
    (media / "renditions" / "uitgang.jpg").symlink_to(media / "geheim.jpg")
    return [
        f"/media/{image.file.name}",
        f"/media/renditions/{original}",
        f"/media/renditions/../originals/{original}",
        f"/media/renditions/..%2Foriginals%2F{original}",
        f"/media/renditions/%2e%2e/originals/{original}",
        f"/media/renditions//{image.file.path}",
        "/media/renditions/..",
        "/media/renditions/.",
        "/media/renditions/",
        "/media/",
        "/media/renditions/bestaat-niet.jpg",
        "/media/renditions/notitie.txt",
        "/media/renditions/map.jpg",
        "/media/renditions/uitgang.jpg",
        "/media/renditions/a%00.jpg",
        "/media/renditions/" + "a" * 300 + ".jpg",
    ]


def test_nothing_else_has_an_address_below_media(client: Client, image, media):
    for address in addresses_without_a_rendition(image, media):
        assert client.get(address).status_code == 404, address


def test_the_web_server_is_told_which_file_to_send(client: Client, image, with_nginx):
    rendition = image.get_rendition("width-100|format-avif")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert response["X-Accel-Redirect"] == f"/protected-media/{rendition.file.name}"
    assert response["Content-Type"] == "image/avif"
    assert response["Cache-Control"] == FOR_AN_HOUR
    assert response.content == b""
    assert not response.cookies


def test_the_web_server_is_not_told_of_anything_else(client: Client, image, media, with_nginx):
    for address in addresses_without_a_rendition(image, media):
        response = client.get(address)
        assert response.status_code == 404, address
        assert not response.has_header("X-Accel-Redirect")


# --- Documents -------------------------------------------------------------------------------------------------------


def test_a_document_comes_through_django_and_never_by_its_path(client: Client, document):
    verslag = document()
    assert verslag.url.startswith("/documenten/")
    response = client.get(verslag.url)
    assert response.status_code == 200
    assert content(response) == b"%PDF-1.4 verslag"
    name = Path(verslag.file.name).name
    for address in (
        f"/media/{verslag.file.name}",
        f"/media/renditions/{name}",
        f"/media/renditions/../documents/{name}",
    ):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("backend", ["django", "nginx"])
def test_a_document_in_a_private_collection_is_refused_to_a_visitor(client: Client, document, request, backend):
    if backend == "nginx":
        request.getfixturevalue("with_nginx")
    private = Collection.get_first_root_node().add_child(name="Intern")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    response = client.get(document(private).url)
    assert response.status_code == 302
    assert response["Location"].startswith("/beheer/aanmelden/")
    assert not response.has_header("X-Accel-Redirect")


def test_the_web_server_sends_a_document_only_after_django_said_so(client: Client, document, with_nginx):
    verslag = document()
    response = client.get(verslag.url)
    assert response["X-Accel-Redirect"] == f"/protected-media/{verslag.file.name}"
    assert response.content == b""
