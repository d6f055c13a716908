"""Every address of the site, from Django's own resolver, filled in with what stands on a small site."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.admindocs.views import simplify_regex
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils.regex_helper import normalize
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents.models import Document
from wagtail.models import Collection, PageViewRestriction, Site, UploadedFile

from tests.editorial.portrait import portrait_of
from tests.factories import (
    ConceptFactory,
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
    PracticePageFactory,
    ThemeFactory,
    UserFactory,
    publish,
)
from wijkwijzer.briefs.models import Brief
from wijkwijzer.consent.models import LegalBasis, Request, Use, Withdrawal, record
from wijkwijzer.consent.portrait_links import send_link
from wijkwijzer.editorial.models import Invitation
from wijkwijzer.freshness import asking
from wijkwijzer.mail.models import Link
from wijkwijzer.pages.models import HomePage, PagePerson
from wijkwijzer.users.roles import Role


@dataclass(frozen=True)
class Address:
    """A path, and the name of its pattern with its namespaces; a pattern without a name is named by itself."""

    name: str
    path: str


def secret_addresses(secret: str) -> list[str]:
    """The addresses that open something for whoever has them, with `secret` as what is secret in them."""
    patterns = {simplify_regex(path) for path in _paths(get_resolver())}
    found = [path for path in sorted(patterns) if re.search("<(token|key)>", path)]
    assert len(found) > 5
    return [re.sub("<(token|key)>", secret, path).replace("<uidb36>", "1a").replace("<uidb64>", "MQ") for path in found]


def _paths(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + re.sub(r"<\w+:(\w+)>", r"<\1>", str(pattern.pattern)).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern, path)
        else:
            yield path


class UnknownArgumentError(LookupError):
    """Nothing on the small site stands for an argument of an address. `SmallSite.values` must say what does."""


class SmallSite:
    """One of everything that an address can be about."""

    def __init__(self) -> None:
        self.writer, self.other = UserFactory(username="schrijver"), UserFactory(username="een-ander")
        self.person = PersonFactory(name="Zoë Voorbeeld", slug="zoe", public_profile=True)
        self.rows = {
            "theme": ThemeFactory(slug="thema"),
            "concept": ConceptFactory(slug="begrip"),
            "organisation": OrganisationFactory(slug="club"),
            "municipality": MunicipalityFactory(slug="plaats"),
            "person": self.person,
        }
        self._make_pages()
        self._make_files()
        self._make_tokens()
        self._make_consent()
        # Made when a page is first shown.
        for model in settings_registry:
            model.for_site(Site.objects.get())
        self.key = Authenticator.objects.create(user=self.other, type="webauthn", data={"name": "x", "credential": {}})
        self.redirect = Redirect.objects.create(old_path="/oud", redirect_link="/", site=Site.objects.get())
        self.collection = Collection.get_first_root_node().add_child(name="Map")

    def _make_pages(self) -> None:
        self.series = PortraitSeriesPageFactory(title="Reeks", owner=self.writer)
        self.practice = PracticePageFactory(title="Voorbeeld", slug="voorbeeld", owner=self.writer)
        self.portrait = PortraitPageFactory(title="Portret", slug="portret", series=self.series, owner=self.writer)
        self.portrait.person_links = [PagePerson(person=self.person, role="portrayed", name_then="Zoë")]
        for page in (self.series, self.practice, self.portrait):
            publish(page, self.writer)
            page.refresh_from_db()
        self.draft = portrait_of(self.writer, PersonFactory())
        self.waiting = portrait_of(self.writer, self.person)
        self.waiting.get_workflow().start(self.waiting, self.writer)
        self.task_state = self.waiting.current_workflow_task_state
        self.restriction = PageViewRestriction.objects.create(page=self.draft, restriction_type="login")

    def _make_files(self) -> None:
        self.image = ImageFactory()
        self.document = Document.objects.create(title="Nota", file=ContentFile(b"nota", name="nota.txt"))
        self.document._set_document_file_metadata()  # else Wagtail does when it is first shown
        self.document.save()
        self.rendition = self.image.get_rendition("width-20")
        self.uploads = [
            UploadedFile.objects.create(
                file=file.file.name,
                uploaded_by_user=self.writer,
                for_content_type=ContentType.objects.get_for_model(file),
            )
            for file in (self.image, self.document)
        ]

    def _make_tokens(self) -> None:
        """Of each kind of address for people without an account, one that opens."""
        self.tokens = {"consent:my_portrait": send_link(self.person, "zoe@example.org").link.token}
        confirmation = asking.new(30, person=self.person)
        confirmation.sent_on = date.today()
        confirmation.save()
        self.tokens["freshness:confirm"] = confirmation.link.token
        link = Link.objects.make("akkoord", days=5)
        Invitation.objects.create(
            page_id=self.waiting.pk, person=self.person, state=self.task_state, revision=self.task_state.revision,
            number="a" * 64, link=link,
        )  # fmt: skip
        self.tokens["signoff"] = self.tokens["signoff_preview"] = link.token
        brief, token, self.brief_key = Brief.begin(title="Brief")
        brief.save()
        self.tokens |= {f"briefs:{name}": token for name in ("brief", "pdf", "word", "manage")}

    def _make_consent(self) -> None:
        LegalBasis.objects.create(page_id=self.portrait.pk, person=self.person, basis=LegalBasis.Basis.CONSENT)
        self.consent = record(
            page=self.portrait, person=self.person, revision=self.portrait.latest_revision, content_hash="a" * 64,
            uses=[Use.TEXT], typed_name="Zoë",
        )  # fmt: skip
        self.request = Request.objects.create(kind="access", person=self.person)
        self.withdrawal = Withdrawal.objects.create(request=self.request)

    def values(self) -> dict[str, Any]:
        """What fills in an argument: the first pattern that fits the name of the address, a space and the argument.

        A list holds values that each make another kind of address.
        """
        portrait = self.portrait
        under_review = r"wagtailadmin_pages:(workflow_|collect_|confirm_workflow).* "
        return {
            # Pages on their way, drafts, and what is public.
            f"{under_review}page_id": self.waiting.pk,
            f"{under_review}action_name": "approve",
            f"{under_review}task_state_id": self.task_state.pk,
            f"{under_review}task_id": self.task_state.task_id,
            f"{under_review}workflow_state_id": self.task_state.workflow_state_id,
            r"wagtailadmin_api:pages:action action_name": list(PagesAdminAPIViewSet.actions),
            r"wagtailadmin_api:pages:(detail|action) pk": [portrait.pk, self.draft.pk],
            r"editorial_series series_id": self.series.pk,
            r"editorial_(progress|read|missing) page_id": [portrait.pk, self.waiting.pk],
            r".* (page_id|page_to_move_id)": [portrait.pk, self.draft.pk],
            r"wagtailadmin_pages:revisions_compare pk": portrait.pk,
            r".* revision_id": portrait.latest_revision_id,
            r".* (revision_id_a|revision_id_b)": "live",
            r".* (parent_page_id|destination_id)": portrait.get_parent().pk,
            r".* page_pk": HomePage.objects.get().pk,
            r"recommendations_passages kind": ["passages", "tips"],
            # Kinds of things.
            r".* (content_type_app_name|app_label|app_name)": "portraits",
            r".* (content_type_model_name|model_name)": "portraitpage",
            # Rows, by the name of their screens.
            r"wagtailadmin_workflows:.*task.* (pk|task_id)": self.task_state.task_id,
            r"wagtailadmin_workflows:.* (pk|workflow_pk)": self.waiting.get_workflow().pk,
            **{rf".*_{name}_modeladmin_.* instance_pk": row.pk for name, row in self.rows.items()},
            **{rf"{name}_chooser:chosen pk": row.pk for name, row in self.rows.items()},
            r"(wagtailsites|wagtailsettings):.* pk": Site.objects.get().pk,
            r"wagtailusers_users:.* pk": self.other.pk,
            r"wagtailusers_groups:.* pk": Group.objects.get(name=Role.AUTHOR).pk,
            r"wagtailadmin_collections:.* (pk|collection_id)": self.collection.pk,
            r"wagtailredirects:.* redirect_id": self.redirect.pk,
            r"mfa_.*_webauthn pk": self.key.pk,
            r".*images.* uploaded_file_id": self.uploads[0].pk,
            r".*docs.* uploaded_file_id": self.uploads[1].pk,
            r".*images.* (image_id|pk)": self.image.pk,
            r".*doc.* (document_id|doc_id|pk)": self.document.pk,
            r"wagtailimages:preview filter_spec": "width-20",
            # The people on a page.
            r"consent_.* consent_id": self.consent.pk,
            r"consent_.* person_id": self.person.pk,
            r"consent_.* request_id": self.request.pk,
            r"consent_.* withdrawal_id": self.withdrawal.pk,
            # The public side.
            **{f"{name} token": token for name, token in self.tokens.items()},
            r"briefs:manage key": self.brief_key,
            r"atlas:municipality slug": "plaats",
            r"dossiers:theme slug": "thema",
            r"dossiers:concept slug": "begrip",
            r"dossiers:person slug": "zoe",
            r"dossiers:organisation slug": "club",
            r"guide_page slug": "inloggen",
            r"guide_picture name": "aanmelden.png",
            r"rendition name": self.rendition.file.name.rpartition("/")[2],
            r"wagtaildocs_serve _0": self.document.pk,
            r"wagtaildocs_serve _1": self.document.filename,
            r".*authenticate_with_password.* (page_view_)?restriction_id": self.restriction.pk,
            r"(citing|printing):.* path": portrait.url.lstrip("/"),
            r"citing:cite form": ["ris", "bib", "json"],
            r"citing:version slug": date.today().isoformat(),
            r"wagtail_serve _0": [portrait.url.lstrip("/"), self.draft.url.lstrip("/"), "bestaat-niet/"],
            # Of accounts.
            r"account_reset_password_from_key uidb36": "1",
            r"account_reset_password_from_key key": "abc-123",
            r"wagtailadmin_password_reset_confirm (uidb64|token)": "MQ",
            r"wagtailadmin_editing_sessions:.* (object_id|session_id)": 1,
        }

    # Arguments that only mean something together.
    def together(self) -> dict[str, list[tuple[Any, ...]]]:
        bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # it looks for them when first asked
        kinds = [(model._meta.app_label, model._meta.model_name) for model in settings_registry]
        return {
            "wagtail_bulk_action": [
                (app, model, action)
                for app, models in bulk_action_registry.actions.items()
                for model, actions in models.items()
                for action in actions
            ],
            "wagtailsettings:edit": kinds,
            "wagtailsettings:preview_on_edit": kinds,
            "wagtailadmin_workflows:add_task": [("editorial", "editorialstep")],
            "wagtailadmin_tag_model_autocomplete": [("taxonomy", "theme")],
        }

    def addresses(self) -> Iterator[Address]:
        values, together = self.values(), self.together()
        for name, template, arguments in _patterns(get_resolver()):
            first = together.get(name, [()])
            rest = [_fitting(values, name, argument) for argument in arguments[len(first[0]) :]]
            for chosen in itertools.product(first, *rest):
                filled = dict(zip(arguments, (*chosen[0], *chosen[1:]), strict=True))
                yield Address(name, "/" + template % filled)


def _fitting(values: dict[str, Any], name: str, argument: str) -> list[Any]:
    for pattern, value in values.items():
        if re.fullmatch(pattern, f"{name} {argument}"):
            return value if isinstance(value, list) else [value]
    raise UnknownArgumentError(f"{name}: {argument}")


def _patterns(
    resolver: URLResolver, before: str = "", arguments: tuple[str, ...] = (), spaces: str = ""
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, path with %(argument)s in it, and names of the arguments."""
    for one in resolver.url_patterns:
        template, own = _template(one.pattern)
        path, names = before + template, (*arguments, *own)
        if isinstance(one, URLResolver):
            yield from _patterns(one, path, names, f"{spaces}{one.namespace}:" if one.namespace else spaces)
        else:
            yield f"{spaces}{one.name}" if one.name else f"/{path}", path, names


def _template(pattern: Any) -> tuple[str, tuple[str, ...]]:
    if isinstance(pattern, RegexPattern):
        # The first way to write what the expression matches; what has no name in it, has a number.
        template, names = normalize(str(pattern))[0]
        return template, tuple(names)
    text = str(pattern).replace("%", "%%")
    return re.sub(r"<(?:\w+:)?(\w+)>", r"%(\1)s", text), tuple(re.findall(r"<(?:\w+:)?(\w+)>", text))
