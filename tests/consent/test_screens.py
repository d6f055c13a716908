"""The screen of a page: why it may tell of somebody, what they agreed to, and the link to “mijn portret”."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from portraits.models import PortraitPage
from tests.consent.conftest import Desk
from tests.factories import ContentPageFactory, PersonFactory, PortraitPageFactory
from wijkwijzer.consent.models import Consent, LegalBasis, PortraitLink
from wijkwijzer.consent.portrayed import people_without_basis, uses_by_consent, who_must_agree
from wijkwijzer.mail.models import Message
from wijkwijzer.pages.models import PagePerson
from wijkwijzer.people.models import Person
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db


def basis_form(person: Person, basis: str, motivation: str = "") -> dict[str, str]:
    prefix = f"basis-{person.pk}"
    return {"decision": prefix, f"{prefix}-basis": basis, f"{prefix}-motivation": motivation}


class TestBasis:
    def test_whoever_writes_the_page_gives_the_reason(
        self, portrait: PortraitPage, person: Person, editor: Desk
    ) -> None:
        assert people_without_basis(portrait) == [person]
        editor.send("consent_page", portrait.pk, **basis_form(person, "consent"))
        basis = LegalBasis.objects.get()
        assert (basis.page_id, basis.person, basis.basis, basis.by) == (portrait.pk, person, "consent", editor.user)
        assert people_without_basis(portrait) == []
        assert who_must_agree(portrait) == [person]

    @pytest.mark.usefixtures("nothing_is_asked")
    def test_a_no_or_a_plan_is_not_avoided_by_another_reason(
        self, portrait: PortraitPage, person: Person, editor: Desk, officer: Desk
    ) -> None:
        """Once others judged the page somebody may have been asked, and may have said no."""
        draft = PortraitPageFactory(live=False)
        draft.person_links = [PagePerson(person=person, role="portrayed")]
        draft.save_revision()
        editor.send("consent_page", draft.pk, **basis_form(person, "consent"))
        draft.get_workflow().start(draft, editor.user)
        draft.current_workflow_state.cancel(user=editor.user)
        editor.send("consent_page", draft.pk, **basis_form(person, "journalism", "Dan maar zo."))
        assert LegalBasis.objects.get(page=draft.pk).basis == "consent"
        officer.send("consent_page", draft.pk, **basis_form(person, "journalism", "Stond in de krant van 2021."))
        assert LegalBasis.objects.get(page=draft.pk).basis == "journalism"

    @pytest.mark.parametrize("role", ["portrayed", "case_bringer", "quoted"])
    def test_whoever_is_shown_on_the_ground_of_consent_is_asked(self, person: Person, role: str) -> None:
        draft = PortraitPageFactory(live=False)
        draft.person_links = [PagePerson(person=person, role=role)]
        LegalBasis.objects.create(page=draft, person=person, basis="consent")
        assert who_must_agree(draft) == [person]

    def test_the_photo_may_have_a_basis_of_its_own(self, portrait: PortraitPage, person: Person, editor: Desk) -> None:
        prefix = f"basis-{person.pk}"
        form = basis_form(person, "journalism", "Stond in de krant van 2021.")
        editor.send("consent_page", portrait.pk, **form, **{f"{prefix}-photo_basis": "consent"})
        assert who_must_agree(portrait) == [person]
        assert uses_by_consent(portrait, person) == {"photo"}
        said = "journalistiek / eerder gepubliceerd; foto: toestemming"
        assert said in editor.look("consent_page", portrait.pk).get_text(" ")
        history = editor.look("wagtailadmin_pages:history", portrait.pk).get_text(" ")
        assert f"Grondslag voor {person.name}: {said}" in history

    def test_a_photo_without_consent_is_explained_too(
        self, portrait: PortraitPage, person: Person, editor: Desk
    ) -> None:
        prefix = f"basis-{person.pk}"
        form = basis_form(person, "consent") | {f"{prefix}-photo_basis": "agreement"}
        response = editor.send("consent_page", portrait.pk, **form)
        assert "Leg uit waarom dit mag zonder toestemming te vragen." in response.content.decode()
        assert not LegalBasis.objects.exists()
        editor.send("consent_page", portrait.pk, **form, **{f"{prefix}-photo_motivation": "Contract met de fotograaf."})
        assert uses_by_consent(portrait, person) == {"text"}

    def test_whatever_is_not_consent_is_explained(self, portrait: PortraitPage, person: Person, editor: Desk) -> None:
        response = editor.send("consent_page", portrait.pk, **basis_form(person, "journalism"))
        assert "Leg uit waarom dit mag zonder toestemming te vragen." in response.content.decode()
        assert not LegalBasis.objects.exists()
        editor.send("consent_page", portrait.pk, **basis_form(person, "journalism", "Stond in de krant van 2021."))
        assert who_must_agree(portrait) == []

    def test_somebody_who_is_only_in_a_draft_is_there_too(
        self, portrait: PortraitPage, person: Person, editor: Desk
    ) -> None:
        newcomer = PersonFactory(name="Nieuw in het concept")
        draft = portrait.get_latest_revision_as_object()
        draft.person_links.add(PagePerson(person=newcomer, role="quoted"))
        draft.save_revision()
        text = editor.look("consent_page", portrait.pk).get_text(" ")
        assert "Nieuw in het concept" in text
        assert "Staat alleen in een concept." in text
        editor.send("consent_page", portrait.pk, **basis_form(newcomer, "agreement", "Contract van maart."))
        assert LegalBasis.objects.get().person == newcomer
        # Nothing about the text changed.
        assert portrait.revisions.count() == 2

    def test_of_a_public_page_only_the_privacy_officer_changes_it(
        self, portrait: PortraitPage, person: Person, editor: Desk, officer: Desk
    ) -> None:
        LegalBasis.objects.create(page_id=portrait.pk, person=person, basis="consent")
        data = basis_form(person, "interest", "Dan hoeft niemand iets te vragen.")
        assert editor.send("consent_page", portrait.pk, **data).status_code in (302, 403)
        assert LegalBasis.objects.get().basis == "consent"
        officer.send("consent_page", portrait.pk, **data)
        assert LegalBasis.objects.get().basis == "interest"

    def test_it_is_in_the_history_without_a_name_in_the_line(
        self, portrait: PortraitPage, person: Person, editor: Desk
    ) -> None:
        editor.send("consent_page", portrait.pk, **basis_form(person, "consent"))
        line = PageLogEntry.objects.get(action="consent.basis")
        assert "Zoë" not in json.dumps(line.data)
        history = editor.look("wagtailadmin_pages:history", portrait.pk).get_text(" ")
        assert "Grondslag voor Zoë van der Meer-Ünal: toestemming" in history
        PageLogEntry.objects.filter(pk=line.pk).update(data={"person": 0, "basis": "consent"})
        assert "iemand die hier niet meer staat" in editor.look("wagtailadmin_pages:history", portrait.pk).get_text(" ")

    def test_who_is_not_at_the_desk_sees_nothing(self, portrait: PortraitPage, desk: type[Desk]) -> None:
        for client in (Client(), desk().client):
            response = client.get(reverse("consent_page", args=[portrait.pk]))
            assert response.status_code in (302, 403)

    def test_a_page_about_nobody_has_no_such_screen(self, editor: Desk) -> None:
        page = ContentPageFactory()
        assert editor.client.get(reverse("consent_page", args=[page.pk])).status_code == 404
        assert "Toestemming en grondslag" not in editor.look("wagtailadmin_pages:edit", page.pk).get_text()

    def test_it_is_reached_from_the_editor(self, portrait: PortraitPage, editor: Desk) -> None:
        address = reverse("consent_page", args=[portrait.pk])
        assert editor.look("wagtailadmin_pages:edit", portrait.pk).select(f'a[href="{address}"]')


class TestRecord:
    def test_a_newer_yes_replaces_the_one_before(
        self, portrait: PortraitPage, consent: Consent, person: Person
    ) -> None:
        newer = Consent.objects.create(
            page_id=portrait.pk, person=person, revision_number=0, content_hash="b" * 64, wording=consent.wording,
            uses=["text"], typed_name="Zoë",
        )  # fmt: skip
        assert list(Consent.objects.valid(portrait, person)) == [newer]
        newer.withdraw()
        assert not Consent.objects.valid(portrait, person)

    def test_it_can_be_taken_along_as_json(self, portrait: PortraitPage, consent: Consent, officer: Desk) -> None:
        response = officer.client.get(reverse("consent_json", args=[consent.pk]))
        data = json.loads(response.content)
        assert data["person"] == "Zoë van der Meer-Ünal"
        assert data["typed_name"] == "Zoë van der Meer"
        assert data["content_sha256"] == "a" * 64
        assert data["revision"] == portrait.latest_revision_id
        assert [use["use"] for use in data["uses"]] == ["text", "photo", "newsletter"]
        assert data["wording"]["opening"]
        assert "no-store" in response.headers["Cache-Control"]

    def test_and_as_csv_in_which_nothing_runs(self, consent: Consent, officer: Desk) -> None:
        Consent.objects.filter(pk=consent.pk).update(typed_name="=HYPERLINK(1)")
        response = officer.client.get(reverse("consent_csv", args=[consent.pk]))
        rows = dict(csv.reader(io.StringIO(response.content.decode())))
        assert rows["ondertekend met"] == "'=HYPERLINK(1)"
        assert rows["nieuwsbrief en sociale media"].startswith("ja: ")

    def test_not_by_whoever_is_not_at_the_desk(self, consent: Consent, desk: type[Desk]) -> None:
        for client in (Client(), desk().client):
            assert client.get(reverse("consent_json", args=[consent.pk])).status_code in (302, 403)

    def test_words_that_somebody_agreed_to_never_change(self, consent: Consent) -> None:
        consent.wording.opening = "Iets anders."
        with pytest.raises(TypeError):
            consent.wording.save()

    def test_nothing_is_lost_when_a_revision_is(self, portrait: PortraitPage, consent: Consent) -> None:
        number = consent.revision_number
        portrait.save_revision()
        portrait.revisions.filter(pk=number).delete()
        consent.refresh_from_db()
        assert consent.revision is None
        assert consent.revision_number == number


class TestLink:
    def test_the_officer_and_the_chief_send_it(
        self, portrait: PortraitPage, person: Person, officer: Desk, desk: type[Desk]
    ) -> None:
        data = {"decision": f"link-{person.pk}", f"link-{person.pk}-email": "zoe@example.org"}
        officer.send("consent_page", portrait.pk, **data)
        first = PortraitLink.objects.get()
        assert first.email == "zoe@example.org"
        assert Message.objects.get().to == "zoe@example.org"
        desk(Role.CHIEF_EDITOR).send("consent_page", portrait.pk, **data)
        first.link.refresh_from_db()
        assert not first.link.is_open
        assert PortraitLink.objects.count() == 2

    def test_no_screen_shows_the_link_itself(self, portrait: PortraitPage, link: PortraitLink, officer: Desk) -> None:
        assert link.link.token not in str(officer.look("consent_page", portrait.pk))

    def test_others_do_not(self, portrait: PortraitPage, person: Person, editor: Desk) -> None:
        data = {"decision": f"link-{person.pk}", f"link-{person.pk}-email": "zoe@example.org"}
        assert editor.send("consent_page", portrait.pk, **data).status_code in (302, 403)
        assert not PortraitLink.objects.exists()
