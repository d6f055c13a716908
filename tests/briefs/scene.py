"""A visitor who keeps things and makes a brief of them, by what a browser would send."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

HERE = {"Sec-Fetch-Site": "same-origin"}
KEPT = "/bewaarlijst/"


class Visitor:
    """Somebody without an account."""

    def __init__(self) -> None:
        self.client = Client()

    def look(self, address: str) -> BeautifulSoup:
        return BeautifulSoup(self.client.get(address).content, "html.parser")

    def send(self, *kept: Any, doe: str = "maak", **fields: Any) -> Any:
        """The form of the list, with `kept` on it."""
        address = KEPT + "?" + "&".join(f"i={one}" for one in kept)
        stamp = self.look(address).select_one("input[name=stamp]")["value"]
        data = {"i": [str(one) for one in kept], "stamp": stamp, "website": "", "doe": doe, "title": "Mijn brief"}
        return self.client.post(KEPT, {**data, **fields}, headers=HERE)

    def make(self, *kept: Any, **fields: Any) -> tuple[str, str]:
        """The address of a brief, and that for its maker."""
        maker = self.send(*kept, **fields)["Location"]
        return maker.partition("beheer/")[0], maker


def words(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())
