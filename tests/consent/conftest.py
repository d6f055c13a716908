"""The room at work: somebody at the desk, and a portrait with a person who may be asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portraits.models import PortraitPage
from tests.consent.scene import Scene, make_scene
from tests.factories import PersonFactory, PortraitPageFactory, UserFactory, publish
from wijkwijzer.consent.models import Consent, LegalBasis, PortraitLink, Use, record
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.pages.models import PagePerson
from wijkwijzer.people.models import Person
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role


class Desk:
    """An account with a browser of its own."""

    def __init__(self, *roles: str) -> None:
        self.user: User = UserFactory()
        self.user.groups.set(Group.objects.filter(name__in=roles))
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")

    def look(self, name: str, *args: Any) -> BeautifulSoup:
        response = self.client.get(reverse(name, args=args))
        assert response.status_code == 200, response.status_code
        return BeautifulSoup(response.content, "html.parser")

    def send(self, name: str, *args: Any, **data: str) -> HttpResponse:
        return self.client.post(reverse(name, args=args), data)


@pytest.fixture
def desk(db: Any) -> Callable[..., Desk]:
    return Desk


@pytest.fixture
def officer(db: Any) -> Desk:
    return Desk(Role.PRIVACY_OFFICER)


@pytest.fixture
def editor(db: Any) -> Desk:
    return Desk(Role.EDITOR)


@pytest.fixture
def person(db: Any) -> Person:
    return PersonFactory(name="Zoë van der Meer-Ünal", slug="zoe")


@pytest.fixture
def portrait(person: Person) -> PortraitPage:
    """On the site, with nothing agreed yet."""
    page = PortraitPageFactory(title="Zij kent elke voordeur", slug="voordeur")
    page.person_links = [PagePerson(person=person, role="portrayed", name_then="Zoë van der Meer-Ünal")]
    publish(page)
    return page


@pytest.fixture
def consent(portrait: PortraitPage, person: Person) -> Consent:
    """A yes for text, photo and newsletter."""
    LegalBasis.objects.create(page_id=portrait.pk, person=person, basis=LegalBasis.Basis.CONSENT)
    return record(
        page=portrait,
        person=person,
        revision=portrait.latest_revision,
        content_hash="a" * 64,
        uses=[Use.TEXT, Use.PHOTO, Use.NEWSLETTER],
        typed_name="Zoë van der Meer",
    )


@pytest.fixture
def link(person: Person) -> PortraitLink:
    return send_link(person, "zoe@example.org")


@pytest.fixture
def scene(db: Any, settings: Any, tmp_path: Path) -> Scene:
    settings.DATA_DIR, settings.EMAIL_FILE_PATH = tmp_path, tmp_path / "mail"
    return make_scene()
