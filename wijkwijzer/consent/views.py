"""“Mijn portret”: what a portrayed person sees and asks by the link in a mail, without an account."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from wijkwijzer.delivery.errors import too_many_requests
from wijkwijzer.delivery.public_forms import is_too_often, public_form
from wijkwijzer.mail.models import Link
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.people.models import Person

from .deadlines import tell_officers
from .forms import AskForm
from .models import Consent, PortraitLink, Request, Use
from .models.links import PURPOSE
from .portrayed import PORTRAYING

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@public_form(has_secret=True)
@require_http_methods(["GET", "HEAD", "POST"])
def my_portrait(request: HttpRequest, token: str) -> HttpResponse:
    """Looking decides nothing: mail is opened by machines too."""
    link = Link.objects.found(PURPOSE, token)
    if link is None:
        # Only wrong ones count: whoever has a link may look as often as they like.
        if is_too_often(request, "wrong_link"):
            return too_many_requests(request)
        raise Http404
    portrait_link = PortraitLink.objects.filter(link=link).select_related("person").first()
    if portrait_link is None or not link.is_open:
        return _answer(request, "pages/consent/link_closed.html", {}, status=410)
    consents = list(
        Consent.objects.newest().filter(person=portrait_link.person).select_related("page", "wording", "person")
    )
    form = AskForm(request.POST or None, uses=_uses_now(consents))
    if request.method == "POST" and form.is_valid():
        ask(portrait_link, form.cleaned_data)
        return _with_headers(redirect(request.path))
    return _answer(request, "pages/consent/my_portrait.html", what_is_shown(portrait_link, consents) | {"form": form})


def what_is_shown(link: PortraitLink, consents: list[Consent]) -> dict[str, Any]:
    """What is public, and nothing else: a draft may never be."""
    person = link.person
    portraits = _pages_of(person)
    return {
        "person": person,
        "portraits": portraits,
        "others": [page for page in _pages_with(person) if page not in portraits],
        "consents": consents,
        "requests": Request.objects.filter(person=person).exclude(kind=Request.Kind.ACCESS)[:10],
    }


def _pages_of(person: Person) -> list[KnowledgePage]:
    pages = KnowledgePage.objects.visible().filter(person_links__person=person, person_links__role__in=PORTRAYING)
    return list(pages.distinct().newest_first())


def _pages_with(person: Person) -> list[KnowledgePage]:
    visible = KnowledgePage.objects.visible()
    named = visible.filter(person_links__person=person) | visible.filter(contributions__person=person)
    return list(named.distinct().newest_first())


def _uses_now(consents: list[Consent]) -> list[str]:
    agreed = {use for consent in consents for use in consent.uses_now}
    return [use for use in Use.values if use in agreed]


@transaction.atomic
def ask(link: PortraitLink, wanted: dict[str, Any]) -> Request:
    """Write the request down and take back at once what may no longer be used; what is on the site, the privacy officer
    takes down, who sees first where it shows."""
    person, everything = link.person, wanted["everything"]
    uses = [] if everything else wanted["uses"]
    request = Request.objects.create(
        kind=Request.Kind.WITHDRAWAL,
        person=person,
        uses=uses,
        typed_name=wanted["typed_name"].strip(),
        remark=wanted["remark"],
        link=link.link,
    )
    consents = Consent.objects.newest().filter(person=person, withdrawn_at=None).select_related("page")
    pages = {consent.page for consent in consents if everything or set(uses) & set(consent.uses)}
    for consent in consents:
        if everything or set(uses) & set(consent.uses_now):
            consent.withdraw(uses)
    if everything:
        pages |= set(_pages_of(person))
    request.pages.set(pages)
    for page in pages:
        log(
            instance=page.specific_deferred,
            action="consent.withdrawn",
            data={"person": person.pk, "link": link.link_id, "uses": uses, "request": request.pk},
        )
    tell_officers(request)
    return request


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _with_headers(render(request, template, context, status=status))


def _with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
