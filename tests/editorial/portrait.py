"""A complete portrait at the editors' desk, and what a browser sends for its text."""

import json

from django.http import HttpResponse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portraits.models import PortraitPage
from tests.editorial.conftest import Desk
from tests.factories import (
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PortraitPageFactory,
    ThemeFactory,
)
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.pages.models import Contribution, PageMunicipality, PagePerson, PageTheme
from wijkwijzer.people.models import Person
from wijkwijzer.users.models import User

TEXT = [
    {"type": "text", "id": "11111111-1111-4111-8111-111111111111", "value": "<p>Op de markt.</p><p>En daarna.</p>"},
    {
        "type": "quote",
        "id": "22222222-2222-4222-8222-222222222222",
        "value": {"quote": "Gewoon langsgaan.", "speaker": "Sam", "function": ""},
    },
]


def text_form(text: list[dict[str, object]] = TEXT) -> dict[str, str]:
    """What the editor's script sends for the streams of a portrait."""
    blocks = [(row["type"], rich_text(row["value"]) if row["type"] == "text" else row["value"]) for row in text]
    form = nested_form_data({"body": streamfield(blocks), "pull_quotes": streamfield([])})
    return form | {f"body-{place}-id": str(row["id"]) for place, row in enumerate(text)}


def submit(desk: Desk, page: Page, **changes: str) -> HttpResponse:
    return desk.submit(page, **{**text_form(), **changes})


def portrait_of(author: User, *people: Person) -> PortraitPage:
    """A complete draft about these people, who must all agree."""
    page: PortraitPage = PortraitPageFactory(live=False, owner=author, lead_image=ImageFactory(), body=json.dumps(TEXT))
    page.person_links = [PagePerson(person=who, role="portrayed", sort_order=n) for n, who in enumerate(people)]
    page.theme_links = [PageTheme(tag=ThemeFactory())]
    page.municipality_links = [PageMunicipality(municipality=MunicipalityFactory(), role="subject")]
    page.contributions = [Contribution(role="author", organisation=OrganisationFactory())]
    page.sources = "<p>Een gesprek.</p>"
    page.save()
    page.save_revision(user=author, log_action=True)
    for who in people:
        agree_is_needed(page, who)
    return page


def agree_is_needed(page: PortraitPage, person: Person) -> None:
    LegalBasis.objects.create(page=page, person=person, basis=LegalBasis.Basis.CONSENT)
