"""A request to an address that somebody wrote in a text, which may lead anywhere: never to what is not public.

The name is looked up once, every address it has must be public, and the connection is made to such an address, not to
the name: whoever answers for the name cannot give another one in between (DNS rebinding). The same for each redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from .models import OutsideLink

Problem = OutsideLink.Problem

# For the whole of one request, however slowly the other side speaks.
SECONDS = 5.0
# Between two requests to the same site.
PAUSE = 1.0
MOST_REDIRECTS = 5
# "Not for you" and "not now" say nothing about the page: many sites say so to whatever is no browser.
REFUSES_ROBOTS = {401, 402, 403, 405, 406, 407, 408, 409, 418, 425, 429, 451, 999}
# An IPv4 address within an IPv6 one (RFC 6052); the module `ipaddress` knows the other ways.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotPublicError(Exception):
    """The address, or where it leads to, is not one that every reader can reach."""


class NoHostError(Exception):
    """No machine has this name."""


class NoEndError(Exception):
    """One redirect after the other."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str


def problem_with(url: str) -> str:
    """What is wrong with an address (a `Problem`), or an empty string. Takes some seconds at most a redirect."""
    try:
        status = _follow("HEAD", url)
        if status >= 400:
            # Some servers answer only this one. What follows the headers is not read.
            time.sleep(PAUSE)
            status = _follow("GET", url)
    except NotPublicError:
        return Problem.NOT_PUBLIC
    except NoHostError:
        return Problem.NO_HOST
    except NoEndError:
        return Problem.REDIRECTS
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        return Problem.NO_ANSWER
    except ssl.SSLError:
        return Problem.CERTIFICATE
    except (OSError, http.client.HTTPException):
        return Problem.NO_ANSWER
    if status < 400 or status in REFUSES_ROBOTS:
        return ""
    return Problem.SERVER if status >= 500 else Problem.MISSING


def _follow(method: str, url: str) -> int:
    """The status at the end of the redirects."""
    for _hop in range(MOST_REDIRECTS + 1):
        answer = _ask(method, url)
        if not (300 <= answer.status < 400 and answer.location):
            return answer.status
        url = iri_to_uri(urljoin(url, answer.location))
    raise NoEndError


def _ask(method: str, url: str) -> Answer:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise NotPublicError from None
    is_safe = parts.scheme == "https"
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise NotPublicError
    port = port or (443 if is_safe else 80)
    connection = _Connection(host, port, public_addresses(host, port), is_safe=is_safe)
    # Not only between two bytes, which is what the time-out of a socket counts.
    deadline = threading.Timer(SECONDS, connection.hang_up)
    deadline.daemon = True
    deadline.start()
    try:
        path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
        connection.request(method, path, headers={"User-Agent": _name(), "Accept": "*/*"})
        response = connection.getresponse()
        return Answer(response.status, response.headers.get("Location", ""))
    finally:
        deadline.cancel()
        connection.close()


def _name() -> str:
    return f"WijkWijzer link check (+{settings.SITE_URL})"


def public_addresses(host: str, port: int) -> list[str]:
    """All addresses of a host. Raises `NotPublicError` where one of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoHostError from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(is_public(address) or address in settings.LINK_CHECK_ALSO for address in addresses):
        raise NotPublicError
    return addresses


def is_public(address: str) -> bool:
    """Can everybody on the internet reach it?"""
    return all(ip.is_global and not ip.is_multicast and not ip.is_reserved for ip in _meant_by(address))


def _meant_by(address: str) -> list[Address]:
    """The address, and the IPv4 address that is packed in an IPv6 one."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    packed: list[Address] = [inner for inner in (ip.sixtofour, *(ip.teredo or ())) if inner]
    if ip in NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    return [ip, *packed]


class _Connection(http.client.HTTPConnection):
    """To one of the addresses that were found, whatever the name means by now."""

    def __init__(self, host: str, port: int, addresses: list[str], *, is_safe: bool) -> None:
        self.default_port = 443 if is_safe else 80
        super().__init__(host, port, timeout=SECONDS)
        self.addresses = addresses
        self.is_safe = is_safe

    def connect(self) -> None:
        failure: OSError | None = None
        end = time.monotonic() + SECONDS
        for address in self.addresses:
            try:
                self.sock = socket.create_connection((address, self.port), max(end - time.monotonic(), 0.1))
            except OSError as error:
                failure = error
            else:
                break
        else:
            raise failure or OSError
        if self.is_safe:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def hang_up(self) -> None:
        """From another thread: whoever waits for this connection hears that it ended."""
        if self.sock is not None:
            try:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
            except OSError:
                return
