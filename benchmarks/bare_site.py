"""A bare Django site: one address, one answer, no middleware and no database. What any page of Django costs at least.

python -m benchmarks.bare_site FILE         asked by `site_lines`
python -m benchmarks.bare_site FILE PORT    served by the site's own gunicorn, one worker
"""

import gc
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.asking import ask, cpu_of
from benchmarks.site_lines import answer_lines
from wijkwijzer.delivery.server import SiteServer, server_options


def main() -> None:
    body = Path(sys.argv[1]).read_bytes()

    def view(request: HttpRequest) -> HttpResponse:
        # With a length, as every page of the site has: else a server sends it in chunks.
        return HttpResponse(body, headers={"Content-Encoding": "gzip", "Content-Length": str(len(body))})

    sys.modules["bare_urls"] = type(sys)("bare_urls")
    sys.modules["bare_urls"].urlpatterns = [path("", view)]  # type: ignore[attr-defined]
    settings.configure(ALLOWED_HOSTS=["localhost"], ROOT_URLCONF="bare_urls", MIDDLEWARE=[], SECRET_KEY="only-measured")
    django.setup()
    application = get_wsgi_application()
    gc.collect()
    gc.freeze()
    if sys.argv[2:]:
        SiteServer(application, server_options(int(sys.argv[2]), 1, 4), lambda: None, lambda: None).run()
    else:
        answer_lines({"cost": lambda times: cost(application, times)})


def cost(application: Any, times: int) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock for one request of `times`."""
    clock = time.perf_counter()
    cpu = cpu_of(lambda: [ask(application, "/") for _ in range(times)])
    return cpu / times, (time.perf_counter() - clock) * 1000 / times


if __name__ == "__main__":
    main()
