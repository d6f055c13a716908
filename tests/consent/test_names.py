"""How somebody is called in running text."""

import pytest

from wijkwijzer.consent.names import Names, excerpt, normal

NAMES = Names(["Zoë van der Meer-Ünal", "Jo"], ["Zij kent elke voordeur", "Kort"])


@pytest.mark.parametrize(
    "text",
    [
        "Zoë van der Meer-Ünal zei het.",
        "zoë  VAN DER meer-ünal",
        "<b>Zoë</b> van der&nbsp;Meer-Ünal",
        "Zoe\u0308 van der Meer-U\u0308nal",
        "mevrouw Van der Meer-Ünal",
        "Zoë van der Meer-Ünals soep",
        "Zoë van der Meer-Ünal’s soep",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert NAMES.narrow.search(normal(text))


@pytest.mark.parametrize("text", ["Zoëlla van der Meer", "van der Meer-Ünalstraat", "Jo", "Kort gezegd"])
def test_part_of_another_word_is_not(text: str) -> None:
    assert not NAMES.narrow.search(text)
    assert not NAMES.title.search(text)


def test_a_first_name_is_only_found_in_what_tells_of_somebody_already() -> None:
    assert not NAMES.narrow.search("Zoë lacht.")
    assert NAMES.wide.search("Zoë lacht.")


def test_what_takes_its_place_breaks_no_tag() -> None:
    assert (
        NAMES.without("<p>Door <b>Zoë</b> van der Meer-Ünal.</p>", is_html=True) == "<p>Door <b>een betrokkene</b>.</p>"
    )
    assert NAMES.without("Lees “Zij kent elke voordeur”.", is_html=False) == "Lees “een pagina die is ingetrokken”."


@pytest.mark.parametrize("name", ["Kees d’Hondt", "Kees d'Hondt", "Kees d’Hondt-In 't Veld"])
def test_a_name_with_an_apostrophe_is_found_as_html_has_it(name: str) -> None:
    names = Names([name, name.partition("-")[0]])
    assert names.narrow.search("Kees d&#x27;Hondt")
    assert names.narrow.search("Kees d'Hondt")


def test_a_piece_is_spelled_alike_in_every_database() -> None:
    assert all(fragment.isascii() for fragment in NAMES.fragments)
    assert "meer" in NAMES.fragments


def test_an_excerpt_shows_words_and_no_tags() -> None:
    text = "<p>Elke vrijdag kookt <b>Zoë</b> soep.</p>"
    start = text.index("Zoë")
    assert excerpt(text, start, start + 3) == "… Elke vrijdag kookt Zoë soep. …"
