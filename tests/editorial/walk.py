"""All that somebody can do with a page on the editors' side: how a browser asks for it, how it shows that it happened,
and who may, by the table of roles."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.test.utils.form_data import rich_text

from practices.models import TipListPage
from tests.editorial.conftest import Desk
from tests.factories import PAGE_FACTORIES, UserFactory, publish
from tests.gate.doors import STREAMS, form_of
from wijkwijzer.editorial.approvals import STEPS
from wijkwijzer.editorial.roles import TABLE, Rights
from wijkwijzer.gate.pages import GatedPage
from wijkwijzer.gate.permissions import Deed
from wijkwijzer.gate.publishing import licence
from wijkwijzer.users.roles import Role

# What the form of a type needs besides what the form of an empty draft sends, to be submitted.
REQUIRED: dict[type[Page], dict[str, str]] = {
    TipListPage: {
        "tips-count": "1", "tips-0-id": "", "tips-0-order": "0", "tips-0-deleted": "", "tips-0-type": "tip",
        "tips-0-value-title": "Vraag het", "tips-0-value-explanation": rich_text("<p>Dan weet je het.</p>"),
        "tips-0-value-addressee": "",
    },
}  # fmt: skip
REASON = "De opdrachtgever vroeg het, per brief."
SUPERUSER = "superuser"
EVERYBODY = [*Role, SUPERUSER]


def rights_of(who: str) -> Rights:
    """What the table says. A superuser without a role writes everywhere, and does nothing else."""
    if who == SUPERUSER:
        return Rights(pages=("add", "change", "lock", "unlock"))
    return TABLE[Role(who)]


class Scene:
    """Pages of one type in every state that matters, written by somebody who does nothing else."""

    def __init__(self, model: type[Page]) -> None:
        self.model, self.writer = model, UserFactory()
        self.public = self._make("Openbaar", live=True)
        publish(self.public, self.writer)
        self.older = self.public.latest_revision
        self.public.title = "Nieuwer"
        self.public.save_revision(user=self.writer)
        self.draft = self._make("Concept")
        self.waiting, self.half = self._submitted("Wacht"), self._submitted("Half")
        Desk(Role.EDITOR).judge(self.half)
        self.own = self._make("Eigen")
        self.locked = self._make("Op slot", locked=True, locked_at=timezone.now())
        self.planned = self._make("Gepland")
        with licence():
            self.plan = self.planned.save_revision(approved_go_live_at=timezone.now())
            self.alias = self.public.create_alias(update_slug="alias")
        self.parent = Page.objects.get(pk=self.draft.get_parent().pk).specific
        self.form = self._form()

    def _make(self, title: str, **fields: Any) -> Page:
        made = PAGE_FACTORIES[self.model](title=title, **({"live": False, "owner": self.writer} | fields))
        if not made.live:
            made.save_revision(user=self.writer, log_action=True)
        return made

    def _submitted(self, title: str) -> Page:
        made = self._make(title)
        made.get_workflow().start(made, self.writer)
        return made

    def _form(self) -> dict[str, str]:
        """What the form of a draft sends; for each role the same, as making the form takes the most time."""
        client = Desk(*Role, is_superuser=True).client
        return form_of(client, reverse("wagtailadmin_pages:edit", args=[self.draft.pk]))

    def filled_in(self, page: Page, **changes: str) -> dict[str, str]:
        streams = {f"{field.name}-count": "0" for field in self.model._meta.fields if isinstance(field, StreamField)}
        form = {**STREAMS, **streams, **self.form, **REQUIRED.get(self.model, {})}
        return {**form, "title": page.title, "slug": page.slug, "loaded_revision_id": "", **changes}

    def belongs_to(self, owner: Any) -> None:
        """From now on: the draft of the account itself is of this one."""
        Page.objects.filter(pk=self.own.pk).update(owner=owner)


@dataclass(frozen=True)
class Action:
    """`who` is left out where nobody may: then the gate is closed to all, whatever the table says."""

    name: str
    send: Callable[[Desk, Scene], Any]
    happened: Callable[[Scene], bool]
    who: Callable[[str, Rights, Scene], bool] | None = None

    def is_for(self, who: str, scene: Scene) -> bool:
        return self.who is not None and self.who(who, rights_of(who), scene)

    def happens(self, desk: Desk, scene: Scene) -> bool:
        """Does it? Afterwards everything is as it was. The view does all it does; only what its answer looks like is no
        matter, and is not made."""
        with transaction.atomic(), patch.object(SimpleTemplateResponse, "rendered_content", ""):
            self.send(desk, scene)
            found = self.happened(scene)
            transaction.set_rollback(True)
        return found


def now(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def _post(name: str, *args: Any, **data: Any) -> Callable[[Desk], Any]:
    return lambda desk: desk.client.post(reverse(f"wagtailadmin_pages:{name}", args=args), data)


def _bulk(desk: Desk, action: str, page: Page) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return desk.client.post(f"{address}?id={page.pk}&next=/beheer/")


def _api(desk: Desk, action: str, page: Page, **data: Any) -> Any:
    address = f"/beheer/api/main/pages/{page.pk}/action/{action}/"
    return desk.client.post(address, data, content_type="application/json")


def _save(desk: Desk, scene: Scene, page: Page, **changes: str) -> Any:
    return _post("edit", page.pk, **scene.filled_in(page, **changes))(desk)


def _make(desk: Desk, scene: Scene, **data: str) -> Any:
    meta = scene.model._meta
    form = scene.filled_in(scene.draft, title="Nieuw", slug="nieuw", **data)
    return _post("add", meta.app_label, meta.model_name, scene.parent.pk, **form)(desk)


def _copy(desk: Desk, scene: Scene, **data: str) -> Any:
    form = {"new_title": "Kopie", "new_slug": "nieuw", "new_parent_page": str(scene.parent.pk), **data}
    return _post("copy", scene.public.pk, **form)(desk)


def _decide(desk: Desk, page: Page, decision: str, **data: Any) -> Any:
    state = now(page).current_workflow_task_state
    form = {"decision": decision, "state": state.pk if state else "", "revision": page.latest_revision_id, **data}
    return desk.client.post(reverse("editorial_progress", args=[page.pk]), form)


def _is_new(scene: Scene) -> bool:
    return Page.objects.filter(slug="nieuw").exists()


def _is_new_and_public(scene: Scene) -> bool:
    return Page.objects.filter(slug="nieuw", live=True).exists()


def _has_another_alias(scene: Scene) -> bool:
    return Page.objects.filter(alias_of=scene.public.pk).count() > 1


def _is_gone(name: str) -> Callable[[Scene], bool]:
    return lambda scene: not Page.objects.filter(pk=getattr(scene, name).pk).exists()


def _has_moved(name: str) -> Callable[[Scene], bool]:
    return lambda scene: now(getattr(scene, name)).path != getattr(scene, name).path


def _is_live(name: str) -> Callable[[Scene], bool]:
    return lambda scene: now(getattr(scene, name)).live


def _is_offline(scene: Scene) -> bool:
    return not Page.objects.filter(pk=scene.public.pk, live=True).exists()


def _says_something_else(scene: Scene) -> bool:
    page = now(scene.public)
    return page.live_revision_id != scene.older.pk or page.title != "Openbaar"


def _approved(name: str) -> Callable[[Scene], bool]:
    return lambda scene: getattr(scene, name).approvals.count() > (name == "half")


def _writes(who: str, rights: Rights, scene: Scene) -> bool:
    return "change" in rights.pages


def _writes_own(who: str, rights: Rights, scene: Scene) -> bool:
    return bool({"add", "change"} & set(rights.pages))


def _makes(who: str, rights: Rights, scene: Scene) -> bool:
    return "add" in rights.pages and scene.model.can_create_at(scene.parent)


def _may_put_there(rights: Rights, scene: Scene) -> bool:
    """Of the home page there is one, and beside it nothing is made."""
    children = scene.parent.specific_class.creatable_subpage_models()
    return "add" in rights.pages and any(model.can_create_at(scene.parent) for model in children)


def _does(deed: Deed) -> Callable[[str, Rights, Scene], bool]:
    return lambda who, rights, scene: deed in rights.deeds


def _judges(step: int) -> Callable[[str, Rights, Scene], bool]:
    return lambda who, rights, scene: who == STEPS[2][step]


OPEN = [
    Action(
        "write in a draft",
        lambda desk, scene: _save(desk, scene, scene.draft, title="Gewijzigd"),
        lambda scene: now(scene.draft).draft_title == "Gewijzigd",
        _writes,
    ),
    Action(
        "write in an own draft",
        lambda desk, scene: _save(desk, scene, scene.own, title="Gewijzigd"),
        lambda scene: now(scene.own).draft_title == "Gewijzigd",
        _writes_own,
    ),
    Action(
        "submit an own draft",
        lambda desk, scene: _save(desk, scene, scene.own, **{"action-submit": "1"}),
        lambda scene: now(scene.own).workflow_in_progress,
        _writes_own,
    ),
    Action("make a page", _make, _is_new, _makes),
    Action("copy", _copy, _is_new, lambda who, rights, scene: _makes(who, rights, scene) and "change" in rights.pages),
    Action(
        "delete a draft",
        lambda desk, scene: _post("delete", scene.draft.pk)(desk),
        _is_gone("draft"),
        _writes,
    ),
    Action(
        "delete an own draft",
        lambda desk, scene: _post("delete", scene.own.pk)(desk),
        _is_gone("own"),
        _writes_own,
    ),
    Action(
        "move a draft",
        lambda desk, scene: _post("move_confirm", scene.draft.pk, scene.parent.pk)(desk),
        _has_moved("draft"),
        lambda who, rights, scene: "change" in rights.pages and _may_put_there(rights, scene),
    ),
    Action(
        "move what is public",
        lambda desk, scene: _post("move_confirm", scene.public.pk, scene.parent.pk)(desk),
        _has_moved("public"),
        lambda who, rights, scene: Deed.MOVE in rights.deeds and _may_put_there(rights, scene),
    ),
    Action(
        "move what is public by the API",
        lambda desk, scene: _api(
            desk, "move", scene.public, destination_page_id=scene.parent.pk, position="last-child"
        ),
        _has_moved("public"),
        lambda who, rights, scene: Deed.MOVE in rights.deeds and _may_put_there(rights, scene),
    ),
    Action(
        "order",
        lambda desk, scene: desk.client.post(
            reverse("wagtailadmin_pages:set_page_position", args=[scene.draft.pk]) + "?position=0"
        ),
        _has_moved("draft"),
        lambda who, rights, scene: Deed.ORDER in rights.deeds and isinstance(scene.parent, GatedPage),
    ),
    Action(
        "make private",
        lambda desk, scene: _post("set_privacy", scene.public.pk, restriction_type="login")(desk),
        lambda scene: PageViewRestriction.objects.exists(),
        _does(Deed.RESTRICT),
    ),
    Action(
        "lock",
        lambda desk, scene: _post("lock", scene.draft.pk)(desk),
        lambda scene: now(scene.draft).locked,
        lambda who, rights, scene: "lock" in rights.pages,
    ),
    Action(
        "unlock",
        lambda desk, scene: _post("unlock", scene.locked.pk)(desk),
        lambda scene: not now(scene.locked).locked,
        lambda who, rights, scene: "unlock" in rights.pages,
    ),
    Action("judge the first step", lambda desk, scene: desk.judge(scene.waiting), _approved("waiting"), _judges(0)),
    Action("judge the second step", lambda desk, scene: desk.judge(scene.half), _approved("half"), _judges(1)),
    Action(
        "take back",
        lambda desk, scene: _decide(desk, scene.waiting, "take_back"),
        lambda scene: not now(scene.waiting).workflow_in_progress,
        _does(Deed.TAKE_BACK),
    ),
    Action(
        "take offline",
        lambda desk, scene: _decide(desk, scene.public, "offline", **{"offline-reason": REASON}),
        _is_offline,
        lambda who, rights, scene: Deed.OFFLINE in rights.deeds and scene.public.depth > 2,
    ),
    Action(
        "publish in an emergency",
        lambda desk, scene: _decide(desk, scene.draft, "emergency", **{"emergency-reason": REASON}),
        _is_live("draft"),
        _does(Deed.EMERGENCY),
    ),
]

CLOSED = [
    Action(
        "publish a draft",
        lambda desk, scene: _save(desk, scene, scene.draft, **{"action-publish": "1"}),
        _is_live("draft"),
    ),
    Action(
        "publish a change",
        lambda desk, scene: _save(desk, scene, scene.public, **{"action-publish": "1", "title": "Gekaapt"}),
        _says_something_else,
    ),
    Action(
        "publish an older text",
        lambda desk, scene: _save(
            desk, scene, scene.public, **{"action-publish": "1", "revision": str(scene.older.pk)}
        ),
        _says_something_else,
    ),
    Action(
        "publish a new page",
        lambda desk, scene: _make(desk, scene, **{"action-publish": "1"}),
        _is_new_and_public,
    ),
    Action(
        "give a draft a moment to go live",
        lambda desk, scene: _save(
            desk, scene, scene.draft, **{"action-publish": "1", "go_live_at": "2030-01-01 10:00"}
        ),
        lambda scene: now(scene.draft).live or now(scene.draft).approved_schedule,
    ),
    Action("publish in bulk", lambda desk, scene: _bulk(desk, "publish", scene.public), _says_something_else),
    Action("publish a draft in bulk", lambda desk, scene: _bulk(desk, "publish", scene.draft), _is_live("draft")),
    Action("publish by the API", lambda desk, scene: _api(desk, "publish", scene.draft), _is_live("draft")),
    Action("unpublish", lambda desk, scene: _post("unpublish", scene.public.pk)(desk), _is_offline),
    Action("unpublish in bulk", lambda desk, scene: _bulk(desk, "unpublish", scene.public), _is_offline),
    Action("unpublish by the API", lambda desk, scene: _api(desk, "unpublish", scene.public), _is_offline),
    Action("delete what is public", lambda desk, scene: _post("delete", scene.public.pk)(desk), _is_gone("public")),
    Action(
        "delete what is public in bulk", lambda desk, scene: _bulk(desk, "delete", scene.public), _is_gone("public")
    ),
    Action(
        "delete what is public by the API", lambda desk, scene: _api(desk, "delete", scene.public), _is_gone("public")
    ),
    Action("delete what is judged", lambda desk, scene: _post("delete", scene.waiting.pk)(desk), _is_gone("waiting")),
    Action(
        "move what is judged",
        lambda desk, scene: _post("move_confirm", scene.waiting.pk, scene.parent.pk)(desk),
        _has_moved("waiting"),
    ),
    Action(
        "write in what is judged",
        lambda desk, scene: _save(desk, scene, scene.waiting, title="Gekaapt"),
        lambda scene: now(scene.waiting).draft_title == "Gekaapt",
    ),
    Action("copy and publish", lambda desk, scene: _copy(desk, scene, publish_copies="on"), _is_new_and_public),
    Action("copy by the API", lambda desk, scene: _api(desk, "copy", scene.public, slug="nieuw"), _is_new_and_public),
    Action(
        "make an alias by the API",
        lambda desk, scene: _api(desk, "create_alias", scene.public, update_slug="nieuw"),
        _has_another_alias,
    ),
    Action(
        "copy as an alias",
        lambda desk, scene: _copy(desk, scene, alias="on"),
        _has_another_alias,
    ),
    Action(
        "turn an alias into a page",
        lambda desk, scene: _post("convert_alias", scene.alias.pk)(desk),
        lambda scene: now(scene.alias).alias_of_id is None,
    ),
    Action(
        "unschedule",
        lambda desk, scene: _post("revisions_unschedule", scene.planned.pk, scene.plan.pk)(desk),
        lambda scene: not Revision.objects.filter(approved_go_live_at__isnull=False).exists(),
    ),
]
