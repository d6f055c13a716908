"""A mail from a template: the same text as HTML and as plain text.

`templates/email/<topic>.html` extends `email/letter.html` and fills `subject` and `text`: headings, paragraphs, lists
and quotes.
"""

from typing import Any

import css_inline
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .models import Link, Message
from .outbox import post

BLOCKS = ("h1", "h2", "p", "li", "blockquote")


def write(
    topic: str, to: str, context: dict[str, Any], *, link: Link | None = None, key: str = "", reply_to: str = ""
) -> Message | None:
    """Write a mail, in the transaction of the caller; the schedule sends it. `link` is `link` in the template too.

    With a `key` that was used before nothing is written and the answer is None.
    """
    html = render_to_string(
        f"email/{topic}.html",
        {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL, "link": link, **context},
    )
    soup = BeautifulSoup(html, "html.parser")
    # One line, whatever stands in it: a line more would be a header more.
    subject = " ".join(soup.title.get_text().split()) if soup.title else topic
    message = EmailMultiAlternatives(subject, plain_text(soup), to=[to], reply_to=[reply_to] if reply_to else None)
    message.attach_alternative(css_inline.inline(html, load_remote_stylesheets=False), "text/html")
    return post(message, topic=topic, link=link, key=key)


def plain_text(soup: BeautifulSoup) -> str:
    """What stands in the blocks of a mail, with an empty line between them; a link is its words and its address."""
    for link in soup.find_all("a"):
        words, address = link.get_text().strip(), str(link.get("href") or "")
        link.string = address if words in ("", address) else f"{words}: {address}"
    lines = []
    for block in soup.find_all(BLOCKS):
        if block.find_parent(BLOCKS) is None:
            text = " ".join(block.get_text().split())
            lines.append(f"- {text}" if block.name == "li" else text)
    return "\n\n".join(line for line in lines if line) + "\n"
