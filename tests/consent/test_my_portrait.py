"""“Mijn portret”: what a portrayed person sees and asks by the link in a mail."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from portraits.models import PortraitPage
from tests.consent.conftest import Desk
from tests.factories import ArticlePageFactory, PortraitPageFactory, publish
from wijkwijzer.consent.models import Consent, PortraitLink, Request
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.pages.models import PagePerson
from wijkwijzer.pages.models.site_settings import SiteSettings
from wijkwijzer.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"})


def address_of(link: PortraitLink) -> str:
    return f"/mijn-portret/{link.link.token}/"


def ask(visitor: Client, link: PortraitLink, **filled_in: Any) -> Any:
    soup = BeautifulSoup(visitor.get(address_of(link)).content, "html.parser")
    stamp = soup.select_one("input[name=stamp]")["value"]
    data = {"stamp": stamp, "typed_name": "Zoë van der Meer", "website": "", "remark": "", **filled_in}
    return visitor.post(address_of(link), data)


class TestLooking:
    def test_it_shows_where_and_for_what(
        self, visitor: Client, link: PortraitLink, portrait: PortraitPage, consent: Consent, person: Person
    ) -> None:
        other = ArticlePageFactory(title="Waar zij ook genoemd wordt")
        other.person_links = [PagePerson(person=person, role="mentioned")]
        publish(other)
        draft = PortraitPageFactory(title="Nog geheim", live=False)
        draft.person_links = [PagePerson(person=person, role="portrayed")]
        draft.save()
        response = visitor.get(address_of(link))
        text = BeautifulSoup(response.content, "html.parser").get_text(" ")
        for shown in (portrait.title, "Waar zij ook genoemd wordt", "Zoë van der Meer", "nieuwsbrief"):
            assert shown in text
        assert "Nog geheim" not in text

    def test_nobody_else_gets_to_see_or_keep_it(self, visitor: Client, link: PortraitLink, portrait: Any) -> None:
        response = visitor.get(address_of(link))
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert not response.cookies

    def test_nothing_is_ticked(self, visitor: Client, link: PortraitLink, consent: Consent) -> None:
        soup = BeautifulSoup(visitor.get(address_of(link)).content, "html.parser")
        assert soup.select("input[type=checkbox]")
        assert not soup.select("input[checked]")

    def test_looking_decides_nothing(self, link: PortraitLink, consent: Consent) -> None:
        """Mail is opened by machines too."""
        client = Client()
        for _ in range(3):
            assert client.get(address_of(link)).status_code == 200
            assert client.head(address_of(link)).status_code == 200
        assert not Request.objects.exists()
        consent.refresh_from_db()
        assert consent.withdrawn_at is None
        link.link.refresh_from_db()
        assert link.link.is_open


class TestWrongLinks:
    def test_one_altered_letter_opens_nothing(self, visitor: Client, link: PortraitLink) -> None:
        token = link.link.token
        other = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
        assert visitor.get(f"/mijn-portret/{other}/").status_code == 404
        assert visitor.get(f"/mijn-portret/{token.swapcase()}/").status_code == 404

    def test_nor_does_a_link_for_something_else(self, visitor: Client, person: Person) -> None:
        link = Link.objects.make("akkoord", days=1)
        assert visitor.get(f"/mijn-portret/{link.token}/").status_code == 404

    def test_guessing_is_stopped_and_the_right_one_still_works(self, visitor: Client, link: PortraitLink) -> None:
        statuses = [visitor.get(f"/mijn-portret/geraden-{n}/").status_code for n in range(25)]
        assert statuses[0] == 404
        assert statuses[-1] == 429
        assert visitor.get(address_of(link)).status_code == 200

    def test_an_old_one_says_so_kindly(self, visitor: Client, link: PortraitLink, client: Client) -> None:
        SiteSettings.objects.update_or_create(
            site_id=SiteSettings.for_request(visitor.get("/").wsgi_request).site_id,
            defaults={"editorial_email": "redactie@example.org"},
        )
        Link.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        response = visitor.get(address_of(link))
        assert response.status_code == 410
        assert "redactie@example.org" in response.content.decode()
        assert "Zoë" not in response.content.decode()
        assert visitor.post(address_of(link), {}).status_code == 410

    def test_so_does_one_that_was_replaced(self, visitor: Client, link: PortraitLink) -> None:
        link.link.withdraw()
        assert visitor.get(address_of(link)).status_code == 410


class TestAsking:
    def test_to_take_one_use_back(
        self, visitor: Client, link: PortraitLink, consent: Consent, portrait: PortraitPage, officer: Desk
    ) -> None:
        response = ask(visitor, link, uses=["newsletter"])
        assert response.status_code == 302
        request = Request.objects.get()
        assert (request.kind, request.uses, request.typed_name) == ("withdrawal", ["newsletter"], "Zoë van der Meer")
        assert list(request.pages.all()) == [portrait.knowledgepage_ptr]
        consent.refresh_from_db()
        assert consent.withdrawn_at is None
        assert consent.uses_now == ["text", "photo"]
        # The page stays until somebody took care of it.
        assert Client().get(portrait.url).status_code == 200

    def test_to_take_everything_back(
        self, visitor: Client, link: PortraitLink, consent: Consent, officer: Desk, editor: Desk
    ) -> None:
        ask(visitor, link, everything="on")
        consent.refresh_from_db()
        assert consent.withdrawn_at is not None
        assert consent.uses_now == []
        text = BeautifulSoup(visitor.get(address_of(link)).content, "html.parser").get_text(" ")
        assert "We kregen je verzoek op" in text
        mail = Message.objects.get(topic="privacyverzoek")
        assert mail.to == officer.user.email
        line = PageLogEntry.objects.get(action="consent.withdrawn")
        request = Request.objects.get()
        assert line.data == {"person": link.person_id, "link": link.link_id, "uses": [], "request": request.pk}
        history = editor.look("wagtailadmin_pages:history", consent.page_id).get_text(" ")
        assert "trok de toestemming in voor: tekst op de site, foto op de site" in history
        assert f", ondertekend met “Zoë van der Meer” (link {link.link_id})" in history
        shown = officer.look("consent_request", Request.objects.get().pk).get_text(" ")
        assert "ondertekend met “Zoë van der Meer”" in shown

    def test_without_having_given_consent(self, visitor: Client, link: PortraitLink, portrait: PortraitPage) -> None:
        ask(visitor, link, everything="on", remark="Ik werk daar niet meer.")
        request = Request.objects.get()
        assert list(request.pages.all()) == [portrait.knowledgepage_ptr]
        assert request.remark == "Ik werk daar niet meer."

    def test_not_without_a_name_or_a_choice(self, visitor: Client, link: PortraitLink, consent: Consent) -> None:
        response = ask(visitor, link, everything="on", typed_name=" ")
        assert response.status_code == 200
        response = ask(visitor, link)
        assert "Kies waarvoor je je toestemming intrekt." in response.content.decode()
        assert not Request.objects.exists()

    def test_not_from_another_site(self, link: PortraitLink, consent: Consent) -> None:
        other = Client(headers={"sec-fetch-site": "cross-site"}, enforce_csrf_checks=True)
        response = other.post(address_of(link), {"everything": "on", "typed_name": "Zoë", "stamp": "x"})
        assert response.status_code == 403
        assert not Request.objects.exists()

    def test_from_an_older_browser_that_keeps_the_address_to_itself(self, link: PortraitLink, consent: Consent) -> None:
        """A page that sends no referrer sends `Origin: null` with its form."""
        old = Client(headers={"origin": "null"}, enforce_csrf_checks=True)
        assert ask(old, link, everything="on").status_code == 302
        assert Request.objects.count() == 1
