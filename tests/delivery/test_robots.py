"""What robots.txt tells a search engine."""

from urllib.robotparser import RobotFileParser

import pytest


@pytest.fixture
def rules(client, db) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").content.decode().splitlines())
    return parser


@pytest.mark.parametrize("address", ["/", "/praktijkvoorbeelden/", "/themas/jeugd/", "/praktijkvoorbeelden/?pagina=2"])
def test_what_is_published_may_be_read(rules, address):
    assert rules.can_fetch("*", f"http://testserver{address}")


@pytest.mark.parametrize("address", ["/beheer/", "/beheer/aanmelden/", "/zoeken/?q=wijk"])
def test_the_editors_side_and_searches_are_left_alone(rules, address):
    assert not rules.can_fetch("*", f"http://testserver{address}")


def test_robots_txt_is_plain_text_and_names_the_sitemap(client, db):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()
    assert client.get("/sitemap.xml").status_code == 200


def test_robots_txt_takes_no_form(client, db):
    assert client.post("/robots.txt").status_code == 405
