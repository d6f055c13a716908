"""The drawn pictures of the demo: every row draws, within the palette, and is loaded once."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from PIL import Image
from wagtail.log_actions import log
from wagtail.models import Collection

from tests.factories import PracticePageFactory, UserFactory
from wijkwijzer.demo import pictures
from wijkwijzer.demo.documents import read_documents
from wijkwijzer.demo.drawing import HEIGHT, PALETTE, SCENES, WIDTH, UnknownSceneError, draw_scene
from wijkwijzer.demo.pictures import COLLECTION, Picture, load_pictures, pictures_by_page, read_pictures
from wijkwijzer.images.models import Licence, SiteImage

ROWS = read_pictures()
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@each_row
def test_every_row_draws_at_its_size_and_stays_small(row: Picture) -> None:
    png = row.png()
    with Image.open(BytesIO(png)) as image:
        assert (image.size, image.mode, image.format) == ((1600, 900), "RGB", "PNG")
    assert len(png) < 150_000


@each_row
def test_the_same_scene_gives_the_same_bytes(row: Picture) -> None:
    assert row.png() == row.png()


@each_row
def test_a_picture_has_only_colours_of_the_palette(row: Picture) -> None:
    # At its own size nothing is reduced, so there are no colours in between that smooth the edges.
    colours = draw_scene(row.scene, row.settings, oversampling=1).image.getcolors(maxcolors=1000)
    assert colours is not None
    assert {colour for _, colour in colours} <= set(PALETTE.values())


@each_row
def test_no_single_colour_covers_nearly_the_whole_picture(row: Picture) -> None:
    image = draw_scene(row.scene, row.settings, oversampling=1).image
    largest = max(count for count, _ in image.getcolors(maxcolors=1000) or [])
    assert largest < WIDTH * HEIGHT * 0.7


def test_the_palette_holds_the_tokens_of_the_site() -> None:
    css = Path("static/css/tokens.css").read_text(encoding="utf-8").split("@media")[0]
    tokens = dict(re.findall(r"--basis-color-([a-z-]+): (#[0-9a-f]+);", css))
    for name in ("paper", "stone", "ink", "canal", "brick", "moss", "plum", "sun", "sun-soft", "houses", "canal-soft"):
        assert "#{:02x}{:02x}{:02x}".format(*PALETTE[name]) == tokens[name]


@each_row
def test_a_picture_says_what_is_to_be_seen_and_who_made_it(row: Picture) -> None:
    assert 40 <= len(row.alt) <= 200
    assert row.alt.endswith(".")
    assert not re.search("tekening|afbeelding|plaatje van", row.alt.lower())
    assert row.title
    assert row.credit
    assert row.licence in Licence.values


def test_every_scene_is_used_and_every_picture_has_a_name_a_title_and_a_drawing_of_its_own() -> None:
    assert {row.scene for row in ROWS} == set(SCENES)
    assert len({row.name for row in ROWS}) == len({row.title for row in ROWS}) == len(ROWS)
    assert len({row.png() for row in ROWS}) == len(ROWS)


def test_every_page_with_a_picture_exists_and_has_one_picture() -> None:
    uses = Counter(slug for row in ROWS for slug in row.pages)
    assert set(uses) <= {document.slug for document in read_documents()}
    assert set(uses.values()) == {1}
    assert all(1 <= len(row.pages) <= 2 for row in ROWS)


def test_two_pages_with_the_same_picture_are_of_different_kinds_and_days() -> None:
    """Otherwise they would stand side by side in a list of their kind or of what is newest."""
    documents = {document.slug: document for document in read_documents()}
    for row in ROWS:
        pages = [documents[slug] for slug in row.pages]
        assert len({page.type for page in pages}) == len(pages)
        assert len({page.meta.get("published_on") for page in pages}) == len(pages)


def test_portraits_series_magazines_workshops_cases_and_research_have_a_picture() -> None:
    wanted = {
        document.slug
        for document in read_documents()
        if document.type in {"portrait", "series", "magazine", "workshop", "case"}
        or document.meta.get("form") == "onderzoek"
    }
    assert wanted <= set(pictures_by_page())


def test_an_unknown_scene_is_named_together_with_the_scenes_that_exist() -> None:
    with pytest.raises(UnknownSceneError, match=r"no scene “maanlandschap”.*canal"):
        Picture("maan", "maanlandschap", "Maan", "Een maan.").png()


@pytest.fixture
def three_rows(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    rows = ROWS[:3]
    monkeypatch.setattr(pictures, "read_pictures", lambda: rows)
    return rows


@pytest.mark.django_db
def test_loading_makes_images_with_everything_that_the_image_model_asks(three_rows: list[Picture]) -> None:
    images = load_pictures()
    assert list(images) == [row.name for row in three_rows]
    image = SiteImage.objects.get(title=three_rows[0].title)
    assert image == images[three_rows[0].name]
    assert (image.width, image.height, image.credit) == (1600, 900, "WijkWijzer (tekening)")
    assert image.description == three_rows[0].alt
    assert image.licence == Licence.CC0
    assert image.collection.name == COLLECTION
    assert image.file_hash
    assert image.file_size == image.file.size
    assert re.fullmatch(r"originals/[0-9a-f]{32}\.png", image.file.name)


@pytest.mark.django_db
def test_a_second_loading_draws_nothing_and_changes_nothing(
    three_rows: list[Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_pictures()
    before = list(SiteImage.objects.order_by("pk").values())
    monkeypatch.setattr(Picture, "png", lambda self: pytest.fail("drawn again"))
    monkeypatch.setattr(SiteImage, "save", lambda self: pytest.fail("saved again"))
    images = load_pictures()
    assert list(SiteImage.objects.order_by("pk").values()) == before
    assert [image.pk for image in images.values()] == [row["id"] for row in before]
    assert Collection.objects.filter(name=COLLECTION).count() == 1


@pytest.mark.django_db
def test_new_texts_reach_an_image_that_nobody_edited(three_rows: list[Picture]) -> None:
    name = three_rows[0].name
    file = load_pictures()[name].file.name
    SiteImage.objects.update(description="Een oude beschrijving.", credit="Iemand", title="Oude titel")
    image = load_pictures()[name]
    image.refresh_from_db()
    assert (image.description, image.credit, image.title) == (
        three_rows[0].alt,
        three_rows[0].credit,
        three_rows[0].title,
    )
    assert image.file.name == file


@pytest.mark.django_db
def test_an_image_that_somebody_edited_is_left_alone(three_rows: list[Picture]) -> None:
    image = load_pictures()[three_rows[0].name]
    image.title, image.description = "Van de redactie", "Zo noemt de redactie het."
    image.save()
    log(image, "wagtail.edit", user=UserFactory())
    assert load_pictures()[three_rows[0].name] == image
    image.refresh_from_db()
    assert (image.title, image.description) == ("Van de redactie", "Zo noemt de redactie het.")
    assert SiteImage.objects.count() == 3


@pytest.mark.django_db
def test_an_uploaded_image_with_the_same_title_is_not_taken_for_a_picture_of_the_demo(
    three_rows: list[Picture],
) -> None:
    file = ContentFile(three_rows[1].png(), name="eigen.png")
    own = SiteImage.objects.create(title=three_rows[1].title, description="Eigen", credit="Ik", file=file)
    assert own not in load_pictures().values()
    own.refresh_from_db()
    assert own.credit == "Ik"


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["components/picture.html", "components/card.html"])
def test_no_visitor_waits_for_a_picture_to_be_made(monkeypatch: pytest.MonkeyPatch, template: str) -> None:
    monkeypatch.setattr(pictures, "read_pictures", lambda: ROWS[:1])
    (image,) = load_pictures().values()
    pictures.prepare_renditions()
    made = set(image.renditions.values_list("pk", flat=True))
    page = PracticePageFactory(lead_image=image)
    html = render_to_string(template, {"image": image, "publication": page, "level": 2})
    assert "<picture>" in html
    assert set(image.renditions.values_list("pk", flat=True)) == made
