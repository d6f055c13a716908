"""The tokens are read from the stylesheet itself, and keep the contrast that the look asks."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from wijkwijzer.styleguide.tokens import GROUNDS, contrast, read_tokens

PLAIN_TEXT = ("ink", "ink-soft", "canal")
ON_PAPER_AND_SURFACE = ("brick", "moss", "plum")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000", "#ffffff", 21), ("#fff", "#fff", 1), ("#777", "#fff", 4.48), ("#0f5c63", "#fbfaf7", 7.4)],
)
def test_contrast_is_that_of_wcag_and_the_same_both_ways(one, other, expected):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.05)


def test_a_colour_that_the_dark_scheme_leaves_alone_is_the_same_in_the_dark():
    colours = {colour.name: colour for colour in read_tokens().colours}
    assert colours["sun"].light.value == colours["sun"].dark.value
    assert colours["paper"].light.value != colours["paper"].dark.value
    assert colours["sun"].light.contrasts != colours["sun"].dark.contrasts


def test_every_token_of_the_stylesheet_is_shown():
    tokens, css = read_tokens(), Path(finders.find("css/tokens.css")).read_text()
    light = css[: css.index("@media")]
    assert len(tokens.colours) == light.count("--basis-color-")
    assert len(tokens.type_sizes) == light.count("--basis-text-")
    assert len(tokens.spaces) == light.count("--basis-space-")
    own_css = Path(finders.find("styleguide/styleguide.css")).read_text()
    for token in tokens.type_sizes:
        assert f"guide__size--{token.name} {{" in own_css or f"guide__size--{token.name},\n" in own_css
        assert f"var(--basis-text-{token.name})" in own_css
    for token in tokens.spaces:
        assert f".guide__space--{token.name} {{" in own_css


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_edges_have_the_contrast_that_the_look_asks(scheme):
    shades = {
        colour.name: dict(zip(GROUNDS, getattr(colour, scheme).contrasts, strict=True))
        for colour in read_tokens().colours
    }
    for name in PLAIN_TEXT:
        assert min(shades[name].values()) >= 4.5, name
    for name in ON_PAPER_AND_SURFACE:
        assert min(shades[name]["paper"], shades[name]["surface"]) >= 4.5, name
    assert min(shades["edge"].values()) >= 3
