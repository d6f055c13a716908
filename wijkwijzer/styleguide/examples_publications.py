"""Examples of what a publication is made of."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from portraits.models import MagazinePage, PortraitPage
from practices.models import WorkshopPage
from wijkwijzer.blocks.previews import image, organisation, page, person
from wijkwijzer.pages.kinds import KINDS

from . import samples
from .example import (
    EMPTY,
    LONG,
    LONG_TITLE,
    LONG_WORD,
    NO_IMAGE,
    ONE,
    UNKNOWN,
    USUAL,
    VERY_LONG_WORD,
    Example,
    Examples,
)

EXPIRED: dict[str, Any] = {"contact_email": "verlopen@example.org", "contact_until": samples.DAY}


def about_page() -> Iterator[Example]:
    reviewed = {"reviewed_on": samples.DAY}
    settings = samples.site_settings()
    checked = samples.practice(licence="cc-by-4.0", last_published_at=samples.MOMENT, freshness=reviewed)
    yield Example(USUAL, {"page": checked, "site_settings": settings}, "aside")
    yield Example(LONG, {"page": samples.practice(title=LONG_TITLE), "site_settings": settings}, "aside")
    unknown = {"page": samples.unknown_practice(), "site_settings": samples.site_settings(editorial_email="")}
    yield Example(_("Alles onbekend, geen adres van de redactie"), unknown, "aside")


def byline() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.practice(earlier_reading_minutes=12)})
    yield Example(_("Als deel van een verslag"), {"page": samples.case(earlier_reading_minutes=12), "is_part": True})
    places = [samples.place(name, area="Noord") for name in samples.PLACES]
    yield Example(_("Veel gemeenten"), {"page": samples.article(municipality_links=places)})
    yield Example(_("Zonder gemeente en zonder datum"), {"page": samples.unknown_practice()})


def case() -> Iterator[Example]:
    yield Example(USUAL, {"case": samples.case(), "level": 3, "sublevel": 4}, "text")
    nothing = {"advice": [], "person_links": [], "obstacles": [], "body": [], "context_text": ""}
    unknown = samples.case(**nothing, ask_of_organisation="", next_step="", follow_up="")
    yield Example(UNKNOWN, {"case": unknown, "level": 3, "sublevel": 4}, "text")


def chapter() -> Iterator[Example]:
    chapters = {
        _("Portret"): samples.portrait(),
        _("Casus"): samples.case(),
        _("Tips"): samples.tip_list(),
        _("Praktijkvoorbeeld, zonder beeld"): samples.practice(lead_image=None),
        _("Onderzoek, titel van 120 tekens"): samples.article(title=LONG_TITLE),
    }
    for title, made in chapters.items():
        yield Example(title, {"chapter": made}, "text")


def citation() -> Iterator[Example]:
    address = "https://example.org/praktijkvoorbeelden/voorbeeld/"
    cited = {
        "in_words": "Fictief, F. (2023, 7 september). De huiskamer. WijkWijzer. Versie van 24 november 2026.",
        "url": f"{address}versie/2026-11-24/",
        "page_url": address,
        "version": samples.DAY,
    }
    yield Example(USUAL, {"citation": cited}, "aside")
    yield Example(_("Van een versie van toen"), {"citation": cited, "frozen": True}, "aside")
    plain = {"in_words": f"WijkWijzer (z.d.). {LONG_TITLE}.", "url": address, "page_url": address, "version": None}
    yield Example(LONG, {"citation": plain}, "aside")
    yield Example(EMPTY, {"citation": None}, "aside")


def contents() -> Iterator[Example]:
    titles = ("Hoe het begon", "Wat er nu staat", "Wat het kost", LONG_TITLE, LONG_WORD)
    items = [{"text": title, "anchor": f"kop-{number}"} for number, title in enumerate(titles)]
    yield Example(_("Vanaf drie koppen"), {"contents": items[:3]})
    yield Example(_("Lange koppen"), {"contents": items})
    magazine = samples.publication(MagazinePage, title="Een magazine")
    yield Example(_("Van een magazine"), {"contents": items[:3], "page": magazine})
    workshop = samples.publication(WorkshopPage, title="Een werkplaats")
    yield Example(_("Van een verslag"), {"contents": items[:3], "page": workshop})
    yield Example(_("Twee koppen: niets te zien"), {"contents": items[:2]})


def contributions() -> Iterator[Example]:
    author = samples.made_by("author", person=person(public_profile=True))
    photographer = samples.made_by("photographer", person=person(name="Freek Fictief"))
    partner = samples.made_by("partner", organisation=organisation())
    yield Example(USUAL, {"contributions": [author, photographer, partner]}, "aside")
    yield Example(ONE, {"contributions": [partner]}, "aside")
    yield Example(EMPTY, {"contributions": []}, "aside")


def download() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.practice(), "can_make_pdf": True}, "aside")
    yield Example(_("Server zonder libpango"), {"page": samples.practice(), "can_make_pdf": False}, "aside")


def earlier() -> Iterator[Example]:
    source = {"earlier_site": "Voorbeeldblad", "earlier_title": "Verbinden in de wijk", "earlier_date": samples.DAY}
    whole = samples.practice(**source, earlier_url="https://example.org/", earlier_reading_minutes=12)
    yield Example(USUAL, {"page": whole}, "aside")
    yield Example(_("Zonder adres"), {"page": samples.practice(**source)}, "aside")
    yield Example(_("Zonder datum en titel"), {"page": samples.practice(earlier_site="Voorbeeldblad")}, "aside")
    yield Example(_("Titel van 120 tekens, alleen een adres"), {"page": samples.practice(
        earlier_title=LONG_TITLE, earlier_url="https://example.org/een/heel/lang/adres/zonder-spaties/van-het-origineel"
    )}, "aside")  # fmt: skip
    yield Example(_("Nergens eerder verschenen"), {"page": samples.practice()}, "aside")


def glance() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.practice()})
    yield Example(UNKNOWN, {"page": samples.unknown_practice()})
    places = [samples.place(name) for name in samples.PLACES]
    yield Example(
        _("Veel gemeenten, heel lang woord"), {"page": samples.practice(municipality_links=places, costs=LONG_WORD)}
    )


def heading() -> Iterator[Example]:
    for level in (2, 3, 4, 5):
        yield Example(_("Niveau %s") % level, {"level": level, "text": "Wat werkte in de wijk", "anchor": "kop"})
    yield Example(LONG, {"level": 2, "text": LONG_TITLE})
    yield Example(VERY_LONG_WORD, {"level": 2, "text": LONG_WORD})


def invitation() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.practice(title=LONG_TITLE), "site_settings": samples.site_settings()})
    no_address = samples.site_settings(editorial_email="")
    yield Example(_("Geen adres van de redactie"), {"page": samples.practice(), "site_settings": no_address})


def kind() -> Iterator[Example]:
    for one in KINDS.values():
        yield Example(one.label, {"kind": one})


def links() -> Iterator[Example]:
    title = "Casussen uit dezelfde werkplaats"
    yield Example(USUAL, {"title": title, "pages": [page("Een buurthuis onder druk"), page(LONG_TITLE)]}, "aside")
    yield Example(EMPTY, {"title": title, "pages": []}, "aside")


def obstacles() -> Iterator[Example]:
    yield Example(USUAL, {"labels": ["financieel", "juridisch"]})
    yield Example(ONE, {"labels": ["politiek"]})


def other_municipalities() -> Iterator[Example]:
    studied = samples.place("Voorbeeldstad", role="research", area="Noord")
    mentioned = [samples.place(name, role="mentioned") for name in samples.PLACES[1:]]
    yield Example(ONE, {"links": [studied]}, "aside")
    yield Example(_("Veel gemeenten"), {"links": [studied, *mentioned]}, "aside")
    yield Example(EMPTY, {"links": []}, "aside")


def outdated() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.practice(freshness={"outdated_since": samples.DAY})})
    replaced = {"page": samples.practice(), "replaced_by": page(LONG_TITLE)}
    yield Example(_("Vervangen door een andere pagina"), replaced)
    yield Example(_("Niet verouderd"), {"page": samples.practice()})


def people() -> Iterator[Example]:
    with_page = samples.somebody("portrayed", function_then="wijkregisseur in Voorbeeldstad")
    without_page = samples.somebody("quoted", public=False, name="Freek Fictief")
    contact = samples.somebody("contact", name="Mina Modelman")
    yield Example(USUAL, {"links": [with_page, without_page]})
    yield Example(_("Met hun rol, en een adres"), {"links": [with_page, without_page, contact], "show_role": True})
    expired = samples.somebody("contact", name="Mina Modelman", **EXPIRED)
    yield Example(_("Het adres is verlopen"), {"links": [expired], "show_role": True})


def picture() -> Iterator[Example]:
    yield Example(USUAL, {"image": image(), "caption": "Buren maken een praatje voor de deur."})
    yield Example(_("Zonder onderschrift, boven aan de pagina"), {"image": image(), "eager": True})
    yield Example(_("Maker niet bekend"), {"image": image(credit=""), "caption": "Een onderschrift."})
    yield Example(NO_IMAGE, {"image": None, "caption": "Een onderschrift zonder beeld."})


def portrait() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.portrait(), "level": 3}, "text")
    bare = samples.publication(PortraitPage, body=samples.body("Alleen tekst."))
    yield Example(_("Zonder citaten en kwaliteiten"), {"page": bare, "level": 3}, "text")


def practice() -> Iterator[Example]:
    yield Example(
        USUAL, {"practice": samples.practice(body=samples.body("De school lag midden in de wijk.")), "level": 3}, "text"
    )
    yield Example(UNKNOWN, {"practice": samples.unknown_practice(), "level": 3}, "text")


def pull_quotes() -> Iterator[Example]:
    yield Example(USUAL, {"quotes": samples.portrait().pull_quotes}, "text")
    long_quote = [{"type": "pull_quote", "value": {"quote": f"{LONG_TITLE}. {LONG_WORD}!", "speaker": "Freek Fictief"}}]
    yield Example(
        _("Lang, met een heel lang woord"), {"quotes": samples.portrait(pull_quotes=long_quote).pull_quotes}, "text"
    )
    yield Example(EMPTY, {"quotes": samples.portrait(pull_quotes=[]).pull_quotes}, "text")


def reader_questions() -> Iterator[Example]:
    yield Example(USUAL, {"page": samples.practice()})


def stream() -> Iterator[Example]:
    notes = {"notes": [{"kind": "explanation", "text": "<p>Zo heet het in Voorbeeldstad.</p>"}]}
    blocks = [
        {"type": "heading", "value": {"level": "h2", "text": "Een tussenkop"}},
        {"type": "text", "value": "<p>Een wijkregisseur[1] kent de straat.</p>"},
        {"type": "heading", "value": {"level": "h3", "text": "Een kleine tussenkop"}},
        {"type": "facts", "value": {"title": "In cijfers", "facts": [{"label": "Begin", "value": "2017"}]}},
        {"type": "footnotes", "value": notes},
    ]
    yield Example(_("Met een voetnoot"), {"stream": samples.practice(body=blocks).body, "level": 3, "key": "a"}, "text")
    yield Example(EMPTY, {"stream": samples.practice(body=[]).body, "key": "b"}, "text")


def themes() -> Iterator[Example]:
    found = {
        "themes": [samples.theme("Ontmoeten"), samples.theme("Wonen")],
        "concepts": [samples.concept("Wijkcentrum")],
    }
    yield Example(USUAL, found, "aside")
    yield Example(_("Zonder thema"), {**found, "themes": []}, "aside")
    yield Example(_("Zonder begrip"), {**found, "concepts": []}, "aside")
    yield Example(_("Zonder thema en zonder begrip"), {"themes": [], "concepts": []}, "aside")


def tips() -> Iterator[Example]:
    yield Example(USUAL, {"tips": samples.tip_list().tips, "level": 3}, "text")
    long_tip = [{"type": "tip", "value": {"title": LONG_TITLE, "explanation": f"<p>{LONG_WORD}</p>", "addressee": ""}}]
    yield Example(_("Eén, met een lange titel"), {"tips": samples.tip_list(tips=long_tip).tips, "level": 3}, "text")


EXAMPLES: Examples = {
    f"components/{name.__name__}.html": name
    for name in (
        about_page, byline, case, chapter, citation, contents, contributions, download, earlier, glance, heading,
        invitation, kind, links, obstacles, other_municipalities, outdated, people, picture, portrait, practice,
        pull_quotes, reader_questions, stream, themes, tips,
    )
}  # fmt: skip
