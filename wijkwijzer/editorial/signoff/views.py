"""The pages that a link by mail opens. They are for one person, so nothing keeps them and nothing is told of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_http_methods, require_safe

from wijkwijzer.delivery.errors import too_many_requests
from wijkwijzer.delivery.public_forms import is_too_often, public_form
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail.models import Link

from .answers import decide, is_usable, parts_for
from .forms import AnswerForm
from .invitations import PURPOSE, needed_uses
from .models import Invitation
from .pointing import Pointer

View = Callable[..., HttpResponse]


def for_one_person(view: View) -> View:
    """Find the question that the token opens. A wrong one is 404, and too many are 429; an old one is 410."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        response = _answer(view, request, token)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def _answer(view: View, request: HttpRequest, token: str) -> HttpResponse:
    link = Link.objects.found(PURPOSE, token)
    if link is None:
        if is_too_often(request, "wrong_link"):
            return too_many_requests(request)
        raise Http404
    # A link that was replaced by a newer one belongs to no question.
    invitation = Invitation.objects.filter(link=link).select_related("link", "person").first()
    if invitation is None or not is_usable(invitation):
        return gone(request, invitation)
    return view(request, invitation)


def gone(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    return render(request, "pages/editorial/signoff_gone.html", {"invitation": invitation}, status=410)


@public_form(has_secret=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_one_person
def signoff(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Show the person what will be published and what is asked; only a POST with a name decides."""
    parts = parts_for(invitation)
    needed = needed_uses(invitation.page, invitation.person, parts)
    if request.method != "POST":
        return _form(request, invitation, AnswerForm(parts=parts, needed=needed))
    form = AnswerForm(request.POST, parts=parts, needed=needed)
    if not form.is_valid():
        return _form(request, invitation, form, status=422)
    try:
        decide(invitation, form.answer())
    except NotApproved:
        # Somebody answered by the same link in the meantime: the page says so.
        invitation.refresh_from_db()
        return gone(request, invitation)
    invitation.refresh_from_db()
    return render(request, "pages/editorial/signoff_done.html", {"invitation": invitation})


def _form(request: HttpRequest, invitation: Invitation, form: AnswerForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"invitation": invitation, "form": form, "title": invitation.revision.as_object().title}
    context["token"] = invitation.link.token if invitation.link else ""
    return render(request, "pages/editorial/signoff.html", context, status=status)


@require_safe
@for_one_person
def preview(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The whole page as a visitor will see it, with a line around what the person's yes covers."""
    parts = parts_for(invitation)
    page = invitation.revision.as_object()
    request.user = AnonymousUser()
    answer: HttpResponse = page.make_preview_request(request, page.default_preview_mode)
    pointer = Pointer(answer.content.decode())
    context = {"unseen": pointer.point_out(parts), "token": invitation.link.token if invitation.link else ""}
    notice = render_to_string("pages/editorial/preview_notice.html", context)
    pointer.add(notice, static("css/by-link.css"))
    answer.content = str(pointer).encode()
    answer["Content-Length"] = len(answer.content)
    return answer
