"""Read the whole site as a visitor with patience could: from the home page along every link."""

import gzip
import http.client
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import brotli
from bs4 import BeautifulSoup, Tag

PHOTOGRAPHS = "/media/renditions/"
OF_A_STYLESHEET = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
# No page to read: needs an account, and robots.txt says so.
CLOSED = "/beheer/"
# What a page is besides itself.
OTHER_FORM = re.compile(r"(?:pdf/|versie/(?:[\d-]+/)?|citeer\.\w+)$")
DIGITS = re.compile(r"\d+")
FORMS_FOLLOWED = 3


@dataclass(frozen=True)
class Answer:
    """What the server sent for one address; `sent` counts bytes on the wire, headers and all, before decompression."""

    status: int
    headers: dict[str, str]
    body: bytes
    sent: int

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Link:
    """An `<a href>`: the address as it stands and where it leads."""

    source: str
    href: str
    target: str
    text: str


class SitePage:
    """One HTML page of the site, parsed."""

    def __init__(self, site: str, path: str, answer: Answer) -> None:
        self.site = site
        self.path = path
        self.answer = answer

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.answer.body, "html.parser")

    @cached_property
    def ids(self) -> list[str]:
        return [str(tag["id"]) for tag in self.soup.find_all(id=True)]

    @cached_property
    def links(self) -> list[Link]:
        return [
            Link(self.path, str(tag["href"]), self.absolute(str(tag["href"])), _name_of(tag))
            for tag in self.soup.find_all(["a", "area"], href=True)
        ]

    @cached_property
    def parts(self) -> set[str]:
        """Addresses of all a browser fetches to show the page, photographs included, the page itself not."""
        found = [tag["href"] for tag in self.soup.find_all("link", rel=["stylesheet", "icon", "preload"])]
        found += [tag["src"] for tag in self.soup.find_all(["script", "img", "iframe"], src=True)]
        return {self.absolute(str(address)) for address in found}

    @cached_property
    def renditions(self) -> set[str]:
        """Every candidate of every picture on the page."""
        found = [str(tag["src"]) for tag in self.soup.find_all("img", src=True)]
        for tag in self.soup.find_all(["img", "source"], srcset=True):
            found += [candidate.split()[0] for candidate in str(tag["srcset"]).split(",")]
        return {self.absolute(address) for address in found if PHOTOGRAPHS in address}

    @property
    def is_indexed(self) -> bool:
        robots = self.soup.find("meta", attrs={"name": "robots"})
        return not (isinstance(robots, Tag) and "noindex" in str(robots.get("content")))

    def absolute(self, address: str) -> str:
        return urljoin(f"{self.site}{self.path}", address)


def _name_of(link: Tag) -> str:
    named = link.get_text(" ", strip=True) or link.get("aria-label") or link.get("title")
    return str(named or "")


@dataclass
class WholeSite:
    """All that links lead to: pages by path (with query string), other answers by path, and links that lead nowhere.

    `sitemap` is of the same moment: other tests publish a page. `fetched` are parts of pages, to which no link leads.
    """

    site: str
    pages: dict[str, SitePage] = field(default_factory=dict)
    others: dict[str, Answer] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    outward: list[Link] = field(default_factory=list)
    fetched: dict[str, Answer] = field(default_factory=dict)
    sitemap: bytes = b""

    def __post_init__(self) -> None:
        self._connection: http.client.HTTPConnection | None = None
        self._followed: set[tuple[str, frozenset[str]]] = set()
        self._forms: dict[str, set[str]] = defaultdict(set)

    def crawl(self, start: str = "/") -> "WholeSite":
        queue = deque([(start, "the start")])
        seen = {start}
        while queue:
            path, source = queue.popleft()
            answer = self.fetch(path)
            if answer.status != 200:
                self.broken.append(f"{source} links to {path}: {answer.status}")
            elif answer.content_type != "text/html":
                self.others[path] = answer
            else:
                self.pages[path] = SitePage(self.site, path, answer)
                for target in self._ways_on(self.pages[path]):
                    if target not in seen:
                        seen.add(target)
                        queue.append((target, path))
        self.sitemap = self.fetch("/sitemap.xml").body
        return self

    def _ways_on(self, page: SitePage) -> Iterator[str]:
        for link in page.links:
            parts = urlsplit(link.target)
            if parts.scheme not in ("http", "https"):
                continue
            if f"{parts.scheme}://{parts.netloc}" != self.site:
                self.outward.append(link)
            elif self._is_worth_following(parts.path, parts.query):
                yield urldefrag(link.target).url.removeprefix(self.site)

    def _is_worth_following(self, path: str, query: str) -> bool:
        """Not behind the door; of each other form of pages (PDF, versions, citations) a few, as all are made alike."""
        if path.startswith(CLOSED):
            return False
        if form := OTHER_FORM.search(path):
            name = DIGITS.sub("0", form.group())
            if path not in self._forms[name] and len(self._forms[name]) >= FORMS_FOLLOWED:
                return False
            self._forms[name].add(path)
        return self._is_new_question(path, query)

    def _is_new_question(self, path: str, query: str) -> bool:
        """Every page of a list, but each combination of filters once: any value of a filter is the same page."""
        names = frozenset(parse_qs(query, keep_blank_values=True))
        if not names or names == {"pagina"}:
            return True
        if len(names) > 2 or (path, names) in self._followed:
            return False
        self._followed.add((path, names))
        return True

    def fetch(self, path: str, accept_encoding: str = "gzip, br") -> Answer:
        """As a browser asks it, on one connection that stays open. A redirect is an answer, and not followed."""
        connection = self._connection or http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": accept_encoding, "Accept": "text/html,*/*"})
            response = connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            connection.close()
            if self._connection is None:
                raise
            # The server closes a connection that was idle for a while.
            self._connection = None
            return self.fetch(path, accept_encoding)
        self._connection = connection
        headers = {name.lower(): value for name, value in response.getheaders()}
        body = response.read()
        wire = len(body) + sum(len(f"{name}: {value}\r\n") for name, value in response.getheaders()) + 20
        return Answer(response.status, headers, _decoded(body, headers.get("content-encoding")), wire)

    def visit(self, path: str) -> SitePage:
        """One page, whatever its status, without a word about what was found along links."""
        return self.pages.get(path) or SitePage(self.site, path, self.fetch(path))

    def part(self, address: str) -> Answer:
        """A stylesheet, icon or picture of a page, fetched once."""
        path = address.removeprefix(self.site)
        if path not in self.fetched:
            self.fetched[path] = self.fetch(path)
        return self.fetched[path]

    def parts_of(self, page: SitePage) -> set[str]:
        """What a browser fetches beside the page itself and photographs, pictures of stylesheets included."""
        parts = {part for part in page.parts if PHOTOGRAPHS not in part and not part.startswith("data:")}
        for sheet in [part for part in parts if urlsplit(part).path.endswith(".css")]:
            for named in OF_A_STYLESHEET.findall(self.part(sheet).body.decode()):
                if not named.startswith(("data:", "#")):
                    parts.add(urljoin(sheet, named))
        return parts


def _decoded(body: bytes, encoding: str | None) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(body)
    if encoding == "br":
        return bytes(brotli.decompress(body))
    return body
