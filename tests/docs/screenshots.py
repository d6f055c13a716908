"""`make screenshots`: the pictures of the editors' guide and the one of the README, taken of a site of their own.

A picture belongs to the guide when a function below takes it; a test holds the two against each other.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.running import (
    CHROMIUM,
    HOW_TO_GET_CHROMIUM,
    PROJECT_DIR,
    RunningSite,
    SiteDidNotStartError,
    running_site,
)
from tests.docs.scenes import ASKED, SEARCHES, SIGN_OFF, SUBMITTED

GUIDE_PICTURES = PROJECT_DIR / "docs" / "redactie" / "img"
HOME_PICTURE = PROJECT_DIR / "docs" / "img" / "home.png"
SIZE = {"width": 1280, "height": 800}
GUIDE_LIMIT, HOME_LIMIT = 120_000, 150_000
# Room enough for a whole form: nothing scrolls, so what floats stays out of the picture of one part.
TALL = {"width": 1280, "height": 9000}
PHONE = {"width": 375, "height": 720}
MARGIN = 20
PRACTICE = "wijkbedrijf"

# Where only a mail leads to.
ADDRESSES: dict[str, str] = {}

# By file name, the function that brings the screen into view and says what of it to show (None: all of it).
SHOTS: dict[str, Callable[[Page], Locator | None]] = {}
# Who looks, where that is not an editor.
ACCOUNTS: dict[str, str] = {}


Shot = Callable[[Page], Locator | None]


def shot(name: str, account: str = "") -> Callable[[Shot], Shot]:
    def remember(take: Shot) -> Shot:
        SHOTS[f"{name}.png"] = take
        if account:
            ACCOUNTS[f"{name}.png"] = account
        return take

    return remember


# --- The pictures ----------------------------------------------------------------------------------------------------


@shot("aanmelden")
def sign_in_screen(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/beheer/aanmelden/")
    page.locator("input[name=login]").fill("redacteur")


@shot("tweede-stap")
def second_step(page: Page) -> None:
    page.goto("/beheer/account/2fa/")


@shot("beginscherm")
def first_screen(page: Page) -> None:
    page.goto("/beheer/")


@shot("nieuwe-pagina")
def new_page(page: Page) -> None:
    open_new(page, "practicepage")
    page.locator("#id_title").fill("Een buurtmoestuin achter de flat")
    page.locator("#id_summary").fill("Bewoners maken samen een moestuin. De corporatie geeft de grond in bruikleen.")
    page.locator("#id_summary").blur()


@shot("in-een-oogopslag")
def at_a_glance(page: Page) -> Locator:
    open_practice(page)
    return panel(page, "In één oogopslag")


@shot("reeks")
def series(page: Page) -> Locator:
    open_publication(page, "portraitpage", "gebiedsmanager")
    return page.locator("#id_series_order").locator("xpath=ancestor::section[1]")


@shot("themas")
def themes(page: Page) -> Locator:
    open_practice(page, "Kenmerken")
    return panel(page, "Thema’s")


@shot("gemeente-kiezen")
def municipality(page: Page) -> None:
    open_practice(page, "Kenmerken")
    page.get_by_role("button", name="Voeg Gemeente toe").click()
    page.get_by_role("button", name="Kies een gemeente").last.click()
    modal = page.locator(".modal-content")
    modal.locator("input[name=q]").fill("bergen")
    modal.locator("td", has_text="Limburg").first.wait_for()


@shot("persoon-toevoegen")
def person(page: Page) -> None:
    open_practice(page, "Kenmerken")
    page.get_by_role("button", name="Voeg Persoon toe").click()
    page.get_by_role("button", name="Kies een persoon").last.click()
    modal = page.locator(".modal-content")
    modal.get_by_role("tab", name="Nieuw").click()
    modal.locator("[name$=-name], [name=name]").first.fill("Naam van de persoon")
    modal.locator("[name$=-function], [name=function]").first.fill("opbouwwerker")


@shot("afbeelding-uploaden")
def upload(page: Page) -> None:
    open_new(page, "practicepage")
    fill_in_picture(page)


@shot("afbeelding-kiezen")
def choose_image(page: Page) -> None:
    page.goto("/beheer/images/")
    if not page.locator("main img").count():
        add_picture(page)
    open_new(page, "practicepage")
    page.get_by_role("button", name="Kies een afbeelding").first.click()
    page.locator(".modal-content .image-about").first.wait_for()


@shot("blokken")
def blocks(page: Page) -> None:
    open_new(page, "practicepage")
    page.locator("#id_title").fill("Een buurtmoestuin achter de flat")
    add = page.locator("[data-contentpath=body] .c-sf-add-button, .c-sf-add-button").first
    add.scroll_into_view_if_needed()
    add.click()
    page.get_by_role("option", name="Citaat").first.hover()


@shot("bron-en-beheer")
def source(page: Page) -> None:
    open_practice(page, "Bron en beheer")


@shot("voorbeeld")
def preview(page: Page) -> None:
    open_practice(page)
    page.get_by_role("button", name="Toon/verberg voorvertoning").click()
    page.frame_locator("iframe").first.get_by_role("heading", level=1).wait_for(timeout=30_000)


@shot("indienen", "auteur")
def submit(page: Page) -> None:
    open_new(page, "practicepage")
    page.get_by_role("button", name="Meer acties").click()
    page.locator("button[name=action-submit]").wait_for()


@shot("voortgang")
def progress(page: Page) -> None:
    open_progress(page, "tiplistpage", "verbinders")
    page.get_by_role("button", name="Keur goed").wait_for()


@shot("van-de-site", "eindredacteur")
def take_off(page: Page) -> None:
    open_progress(page, "practicepage", PRACTICE)


@shot("reeksbord", "eindredacteur")
def board(page: Page) -> None:
    page.goto("/beheer/reeksen/")
    page.get_by_role("link", name="Verbinders die niet bestaan").click()
    page.get_by_role("region", name="Plekken van de reeks").wait_for()


@shot("akkoord")
def sign_off(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(ADDRESSES["sign-off"])


@shot("intrekken", "privacybeheerder")
def withdraw(page: Page) -> None:
    page.goto("/beheer/privacy/")
    page.get_by_role("link", name="toestemming intrekken").first.click()
    page.get_by_role("link", name="gevolgen van intrekken").first.click()
    page.get_by_role("heading", name="Wat verdwijnt").wait_for()


@shot("lijst")
def listing(page: Page) -> None:
    page.goto("/beheer/publicaties/?ordering=-published_on")


@shot("filters")
def filters(page: Page) -> None:
    page.goto("/beheer/publicaties/?ordering=-published_on")
    page.get_by_role("button", name="Filters").first.click()
    page.locator(".w-drilldown__menu").first.wait_for()


@shot("kennisbank")
def knowledge_base(page: Page) -> None:
    page.goto("/beheer/taxonomy/concept/")


@shot("zoekvragen")
def searches(page: Page) -> None:
    page.goto("/beheer/reports/zoekvragen/")


@shot("werkbalk")
def user_bar(page: Page) -> None:
    page.goto("/praktijkvoorbeelden/wijkbedrijf-selwerd/")
    page.locator("wagtail-userbar").get_by_role("button").first.click()
    page.locator("wagtail-userbar").get_by_role("menuitem").first.wait_for()


# --- How an editor gets there ----------------------------------------------------------------------------------------


def sign_in(page: Page, account: str, password: str) -> None:
    page.goto("/beheer/aanmelden/")
    page.locator("input[name=login]").fill(account)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/beheer/")


def open_new(page: Page, kind: str) -> None:
    """The form for a new page: the list of its kind has one place, so the choice of a parent is skipped."""
    page.goto(f"/beheer/publicaties/{kind}/choose_parent/")
    page.locator("#id_title").wait_for()


def open_publication(page: Page, kind: str, words: str) -> None:
    page.goto(f"/beheer/publicaties/{kind}/?q={words}")
    page.locator(".listing .title-wrapper a").first.click()
    page.locator("#id_title").wait_for(state="attached")
    page.wait_for_load_state("networkidle")


def open_practice(page: Page, tab: str = "") -> None:
    open_publication(page, "practicepage", PRACTICE)
    if tab:
        page.get_by_role("tab", name=tab).click()


def open_progress(page: Page, kind: str, words: str) -> None:
    open_publication(page, kind, words)
    number = page.url.split("/")[-3]
    page.goto(f"/beheer/voortgang/{number}/")


def panel(page: Page, heading: str) -> Locator:
    return page.locator("section.w-panel").filter(has=page.get_by_role("heading", name=heading)).last


def fill_in_picture(page: Page) -> Locator:
    page.get_by_role("button", name="Kies een afbeelding").first.click()
    modal = page.locator(".modal-content")
    modal.get_by_role("tab", name="Uploaden").click()
    modal.locator("[name$=-title]").fill("Moestuin in Selwerd")
    modal.locator("[name$=-description]").fill("Bakken met planten naast een flat")
    modal.locator("[name$=-credit]").fill("Naam van de maker")
    return modal


def add_picture(page: Page) -> None:
    """A drawn picture of our own, for a library that is empty."""
    open_new(page, "practicepage")
    modal = fill_in_picture(page)
    modal.locator("input[type=file]").set_input_files(
        {"name": "moestuin.png", "mimeType": "image/png", "buffer": _garden()}
    )
    modal.locator("form button[type=submit]").last.click()
    modal.wait_for(state="detached")


def _garden() -> bytes:
    picture = Image.new("RGB", (1200, 800), "#cfe3e2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 1200, 800), fill="#6f7f3a")
    for left in range(80, 1200, 280):
        draw.rectangle((left, 470, left + 200, 600), fill="#b5482f")
        draw.ellipse((left + 20, 400, left + 180, 500), fill="#0f5c63")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


# --- The camera ------------------------------------------------------------------------------------------------------


def save(picture: bytes, target: Path, limit: int) -> int:
    """Write a PNG with as many colours as fit in `limit` bytes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        buffer = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() <= limit:
            break
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(buffer.getvalue())
    return buffer.tell()


def take_guide_pictures(browser: Browser, url: str, passwords: dict[str, str], only: list[str]) -> None:
    for name, bring_into_view in SHOTS.items():
        if only and name.removesuffix(".png") not in only:
            continue
        context = browser.new_context(base_url=url, locale="nl-NL", viewport=SIZE, reduced_motion="reduce")
        context.set_default_timeout(20_000)
        page = context.new_page()
        account = ACCOUNTS.get(name, "redacteur")
        sign_in(page, account, passwords[account])
        part = bring_into_view(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)  # what slides in has arrived
        picture = _picture_of(page, part) if part else page.screenshot(animations="disabled")
        size = save(picture, GUIDE_PICTURES / name, GUIDE_LIMIT)
        sys.stdout.write(f"{size:>8} bytes  {name}\n")
        context.close()


def _picture_of(page: Page, part: Locator) -> bytes:
    page.set_viewport_size(TALL)
    page.wait_for_timeout(600)
    box = part.bounding_box() or {"x": 0, "y": 0, **SIZE}
    clip = {
        "x": max(box["x"] - 2 * MARGIN, 0),
        "y": max(box["y"] - MARGIN, 0),
        "width": box["width"] + 4 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }
    return page.screenshot(animations="disabled", clip=clip)


def take_home_picture(browser: Browser, url: str) -> None:
    page = browser.new_page(base_url=url, locale="nl-NL", viewport={**SIZE, "height": 900}, color_scheme="light")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    sys.stdout.write(f"{save(page.screenshot(), HOME_PICTURE, HOME_LIMIT):>8} bytes  {HOME_PICTURE.name}\n")


def main(only: list[str]) -> None:
    if CHROMIUM is None:
        sys.exit(HOW_TO_GET_CHROMIUM)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="wijkwijzer-screenshots-") as folder,
            running_site(Path(folder)) as site,
        ):
            site.run(SEARCHES)
            site.run(SUBMITTED)
            site.run(ASKED)
            ADDRESSES["sign-off"] = site.run(SIGN_OFF).strip()
            take_pictures(site, only)
    except SiteDidNotStartError as error:
        sys.exit(str(error))


def take_pictures(site: RunningSite, only: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], env={**os.environ, "LANGUAGE": "nl"}
        )
        take_guide_pictures(browser, site.url, site.passwords, only)
        if not only or HOME_PICTURE.stem in only:
            take_home_picture(browser, site.url)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
