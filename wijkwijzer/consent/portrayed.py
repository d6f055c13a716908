"""Whom a page tells of, and what must be in order before it may.

A page is whatever has `person_links`: a live page, or a revision as an object. Rows of a draft are in memory only, so
nothing here asks the table of links.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from wijkwijzer.pages.models import KnowledgePage, PagePerson
from wijkwijzer.people.models import Person

from .models import LegalBasis, Use

# Who is shown in one of these needs a legal basis; where that is consent, they read and sign the text.
PORTRAYING = (PagePerson.Role.PORTRAYED, PagePerson.Role.CASE_BRINGER, PagePerson.Role.QUOTED)


def portraying_links(page: Any, roles: Iterable[str] = PORTRAYING) -> list[PagePerson]:
    links = page.person_links.all() if hasattr(page, "person_links") else ()
    return [link for link in links if link.role in roles and link.person_id is not None]


def portraying_people(page: Any, roles: Iterable[str] = PORTRAYING) -> list[Person]:
    """The people a page portrays, each once, in the order of the page."""
    ids = dict.fromkeys(link.person_id for link in portraying_links(page, roles))
    people = Person.objects.in_bulk(ids)
    return [people[pk] for pk in ids if pk in people]


def bases_of(page: Any) -> dict[int, LegalBasis]:
    """The legal bases of a page, by the key of the person."""
    return {basis.person_id: basis for basis in LegalBasis.objects.filter(page=page.pk)}


def people_without_basis(page: Any) -> list[Person]:
    bases = bases_of(page)
    return [person for person in portraying_people(page) if person.pk not in bases]


def pages_with_signed_name(person: Person) -> Iterable[Any]:
    """The public pages that the person agreed to and that show the name as it stands in the knowledge base."""
    links = PagePerson.objects.filter(person=person, role__in=PORTRAYING, name_then="", page__live=True)
    consent = LegalBasis.Basis.CONSENT
    agreed = LegalBasis.objects.filter(Q(basis=consent) | Q(photo_basis=consent), person=person).values("page")
    return KnowledgePage.objects.filter(pk__in=links.values("page")).filter(pk__in=agreed).order_by("title")


def who_must_agree(page: Any) -> list[Person]:
    """The people who must read and sign this page before it is published."""
    bases = bases_of(page)
    return [person for person in portraying_people(page) if person.pk in bases and bases[person.pk].uses_by_consent()]


def uses_by_consent(page: Any, person: Person) -> set[Use]:
    """For what of this page the person is asked; all of it where no basis is known yet."""
    basis = bases_of(page).get(person.pk)
    return basis.uses_by_consent() if basis else {Use.TEXT, Use.PHOTO}
