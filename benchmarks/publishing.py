"""What publishing costs here, beside what Wagtail asks for the same page. Import after Django is set up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import signals
from wagtail.signals import page_published

from benchmarks.asking import cpu_of
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import licence, publish
from wijkwijzer.publications.models import ArticlePage

WARM_UP = 3
# Where the rooms of this site listen when a page is saved and published.
SIGNALS = (
    signals.pre_save, signals.post_save, signals.pre_delete, signals.post_delete, signals.m2m_changed, page_published,
)  # fmt: skip
OURS = ("wijkwijzer.", "portraits.", "practices.")


def publish_costs(runs: int) -> dict[str, list[float]]:
    """CPU milliseconds of publishing one article with a change in it: by the gate, and as Wagtail alone does it.

    The triggers that move the version of the page cache are in both.
    """
    pages = ArticlePage.objects.visible().exclude(slug__startswith="corpus-").order_by("word_count", "pk")
    page = pages[pages.count() // 2]
    costs: dict[str, list[float]] = {"ours": [], "stock": []}
    for number in range(WARM_UP + runs):
        page.summary = f"Versie {number} van deze samenvatting."
        ours = cpu_of(lambda: _publish(page))
        page.summary = f"Versie {number} van deze samenvatting, zonder poort."
        with without_our_receivers():
            stock = cpu_of(lambda: _publish_as_wagtail(page))
        if number >= WARM_UP:
            costs["ours"].append(ours)
            costs["stock"].append(stock)
    return costs


def _publish(page: Any) -> None:
    with transaction.atomic():
        publish(page.save_revision(), Publication.How.COMMAND)


def _publish_as_wagtail(page: Any) -> None:
    with licence(), transaction.atomic():
        page.save_revision().publish()


@contextmanager
def without_our_receivers() -> Iterator[None]:
    kept = [list(signal.receivers) for signal in SIGNALS]
    for signal in SIGNALS:
        signal.receivers = [one for one in signal.receivers if not _module_of(one[1]).startswith(OURS)]
        signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for signal, receivers in zip(SIGNALS, kept, strict=True):
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


def _module_of(receiver: Any) -> str:
    """Signals hold their receivers by weak reference."""
    function = receiver() if hasattr(receiver, "__callback__") else receiver
    return str(getattr(function, "__module__", ""))
