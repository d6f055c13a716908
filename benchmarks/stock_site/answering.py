"""A stock Wagtail site in a process of its own: each line it reads is one request, each line it writes its CPU time.

A line with a JSON object (title, summary, body, tags) publishes a story that says this.

STOCK_SITE_DATA=/tmp/folder python benchmarks/stock_site/answering.py
"""

import gc
import json
import os
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.stock_site.settings"

PARAGRAPH = "<p>" + "Bewoners en gemeente maken samen een plan voor de wijk. " * 8 + "</p>"
MENU = 6


def main() -> None:
    migrations = Path(os.environ["STOCK_SITE_DATA"]) / "blog_migrations"
    migrations.mkdir()
    (migrations / "__init__.py").touch()
    sys.path.append(str(migrations.parent))
    import django  # noqa: PLC0415 (reads the environment)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 (needs Django set up)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    from benchmarks.asking import ask, cpu_of  # noqa: PLC0415
    from benchmarks.stock_site.publishing import publish  # noqa: PLC0415

    call_command("makemigrations", "blog", verbosity=0)
    call_command("migrate", verbosity=0)
    address = _fill()
    application = get_wsgi_application()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        # A JSON object is what a story says, to be published again.
        cost = publish(json.loads(line)) if line.startswith("{") else cpu_of(lambda: ask(application, address))
        print(cost, flush=True)


def _fill() -> str:
    """A home page with a menu, and a blog page with a text, an image and three tags. Gives its address."""
    from django.core.files.base import ContentFile  # noqa: PLC0415 (needs Django set up)
    from wagtail.images import get_image_model  # noqa: PLC0415
    from wagtail.models import Page, Site  # noqa: PLC0415

    from benchmarks.stock_site.blog.models import BlogIndexPage, BlogPage, HomePage  # noqa: PLC0415

    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Home", slug="stock-home"))
    Site.objects.update(root_page=home, hostname="localhost", port=8000)
    blogs: list[Any] = [
        home.add_child(instance=BlogIndexPage(title=f"Blog {number}", show_in_menus=True)) for number in range(MENU)
    ]
    image = get_image_model().objects.create(title="Picture", file=ContentFile(_picture(), "picture.png"))
    page = BlogPage(title="Article", date=date(2026, 1, 1), intro="An introduction.", body=PARAGRAPH * 12, image=image)
    page.tags.add("one", "two", "three")
    blogs[0].add_child(instance=page)
    return str(page.get_url())


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    main()
