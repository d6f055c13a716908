"""Images by the ways editors bring them in: one at a time, several at once, in the chooser of a page; and by code."""

import json
import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from wijkwijzer.images.models import SiteImage
from wijkwijzer.images.uploads import forget_old_uploads

from .conftest import HEIGHT, SECRET, WIDTH, camera_exif, colour_profile, draw, encode

pytestmark = pytest.mark.django_db


def fields(**changes: object) -> dict[str, object]:
    return {
        "title": "Fatima in de Kerkstraat",
        "description": "Bewoners koken in een wijkcentrum",
        "credit": "Sanne de Vries",
        "licence": "cc-by-4.0",
        "collection": Collection.get_first_root_node().pk,
        "tags": "",
        **changes,
    }


def stored_files(media: Path) -> list[str]:
    return sorted(str(file.relative_to(media)) for file in media.rglob("*") if file.is_file())


def assert_nothing_personal(media: Path) -> None:
    """No stored file says in its name or content what the upload said."""
    files = stored_files(media)
    assert files
    for name in files:
        assert not {"fatima", "jansen", "kerkstraat"} & set(name.lower().replace(".", "-").split("-")), name
        assert SECRET not in (media / name).read_bytes(), name


def errors_of(response) -> str:
    return " ".join(str(message) for messages in response.context["form"].errors.values() for message in messages)


# --- One image -------------------------------------------------------------------------------------------------------


def test_an_image_that_an_editor_adds_is_stored_bare_under_a_random_name(editor, media, photo):
    response = editor.post(reverse("wagtailimages:add"), fields(file=photo()))
    assert response.status_code == 302
    image = SiteImage.objects.get()
    assert image.file.name.startswith("originals/")
    assert len(Path(image.file.name).stem) == 32
    assert_nothing_personal(media)


def test_an_image_on_its_side_is_stored_upright_with_the_right_measures(editor, media, photo):
    editor.post(reverse("wagtailimages:add"), fields(file=photo(orientation=6)))
    image = SiteImage.objects.get()
    assert (image.width, image.height) == (HEIGHT, WIDTH)
    assert Image.open(image.file.path).size == (HEIGHT, WIDTH)


def test_size_and_hash_are_those_of_the_stored_file(editor, media, photo):
    editor.post(reverse("wagtailimages:add"), fields(file=photo()))
    image = SiteImage.objects.get()
    assert image.file_size == Path(image.file.path).stat().st_size
    stored_hash = image.file_hash
    image._set_file_hash()
    assert stored_hash == image.file_hash != ""


def test_replacing_the_file_strips_the_new_one_and_removes_the_old_one(
    editor, media, photo, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailimages:add"), fields(file=photo()))
        image = SiteImage.objects.get()
        image.get_rendition("width-40")
        old_files = stored_files(media)
        response = editor.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            fields(file=photo("Fatima-Jansen-nieuw.jpg", orientation=8), licence="cc0-1.0"),
        )
    assert response.status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height, image.licence) == (HEIGHT, WIDTH, "cc0-1.0")
    assert len(old_files) == 2
    assert stored_files(media) == [image.file.name]
    assert_nothing_personal(media)


def test_editing_the_texts_and_the_focal_point_leaves_the_file_alone(editor, media, photo):
    editor.post(reverse("wagtailimages:add"), fields(file=photo()))
    image = SiteImage.objects.get()
    before = (image.file.name, image.file_hash)
    focal_point = {"focal_point_x": 20, "focal_point_y": 20, "focal_point_width": 10, "focal_point_height": 10}
    response = editor.post(
        reverse("wagtailimages:edit", args=[image.pk]), fields(credit="Iemand anders", **focal_point)
    )
    assert response.status_code == 302
    image.refresh_from_db()
    assert (image.file.name, image.file_hash) == before
    assert (image.credit, image.focal_point_x) == ("Iemand anders", 20)
    assert Image.open(image.get_rendition("fill-20x20").file.path).size == (20, 20)


@pytest.mark.parametrize("missing", ["description", "credit"])
def test_alt_text_and_maker_are_asked_for(editor, media, photo, missing):
    response = editor.post(reverse("wagtailimages:add"), fields(file=photo(), **{missing: ""}))
    assert response.status_code == 200
    assert response.context["form"].errors == {missing: ["Dit is een verplicht veld."]}
    assert not SiteImage.objects.exists()


def test_the_form_speaks_dutch_and_asks_for_the_picture_first(editor, media):
    response = editor.get(reverse("wagtailimages:add"))
    form = response.context["form"]
    labels = [str(field.label) for field in form.visible_fields()]
    assert labels[:5] == ["Bestand", "Titel", "Alternatieve tekst", "Maker", "Licentie"]
    assert form["file"].help_text.startswith("Ondersteunde bestandsformaten: AVIF, GIF, JPG, JPEG, PNG, WEBP.")
    for name in ("title", "description", "credit", "licence"):
        assert form[name].help_text


def test_the_chooser_of_a_page_takes_an_image_by_the_same_rules(editor, media, photo):
    url = reverse("wagtailimages_chooser:create")
    data = {f"image-chooser-upload-{name}": value for name, value in fields(credit="").items()}
    refused = json.loads(editor.post(url, {**data, "image-chooser-upload-file": photo()}).content)
    assert refused["step"] == "reshow_creation_form"
    assert not SiteImage.objects.exists()
    data["image-chooser-upload-credit"] = "Sanne de Vries"
    chosen = json.loads(editor.post(url, {**data, "image-chooser-upload-file": photo()}).content)
    assert chosen["step"] == "chosen"
    assert chosen["result"]["default_alt_text"] == "Bewoners koken in een wijkcentrum"
    assert_nothing_personal(media)


# --- What is refused -------------------------------------------------------------------------------------------------


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


REFUSED = {
    "a text called .jpg": (named("tekst.jpg", b"dit is geen foto"), "Upload een geldige afbeelding"),
    "SVG": (named("kaart.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "Ondersteunde formaten: AVIF, GIF, JPG"),
    "SVG called .png": (
        named("kaart.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        "Geen geldige .png afbeelding",
    ),
    "a format that is not taken": (named("foto.bmp", encode(draw(), "BMP")), "Geen ondersteund afbeeldingsformaat"),
    "a PNG called .jpg": (named("foto.jpg", encode(draw(), "PNG")), "Geen geldige .jpeg afbeelding"),
    "half a photograph": (named("foto.jpg", encode(draw(), "JPEG")[:900]), "beschadigd en niet te lezen"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_good_image_is_refused_in_dutch(editor, media, case):
    file, message = REFUSED[case]
    file.seek(0)
    response = editor.post(reverse("wagtailimages:add"), fields(file=file))
    assert response.status_code == 200
    assert message in errors_of(response)
    assert not SiteImage.objects.exists()
    assert not media.exists() or stored_files(media) == []


def test_an_image_of_too_many_bytes_is_refused_in_dutch(editor, media, settings, photo):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    response = editor.post(reverse("wagtailimages:add"), fields(file=photo()))
    assert "Dit bestand is te groot" in errors_of(response)


def test_an_image_of_too_many_pixels_is_refused_in_dutch(editor, media, settings, photo):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = WIDTH * HEIGHT - 1
    response = editor.post(reverse("wagtailimages:add"), fields(file=photo()))
    assert "Deze afbeelding bevat teveel pixels (4800)" in errors_of(response)


def test_the_limits_of_the_site_are_ten_megabytes_and_fifty_million_pixels(settings):
    assert settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE == 10 * 1024 * 1024
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == 50_000_000


# --- Several images at once ------------------------------------------------------------------------------------------


def upload_to_wait(editor, file) -> dict:
    response = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Fatima Jansen", "files[]": file, "collection": Collection.get_first_root_node().pk},
    )
    assert response.status_code == 200
    return json.loads(response.content)


def finish(editor, upload_id: int, **changes: object) -> dict:
    data = {f"uploaded-image-{upload_id}-{name}": value for name, value in fields(**changes).items()}
    response = editor.post(reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload_id]), data)
    return json.loads(response.content)


def test_of_several_images_each_waits_for_its_maker_and_alt_text(editor, media, photo):
    answer = upload_to_wait(editor, photo(orientation=6))
    assert answer["success"] and not SiteImage.objects.exists()
    assert "Alternatieve tekst" in answer["form"] and "Maker" in answer["form"]
    refused = finish(editor, answer["uploaded_file_id"], credit="")
    assert not refused["success"] and "Dit is een verplicht veld." in refused["form"]
    done = finish(editor, answer["uploaded_file_id"])
    image = SiteImage.objects.get()
    assert done == {"success": True, "image_id": image.pk}
    assert (image.width, image.height, image.credit) == (HEIGHT, WIDTH, "Sanne de Vries")
    assert image.file_size == Path(image.file.path).stat().st_size
    assert stored_files(media) == [image.file.name]
    assert_nothing_personal(media)


def test_a_waiting_image_has_no_metadata_no_telling_name_and_no_address(editor, media, photo, client):
    upload = UploadedFile.objects.get(pk=upload_to_wait(editor, photo())["uploaded_file_id"])
    assert len(Path(upload.file.name).stem) == 32
    assert_nothing_personal(media)
    client.logout()
    for address in (f"/media/{upload.file.name}", f"/media/renditions/{Path(upload.file.name).name}"):
        assert client.get(address).status_code == 404


def test_a_broken_image_among_several_is_refused_at_once(editor, media):
    answer = upload_to_wait(editor, named("foto.jpg", encode(draw(), "JPEG")[:900]))
    assert answer["success"] is False
    assert "beschadigd" in answer["error_message"]
    assert not UploadedFile.objects.exists()


def test_a_large_upload_that_django_keeps_on_disk_is_stripped_too(editor, media, settings, photo):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    editor.post(reverse("wagtailimages:add"), fields(file=photo()))
    finish(editor, upload_to_wait(editor, photo())["uploaded_file_id"])
    assert SiteImage.objects.count() == 2
    assert_nothing_personal(media)


def test_images_that_nobody_finished_are_cleared_away_after_a_day(editor, media, photo):
    old = UploadedFile.objects.get(pk=upload_to_wait(editor, photo())["uploaded_file_id"])
    yesterday = time.time() - 25 * 60 * 60
    os.utime(old.file.path, (yesterday, yesterday))
    lost = UploadedFile.objects.get(pk=upload_to_wait(editor, photo())["uploaded_file_id"])
    assert UploadedFile.objects.filter(pk=lost.pk).exists()
    assert not UploadedFile.objects.filter(pk=old.pk).exists()
    assert not Path(old.file.path).exists()
    Path(lost.file.path).unlink()
    forget_old_uploads()
    assert not UploadedFile.objects.exists()


# --- By code ---------------------------------------------------------------------------------------------------------


def test_an_image_that_code_makes_is_stripped_too(media, photo):
    image = SiteImage.objects.create(title="Foto", description="d", credit="c", file=photo(orientation=6))
    image.refresh_from_db()
    assert (image.width, image.height) == (HEIGHT, WIDTH)
    assert image.file_hash
    image.file.save("Fatima.jpg", ContentFile(photo().read()))
    image.refresh_from_db()
    assert (image.width, image.height) == (WIDTH, HEIGHT)
    SiteImage.objects.bulk_create([SiteImage(title="Foto", file=photo(), width=1, height=1)])
    assert_nothing_personal(media)


def test_saving_an_image_again_does_not_write_its_file_again(media, photo):
    image = SiteImage.objects.create(title="Foto", description="d", credit="c", file=photo())
    name = image.file.name
    image.title = "Andere titel"
    image.save()
    image.refresh_from_db()
    assert image.file.name == name


@pytest.mark.parametrize(
    ("uploaded", "extension"),
    [("Foto.JPEG", ".jpeg"), ("foto.webp", ".webp"), ("foto", ""), ("x.fatima jansen", ""), ("x.fatimajansen", "")],
)
def test_only_a_real_extension_of_the_uploaded_name_is_kept(uploaded, extension):
    assert Path(SiteImage().get_upload_to(uploaded)).suffix == extension


def test_a_rendition_has_a_random_name_of_its_own(media, photo):
    image = SiteImage.objects.create(title="Foto", description="d", credit="c", file=photo())
    names = [
        image.get_rendition(spec).file.name for spec in ("width-40|format-avif", "width-30|format-webp", "width-20")
    ]
    assert [Path(name).suffix for name in names] == [".avif", ".webp", ".jpg"]
    assert len({Path(name).stem for name in names}) == 3
    for name in names:
        assert name.startswith("renditions/")
        assert Path(image.file.name).stem[:6] not in name
    assert_nothing_personal(media)


def test_the_files_go_when_the_image_or_a_rendition_goes(media, photo, django_capture_on_commit_callbacks):
    image = SiteImage.objects.create(title="Foto", description="d", credit="c", file=photo())
    first, _second = image.get_rendition("width-40"), image.get_rendition("width-30")
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert first.file.name not in stored_files(media)
    assert len(stored_files(media)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert stored_files(media) == []


def test_a_rendition_keeps_the_colour_profile_and_no_more(media):
    content = encode(draw(), "JPEG", icc_profile=colour_profile(), exif=camera_exif())
    image = SiteImage.objects.create(title="F", description="d", credit="c", file=ContentFile(content, name="f.jpg"))
    rendition = Image.open(BytesIO(image.get_rendition("width-40").file.read()))
    assert rendition.info["icc_profile"] == colour_profile()
    assert dict(rendition.getexif()) == {}
