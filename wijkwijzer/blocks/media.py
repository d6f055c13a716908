"""Blocks that show something: images and slides."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from . import previews
from .text import RICH_TEXT_FEATURES


class ImageBlock(blocks.StructBlock):
    """One image with its caption. Credit and alt text belong to the image itself."""

    image = ImageChooserBlock(
        label=_("Afbeelding"), help_text=_("Maker en alternatieve tekst horen bij de afbeelding.")
    )
    caption = blocks.CharBlock(
        label=_("Onderschrift"), max_length=255, required=False, help_text=_("Wat de afbeelding bij deze tekst doet.")
    )

    class Meta:
        icon = "image"
        label = _("Afbeelding")
        description = _("Eén afbeelding met onderschrift en maker.")
        template = "blocks/image.html"

    def get_preview_value(self):
        return self.normalize({"image": previews.image(), "caption": _("Buren maken een praatje voor de deur.")})


class SlideBlock(blocks.StructBlock):
    """One slide: its picture, and what stands on it in words."""

    image = ImageChooserBlock(label=_("Beeld van de dia"), required=False, help_text=_("Mag leeg blijven."))
    title = blocks.CharBlock(label=_("Kop"), max_length=160, help_text=_("De kop van de dia."))
    text = blocks.RichTextBlock(label=_("Tekst"), features=RICH_TEXT_FEATURES, required=False, help_text=_("De tekst."))


class SlidesBlock(blocks.StructBlock):
    """Slides of a presentation. The complete text in reading order is required: nobody needs the pictures."""

    title = blocks.CharBlock(label=_("Titel"), max_length=160, help_text=_("Titel van de presentatie."))
    slides = blocks.ListBlock(SlideBlock(label=_("Dia")), label=_("Dia’s"), min_num=1)
    linear_text = blocks.RichTextBlock(
        label=_("Volledige tekst"),
        features=["h3", *RICH_TEXT_FEATURES],
        help_text=_("Alles wat de dia’s vertellen, als één doorlopende tekst."),
    )

    class Meta:
        icon = "desktop"
        label = _("Dia’s")
        description = _("Een presentatie, altijd met de volledige tekst erbij.")
        template = "blocks/slides.html"

    def get_preview_value(self):
        slides = [
            {"image": previews.image(), "title": _("Wat is een wijkverbinder?"), "text": ""},
            {
                "image": None,
                "title": _("Wat doet een wijkverbinder?"),
                "text": _("<p>Luisteren, en mensen bij elkaar brengen.</p>"),
            },
        ]
        text = _(
            "<p>Een wijkverbinder luistert, en brengt mensen bij elkaar. Wat op de dia’s staat, staat ook hier.</p>"
        )
        return self.normalize({"title": _("De wijkverbinder in twee dia’s"), "slides": slides, "linear_text": text})


def images_in(children: Iterable[Any]) -> list[Any]:
    """The images that the blocks of a body show, so that their renditions can be fetched together."""
    found = []
    for child in children:
        if child.block_type == "image":
            found.append(child.value["image"])
        elif child.block_type == "slides":
            found += [slide["image"] for slide in child.value["slides"]]
    return [image for image in found if image is not None]
