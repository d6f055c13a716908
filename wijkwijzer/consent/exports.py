"""What is known of a consent or of a person, to give to whoever has a right to it."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from wijkwijzer.people.models import Person

from .models import Consent, LegalBasis, Request

# A spreadsheet would run what begins like this (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def consent_data(consent: Consent) -> dict[str, Any]:
    """The whole record: who said yes to what, in which words it was asked, and what of it was taken back."""
    return {
        "page": {"number": consent.page_id, "title": consent.page.title, "url": consent.page.full_url},
        "person": consent.person.name,
        "typed_name": consent.typed_name,
        "given_at": consent.given_at.isoformat(timespec="seconds"),
        "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(timespec="seconds"),
        "revision": consent.revision_number,
        "content_sha256": consent.content_hash,
        "link": consent.link_number,
        "wording": {"version": consent.wording.version, "opening": consent.wording.opening},
        "uses": [
            {
                "use": given["use"],
                "sentence": given["sentence"],
                "withdrawn_at": given["withdrawn_at"] and given["withdrawn_at"].isoformat(timespec="seconds"),
            }
            for given in consent.what_was_given()
        ],
    }


def person_data(person: Person) -> dict[str, Any]:
    """What the site keeps of a person (GDPR, article 15)."""
    bases = LegalBasis.objects.filter(person=person).select_related("page")
    consents = Consent.objects.filter(person=person).select_related("page", "person", "wording")
    requests = Request.objects.filter(person=person)
    return {
        "name": person.name,
        "function": person.function,
        "organisation": person.organisation.name if person.organisation else "",
        "biography": person.biography,
        "has_public_page": person.public_profile,
        "contact_email": person.contact_email,
        "mail_to": sorted(set(person.portrait_links.values_list("email", flat=True))),
        "pages": [
            {
                "title": link.page.title,
                "url": link.page.full_url,
                "role": link.get_role_display(),
                "name": link.shown_name,
                "function": link.function_then,
            }
            for link in person.page_links.select_related("page")
        ],
        "contributions": [
            {"title": row.page.title, "role": row.get_role_display()}
            for row in person.contributions.select_related("page")
        ],
        "bases": [
            {
                "page": row.page.title,
                "basis": row.in_words,
                "motivation": " ".join(filter(None, (row.motivation, row.photo_motivation))),
            }
            for row in bases
        ],
        "consents": [consent_data(consent) for consent in consents],
        "requests": [
            {"kind": row.get_kind_display(), "received_on": row.received_on, "status": row.get_status_display()}
            for row in requests
        ],
    }


def consent_csv(consent: Consent) -> str:
    """The record as two columns."""
    rows: list[tuple[Any, Any]] = [
        (_("pagina"), consent.page.title),
        (_("adres"), consent.page.full_url),
        (_("persoon"), consent.person.name),
        (_("ondertekend met"), consent.typed_name),
        (_("gegeven op"), consent.given_at.isoformat(timespec="seconds")),
        (_("ingetrokken op"), consent.withdrawn_at.isoformat(timespec="seconds") if consent.withdrawn_at else ""),
        (_("versie van de pagina"), consent.revision_number),
        (_("controlegetal (SHA-256)"), consent.content_hash),
        (_("nummer van de link"), consent.link_number or ""),
        (_("tekst van de toestemming"), f"{consent.wording.version}: {consent.wording.opening}"),
    ]
    for given in consent.what_was_given():
        taken_back = given["withdrawn_at"]
        state = _("ja") if taken_back is None else _("ingetrokken op %(when)s") % {"when": taken_back.isoformat()}
        rows.append((given["name"], f"{state}: {given['sentence']}"))
    written = io.StringIO()
    csv.writer(written).writerows([plain(name), plain(value)] for name, value in rows)
    return written.getvalue()


def plain(value: Any) -> str:
    """For a cell: text, whatever it looks like."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
