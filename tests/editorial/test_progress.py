"""The screen on which a page is judged, taken back, taken offline and published in an emergency."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import PageLogEntry

from tests.editorial.conftest import Desk
from tests.editorial.plans.conftest import next_week, typed
from tests.editorial.test_workflow import draft_of, now, step
from tests.factories import CasePageFactory, ContentPageFactory, PracticePageFactory, publish
from wijkwijzer.editorial.models import Approval
from wijkwijzer.gate.models import Publication
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db
REASON = "De opdrachtgever vroeg het, per brief."


@pytest.fixture
def submitted(author: Desk) -> ContentPage:
    page = draft_of(author)
    author.submit(page)
    return page


def offered(desk: Desk, page: ContentPage) -> set[str]:
    return {button["value"] for button in desk.look(page).select("button[name=decision]")}


class TestWhoIsOfferedWhat:
    def test_while_a_page_is_judged(self, submitted: ContentPage, author: Desk, editor: Desk, chief: Desk) -> None:
        assert offered(author, submitted) == {"take_back"}
        assert offered(editor, submitted) == {"approve", "reject", "take_back", "assign"}
        assert offered(chief, submitted) == {"take_back", "assign"}
        assert offered(Desk(Role.PRIVACY_OFFICER), submitted) == set()
        assert offered(Desk(Role.ADMINISTRATOR), submitted) == {"emergency"}
        assert offered(Desk(is_superuser=True), submitted) == set()

    def test_of_a_live_page(self, author: Desk, editor: Desk, chief: Desk) -> None:
        page = ContentPageFactory()
        publish(page)
        for desk in (author, editor, Desk(Role.ADMINISTRATOR), Desk(is_superuser=True)):
            assert offered(desk, page) == set()
        assert offered(chief, page) == {"offline"}

    def test_who_is_not_at_the_desk_sees_nothing(self, submitted: ContentPage) -> None:
        nobody = Desk()
        assert nobody.client.get(reverse("editorial_progress", args=[submitted.pk])).status_code in (302, 403)

    def test_it_is_reached_from_the_editor_and_from_the_list(self, submitted: ContentPage, editor: Desk) -> None:
        address = reverse("editorial_progress", args=[submitted.pk])
        parent = submitted.get_parent()
        for name, number in (("wagtailadmin_pages:edit", submitted.pk), ("wagtailadmin_explore", parent.pk)):
            assert address in editor.client.get(reverse(name, args=[number])).content.decode()


class TestJudging:
    def test_the_buttons_decide(self, submitted: ContentPage, editor: Desk, chief: Desk) -> None:
        editor.decide(submitted, "approve")
        assert step(submitted) == Role.CHIEF_EDITOR
        chief.decide(submitted, "approve", **{"judge-remark": "Mooi stuk."})
        assert now(submitted).live

    def test_who_asks_for_changes_says_which(self, submitted: ContentPage, author: Desk, editor: Desk) -> None:
        response = editor.decide(submitted, "reject")
        assert "Schrijf op wat er anders moet." in response.content.decode()
        assert step(submitted) == Role.EDITOR
        editor.decide(submitted, "reject", **{"judge-remark": "De titel is te lang."})
        assert step(submitted) == ""
        assert "De titel is te lang." in author.look(submitted).get_text()
        author.edit(submitted, title="Kort")
        assert now(submitted).latest_revision.content["title"] == "Kort"

    def test_a_screen_that_was_left_open_approves_nothing_newer(
        self, submitted: ContentPage, author: Desk, editor: Desk
    ) -> None:
        old = editor.look(submitted).select_one("form input[name=state]")["value"]
        author.take_back(submitted)
        author.submit(submitted, title="Heel anders")
        editor.client.post(reverse("editorial_progress", args=[submitted.pk]), {"decision": "approve", "state": old})
        assert step(submitted) == Role.EDITOR
        assert not Approval.objects.exists()

    @pytest.mark.parametrize(
        "when", [{}, {"judge-when": "at", "judge-moment": typed(next_week())}], ids=["now", "next week"]
    )
    def test_a_text_whose_address_went_to_another_page_meanwhile_is_refused_with_the_reason(
        self, when: dict[str, str], editor: Desk, chief: Desk
    ) -> None:
        page = ContentPageFactory(slug="oud")
        publish(page)
        Desk(Role.EDITOR).submit(page, slug="nieuw")
        editor.decide(page, "approve")
        ContentPageFactory(slug="nieuw", live=False)
        assert chief.decide(page, "approve", **when).status_code == 302
        assert "De slug 'nieuw' is al in gebruik" in chief.look(page).get_text()
        assert (step(page), now(page).slug) == (Role.CHIEF_EDITOR, "oud")
        # By Wagtail's own button too, which only says that it was not done.
        chief.judge(now(page))
        assert (step(page), now(page).slug) == (Role.CHIEF_EDITOR, "oud")
        assert Approval.objects.count() == 1

    @pytest.mark.parametrize("decision", ["", "approve", "offline", "emergency", "take_back", "delete"])
    def test_a_decision_that_is_not_offered_is_refused(self, submitted: ContentPage, decision: str) -> None:
        outsider = Desk(Role.PRIVACY_OFFICER)
        response = outsider.decide(submitted, decision, **{"offline-reason": REASON, "emergency-reason": REASON})
        assert response.status_code in (302, 403)
        assert (step(submitted), now(submitted).live) == (Role.EDITOR, False)


class TestTakingBack:
    def test_it_says_first_which_approvals_are_void(self, submitted: ContentPage, author: Desk, editor: Desk) -> None:
        assert "Er zijn nog geen akkoorden." in author.look(submitted).get_text()
        editor.decide(submitted, "approve")
        assert f"Deze akkoorden vervallen: {editor.user} (redacteur)." in author.look(submitted).get_text()
        author.take_back(submitted)
        assert step(submitted) == ""
        assert not Approval.objects.filter(voided_at=None).exists()
        assert author.edit(submitted, title="Anders").status_code == 302

    def test_a_request_for_changes_voids_them_too(self, submitted: ContentPage, editor: Desk, chief: Desk) -> None:
        editor.decide(submitted, "approve")
        chief.decide(submitted, "reject", **{"judge-remark": "Te lang."})
        assert not Approval.objects.filter(voided_at=None).exists()


class TestTakingOffline:
    def test_the_chief_editor_does_it_with_a_reason_that_stays(self, chief: Desk) -> None:
        page = PracticePageFactory()
        publish(page)
        assert chief.decide(page, "offline", **{"offline-reason": "kort"}).status_code == 200
        page.refresh_from_db()
        assert page.live
        chief.decide(page, "offline", **{"offline-reason": REASON})
        page.refresh_from_db()
        assert not page.live
        assert chief.client.get(page.url).status_code == 404
        history = chief.client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        assert f"Van de site gehaald. Reden: {REASON}" in history

    def test_pages_below_go_along_and_that_is_said_first(self, chief: Desk) -> None:
        case = CasePageFactory()
        assert "Ook 1 pagina eronder verdwijnt." in chief.look(case.get_parent()).get_text()
        chief.decide(case.get_parent(), "offline", **{"offline-reason": REASON})
        case.refresh_from_db()
        assert not case.live

    def test_what_is_judged_meanwhile_does_not_bring_it_back(self, editor: Desk, chief: Desk) -> None:
        page = ContentPageFactory()
        publish(page)
        editor.submit(page, title="Nieuwer")
        Desk(Role.EDITOR).judge(page)
        chief.decide(page, "offline", **{"offline-reason": REASON})
        assert (step(page), now(page).live) == ("", False)
        chief.judge(page)
        assert not now(page).live

    def test_the_home_page_stays(self, chief: Desk) -> None:
        home = ContentPageFactory().get_parent()
        assert offered(chief, home) == set()
        chief.decide(home, "offline", **{"offline-reason": REASON})
        home.refresh_from_db()
        assert home.live


class TestEmergency:
    def test_the_administrator_publishes_the_newest_text_with_a_reason(
        self, submitted: ContentPage, author: Desk
    ) -> None:
        administrator = Desk(Role.ADMINISTRATOR)
        administrator.decide(submitted, "emergency", **{"emergency-reason": "nu"})
        assert not now(submitted).live
        administrator.decide(submitted, "emergency", **{"emergency-reason": REASON})
        page = now(submitted)
        assert page.live
        publication = page.publications.get()
        assert (publication.how, publication.by, publication.reason) == (
            Publication.How.EMERGENCY, administrator.user, REASON,
        )  # fmt: skip
        assert page.current_workflow_state is None
        kind = ContentType.objects.get_for_model(ContentPage)
        actions = set(PageLogEntry.objects.filter(page_id=page.pk, content_type=kind).values_list("action", flat=True))
        assert {"editorial.emergency", "wagtail.publish", "wagtail.workflow.cancel"} <= actions
        history = Desk(Role.EDITOR).client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        assert f"Met spoed gepubliceerd. Reden: {REASON}" in history
        assert str(administrator.user) in history

    def test_it_makes_nobody_less_of_an_author(self, submitted: ContentPage, author: Desk) -> None:
        Desk(Role.ADMINISTRATOR).decide(submitted, "emergency", **{"emergency-reason": REASON})
        author.user.groups.set(Desk(Role.EDITOR).user.groups.all())
        Desk(Role.CHIEF_EDITOR).submit(submitted, title="Later")
        author.judge(submitted)
        assert step(submitted) == Role.EDITOR

    def test_what_was_written_after_it_was_read_is_not_published(self, author: Desk) -> None:
        page = draft_of(author)
        administrator = Desk(Role.ADMINISTRATOR)
        read = administrator.look(page).select_one("input[name=revision]")["value"]
        author.edit(page, title="Ongelezen")
        administrator.decide(page, "emergency", **{"emergency-reason": REASON, "revision": read})
        assert not now(page).live

    def test_who_publishes_it_can_read_it_first(self, submitted: ContentPage) -> None:
        for desk, status in ((Desk(Role.ADMINISTRATOR), 200), (Desk(Role.PRIVACY_OFFICER), 200), (Desk(), 302)):
            response = desk.client.get(reverse("editorial_read", args=[submitted.pk]))
            assert response.status_code == status
            assert (submitted.title in response.content.decode()) is (status == 200)

    @pytest.mark.parametrize("roles", [[role] for role in Role if role != Role.ADMINISTRATOR] + [[]], ids=str)
    def test_nobody_else_does(self, submitted: ContentPage, roles: list[Role]) -> None:
        for is_superuser in (False, True):
            Desk(*roles, is_superuser=is_superuser).decide(submitted, "emergency", **{"emergency-reason": REASON})
        assert not now(submitted).live

    def test_looking_decides_nothing(self, submitted: ContentPage) -> None:
        address = reverse("editorial_progress", args=[submitted.pk])
        Desk(Role.ADMINISTRATOR).client.get(f"{address}?decision=emergency&emergency-reason={REASON}")
        assert not now(submitted).live
