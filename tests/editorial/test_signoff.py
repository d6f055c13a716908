"""A portrayed person says yes to exactly what will stand on the site, by a link, and nobody says it for them."""

from collections.abc import Callable
from datetime import timedelta
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Comment, Page, TaskState, WorkflowState

from portraits.models import PortraitPage
from tests.consent.test_my_portrait import ask
from tests.consent.test_names_approved import rename
from tests.editorial.conftest import Desk
from tests.editorial.portrait import TEXT, portrait_of, submit, text_form
from tests.factories import (
    ImageFactory,
    PersonFactory,
    ThemeFactory,
    picture_bytes,
)
from tests.gate.test_files import edit
from wijkwijzer.consent.models import Consent, LegalBasis, Use
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.editorial.models import Invitation
from wijkwijzer.editorial.signoff.parts import Part
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.people.models import Person
from wijkwijzer.schedule.jobs import run_due
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_counted() -> None:
    cache.clear()


@pytest.fixture
def sam(db: None) -> Person:
    return PersonFactory(name="Sam Voorbeeld")


def now(page: Page) -> PortraitPage:
    return PortraitPage.objects.get(pk=page.pk)


def step(page: Page) -> str:
    state = now(page).current_workflow_task_state
    return state.task.name if state else ""


@pytest.fixture
def portrait(author: Desk, sam: Person) -> PortraitPage:
    return portrait_of(author.user, sam)


@pytest.fixture
def waiting(portrait: PortraitPage, author: Desk, editor: Desk) -> PortraitPage:
    """Submitted, approved by an editor, and waiting for who is portrayed."""
    submit(author, portrait)
    editor.judge(portrait)
    assert step(portrait) == "Akkoord geportretteerde"
    return portrait


def invite(editor: Desk, page: Page, person: Person, email: str = "sam@example.org") -> Link:
    invitation = Invitation.objects.get(page=page.pk, person=person, voided_at=None, answer="")
    editor.decide(page, "invite", invitation=str(invitation.pk), **{f"invite-{invitation.pk}-email": email})
    return Invitation.objects.get(pk=invitation.pk).link


@pytest.fixture
def link(waiting: PortraitPage, editor: Desk, sam: Person) -> Link:
    return invite(editor, waiting, sam)


class Visitor:
    """Somebody with a link and a browser, and no account."""

    def __init__(self) -> None:
        self.client = Client(headers={"sec-fetch-site": "same-origin"})

    def open(self, link: Link | str) -> HttpResponse:
        return self.client.get(self.address(link))

    def filled_in(self, link: Link | str, decision: str, **fields: str | list[str]) -> dict[str, str | list[str]]:
        """What the form that the link opens would send."""
        stamp = BeautifulSoup(self.open(link).content, "html.parser").select_one("[name=stamp]")
        return {"decision": decision, "name": "Sam Voorbeeld", "stamp": stamp["value"] if stamp else "", **fields}

    def answer(self, link: Link | str, decision: str, **fields: str | list[str]) -> HttpResponse:
        return self.client.post(self.address(link), self.filled_in(link, decision, **fields))

    def agree(self, link: Link | str) -> HttpResponse:
        return self.answer(link, "agreed", uses=[Use.TEXT, Use.PHOTO])

    @staticmethod
    def address(link: Link | str) -> str:
        return f"/akkoord/{link if isinstance(link, str) else link.token}/"


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


class TestTheWay:
    def test_a_portrait_goes_live_after_the_editors_the_person_and_the_chief_editor(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, chief: Desk, sam: Person
    ) -> None:
        assert visitor.agree(link).status_code == 200
        assert step(waiting) == "Eindredactie"
        assert not now(waiting).live
        chief.judge(waiting)
        assert now(waiting).live
        consent = Consent.objects.get()
        assert (consent.person, consent.typed_name, consent.uses) == (sam, "Sam Voorbeeld", ["text", "photo"])
        assert consent.revision == now(waiting).live_revision

    def test_a_page_whose_people_need_no_sign_off_skips_the_step(
        self, author: Desk, editor: Desk, chief: Desk, sam: Person
    ) -> None:
        page = portrait_of(author.user, sam)
        LegalBasis.objects.update(basis=LegalBasis.Basis.JOURNALISM, motivation="Stond eerder in een magazine.")
        submit(author, page)
        editor.judge(page)
        assert step(page) == "Eindredactie"
        chief.judge(page)
        assert now(page).live

    def test_every_portrayed_person_must_agree_by_a_link_of_their_own(
        self, author: Desk, editor: Desk, visitor: Visitor, sam: Person
    ) -> None:
        noor = PersonFactory(name="Noor Denkbeeld")
        page = portrait_of(author.user, sam, noor)
        submit(author, page)
        editor.judge(page)
        first, second = invite(editor, page, sam), invite(editor, page, noor, "noor@example.org")
        visitor.agree(first)
        assert step(page) == "Akkoord geportretteerde"
        assert visitor.agree(first).status_code == 410
        assert step(page) == "Akkoord geportretteerde"
        visitor.agree(second)
        assert step(page) == "Eindredactie"

    def test_somebody_who_is_added_during_the_review_is_asked_too(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, author: Desk, editor: Desk
    ) -> None:
        visitor.agree(link)
        author.take_back(waiting)
        noor = PersonFactory(name="Noor Denkbeeld")
        row = {"person": str(noor.pk), "role": "portrayed", "name_then": "", "function_then": "", "ORDER": "2"}
        added = {f"person_links-1-{name}": value for name, value in {**row, "id": "", "DELETE": ""}.items()}
        author.edit(waiting, **text_form(), **added, **{"person_links-TOTAL_FORMS": "2"})
        choose_basis(author, waiting, noor)
        submit(author, waiting)
        editor.judge(waiting)
        assert step(waiting) == "Akkoord geportretteerde"
        asked = Invitation.objects.filter(page=waiting.pk, answer="", voided_at=None)
        assert [invitation.person for invitation in asked] == [noor]

    def test_a_new_round_is_mailed_at_once_to_who_was_mailed_before(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, author: Desk, editor: Desk
    ) -> None:
        visitor.answer(link, "remarks", general="Graag korter.")
        Message.objects.all().delete()
        submit(author, waiting, title="Korter")
        editor.judge(waiting)
        assert [message.to for message in Message.objects.filter(topic="signoff")] == ["sam@example.org"]


class TestWhatTheYesCovers:
    def test_another_theme_leaves_the_yes_as_it_is(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, author: Desk, editor: Desk
    ) -> None:
        visitor.agree(link)
        author.take_back(waiting)
        submit(author, waiting, themes=ThemeFactory(name="Een ander thema").name)
        newest = now(waiting).get_latest_revision_as_object()
        assert [one.tag.name for one in newest.theme_links.all()] == ["Een ander thema"]
        editor.judge(waiting)
        assert step(waiting) == "Eindredactie"

    @pytest.mark.parametrize("change", ["title", "summary", "body", "name", "function", "photo", "alt text", "crop"])
    def test_what_is_theirs_voids_it(
        self, change: str, waiting: PortraitPage, link: Link, visitor: Visitor, author: Desk, editor: Desk
    ) -> None:
        visitor.agree(link)
        author.take_back(waiting)
        submit(author, waiting, **CHANGES[change](waiting))
        assert step(waiting) == "Redactie"
        editor.judge(waiting)
        assert step(waiting) == "Akkoord geportretteerde"

    @pytest.mark.parametrize("change", ["the person's name", "alt text", "crop", "file"])
    def test_what_changes_outside_the_page_after_the_yes_stops_the_publication(
        self, change: str, waiting: PortraitPage, link: Link, visitor: Visitor, chief: Desk, sam: Person
    ) -> None:
        """A file is held, so no view changes it (`tests/gate/test_files.py`); somebody with the database does."""
        visitor.agree(link)
        image = now(waiting).get_latest_revision_as_object().lead_image
        if change == "the person's name":
            assert rename(sam, Desk(Role.EDITOR), "Sam Anders").status_code == 302
        elif change == "alt text":
            type(image).objects.filter(pk=image.pk).update(description="Iets heel anders")
        elif change == "crop":
            type(image).objects.filter(pk=image.pk).update(focal_point_x=3, focal_point_y=3)
        else:
            image.file = ContentFile(picture_bytes((80, 60)), name="nieuw.png")
            image.file_hash = ""
            image.save()
        chief.judge(waiting)
        assert not now(waiting).live
        assert step(waiting) == "Eindredactie"

    def test_the_person_sees_all_that_is_counted(self, waiting: PortraitPage, link: Link, visitor: Visitor) -> None:
        shown = visitor.open(link).content.decode()
        for text in (
            waiting.title,
            waiting.summary,
            "Op de markt.",
            "En daarna.",
            "Gewoon langsgaan.",
            "Sam Voorbeeld",
        ):
            assert text in shown


def choose_basis(desk: Desk, page: PortraitPage, person: Person) -> None:
    prefix = f"basis-{person.pk}"
    form = {"decision": prefix, f"{prefix}-basis": "consent"}
    assert desk.client.post(reverse("consent_page", args=[page.pk]), form).status_code == 302


def _other_crop(page: PortraitPage) -> dict[str, str]:
    """In the library: a draft that nobody judges holds no file."""
    crop = {"focal_point_x": 20, "focal_point_y": 20, "focal_point_width": 10, "focal_point_height": 10}
    assert edit(page.lead_image, **crop)(Desk(*Role)).status_code == 302
    return {}


OTHER_TEXT = [TEXT[0] | {"value": "<p>Op straat.</p>"}, TEXT[1]]
CHANGES: dict[str, Callable[[PortraitPage], dict[str, str]]] = {
    "title": lambda page: {"title": "Een andere titel"},
    "summary": lambda page: {"summary": "Iets anders."},
    "body": lambda page: text_form(OTHER_TEXT),
    "name": lambda page: {"person_links-0-name_then": "S. Voorbeeld"},
    "function": lambda page: {"person_links-0-function_then": "burgemeester"},
    "photo": lambda page: {"lead_image": str(ImageFactory().pk)},
    "alt text": lambda page: {"lead_image": str(ImageFactory(description="Een andere straat").pk)},
    "crop": _other_crop,
}


class TestTheLink:
    def test_looking_decides_nothing(self, waiting: PortraitPage, link: Link, visitor: Visitor) -> None:
        for look in (visitor.client.get, visitor.client.head):
            assert look(visitor.address(link)).status_code == 200
        assert visitor.client.get(f"{visitor.address(link)}?decision=agreed&name=Sam&uses=text").status_code == 200
        assert step(waiting) == "Akkoord geportretteerde"

    def test_a_link_works_once(self, link: Link, visitor: Visitor) -> None:
        visitor.agree(link)
        again = visitor.client.post(visitor.address(link), {"decision": "refused", "name": "Sam"})
        assert again.status_code == 410
        assert "Je hebt al geantwoord" in again.content.decode()
        assert Invitation.objects.get().answer == "agreed"

    @pytest.mark.parametrize("what", ["expired", "withdrawn", "replaced", "taken back"])
    def test_a_link_that_is_over_says_so_kindly_and_decides_nothing(
        self, what: str, waiting: PortraitPage, link: Link, visitor: Visitor, editor: Desk, author: Desk, sam: Person
    ) -> None:
        if what == "expired":
            Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        elif what == "withdrawn":
            editor.decide(waiting, "withdraw_link", invitation=str(Invitation.objects.get().pk))
        elif what == "replaced":
            invite(editor, waiting, sam, "anders@example.org")
        else:
            author.take_back(waiting)
        for response in (visitor.open(link), visitor.client.post(visitor.address(link), {"decision": "agreed"})):
            assert response.status_code == 410
            assert "werkt niet meer" in response.content.decode()
        assert not Consent.objects.exists()

    def test_one_other_letter_is_another_link_and_many_guesses_are_stopped(self, link: Link, visitor: Visitor) -> None:
        token = link.token
        wrong = ("b" if token[0] == "a" else "a") + token[1:]
        assert visitor.open(wrong).status_code == 404
        answers = {visitor.open(f"{wrong}{n}").status_code for n in range(30)}
        assert answers == {404, 429}
        assert visitor.open(link).status_code == 200, "who has the link, is not a guesser"

    def test_it_works_behind_a_web_server_and_each_visitor_there_counts_alone(
        self, link: Link, waiting: PortraitPage, settings: pytest.FixtureRequest
    ) -> None:
        """As production is set where HTTPS ends before this server: all requests come from one address."""
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        settings.ALLOWED_HOSTS = ["wijkwijzer.example"]
        of_all = {"host": "wijkwijzer.example", "x-forwarded-proto": "https"}
        guesser = Client(headers={**of_all, "x-forwarded-for": "192.0.2.1"})
        assert {guesser.get(f"/akkoord/geraden{n}/").status_code for n in range(30)} == {404, 429}
        assert guesser.get("/akkoord/geraden/").status_code == 429
        visitor = Visitor()
        origin = {"x-forwarded-for": "192.0.2.2", "origin": "https://wijkwijzer.example"}
        visitor.client = Client(headers={**of_all, **origin})
        assert visitor.open("geraden").status_code == 404
        assert visitor.agree(link).status_code == 200
        assert step(waiting) == "Eindredactie"

    def test_a_form_sent_from_elsewhere_is_refused(self, link: Link, visitor: Visitor) -> None:
        response = Client(headers={"sec-fetch-site": "cross-site"}).post(visitor.address(link), {"decision": "agreed"})
        assert response.status_code == 403

    def test_nothing_keeps_or_tells_what_the_link_shows(self, link: Link, visitor: Visitor) -> None:
        for address in (visitor.address(link), f"{visitor.address(link)}pagina/"):
            response = visitor.client.get(address)
            assert response.status_code == 200
            assert response["Cache-Control"] == "no-store"
            assert response["Referrer-Policy"] == "no-referrer"
            assert "noindex" in response["X-Robots-Tag"]
            assert not response.cookies

    def test_the_preview_is_the_page_as_it_was_submitted(
        self, waiting: PortraitPage, link: Link, visitor: Visitor
    ) -> None:
        soup = BeautifulSoup(visitor.client.get(f"{visitor.address(link)}pagina/").content, "html.parser")
        assert soup.h1.get_text(strip=True) == waiting.title

    def test_the_preview_points_out_what_the_yes_covers(
        self, waiting: PortraitPage, link: Link, visitor: Visitor
    ) -> None:
        soup = BeautifulSoup(visitor.client.get(f"{visitor.address(link)}pagina/").content, "html.parser")
        covered = [tag.get_text(" ", strip=True) for tag in soup.select("main .covered")]
        assert {waiting.title, waiting.summary, "Op de markt.", "En daarna.", "Sam Voorbeeld"} <= set(covered)
        assert soup.select_one("main .covered img")
        assert waiting.theme_links.first().tag.name not in " ".join(covered)
        notice = soup.select_one("main .notice")
        assert "dat keur je goed" in notice.get_text()
        assert notice.select_one("a")["href"] == visitor.address(link)
        assert not notice.select("li"), "all of it is on the page"

    def test_what_is_approved_and_not_on_the_page_is_named_above_it(
        self, waiting: PortraitPage, link: Link, visitor: Visitor
    ) -> None:
        hidden = Part("Verborgen", "body", SafeString("<p>Nergens te zien.</p>"), "")
        with mock.patch("wijkwijzer.editorial.signoff.views.parts_for", return_value=[hidden]):
            shown = visitor.client.get(f"{visitor.address(link)}pagina/").content
        assert (
            "Verborgen: Nergens te zien." in BeautifulSoup(shown, "html.parser").select_one("main .notice").get_text()
        )

    def test_no_table_holds_the_token(self, link: Link) -> None:
        token = link.token
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    assert token not in " ".join(
                        bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)
                        for cell in row
                    ), table

    def test_the_mail_holds_the_link_of_the_site_and_is_sent_by_the_schedule(
        self, link: Link, tmp_path: object, settings: pytest.FixtureRequest
    ) -> None:
        settings.EMAIL_FILE_PATH = tmp_path
        settings.SITE_URL = "https://wijkwijzer.example"
        assert run_due(only="mail") == []
        mails = [file.read_text() for file in tmp_path.glob("*.eml")]
        assert [mail for mail in mails if "sam@example.org" in mail]


class TestTheAnswer:
    def test_without_a_name_or_a_choice_nothing_is_decided_and_nothing_is_lost(
        self, waiting: PortraitPage, link: Link, visitor: Visitor
    ) -> None:
        remark = "Het was op woensdag."
        response = visitor.answer(link, "", name="", **{"remark-3-0": remark})
        assert response.status_code == 422
        assert remark in response.content.decode()
        assert step(waiting) == "Akkoord geportretteerde"

    @pytest.mark.parametrize("uses", [[], ["photo"], ["text"]])
    def test_a_yes_asks_for_the_uses_that_the_page_makes(self, uses: list[str], link: Link, visitor: Visitor) -> None:
        assert visitor.answer(link, "agreed", uses=uses).status_code == 422
        assert not Consent.objects.exists()

    @pytest.mark.parametrize(("by_consent", "other"), [("text", "photo"), ("photo", "text")])
    def test_what_stands_on_another_basis_needs_no_yes(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, chief: Desk, by_consent: str, other: str
    ) -> None:
        bases = {"text": "journalism", "photo": "journalism", by_consent: "consent"}
        LegalBasis.objects.filter(page=waiting.pk).update(basis=bases["text"], photo_basis=bases["photo"])
        assert visitor.answer(link, "agreed", uses=[other]).status_code == 422
        assert visitor.answer(link, "agreed", uses=[by_consent]).status_code == 200
        assert step(waiting) == "Eindredactie"
        assert Consent.objects.get().uses == [by_consent]
        chief.judge(waiting)
        assert now(waiting).live

    def test_nothing_is_ticked_beforehand(self, link: Link, visitor: Visitor) -> None:
        soup = BeautifulSoup(visitor.open(link).content, "html.parser")
        assert len(soup.select("[name=uses]")) == 4
        assert soup.select("[checked]") == []

    def test_remarks_stand_at_their_block_in_the_editor_under_a_name_that_cannot_sign_in(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, author: Desk
    ) -> None:
        soup = BeautifulSoup(visitor.open(link).content, "html.parser")
        names = [field["name"] for field in soup.select(".remark textarea")]
        second = next(name for name in names if "En daarna." in _before(soup, name))
        quote = next(name for name in names if "Gewoon langsgaan." in _before(soup, name))
        visitor.answer(link, "remarks", **{second: "Dat was later.", quote: "Zo zei ik het niet."})
        assert now(waiting).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        paths = {comment.contentpath: comment.text for comment in Comment.objects.filter(page=waiting)}
        assert set(paths) == {f"body.{TEXT[0]['id']}", f"body.{TEXT[1]['id']}.quote"}
        assert "Sam Voorbeeld" in paths[f"body.{TEXT[0]['id']}"]
        assert "Dat was later." in paths[f"body.{TEXT[0]['id']}"]
        speaker = User.objects.get(username="geportretteerde")
        assert not speaker.is_active
        assert not speaker.has_usable_password()
        editor_page = author.client.get(reverse("wagtailadmin_pages:edit", args=[waiting.pk])).content.decode()
        assert "Dat was later." in editor_page

    def test_a_no_sends_the_page_back_with_the_reason(
        self, waiting: PortraitPage, link: Link, visitor: Visitor
    ) -> None:
        visitor.answer(link, "refused", general="Ik werk er niet meer.")
        assert now(waiting).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        assert "Ik werk er niet meer." in TaskState.objects.filter(status=TaskState.STATUS_REJECTED).get().comment

    @pytest.mark.parametrize(
        ("decision", "said"),
        [("agreed", "Akkoord van"), ("remarks", "Opmerkingen van"), ("refused", "Geen toestemming van")],
    )
    def test_the_history_says_who_answered_what_with_which_name_and_by_which_link(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, author: Desk, decision: str, said: str
    ) -> None:
        visitor.answer(link, decision, name="S. Voorbeeld", uses=[Use.TEXT, Use.PHOTO], general="Zie hierboven.")
        history = author.client.get(reverse("wagtailadmin_pages:history", args=[waiting.pk])).content.decode()
        assert f"{said} Sam Voorbeeld, ondertekend met “S. Voorbeeld” (link {link.pk})" in history
        assert "Om akkoord gevraagd: Sam Voorbeeld" in history

    def test_the_history_says_that_a_link_was_withdrawn(self, waiting: PortraitPage, link: Link, editor: Desk) -> None:
        invitation = Invitation.objects.get(link=link)
        editor.decide(waiting, "withdraw_link", invitation=str(invitation.pk))
        history = editor.client.get(reverse("wagtailadmin_pages:history", args=[waiting.pk])).content.decode()
        assert "De link voor Sam Voorbeeld werkt niet meer" in history

    def test_the_editor_who_asked_is_told(self, link: Link, visitor: Visitor, editor: Desk) -> None:
        visitor.agree(link)
        assert Message.objects.get(topic="signoff_answered").to == editor.user.email


class TestNobodyElse:
    @pytest.mark.parametrize("role", [*Role, "superuser"])
    def test_answers_for_the_person(self, role: str, waiting: PortraitPage) -> None:
        somebody = Desk(is_superuser=True) if role == "superuser" else Desk(role)
        somebody.judge(waiting)
        assert step(waiting) == "Akkoord geportretteerde"

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR])
    def test_invites_but_the_editors(self, role: Role, waiting: PortraitPage) -> None:
        invitation = Invitation.objects.get()
        Desk(role).decide(
            waiting, "invite", invitation=str(invitation.pk), **{f"invite-{invitation.pk}-email": "ik@example.org"}
        )
        assert not Message.objects.filter(to="ik@example.org").exists()

    def test_publishes_in_an_emergency_without_the_yes(self, waiting: PortraitPage) -> None:
        administrator = Desk(Role.ADMINISTRATOR)
        administrator.decide(waiting, "emergency", **{"emergency-reason": "Dit moet nu echt online."})
        assert not now(waiting).live

    def test_takes_the_ground_away_between_the_yes_and_the_last_step(
        self, waiting: PortraitPage, link: Link, visitor: Visitor, chief: Desk, sam: Person
    ) -> None:
        """By “mijn portret”, which the person has of another page."""
        visitor.agree(link)
        ask(Client(headers={"sec-fetch-site": "same-origin"}), send_link(sam, "sam@example.org"), everything="on")
        chief.judge(waiting)
        assert not now(waiting).live


def test_who_does_not_answer_is_reminded_once(link: Link) -> None:
    Invitation.objects.update(asked_at=timezone.now() - timedelta(days=8))
    for _round in range(2):
        assert run_due(only="signoff-reminders") == []
    assert Message.objects.filter(topic="signoff_reminder", to="sam@example.org").count() == 1


def _before(soup: BeautifulSoup, name: str) -> str:
    """The paragraph that stands before the remark with this name."""
    return soup.select_one(f"[name={name}]").find_parent("details").find_previous_sibling().get_text()
