"""Pages leave compressed, whatever stands in front of the site."""

import gzip

import pytest
from django.test import Client

PAGE = "/themas/"


@pytest.mark.django_db
def test_a_page_is_compressed_for_who_can_read_it(client: Client) -> None:
    packed = client.get(PAGE, headers={"accept-encoding": "gzip, deflate, br"})
    plain = client.get(PAGE)
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.django_db
def test_a_page_is_plain_for_who_cannot_and_caches_keep_them_apart(client: Client) -> None:
    plain = client.get(PAGE)
    assert "Content-Encoding" not in plain
    assert plain["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sitemap.xml", "/bestaat-niet/", "/beheer/aanmelden/"])
def test_what_is_no_page_of_the_tree_is_compressed_too(client: Client, path: str) -> None:
    assert client.get(path, headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


@pytest.mark.django_db
def test_the_length_of_a_page_with_a_secret_tells_nothing(client: Client) -> None:
    """The sign-in form holds a token and repeats what was typed, which is what the BREACH attack needs."""
    answers = [client.get("/beheer/aanmelden/", headers={"accept-encoding": "gzip"}) for _ in range(12)]
    lengths = [int(answer["Content-Length"]) for answer in answers]
    assert max(lengths) - min(lengths) > 20
