"""Practices to lay side by side, and the table as a reader finds it in the HTML."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from practices.models import PracticePage
from tests.factories import MunicipalityFactory, PracticePageFactory
from wijkwijzer.pages.models import PageMunicipality

ADDRESS = "/vergelijk/"


@pytest.fixture
def practice(db: None) -> Callable[..., PracticePage]:
    """Makes a practice; `place` are fields of the municipality that it is in."""

    def make(place: dict[str, Any] | None = None, area: str = "", **fields: Any) -> PracticePage:
        made = PracticePageFactory(**fields)
        if place is not None:
            link = PageMunicipality(municipality=MunicipalityFactory(**place), role="subject", area=area)
            made.municipality_links = [link]
            made.save()
        return made

    return make


class Seen:
    """A page that was asked for: its words, and its table by row and column."""

    def __init__(self, response: Any) -> None:
        assert response.status_code == 200
        self.soup = BeautifulSoup(response.content, "html.parser")
        self.text = " ".join(self.soup.main.get_text(" ", strip=True).split())

    @property
    def columns(self) -> list[str]:
        return [head.a.get_text(strip=True) for head in self.soup.select("table thead th[scope=col]")]

    @property
    def rows(self) -> dict[str, list[str]]:
        return {
            row.find("th", scope="row").get_text(strip=True): [
                " ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("td")
            ]
            for row in self.soup.select("table tbody tr")
        }

    def cell(self, row: str, number: int = 0) -> Any:
        found = next(one for one in self.soup.select("table tbody tr") if one.th.get_text(strip=True) == row)
        return found.select("td")[number]

    @property
    def offered(self) -> list[str]:
        return [box["value"] for box in self.soup.select("input[type=checkbox][name=p]")]

    @property
    def kept(self) -> list[str]:
        return [field["value"] for field in self.soup.select("input[type=hidden][name=p]")]


@pytest.fixture
def compare(client: Client) -> Callable[..., Seen]:
    """Asks for practices side by side, in this order; `more` are other parameters."""

    def ask(*pages: Any, **more: str) -> Seen:
        keys = [getattr(page, "pk", page) for page in pages]
        return Seen(client.get(ADDRESS, {"p": keys, **more}))

    return ask
