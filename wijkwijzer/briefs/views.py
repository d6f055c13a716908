"""The kept list, the brief that is made of it, and the brief in its three forms."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkwijzer.delivery.errors import too_many_requests, unavailable
from wijkwijzer.delivery.public_forms import is_too_often, public_form
from wijkwijzer.printing.engine import PdfBusy, PdfError, PdfUnavailable, is_available, make_pdf
from wijkwijzer.search import searching
from wijkwijzer.search.models import SearchDocument
from wijkwijzer.search.query import Query, clean_text

from .document import BriefDocument, make_document, versions_of
from .forms import BriefForm
from .items import PARAMETER, Item, Reference, address, parse, read
from .models import Brief, BriefItem, brief_address
from .word import MIME, as_word

# Of an address that is for who made it and whom that one gave it: kept by nobody, and sent to nobody.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
# What a button of the list does: move an item, take it away, look for others, put one of those with it.
BACK, ON, AWAY, LOOK, ADD = "terug", "verder", "weg", "zoek", "erbij"
OFFERED = 8


@dataclass(frozen=True)
class Kept:
    """A line of the list with what its maker wrote, and whether it can move."""

    item: Item
    context: str
    is_first: bool
    is_last: bool


@public_form(limit="kept_list")
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """What was kept, to put in order and write something with; makes a brief of it."""
    asked = request.POST if request.method == "POST" else request.GET
    references, is_too_much = parse(asked.getlist(PARAMETER))
    items = read(references)
    data = request.POST if request.method == "POST" else None
    form = BriefForm(data, size=len(references))
    contexts = dict(zip(references, form.contexts, strict=False))
    action, _dot, number = str(asked.get("doe", "")).partition("-")
    if request.method == "POST" and action in (BACK, ON, AWAY, LOOK, ADD):
        references = _changed(references, action, number)
        items = read(references)
        form = BriefForm(None, size=len(references))
        form.initial = {name: request.POST.get(name, "") for name in ("title", "introduction")}
    elif request.method == "POST" and _is_complete(form, items):
        if is_too_often(request, "public_form"):
            return too_many_requests(request)
        return _make(form, items, contexts)
    words = clean_text(asked.get("zoek", ""))
    return _list(
        request,
        form,
        items,
        contexts,
        missing=len(references) - len(items),
        is_too_much=is_too_much,
        words=words,
        offers=_offers(words, references) if words else [],
    )


def _offers(words: str, references: list[Reference]) -> list[SearchDocument]:
    """What is found for these words and is not on the list."""
    known = {reference.page_id for reference in references}
    documents = [hit.document for hit in searching.search(Query(words)).hits]
    return [document for document in documents if document.page_id and document.page_id not in known][:OFFERED]


def _is_complete(form: BriefForm, items: list[Item]) -> bool:
    if not items:
        form.add_error(None, _("Bewaar eerst iets om in de brief te zetten."))
    return form.is_valid()


def _list(
    request: HttpRequest, form: BriefForm, items: list[Item], contexts: dict[Reference, str], **more: Any
) -> HttpResponse:
    last = len(items) - 1
    lines = [
        Kept(item, contexts.get(item.reference, ""), place == 0, place == last) for place, item in enumerate(items)
    ]
    references = [item.reference for item in items]
    context = {"form": form, "lines": lines, "own_address": address(references), "title": _("Bewaarlijst"), **more}
    response = render(request, "pages/briefs/kept.html", context, status=422 if form.errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


def _changed(references: list[Reference], action: str, number: str) -> list[Reference]:
    """The list after a press on one of its buttons. A number that is none changes nothing."""
    if action == ADD:
        added, _is_too_much = parse([*map(str, references), number])
        return added
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 3 else len(references)
    if action == LOOK or place >= len(references):
        return references
    rest = references[:place] + references[place + 1 :]
    if action == AWAY:
        return rest
    to = max(0, place - 1) if action == BACK else place + 1
    return [*rest[:to], references[place], *rest[to:]]


@transaction.atomic
def _make(form: BriefForm, items: list[Item], contexts: dict[Reference, str]) -> HttpResponse:
    title, introduction = form.cleaned_data["title"], form.cleaned_data["introduction"]
    brief, token, key = Brief.begin(title=title, introduction=introduction, versions=versions_of(items))
    brief.save()
    BriefItem.objects.bulk_create(
        BriefItem(
            brief=brief,
            place=place,
            page_id=item.page.pk,
            passage=item.reference.passage,
            context=contexts.get(item.reference, "").replace("\x00", "").strip(),
        )
        for place, item in enumerate(items)
    )
    return _private(HttpResponseRedirect(f"{brief_address(token)}beheer/{key}/"))


@require_safe
def brief(request: HttpRequest, token: str) -> HttpResponse:
    found = _found(request, token)
    if isinstance(found, HttpResponse):
        return found
    return _private(render(request, "pages/briefs/brief.html", _shown(make_document(found), token)))


@public_form(has_secret=True)
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """For who made it: where the brief stands, how long, and a button that deletes it."""
    found = _found(request, token)
    if isinstance(found, HttpResponse):
        return found
    if not found.is_made_by(key):
        return _unknown(request)
    if request.method == "POST":
        found.delete()
        return _private(render(request, "pages/briefs/deleted.html", {"title": _("De brief is verwijderd")}))
    context = {"brief": found, "address": request.build_absolute_uri(brief_address(token))}
    return _private(render(request, "pages/briefs/made.html", context))


@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    found = _found(request, token)
    if isinstance(found, HttpResponse):
        return found
    html = render_to_string("pages/briefs/paper.html", _shown(make_document(found), token))
    try:
        content = make_pdf(html, base_url=request.build_absolute_uri("/"))
    except PdfError as error:
        return _private(_sorry(error, brief_address(token)))
    return _file(content, found.title, "application/pdf", "pdf")


@require_safe
def word(request: HttpRequest, token: str) -> HttpResponse:
    found = _found(request, token)
    if isinstance(found, HttpResponse):
        return found
    return _file(as_word(make_document(found)), found.title, MIME, "docx")


def _shown(document: BriefDocument, token: str) -> dict[str, Any]:
    return {
        "brief": document,
        "title": document.title,
        "pdf_url": brief_address(token, "pdf"),
        "word_url": brief_address(token, "word"),
        "can_make_pdf": is_available(),
    }


def _found(request: HttpRequest, token: str) -> Brief | HttpResponse:
    return Brief.objects.found(token) or _unknown(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Nobody guesses an address; whoever tries is slowed down."""
    if is_too_often(request, "wrong_link"):
        return too_many_requests(request)
    raise Http404


def _sorry(error: PdfError, back: str) -> HttpResponse:
    if isinstance(error, PdfUnavailable):
        text = _("Open de brief zelf en druk die af met je browser. Daar kun je ook “Opslaan als PDF” kiezen.")
        return unavailable(_("PDF maken kan op deze server niet"), text, back=back)
    if isinstance(error, PdfBusy):
        text = _("De server maakt op dit moment al andere PDF’s. Wacht een halve minuut en probeer het opnieuw.")
        return unavailable(_("Even wachten"), text, back=back, retry_after=error.retry_after)
    text = _("Van deze brief lukt het niet om een PDF te maken. Open die en druk die af met je browser.")
    return unavailable(_("De PDF is niet gemaakt"), text, back=back)


def _file(content: bytes, title: str, mime: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    name = f"{slugify(title)[:80] or 'beleidsbrief'}.{ending}"
    response["Content-Disposition"] = str(content_disposition_header(ending == "docx", name))
    return _private(response)


def _private(response: Any) -> Any:
    for name, value in PRIVATE.items():
        response[name] = value
    return response
