"""What the site asks people by mail, what they said, what the desk did about it: rows, and the screens with them."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState

from portraits.models import PortraitPage, PortraitSeriesPage
from practices.models import PracticePage
from tests.editorial.portrait import portrait_of
from tests.factories import OrganisationFactory, PersonFactory, PortraitPageFactory, UserFactory
from wijkwijzer.citing.models import Version, said_by
from wijkwijzer.consent import gone
from wijkwijzer.consent.models import (
    Consent,
    Gone,
    LegalBasis,
    PortraitLink,
    Request,
    RequestLine,
    Use,
    Withdrawal,
    WithdrawalTask,
    Wording,
    record,
)
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.consent.views import ask
from wijkwijzer.editorial.models import Approval, Invitation, Remark, SignoffStep
from wijkwijzer.editorial.plans.models import Plan, Slot
from wijkwijzer.editorial.signoff import invitations
from wijkwijzer.editorial.signoff.answers import Answer, decide, parts_for
from wijkwijzer.editorial.signoff.parts import number_of, parts_of
from wijkwijzer.freshness import asking, holders
from wijkwijzer.freshness.models import Confirmation, OutsideLink
from wijkwijzer.gate.models import Publication
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.people.models import Person
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

from .injection import ADDRESSES, PAYLOADS, Hostile

MODELS = (
    *(Version, Consent, Gone, LegalBasis, PortraitLink, Request, RequestLine, WithdrawalTask),
    *(Approval, Invitation, Plan, Remark, Confirmation, OutsideLink),
)
# Texts of these models that no screen shows: what is compared, and of a remark what its comment in the editor repeats.
SHOWN_NOWHERE = {
    "citing.Version.content_hash",
    "consent.Consent.content_hash",
    "consent.Gone.path_hash",
    "consent.WithdrawalTask.place",
    "consent.WithdrawalTask.text_hash",
    "editorial.Approval.content_hash",
    "editorial.Invitation.number",
    "editorial.Plan.content_hash",
    "editorial.Remark.about",
    "editorial.Remark.path",
    "editorial.Remark.text",
    "freshness.OutsideLink.host",
}
# What else was typed of it, in rooms that note what they did, in the history of a page and in rows of Wagtail.
SHOWN_BESIDES = {
    "gate.Publication.reason",
    "history: citing.closed",
    "history: editorial.emergency",
    "history: editorial.offline",
    "history: editorial.step.assigned",
    "wagtailcore.Comment.text",
    "wagtailcore.TaskState.comment",
}
SHOWN_BY_LINK = {"consent.Consent.typed_name", "consent.Wording.opening", "consent.Wording.uses"}
TAKEN_BACK = f"/{quote(PAYLOADS[0].replace('@', '0'))}/"
HASH = "a" * 64


class Asked:
    """Made before texts are stamped. `make_whole` comes after: the site shows most of this only as long as nothing
    changed since it was asked, which it knows by numbers and addresses of mail."""

    def __init__(self, portrait: PortraitPage, practice: PracticePage) -> None:
        self.portrait, self.practice = portrait, practice
        self.person: Person = portrait.person_links.get(role="portrayed").person
        self.editor: User = UserFactory()
        self.now = timezone.now()
        self._agree_and_ask_back()
        self._take_back()
        self._sign_off()
        self._plan()
        self._freeze()
        self._ask_whether_it_is_right()
        self._find_broken_links()

    # --- Rows --------------------------------------------------------------------------------------------------------

    def _agree_and_ask_back(self) -> None:
        basis = LegalBasis.Basis.CONSENT
        LegalBasis.objects.create(page=self.portrait, person=self.person, basis=basis, by=self.editor)
        record(
            page=self.portrait,
            person=self.person,
            revision=self.portrait.save_revision(clean=False, user=self.editor),
            content_hash=HASH,
            uses=[Use.TEXT, Use.PHOTO, Use.NEWSLETTER],
            typed_name="Sam",
        )
        self.portrait_link = send_link(self.person, "sam@example.org")
        said = {"everything": False, "uses": [Use.NEWSLETTER], "typed_name": "Sam", "remark": "Liever niet."}
        self.request = ask(self.portrait_link, said)
        self.request.note("Gebeld.", self.editor)

    def _take_back(self) -> None:
        self.withdrawal = Withdrawal.objects.create(by=self.editor, request=self.request)
        WithdrawalTask.objects.create(
            withdrawal=self.withdrawal, page=self.portrait, person=self.person, place="title", label="x", text_hash=HASH
        )
        gone.close([TAKEN_BACK])

    def _sign_off(self) -> None:
        """Of one portrait somebody agreed and somebody has yet to answer; of another somebody wants changes."""
        agrees, waits = self._invite(PersonFactory(), PersonFactory())
        decide(agrees, Answer(Invitation.Answer.AGREED, "Sam", [Use.TEXT, Use.PHOTO], Wording.newest()))
        (changes,) = self._invite(PersonFactory())
        remarks = [(parts_for(changes)[0], "Liever anders.")]
        decide(changes, Answer(Invitation.Answer.REMARKS, "Sam", remarks=remarks, general="Verder goed."))
        self.waits, self.changes = waits, changes

    def _invite(self, *people: Person) -> list[Invitation]:
        page = portrait_of(self.editor, *people)
        state = WorkflowState.objects.create(
            content_type=page.get_content_type(),
            base_content_type=page.get_base_content_type(),
            object_id=str(page.pk),
            workflow=page.get_workflow(),
            requested_by=self.editor,
        )
        state.current_task_state = SignoffStep.objects.get().begin(state, self.editor)
        state.save()
        asked = list(Invitation.objects.filter(page=page.pk).order_by("pk"))
        for invitation in asked:
            invitations.send(invitation, "sam@example.org", by=self.editor)
        return asked

    def _plan(self) -> None:
        self.series = PortraitSeriesPage.objects.first()
        self.planned = PortraitPageFactory(live=False, series=self.series)
        revision = self.planned.save_revision(clean=False, user=self.editor)
        moment = self.now + timedelta(days=9)
        said: dict[str, Any] = {"page": self.planned, "revision": revision, "content_hash": HASH, "by": self.editor}
        Approval.objects.create(**said, role=Role.EDITOR)
        slot = Slot.objects.create(series=self.series, moment=moment, page=self.planned)
        Plan.objects.create(**said, moment=moment, slot=slot, failed_at=self.now, failure="x")
        Publication.objects.create(
            page=self.portrait, content_hash=HASH, how=Publication.How.EMERGENCY, by=self.editor, reason="x"
        )

    def _freeze(self) -> None:
        page = self.portrait.knowledgepage_ptr
        today = {"page": page, "day": timezone.localdate(), "why": Version.Why.NOTE}
        self.version = Version.objects.create(**today, revision=self.portrait.latest_revision, newest_of=page)
        self.closed_version = Version.objects.create(**today, number=2)

    def _ask_whether_it_is_right(self) -> None:
        """Two questions that wait for an answer, and two answers that wait for an editor."""
        until = timezone.localdate() + timedelta(days=99)
        holder = PersonFactory(contact_email="sam@example.org", contact_until=until)
        contact = OrganisationFactory(contact_email="wij@example.org", contact_until=until)
        self.practice.holder_person = holder
        self.practice.save()
        holders.ask(self.practice, by=self.editor)
        self.of_holder = Confirmation.objects.get(page=self.practice)
        self.of_contact = asking.new(holders.DAYS, until=until, organisation=contact)
        said = {"until": until, "email": contact.contact_email}
        asking.send("confirm-contact", self.of_contact, said)
        for about in ({"page": self.practice, "person": holder}, {"organisation": contact}):
            answered = asking.new(holders.DAYS, sent_on=timezone.localdate(), **about)
            answered.save()
            asking.use(answered, Confirmation.Answer.GONE, "Vraag het Robin.")
        self.answered = answered

    def _find_broken_links(self) -> None:
        """As many as there are kinds of addresses that do harm."""
        today = timezone.localdate()
        for number in range(len(ADDRESSES)):
            OutsideLink.objects.create(
                url=f"https://x.example/{number}",
                host="x.example",
                problem=OutsideLink.Problem.MISSING,
                failing_since=today - timedelta(days=2),
                failed_on=today,
            ).pages.add(self.practice.knowledgepage_ptr)

    # --- After the stamping ------------------------------------------------------------------------------------------

    def make_whole(self, hostile: Hostile) -> None:
        self._write_what_is_no_text_of_a_row(hostile)
        for page in (self.portrait, self.planned, self.waits.page, self.changes.page):
            content = Page.objects.get(pk=page.pk).specific.serializable_data()
            Revision.objects.filter(pk=Page.objects.get(pk=page.pk).latest_revision_id).update(content=content)
        newest = Page.objects.get(pk=self.waits.page_id).specific.get_latest_revision_as_object()
        number = number_of(parts_of(newest, Person.objects.get(pk=self.waits.person_id)))
        Invitation.objects.filter(pk=self.waits.pk).update(number=number)
        self.version.refresh_from_db()
        Version.objects.filter(pk=self.version.pk).update(content_hash=said_by(self.version.revision))
        Gone.objects.update(path_hash=gone.path_hash(TAKEN_BACK))
        for asked in (self.of_holder, self.of_contact):
            contact = Confirmation.objects.get(pk=asked.pk).asked
            Message.objects.filter(link=asked.link_id).update(to=contact.contact_email)

    def _write_what_is_no_text_of_a_row(self, hostile: Hostile) -> None:
        """The sentences beside ticks and the reasons in the history are kept as JSON."""
        Wording.objects.update(uses={use: hostile.text("consent.Wording.uses", 200) for use in Use.values})
        for action in ("editorial.offline", "editorial.emergency", "citing.closed", "editorial.step.assigned"):
            said = hostile.text(f"history: {action}")
            told = {"reason": said, "version": said, "step": said, "who": said, "due": "2026-11-29"}
            log(instance=self.portrait, action=action, data=told)

    # --- Where it shows ----------------------------------------------------------------------------------------------

    def by_link(self) -> list[str]:
        """Pages that a link by mail opens."""
        links = (self.waits.link, self.portrait_link.link, self.of_holder.link, self.of_contact.link)
        signoff, *others = (_path(Link.objects.get(pk=link.pk)) for link in links)
        return [signoff, f"{signoff}pagina/", *others]

    def kept(self) -> list[str]:
        """What a publication said before."""
        page = Page.objects.get(pk=self.portrait.pk)
        return [f"{page.url}versie/", f"{page.url}{self.version.path}"]

    def over(self) -> list[str]:
        """What answers that it is over: links that were used, a text and a page that were taken back."""
        page = Page.objects.get(pk=self.portrait.pk)
        used = (self.changes.link, self.answered.link)
        return [*(_path(link) for link in used), f"{page.url}{self.closed_version.path}", TAKEN_BACK]

    def at_the_desk(self) -> dict[str, list[str]]:
        """Screens of the editors, by what they are about."""
        waits, changes, planned = self.waits.page_id, self.changes.page_id, self.planned.pk
        pages = (self.portrait.pk, waits, changes, planned)
        withdraw = reverse("consent_withdraw", args=[self.portrait.pk])
        return {
            "consent": [
                *(reverse("consent_page", args=[page]) for page in (self.portrait.pk, waits)),
                reverse("editorial_consents"),
            ],
            "requests": [reverse("consent_requests"), reverse("consent_request", args=[self.request.pk])],
            "withdrawing": [
                f"{withdraw}?verzoek={self.request.pk}",
                reverse("consent_withdrawal", args=[self.withdrawal.pk]),
            ],
            "progress": [
                *(reverse("editorial_progress", args=[page]) for page in pages),
                *(reverse("editorial_read", args=[page]) for page in (waits, planned)),
                reverse("wagtailadmin_pages:edit", args=[changes]),
                reverse("editorial_waiting"),
                reverse("editorial_without_approval"),
            ],
            "plans": [
                reverse("editorial_series_list"),
                reverse("editorial_series", args=[self.series.pk]),
                reverse("wagtailadmin_home"),
            ],
            "history": [
                *(reverse("wagtailadmin_pages:history", args=[page]) for page in pages),
                reverse("wagtailadmin_pages:workflow_history", args=[changes]),
                reverse("citing_versions", args=[self.portrait.pk]),
            ],
            "freshness": [
                reverse("freshness_answers"),
                *(f"{reverse(f'freshness_{name}')}?whose=all" for name in ("links", "reactions")),
                reverse("freshness_review", args=[self.practice.pk]),
                reverse("freshness_reactions_of", args=[self.portrait.pk]),
            ],
        }


def _path(link: Link) -> str:
    return f"/{link.purpose}/{link.token}/"
