"""Every address × everybody × every method: nothing breaks, nobody gets where the table of roles does not let them, and
what is refused changes nothing. No list of addresses is kept: a new one is asked here from its first day, and fails
where no rule says whose it is."""

import hashlib
import itertools
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client

from tests.delivery.addresses import Address, SmallSite
from tests.delivery.test_headers import assert_guarded, policy_of
from tests.editorial.conftest import Desk
from tests.editorial.walk import SUPERUSER, rights_of
from wijkwijzer.delivery.headers import EDITORS_PREFIX
from wijkwijzer.editorial.approvals import STEPS
from wijkwijzer.editorial.roles import KNOWLEDGE, TABLE, Rights
from wijkwijzer.gate.permissions import Deed
from wijkwijzer.users.roles import Role
from wijkwijzer.users.service import ServiceAccount

pytestmark = pytest.mark.django_db

STRANGER, SERVICE, NOBODY, EVERYTHING = "stranger", "service account", "account without a role", "everything"
# Who have no way in; then who have.
OUTSIDE = [STRANGER, SERVICE, NOBODY]
INSIDE = [*Role, SUPERUSER, EVERYTHING]
# One button on it, which takes the brief away. Whoever has both secrets of the address may.
FOR_THE_MAKER = "briefs:manage"
# Wagtail asks who one is when the button of this page is pressed; until then it shows the title, as the explorer does.
SHOWS_A_TITLE = "wagtailadmin_pages:move_confirm"
# Wagtail trips over a form of its own that was sent empty by hand. Everything is taken back.
TRIPS_OVER_NOTHING = {"wagtailadmin_choose_page_external_link", "wagtailredirects:process_import"}
SIGN_IN = re.compile("/beheer/(aanmelden|login)/")
WRITING = ("POST", "PUT", "DELETE")
METHODS = ("GET", "HEAD", "OPTIONS", *WRITING)
# Who may what does not depend on the database; whether a query breaks does, and who has every right meets all of them.
ON_ONE = pytest.mark.database("sqlite")
# What a stranger may ask below /beheer/.
WAY_IN = re.compile(
    r"account_(login|inactive|reset_password.*)|passkey_scripts|mfa_login_webauthn|mfa_authenticate"
    # Wagtail's own texts of buttons and its icons, the same for everybody.
    r"|wagtailadmin_(sprite|javascript_catalog)"
)
SAME_FOR_ALL = {"passkey_scripts", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
# Written by looking around: who is signed in, what their screen looks like, pictures in another size.
BOOKKEEPING = {
    "django_session", "wagtailusers_userprofile", "wagtailcore_pagesubscription", "wagtailadmin_editingsession",
    "images_rendition",
}  # fmt: skip

Who = Callable[[Rights, str], bool]


def _anybody(rights: Rights, who: str) -> bool:
    return True


def _no_one(rights: Rights, who: str) -> bool:
    return False


def _superuser(rights: Rights, who: str) -> bool:
    return who in (SUPERUSER, EVERYTHING)


def _model(*names: str, actions: tuple[str, ...] = ("view", "add", "change", "delete")) -> Who:
    """Who has one of these rights on rows of one of these models. A superuser has each."""

    def may(rights: Rights, who: str) -> bool:
        given = {(name, action) for names, does in (rights.models or {}).items() for name in names for action in does}
        return _superuser(rights, who) or any((name, action) in given for name in names for action in actions)

    return may


def _pages(*actions: str) -> Who:
    return lambda rights, who: bool(set(actions) & set(rights.pages))


def _files(*actions: str) -> Who:
    return lambda rights, who: _superuser(rights, who) or bool(set(actions) & set(rights.files))


def _deed(*deeds: Deed) -> Who:
    return lambda rights, who: bool(set(deeds) & rights.deeds)


def _role(*roles: Role) -> Who:
    return lambda rights, who: who in roles or who == EVERYTHING


def _settings(rights: Rights, who: str) -> bool:
    return rights.has_settings or _superuser(rights, who)


def _either(*rules: Who) -> Who:
    return lambda rights, who: any(rule(rights, who) for rule in rules)


WRITERS, EDITORS = (Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR), (Role.EDITOR, Role.CHIEF_EDITOR)
OFFICER = _role(Role.PRIVACY_OFFICER)
# Whose an address is, by its name: the first that fits. What it is, comes from the table of roles.
RULES: list[tuple[str, Who]] = [
    # The administrator's, by rights on rows; what nobody was given, only a superuser has.
    (r"wagtailusers_users:.*|wagtail_bulk_action .*/users/.*", _model("users.user")),
    (r"wagtailusers_groups:.*", _model("auth.group")),
    (r"wagtailredirects:.*", _model("wagtailredirects.redirect")),
    (r"wagtailsettings:.*", _settings),
    (r"wagtailsites:.*|wagtailadmin_collections:.*", _superuser),
    (r"wagtailadmin_workflows:task_ch.*", _anybody),
    (r"(/beheer/|wagtailadmin_)login.*|/beheer// .*", _no_one),  # they lead to the sign-in page
    (r"wagtailadmin_workflows:.*", _superuser),
    (r"wagtailsnippets:.*", _no_one),  # there are none
    # Rows of the kennisbank. Municipalities come from the register: nobody makes or deletes one by hand.
    (r"municipalities_municipality_modeladmin_(create|delete) .*", _no_one),
    (r"(municipality|concept)_chooser:create .*", _no_one),  # chosen, not made in passing
    *(
        (rf"{name.replace('.', '_')}_modeladmin_{screen} .*", _model(name, actions=actions))
        for name in (*KNOWLEDGE, "taxonomy.theme", "municipalities.municipality")
        for screen, actions in {
            "(index|history)": ("view", "add", "change", "delete"),
            "create": ("add",),
            "edit": ("change",),
            "delete": ("delete",),
        }.items()
    ),
    *((rf"{name.partition('.')[2]}_chooser:create .*", _model(name, actions=("add",))) for name in KNOWLEDGE),
    (r"searches_.*", _model("taxonomy.concept", actions=("change",))),
    # Files.
    (r"wagtail(docs|images)(_chooser:create|:add|:add_multiple) .*", _files("add")),
    (r"wagtail(docs|images):index(_results)? .*", _files("add", "change")),
    (r"wagtail(docs|images):.*|/beheer/(images|documents)/.*/delete/.*", _files("change")),
    # People: consent and requests. Who judges or writes a page, sees who agreed to it.
    (r"consent_(page|json|csv) .*", _anybody),
    (r"consent_.*", OFFICER),
    # Pages. What nobody may here, the gate does (tests/editorial/test_permission_walk.py).
    (r"wagtailadmin_pages:(add|preview_on_add|add_subpage) .*", _pages("add")),
    (r"wagtailadmin_pages:(unpublish|revisions_unschedule|convert_alias) .*", _no_one),
    (r"wagtailadmin_pages:set_privacy .*", _deed(Deed.RESTRICT)),
    (r"wagtailadmin_pages:lock .*", _pages("lock")),
    (r"wagtailadmin_pages:unlock .*", _pages("unlock")),
    (r"wagtailadmin_pages:(workflow_action|collect_workflow_action_data|workflow_preview) .*", _role(*STEPS[2][:1])),
    (r"wagtailadmin_pages:(delete|move) .* draft", _pages("change")),
    (r"wagtailadmin_pages:delete .*", _no_one),
    (r"wagtailadmin_pages:move .*", _deed(Deed.MOVE)),
    (r"wagtailadmin_pages:(move_confirm|set_page_position) .*", _either(_deed(Deed.MOVE), _pages("change"))),
    (r"wagtailadmin_pages:(search|type_use|choose_parent|revisions_index|confirm_workflow).*", _anybody),
    (r"wagtailadmin_pages:.*", _pages("change")),
    (r"wagtailadmin_api:pages:action .*", _pages("change")),
    # Reports.
    (r"wagtailadmin_reports:locked_pages.*", _pages("unlock")),
    (r"wagtailadmin_reports:(workflow|aging_pages|page_types_usage).*", _pages("add", "change")),
    (r"editorial_consents .*", _role(*EDITORS, Role.PRIVACY_OFFICER)),
    (r"editorial_without_approval .*", _role(*EDITORS, Role.ADMINISTRATOR)),
    (r"freshness_review .* draft", _no_one),  # nothing to look over yet
    (r"editorial_series.*|freshness_(review|reactions_of) .*", _role(*EDITORS)),
    (r"editorial_(waiting|coverage) .*|freshness_.*", _role(*WRITERS)),
    # For everybody at the desk: the explorer, choosers that show names, the guide, one's own account.
    (r"editorial_(progress|read|missing) .*|citing_versions .*|recommendations_passages .*|guide.*", _anybody),
    (
        r"wagtailadmin_(home|account|explore|choose_page|tag_|api|editing_sessions|dismissibles|block_preview).*",
        _anybody,
    ),
    (r"wagtailadmin_(reports:site_history|error_test|logout|password_reset).*|wagtail_bulk_action .*", _anybody),
    (r"(alle_publicaties|publicaties_\w+|\w+_chooser):.*|wagtailembeds:.*|wagtail_modeladmin:.*", _anybody),
    (r"account_.*|mfa_.*|passkey_scripts .*|wagtailadmin_(sprite|javascript_catalog|login) .*|/beheer/.*", _anybody),
    # The public side.
    (r"styleguide:.*", _anybody),
]


class Walk:
    """Everybody's way past every address. After each request everything is as it was."""

    def __init__(self, who: str) -> None:
        self.who, self.site = who, SmallSite()
        self.addresses = list(self.site.addresses())
        self.client = client_of(who)
        self.cookies = self.client.cookies.copy()
        self.wrong: list[str] = []
        self.asked, self.method = 0, ""

    def ask(self, address: Address, method: str, *, is_shown: bool) -> tuple[HttpResponse, set[str]]:
        """The answer, and the tables that it changed. Unless `is_shown`, what a page looks like is not made."""
        written: set[str] = set()

        def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            if found := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql):
                written.add(found[1])
            return execute(sql, parameters, many, context)

        if method != self.method:
            cache.clear()  # else the throttle would answer in the place of the page
            self.method = method
        self.client.cookies = self.cookies.copy()
        self.asked += 1
        with transaction.atomic():
            with connection.execute_wrapper(note):
                if is_shown:
                    response = self.client.generic(method, address.path)
                else:
                    with patch.object(SimpleTemplateResponse, "rendered_content", ""):
                        response = self.client.generic(method, address.path)
            after = {table: digest_of(table) for table in written - BOOKKEEPING}
            transaction.set_rollback(True)
        return response, {table for table, digest in after.items() if digest != digest_of(table)}

    def is_theirs(self, address: Address) -> bool:
        """Does a rule give this address to this account?"""
        kind = f"{address.name} {address.path}" + (" draft" if f"/{self.site.draft.pk}/" in address.path else "")
        for pattern, rule in RULES:
            if re.fullmatch(pattern, kind):
                return rule(RIGHTS[self.who], self.who)
        raise LookupError(f"No rule says whose this address is: {kind}")

    def note(self, *what: object) -> None:
        self.wrong.append(" ".join(map(str, what)))

    def is_over(self) -> None:
        assert self.asked > 700
        assert not self.wrong, "\n".join(self.wrong)


def client_of(who: str) -> Client:
    if who == STRANGER:
        return Client(raise_request_exception=False)
    if who == SERVICE:
        client = Client(raise_request_exception=False)
        client.force_login(ServiceAccount("via-een-link", "Iemand").user(), "django.contrib.auth.backends.ModelBackend")
        return client
    roles = [*Role] if who == EVERYTHING else [who] if who in set(Role) else []
    return Desk(*roles, is_superuser=who in (SUPERUSER, EVERYTHING)).client


def _all_rights() -> Rights:
    rights = TABLE.values()
    return Rights(
        pages=tuple({action for one in rights for action in one.pages}),
        files=tuple({action for one in rights for action in one.files}),
        has_settings=True,
        deeds=frozenset().union(*(one.deeds for one in rights)),
    )


RIGHTS = {**{who: rights_of(who) for who in (*Role, SUPERUSER)}, EVERYTHING: _all_rights()}


def digest_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


def is_for_editors(address: Address) -> bool:
    return address.path.startswith((EDITORS_PREFIX, "/stijlgids/"))


def is_closed(response: HttpResponse) -> bool:
    is_sent_away = response.status_code == 302 and SIGN_IN.match(response.headers["Location"])
    return response.status_code == 403 or bool(is_sent_away) or getattr(response.wsgi_request, "was_refused", False)


def is_open(response: HttpResponse) -> bool:
    """An answer about the methods that an address takes opens nothing."""
    is_about_methods = response.wsgi_request.method == "OPTIONS" and (
        not response.content or b'"parses"' in response.content
    )
    return response.status_code < 400 and not is_closed(response) and not is_about_methods


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Without a log of thousands of refusals, and without what takes long and has tests of its own."""
    logging.disable(logging.CRITICAL)
    for views in ("wijkwijzer.printing.views", "wijkwijzer.briefs.views"):
        monkeypatch.setattr(f"{views}.make_pdf", lambda html, **options: b"%PDF-1.7")
    yield
    logging.disable(logging.NOTSET)


def assert_sane(walk: Walk, address: Address, method: str, response: HttpResponse) -> None:
    """What holds of every answer, whoever asks."""
    # Nothing is planned here, so the site says that it is not ready.
    is_meant = address.name == "readyz" or (method in WRITING and address.name in TRIPS_OVER_NOTHING)
    if response.status_code >= 500 and not is_meant:
        error = getattr(response, "exc_info", None) or ("",)
        walk.note(method, address.path, response.status_code, error[:2])
    try:
        assert_headers(walk, address, response)
        assert "default-src" in policy_of(response)
        assert "Server" not in response.headers
        assert "X-Powered-By" not in response.headers
        for cookie in response.cookies.values():
            assert cookie["httponly"] or not cookie.value
            assert cookie["samesite"] == "Lax" or not cookie.value
        if walk.who in INSIDE or is_for_editors(address):
            assert_not_kept(address, response)
        if walk.who == STRANGER and not is_for_editors(address):
            assert not response.cookies
    except AssertionError as error:
        walk.note(method, address.path, response.status_code, str(error).replace("\n", " ")[:200])


def assert_headers(walk: Walk, address: Address, response: HttpResponse) -> None:
    if address.name not in walk.site.tokens or response.status_code in (403, 405, 429):
        assert_guarded(response)
        return
    # The address itself is a secret: it goes to nobody, and no search engine keeps it.
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]


def assert_not_kept(address: Address, response: HttpResponse) -> None:
    """No cache on the way keeps what somebody who signed in got to see, nor the browser after they left."""
    said = response.headers.get("Cache-Control", "")
    is_same_for_all = "public" in said and (address.name in SAME_FOR_ALL or not is_for_editors(address))
    assert is_same_for_all or "no-store" in said or "private" in said, said


@pytest.mark.parametrize("who", OUTSIDE)
def test_who_has_no_way_in_gets_nowhere_and_changes_nothing(who: str) -> None:
    walk = Walk(who)
    methods = ("GET", "POST") if who == SERVICE else METHODS  # the site takes it for a stranger
    for method, address in itertools.product(methods, walk.addresses):
        if who != STRANGER and not is_for_editors(address):
            continue  # there they are strangers
        response, changed = walk.ask(address, method, is_shown=method == "GET" and who == STRANGER)
        assert_sane(walk, address, method, response)
        if changed and address.name != FOR_THE_MAKER:
            walk.note(method, address.path, "changed", changed)
        is_own = who == NOBODY and address.name.startswith(("account_", "mfa_", "wagtailadmin_logout"))
        is_inside = is_for_editors(address) and not WAY_IN.fullmatch(address.name)
        if is_inside and not is_own and is_open(response):
            walk.note(method, address.path, response.status_code, response.headers.get("Location", ""))

    walk.is_over()


@pytest.mark.parametrize("who", [pytest.param(who, marks=ON_ONE) if who != EVERYTHING else who for who in INSIDE])
def test_who_works_here_gets_where_the_table_of_roles_lets_them(who: str) -> None:
    """Each asks for every address of the editors' side in every way. The public side knows no roles: they look at it
    once; who has every right there is asks for that in every way as well."""
    walk = Walk(who)
    for method, address in itertools.product(METHODS, walk.addresses):
        is_theirs = not is_for_editors(address) or walk.is_theirs(address)
        if who != EVERYTHING and not is_for_editors(address) and method != "GET":
            continue
        response, changed = walk.ask(address, method, is_shown=method == "GET" and who == EVERYTHING)
        assert_sane(walk, address, method, response)
        may_change = (is_theirs and method in WRITING and is_for_editors(address)) or address.name == FOR_THE_MAKER
        if changed and (not may_change or response.status_code >= 400):
            walk.note(method, address.path, response.status_code, "changed", changed)
        # An address that takes only another method says so before it asks who one is.
        if not is_theirs and is_open(response) and not (address.name == SHOWS_A_TITLE and method not in WRITING):
            walk.note(method, address.path, response.status_code, "should be closed")
        # A form that was sent empty may be refused for what it lacks.
        if is_theirs and is_for_editors(address) and method == "GET" and is_closed(response):
            walk.note(method, address.path, response.status_code, "should be open")

    walk.is_over()
