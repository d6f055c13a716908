"""The links of public pages to other sites: found once a night, asked a few at a time."""

import html
import json
import logging
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from wijkwijzer.pages.models import KnowledgePage

from .models import OutsideLink
from .outside import problem_with

logger = logging.getLogger(__name__)

HREF = re.compile(r"""href=["'](https?://[^"']+)["']""", re.IGNORECASE)
WHOLE = re.compile(r"https?://\S+", re.IGNORECASE)
BATCH = 100

# What works is asked once a week, what does not again the next day.
EVERY, AGAIN = timedelta(days=7), timedelta(days=1)
# In one run of the schedule: one address of a site, so many addresses, so many seconds.
MOST_IN_A_RUN, SECONDS_A_RUN = 20, 20.0
# What also happens when it is we who are not connected.
OURS_PERHAPS = (OutsideLink.Problem.NO_HOST, OutsideLink.Problem.NO_ANSWER)


# --- Finding ---------------------------------------------------------------------------------------------------------


def find() -> None:
    """Bring the list of addresses, and of the pages that they stand on, up to date."""
    if not settings.CHECK_LINKS:
        return
    seen: set[int] = set()
    pages = KnowledgePage.objects.visible().filter(alias_of=None).order_by("pk")
    for page in pages.specific().iterator(chunk_size=BATCH):
        seen.add(page.pk)
        with transaction.atomic():
            page.outside_links.set([_link(url) for url in dict.fromkeys(addresses_in(page))])
    through = OutsideLink.pages.through._default_manager
    gone = set(through.values_list("knowledgepage", flat=True)) - seen
    through.filter(knowledgepage__in=gone).delete()
    OutsideLink.objects.filter(pages=None).delete()


def _link(url: str) -> OutsideLink:
    return OutsideLink.objects.get_or_create(url=url, defaults={"host": (urlsplit(url).hostname or "")[:255]})[0]


def addresses_in(page: Any) -> Iterator[str]:
    """The addresses on other sites in all fields and rows of a page, without what follows a `#`."""
    longest = OutsideLink._meta.get_field("url").max_length or 0
    own = urlsplit(settings.SITE_URL).netloc
    for found in _in(page.serializable_data()):
        url = iri_to_uri(html.unescape(found).partition("#")[0].strip())
        try:
            is_elsewhere = urlsplit(url).netloc != own
        except ValueError:
            continue
        if is_elsewhere and len(url) <= longest:
            yield url


def _in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _in(item)
    elif isinstance(value, str):
        if value[:1] in ("[", "{"):
            # A stream, as text.
            try:
                parsed = json.loads(value)
            except ValueError:
                parsed = None
            if isinstance(parsed, dict | list):
                yield from _in(parsed)
                return
        yield from [value] if WHOLE.fullmatch(value) else HREF.findall(value)


# --- Asking ----------------------------------------------------------------------------------------------------------


def check_due() -> None:
    """Ask what is due, as far as the time of one run goes. No site is asked for two addresses in one run."""
    if not settings.CHECK_LINKS:
        return
    today, end = timezone.localdate(), time.monotonic() + SECONDS_A_RUN
    asked: list[tuple[OutsideLink, str]] = []
    for link in islice(_due(today), MOST_IN_A_RUN):
        if time.monotonic() > end:
            break
        asked.append((link, problem_with(link.url)))
    if _are_we_offline(asked):
        logger.warning("No other site can be reached from here, so no link was checked")
        return
    for link, problem in asked:
        _write_down(link, problem, today)


def _due(today: date) -> Iterator[OutsideLink]:
    """One address a site, those that were never asked first."""
    works = Q(failing_since=None, checked_on__lte=today - EVERY)
    fails = Q(failing_since__isnull=False, checked_on__lte=today - AGAIN)
    due = OutsideLink.objects.filter(Q(checked_on=None) | works | fails)
    hosts: set[str] = set()
    for link in due.order_by(F("checked_on").asc(nulls_first=True), "pk"):
        if link.host not in hosts:
            hosts.add(link.host)
            yield link


def _are_we_offline(asked: list[tuple[OutsideLink, str]]) -> bool:
    """Did nothing answer, not even what answered last time?"""
    if not asked or any(problem not in OURS_PERHAPS for _link, problem in asked):
        return False
    hosts = [link.host for link, _problem in asked]
    known = OutsideLink.objects.filter(failing_since=None, checked_on__isnull=False).exclude(host__in=hosts)
    control = known.order_by("-checked_on", "pk").first()
    return control is None or problem_with(control.url) in OURS_PERHAPS


def _write_down(link: OutsideLink, problem: str, today: date) -> None:
    link.problem, link.checked_on = problem, today
    if problem:
        link.failing_since = link.failing_since or today
        link.failed_on = today
    else:
        link.failing_since = link.failed_on = None
    link.save(update_fields=["problem", "checked_on", "failing_since", "failed_on"])
