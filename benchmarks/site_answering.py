"""This site in a process of its own, asked by `site_lines`: its pages, and publishing one.

python -m benchmarks.site_answering kept|made
"""

import cProfile
import gc
import io
import pstats
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

from benchmarks.asking import ask, calibration, cpu_of
from benchmarks.site_lines import answer_lines

# So many of the demo's articles stand for all; and so many pages of all kinds for what readers read.
ARTICLES, READ = 5, 20
PROFILED = 30
SHOWN = 40


def main() -> None:
    from django.conf import settings  # noqa: PLC0415 (reads the environment)

    settings.PAGE_CACHE = sys.argv[1] == "kept"
    from wijkwijzer.wsgi import application  # noqa: PLC0415 (sets Django up)

    # As in `delivery/server.py`.
    gc.collect()
    gc.freeze()
    pages, publisher = Pages(application), Publisher()
    answer_lines({
        "addresses": addresses,
        "calibrate": lambda: cpu_of(calibration),
        "cost": pages.cost,
        "body": pages.body,
        "profile": pages.profile,
        "content": publisher.content,
        "publish": publisher.publish,
        "publish_as_wagtail": publisher.publish_as_wagtail,
        "profile_publish": publisher.profile,
    })  # fmt: skip


class Pages:
    """Requests into the WSGI application."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def cost(self, addresses: list[str], times: int = 1) -> tuple[float, float]:
        """Milliseconds of the processor and of the clock for one request; each address is asked `times` times."""
        asked = list(islice(cycle(addresses), times * len(addresses)))

        def all_of_them() -> None:
            for address in asked:
                ask(self.application, address)

        clock = time.perf_counter()
        cpu = cpu_of(all_of_them)
        return cpu / len(asked), (time.perf_counter() - clock) * 1000 / len(asked)

    def body(self, address: str) -> str:
        """The compressed page, in hexadecimal."""
        return ask(self.application, address).hex()

    def profile(self, addresses: list[str], times: int = 1) -> str:
        self.cost(addresses)
        return profile_of(lambda: self.cost(addresses, times), times * len(addresses))


class Publisher:
    """One article of the demo, published again and again with another summary, through the gate."""

    def __init__(self) -> None:
        self.number = 0

    @property
    def page(self) -> Any:
        from wijkwijzer.publications.models import ArticlePage  # noqa: PLC0415 (needs Django set up)

        return ArticlePage.objects.get(pk=_articles()[0].pk)

    def content(self) -> dict[str, Any]:
        """What the page says, for a stock page that says the same."""
        page = self.page
        texts = [" ".join(block.block.get_searchable_content(block.value)) for block in page.body]
        return {"title": page.title, "summary": page.summary, "body": texts, "tags": len(page.themes.all())}

    def _revision(self) -> Any:
        self.number += 1
        page = self.page
        page.summary = f"Versie {self.number} van deze samenvatting."
        return page.save_revision()

    def publish(self) -> float:
        """Milliseconds of the processor for publishing alone; the draft is saved before."""
        from wijkwijzer.gate.models import Publication  # noqa: PLC0415 (needs Django set up)
        from wijkwijzer.gate.publishing import publish  # noqa: PLC0415

        revision = self._revision()
        return cpu_of(lambda: publish(revision, Publication.How.COMMAND))

    def publish_as_wagtail(self) -> float:
        """The same of the same page without what this site adds to it, but for the triggers of the page cache."""
        from benchmarks.publishing import without_our_receivers  # noqa: PLC0415 (needs Django set up)
        from wijkwijzer.gate.publishing import licence  # noqa: PLC0415

        revision = self._revision()
        with without_our_receivers(), licence():
            return cpu_of(revision.publish)

    def profile(self) -> str:
        return profile_of(lambda: [self.publish() for _ in range(PROFILED)], PROFILED)


def profile_of(work: Callable[[], object], times: int) -> str:
    """Where the time goes, by what is called, seconds in all."""
    profile = cProfile.Profile()
    profile.runcall(work)
    out = io.StringIO()
    pstats.Stats(profile, stream=out).sort_stats("cumulative").print_stats(SHOWN)
    return f"{times} times\n" + "\n".join(line[:150].rstrip() for line in out.getvalue().splitlines() if line.strip())


def addresses() -> dict[str, list[str]]:
    """What is asked of each kind. `made` are addresses that are never kept, `read` what readers ask for."""
    from wijkwijzer.pages.models import KnowledgePage  # noqa: PLC0415 (needs Django set up)
    from wijkwijzer.taxonomy.models import Theme  # noqa: PLC0415

    theme = Theme.objects.order_by("pk").values_list("slug", flat=True)[0]
    lists = ["/publicaties/", "/praktijkvoorbeelden/", f"/publicaties/?thema={theme}"]
    articles = [str(page.url) for page in _articles()]
    everything = [str(page.url) for page in KnowledgePage.objects.visible().order_by("pk")[:300]]
    step = max(1, len(everything) // (READ - 1 - len(lists)))
    return {
        "article": articles,
        "home": ["/"],
        "list": lists,
        "search": [f"/zoeken/?q=bewoners&thema={theme}", f"/zoeken/?q=wijk+gemeente&thema={theme}", "/zoeken/?q=buurt"],
        "read": ["/", *lists, *everything[::step]][:READ],
        "everything": everything,
        "long_list": ["/publicaties/", f"/publicaties/?thema={theme}", "/publicaties/?pagina=2"],
    }


def _articles() -> list[Any]:
    """Some of the demo's, from short to long; those of the corpus have no pictures and relations."""
    from wijkwijzer.publications.models import ArticlePage  # noqa: PLC0415 (needs Django set up)

    pages = ArticlePage.objects.visible().exclude(slug__startswith="corpus-").order_by("word_count", "pk")
    return list(pages)[:: max(1, len(pages) // ARTICLES)][:ARTICLES]


if __name__ == "__main__":
    main()
