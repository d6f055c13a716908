"""Whom a page tells of, and what must be in order before it may.

A page is whatever has `person_links`: a live page, or a revision as an object. Rows of a draft are in memory only, so
nothing here asks the table of links.
"""

from collections.abc import Iterable
from typing import Any

from wijkwijzer.pages.models import PagePerson
from wijkwijzer.people.models import Person

from .models import LegalBasis

# Who is shown in one of these needs a legal basis …
PORTRAYING = (PagePerson.Role.PORTRAYED, PagePerson.Role.CASE_BRINGER, PagePerson.Role.QUOTED)
# … and in one of these reads and signs the text, where the basis is consent.
SIGNING = (PagePerson.Role.PORTRAYED, PagePerson.Role.CASE_BRINGER)


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


def who_must_agree(page: Any) -> list[Person]:
    """The people who must read and sign this page before it is published."""
    bases = bases_of(page)
    return [
        person
        for person in portraying_people(page, SIGNING)
        if person.pk in bases and bases[person.pk].basis == LegalBasis.Basis.CONSENT
    ]
