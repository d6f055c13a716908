"""The whole demo site along its links: all of it can be reached, and nothing leads nowhere."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from wijkwijzer.demo.documents import CONTENT_DIR, Document, read_documents, read_vocabulary

from .kinds import ANSWERS_404, KINDS_OF_PAGE
from .running import MADE_UP_PERSON
from .whole_site import CLOSED, SitePage, WholeSite

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESS = re.compile(r"https?://[^\s\"')>\]]+")
# Of links that the site itself makes, not an editor: whom one can complain to, and the licences.
KNOWN_HOSTS = {"www.autoriteitpersoonsgegevens.nl", "www.nationaleombudsman.nl", "creativecommons.org"}


def _paths(whole_site: WholeSite) -> set[str]:
    return {urlsplit(path).path for path in whole_site.pages}


def _named(document: Document, key: str, what: str) -> Iterator[str]:
    """Slugs of kind `what` in the rows of `key`: {organisation: lpb, role: partner} names the organisation lpb."""
    rows: Any = document.meta.get(key) or []
    for row in [rows] if isinstance(rows, dict) else rows:
        if what in row:
            yield str(row[what])


def test_every_kind_of_page_is_there(all_pages: dict[str, SitePage]) -> None:
    """A kind whose address has changed would be tested as one more page for a wrong address."""
    answers = {name: all_pages[path].answer.status for name, path in KINDS_OF_PAGE.items()}
    assert answers == {name: 404 if name in ANSWERS_404 else 200 for name in KINDS_OF_PAGE}


def test_no_link_leads_nowhere(whole_site: WholeSite) -> None:
    assert whole_site.broken == []
    assert len(whole_site.pages) > 100


def test_only_what_is_made_for_other_programs_is_no_page(whole_site: WholeSite) -> None:
    """Feeds, the results of a search as data, what reference managers read, and documents on A4."""
    kinds: dict[str, set[str]] = {}
    for path, answer in whole_site.others.items():
        if not path.startswith("/documenten/"):
            kinds.setdefault(urlsplit(path).path.rstrip("/").rpartition("/")[2], set()).add(answer.content_type)
    assert kinds == {
        "feed": {"application/atom+xml"},
        "zoeken.json": {"application/json"},
        "citeer.ris": {"application/x-research-info-systems"},
        "citeer.bib": {"application/x-bibtex"},
        "citeer.json": {"application/vnd.citationstyles.csl+json"},
        "pdf": {"application/pdf"},
        "docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    }


def test_every_feed_is_well_formed_and_its_entries_are_pages_of_the_site(whole_site: WholeSite) -> None:
    for path, answer in whole_site.others.items():
        if urlsplit(path).path.endswith("/feed/"):
            feed = ElementTree.fromstring(answer.body)
            assert feed.tag == f"{ATOM}feed"
            assert feed.findtext(f"{ATOM}title") and feed.findtext(f"{ATOM}id") and feed.findtext(f"{ATOM}updated")
            links = [entry.find(f"{ATOM}link").get("href") for entry in feed.iter(f"{ATOM}entry")]
            assert [link for link in links if urlsplit(link).path not in whole_site.pages] == [], path


def test_every_page_of_the_demo_can_be_reached_from_the_home_page(whole_site: WholeSite) -> None:
    last_parts = {path.rstrip("/").rpartition("/")[2] for path in _paths(whole_site)}
    assert [document.slug for document in read_documents() if document.slug not in last_parts] == []


def test_all_that_the_demo_is_about_can_be_reached_from_the_home_page(whole_site: WholeSite) -> None:
    documents = read_documents()
    wanted = {f"/themas/{theme}/" for document in documents for theme in document.meta.get("themes") or []}
    wanted |= {f"/begrippen/{concept}/" for document in documents for concept in document.meta.get("concepts") or []}
    wanted |= {
        f"/gemeenten/{slug}/" for document in documents for slug in _named(document, "municipalities", "municipality")
    }
    for key in ("contributions", "holder"):
        wanted |= {f"/organisaties/{slug}/" for document in documents for slug in _named(document, key, "organisation")}
    wanted |= {f"/mensen/{row['slug']}/" for row in read_vocabulary("people") if row.get("public_profile")}
    wanted.add(f"/mensen/{MADE_UP_PERSON}/")
    assert sorted(wanted - _paths(whole_site)) == []


def test_the_sitemap_holds_what_links_lead_to_and_nothing_else(whole_site: WholeSite) -> None:
    sitemap = ElementTree.fromstring(whole_site.sitemap)
    listed = {urlsplit(str(element.text)).path for element in sitemap.iter(f"{SITEMAP}loc")}
    indexed = {path for path, page in whole_site.pages.items() if page.is_indexed and "?" not in path}
    assert sorted(listed - _paths(whole_site)) == [], "in the sitemap, but no link leads there"
    assert sorted(indexed - listed) == [], "may be indexed, but not in the sitemap"


def test_every_link_to_a_part_of_a_page_finds_it(whole_site: WholeSite, all_pages: dict[str, SitePage]) -> None:
    lost = set()
    for page in all_pages.values():
        for link in page.links:
            parts = urlsplit(link.target)
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            target = page if not link.href.partition("#")[0] else all_pages.get(address)
            if parts.fragment and target and unquote(parts.fragment) not in target.ids:
                lost.add(f"{link.source} links to {link.href}")
    assert sorted(lost) == []


def test_an_id_stands_once_on_a_page(all_pages: dict[str, SitePage]) -> None:
    twice = {path: [name for name, count in Counter(page.ids).items() if count > 1] for path, page in all_pages.items()}
    assert {path: names for path, names in twice.items() if names} == {}


def test_links_to_other_sites_are_visible_and_go_to_known_sources(whole_site: WholeSite) -> None:
    texts = [*CONTENT_DIR.rglob("*.md"), *CONTENT_DIR.rglob("*.yaml")]
    addresses = [address for file in texts for address in ADDRESS.findall(file.read_text(encoding="utf-8"))]
    known = {urlsplit(address).netloc for address in addresses} | KNOWN_HOSTS
    assert whole_site.outward, "no source is linked at all"
    assert (
        sorted(
            {f"{link.source}: {link.href}" for link in whole_site.outward if urlsplit(link.target).netloc not in known}
        )
        == []
    )
    assert [link for link in whole_site.outward if not link.text.strip()] == []
    assert {urlsplit(link.target).scheme for link in whole_site.outward} <= {"http", "https"}


def test_the_way_in_for_editors_is_the_only_closed_address_that_is_linked(all_pages: dict[str, SitePage]) -> None:
    closed = {
        urlsplit(link.target).path
        for page in all_pages.values()
        for link in page.links
        if page.path != "/beheer/aanmelden/"
    }
    assert {path for path in closed if path.startswith(CLOSED)} <= {CLOSED, "/beheer/aanmelden/"}


def test_every_page_says_its_language_its_name_and_its_parts(all_pages: dict[str, SitePage]) -> None:
    for path, page in all_pages.items():
        soup = page.soup
        assert soup.html["lang"] == "nl", path
        assert soup.title and soup.title.get_text(strip=True), path
        assert len(soup.find_all("h1")) == 1, path
        assert len(soup.find_all("main")) == 1, path
        assert soup.find("header") and (soup.find("footer") or path.startswith(CLOSED)), path
        unnamed = [tag for tag in soup.find_all("nav") if not (tag.get("aria-label") or tag.get("aria-labelledby"))]
        assert unnamed == [], path


def test_no_page_skips_a_level_of_heading(all_pages: dict[str, SitePage]) -> None:
    skips = []
    for path, page in all_pages.items():
        level = 0
        for heading in page.soup.find_all(re.compile(r"^h[1-6]$")):
            if int(heading.name[1]) > level + 1:
                skips.append(f"{path}: {heading.name} {heading.get_text(' ', strip=True)!r} after h{level}")
            level = int(heading.name[1])
    assert skips == []


def test_no_two_pages_have_one_name(whole_site: WholeSite) -> None:
    indexed = [page for path, page in whole_site.pages.items() if page.is_indexed and "?" not in path]
    names = Counter(page.soup.title.get_text(" ", strip=True) for page in indexed)
    assert [name for name, count in names.items() if count > 1] == []
