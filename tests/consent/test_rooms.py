"""What each room told about how it forgets: the officer reads it beforehand, and it is carried out."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tests.consent.conftest import Desk
from tests.consent.scene import EMAIL, NAME, Scene
from tests.consent.test_withdrawal import CHOICES, take_back
from tests.factories import (
    ConceptFactory,
    ImageFactory,
    OrganisationFactory,
    PersonFactory,
    ThemeFactory,
)
from wijkwijzer.consent.models import Request, Use, record
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.freshness.models import Confirmation, Reaction
from wijkwijzer.mail.models import Link
from wijkwijzer.people import forgetting


def test_the_officer_reads_what_of_each_room_goes(scene: Scene, officer: Desk) -> None:
    record(
        page=scene.portrait, person=scene.person, revision=scene.portrait.latest_revision, content_hash="c" * 64,
        uses=[Use.TEXT], typed_name=NAME,
    )  # fmt: skip
    send_link(scene.person, EMAIL)
    Request.objects.create(kind=Request.Kind.WITHDRAWAL, person=scene.person)
    text = officer.look("consent_withdraw", scene.portrait.pk).select_one("main section").get_text(" ")
    for shown in (
        "Pagina op de site: ", "Openbare pagina van de persoon: ", "Berichten: ", "Toestemming: ", "Privacyverzoek: ",
        "De reeks", "foto-van-zoe",
    ):  # fmt: skip
        assert shown in " ".join(text.split()) + " ", shown


def test_no_pdf_of_it_stays_and_its_address_says_that_it_is_gone(
    scene: Scene,
    officer: Desk,
    client: Client,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.PRINTING_ROOT = tmp_path
    monkeypatch.setattr("wijkwijzer.printing.views.make_pdf", lambda html, **kwargs: html.encode())
    pages = (scene.portrait, scene.magazine, scene.series)
    for page in pages:
        assert NAME in client.get(f"{page.url}pdf/").content.decode()
    assert len(list(tmp_path.rglob("*.pdf"))) == 3
    with django_capture_on_commit_callbacks(execute=True):
        take_back(officer, scene.portrait, CHOICES)
    assert list(tmp_path.rglob("*.pdf")) == []
    assert client.get(f"{scene.portrait.url}pdf/").status_code == 410
    for page in pages[1:]:
        response = client.get(f"{page.url}pdf/")
        assert response.status_code == 200
        assert NAME not in response.content.decode()


SAYS = f"Met dank aan {NAME}."
# Texts that are in no page; of a person and a picture others than those of the portrait.
TEXTS: dict[str, Any] = {
    "people.Person.biography": lambda: PersonFactory(biography=SAYS),
    "people.Person.function": lambda: PersonFactory(function=f"buur van {NAME}"),
    "people.Organisation.description": lambda: OrganisationFactory(description=SAYS),
    "taxonomy.Theme.introduction": lambda: ThemeFactory(introduction=SAYS),
    "taxonomy.Concept.definition": lambda: ConceptFactory(definition=SAYS),
    "images.SiteImage.title": lambda: ImageFactory(title=SAYS),
    "images.SiteImage.description": lambda: ImageFactory(description=SAYS),
    "images.SiteImage.credit": lambda: ImageFactory(credit=SAYS),
    "freshness.Confirmation.words": lambda: Confirmation.objects.create(
        link=Link.objects.make("bevestigen", days=14), sent_on=timezone.localdate(), words=SAYS,
        organisation=OrganisationFactory(),
    ),
    "freshness.Reaction.remark": None,
}  # fmt: skip


def test_every_text_that_a_room_told_of_is_tried_here() -> None:
    told = {
        f"{model._meta.label}.{name}"
        for room in forgetting.rooms.values()
        for model, names in room.texts.items()
        for name in names
    }
    assert told == set(TEXTS)


def test_a_name_in_a_text_that_is_no_page_goes_too(scene: Scene, officer: Desk) -> None:
    makers = TEXTS | {"freshness.Reaction.remark": lambda: Reaction.objects.create(page=scene.allowed, remark=SAYS)}
    rows: dict[str, Model] = {place: make() for place, make in makers.items()}
    take_back(officer, scene.portrait, CHOICES)
    left = {place: getattr(type(row).objects.get(pk=row.pk), place.split(".")[-1]) for place, row in rows.items()}
    assert {place: text for place, text in left.items() if "Meer" in text or "betrokkene" not in text} == {}


def test_the_history_of_a_picture_forgets_its_name(scene: Scene, officer: Desk) -> None:
    for image in (scene.photo, scene.shared):
        log(instance=image, action="wagtail.edit", data={"was": image.title})
    take_back(officer, scene.portrait, CHOICES)
    lines = ModelLogEntry.objects.filter(content_type__model="siteimage")
    assert {line.label for line in lines.filter(object_id=scene.photo.pk)} == {""}
    assert {line.label for line in lines.filter(object_id=scene.shared.pk)} == {"plein"}


@pytest.mark.database("sqlite")
def test_the_index_of_wagtail_keeps_no_word_of_it(scene: Scene, officer: Desk) -> None:
    """It cuts off what a word has in common with the one before it, so the end of a word is looked for."""
    assert b"lsplein" in index_of_wagtail()
    take_back(officer, scene.portrait, CHOICES)
    assert b"lsplein" not in index_of_wagtail()


def index_of_wagtail() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM wagtailsearch_indexentry_fts_data")
        return b" ".join(block for (block,) in cursor.fetchall())
