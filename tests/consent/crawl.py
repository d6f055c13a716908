"""What a visitor can reach, and what the database holds."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client

# In HTML, in feeds and the sitemap, and in JSON.
LINK = re.compile(r'(?:(?:href|src|content)="|<loc>|<id>|"url": ?")([^"<]+)')
SIZES = re.compile(r'srcset="([^"]+)"')


class Crawl:
    """Every address that leads from one to the next for somebody without an account, with what it answers."""

    START = (
        "/", "/sitemap.xml", "/zoeken/", "/themas/", "/gemeenten/", "/begrippen/", "/mensen/zoe-van-der-meer/",
        "/portretten/feed/", "/publicaties/feed/", "/zoeken/?q=soep", "/zoeken.json?q=soep", "/zoeken.json?q=voordeur",
        "/zoeken/feed/?q=soep", "/zoeken/?q=Ezelsplein", "/zoeken.json?q=Meer", "/zoeken/suggesties/?q=zij+kent",
        "/zoeken/suggesties/?q=zoë", "/zoeken/suggesties/?q=van+der+meer", "/zoeken/?q=kippensop",
        "/gemeenten/voorbeeldstad/", "/themas/ontmoeten/",
    )  # fmt: skip

    def __init__(self) -> None:
        self.client, self.answers, self.statuses = Client(), {}, {}
        waiting = list(self.START)
        while waiting:
            address = waiting.pop()
            if address in self.statuses:
                continue
            response = self.client.get(address)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            self.statuses[address] = response.status_code
            if address.startswith(settings.MEDIA_URL):
                continue
            self.answers[address] = unescape(unescape(content.decode()))
            waiting += [found for found in self._leads_to(content.decode()) if found not in self.statuses]

    @staticmethod
    def _leads_to(text: str) -> Iterator[str]:
        found = LINK.findall(text)
        found += [part.split()[0] for sizes in SIZES.findall(text) for part in sizes.split(",") if part.strip()]
        for address in found:
            parts = urlsplit(unescape(address.strip()))
            if parts.netloc not in ("", "testserver") or not parts.path.startswith("/"):
                continue
            # Filters of search multiply; each of its pages says what the others say. `test_rooms` looks at PDFs.
            is_counted = parts.path.startswith(("/static/", "/beheer/")) or (parts.query and parts.path == "/zoeken/")
            is_counted = is_counted or parts.path.endswith("/pdf/")
            if not is_counted:
                yield unquote(parts.path) + (f"?{parts.query}" if parts.query else "")

    def saying(self, words: str) -> set[str]:
        """The addresses whose answer has these words, other than as what was asked."""
        return {
            address
            for address, text in self.answers.items()
            if words.lower() in re.sub(r"\s+", " ", _without_question(address, text)).lower()
        }

    def saying_any(self, *phrases: str) -> dict[str, set[str]]:
        return {words: found for words in phrases if (found := self.saying(words))}

    @property
    def media(self) -> set[str]:
        return {address for address in self.statuses if address.startswith(settings.MEDIA_URL)}


def _without_question(address: str, text: str) -> str:
    """A search page repeats what was asked, which tells nothing."""
    for asked in re.findall(r"q=([^&]+)", address):
        words = unquote(asked.replace("+", " "))
        text = re.sub(re.escape(words), "", text, flags=re.IGNORECASE)
    return text


def everything_in_the_database() -> Iterator[tuple[str, str]]:
    """Every value of every row of every table, as text: also what no model knows, such as indexes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("sqlite_"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(_as_text(value) for value in row)


def _as_text(value: Any) -> str:
    text = bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else str(value)
    # JSON keeps these letters escaped, and streams inside it once more.
    return re.sub(r"\\+u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
