"""The values of a filter as links."""

from bs4 import BeautifulSoup
from django.utils.safestring import SafeString

from wijkwijzer.delivery.templatetags.filter_tags import filter_links
from wijkwijzer.pages.models.index import FilterOption


def test_each_value_is_a_link_with_how_much_it_gives() -> None:
    offered, chosen = FilterOption("Breda", "?gemeente=breda", 3, False), FilterOption("Ede", "?", 1, True)
    rows = filter_links([offered, chosen])
    assert isinstance(rows, SafeString)
    breda, ede = BeautifulSoup(rows, "html.parser").find_all("a")
    assert (breda["href"], breda.get("aria-current")) == ("?gemeente=breda", None)
    assert breda.get_text(" ", strip=True) == "Breda 3"
    assert ede["aria-current"] == "true"
    assert "klik om weg te halen" in ede.get_text()


def test_no_name_and_no_address_is_markup() -> None:
    hostile = FilterOption("<script>alert(1)</script> & co", '?thema="><script>', 1, is_selected=False)
    assert BeautifulSoup(filter_links([hostile]), "html.parser").script is None
    assert "&amp; co" in filter_links([hostile])
