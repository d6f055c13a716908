"""Pages in a Redis: shared by all processes, and missed by nobody when it is gone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from redis import Redis

from tests.threads import at_once
from wijkwijzer.delivery.page_cache import middleware, redis_pages
from wijkwijzer.delivery.page_cache.declaring import keep
from wijkwijzer.delivery.page_cache.redis_pages import RedisPages

# What Redis keeps is the same whatever database the pages are made from.
pytestmark = pytest.mark.database("sqlite")

PROGRAM = shutil.which("redis-server")


class Server:
    """A Redis of our own on a socket."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        command = [PROGRAM, "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir", folder]
        self.process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL)
        until = monotonic() + 60
        while not self.socket.exists() and monotonic() < until:
            sleep(0.02)
        self.address = f"unix://{self.socket}"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)
        self.socket.unlink(missing_ok=True)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if PROGRAM is None:
        pytest.skip("redis-server is not installed")
    # A socket's path may have about a hundred characters.
    running = Server(tmp_path_factory.mktemp("r"))
    yield running
    running.stop()


def pages(server: Server) -> RedisPages:
    return RedisPages(server.address, {"KEY_PREFIX": "wijkwijzer"})


def test_what_one_process_keeps_another_finds(server):
    one, other = pages(server), pages(server)
    one.set("sleutel", middleware.Kept("nu", 'W/"x"', (("A", "b"),), b"bladzij"), 60)
    assert other.get("sleutel").body == b"bladzij"
    assert one.add("beurt", 1, 5)
    assert not other.add("beurt", 1, 5)


def test_what_another_release_made_is_not_found(server, monkeypatch):
    pages(server).set("sleutel", "oud", 60)
    monkeypatch.setattr(redis_pages, "release", lambda: "volgende")
    assert pages(server).get("sleutel") is None


def test_only_our_own_pages_are_thrown_away(server):
    client = Redis.from_url(server.address)
    client.set("van-een-ander", 1)
    cache = pages(server)
    for number in range(1200):
        cache.set(f"bladzij-{number}", b"x", 60)
    cache.clear()
    assert client.keys() == [b"van-een-ander"]


def test_without_redis_there_are_no_pages_and_no_errors(server, caplog):
    cache = pages(server)
    cache.set("sleutel", "bladzij", 60)
    server.stop()
    assert cache.get("sleutel") is None
    cache.set("sleutel", "bladzij", 60)
    assert cache.add("beurt", 1, 5)
    cache.clear()
    # Asked once, then left alone for a while: else every page would wait for it.
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert str(server.socket) not in caplog.text


def test_a_redis_that_comes_back_is_used_again(server, monkeypatch):
    cache = pages(server)
    monkeypatch.setattr(redis_pages, "LEFT_ALONE", 0)
    address = server.socket.parent
    server.stop()
    assert cache.get("sleutel") is None
    again = Server(address)
    try:
        cache.set("sleutel", "bladzij", 60)
        assert cache.get("sleutel") == "bladzij"
    finally:
        again.stop()


def test_of_two_processes_one_makes_the_page(server, settings, monkeypatch):
    settings.PAGE_CACHE = True
    monkeypatch.setattr(middleware, "content_version", lambda: "dezelfde")
    monkeypatch.setattr(middleware, "process", middleware._Process(declared={"/": ()}, is_watched=True))
    made = []

    def make(request):
        made.append(request)
        sleep(0.2)
        response = HttpResponse("Een bladzij")
        keep(response, ())
        return response

    def process():
        site = middleware.PageCacheMiddleware(make)
        site.cache, site.is_shared = pages(server), True
        return site

    one, other = process(), process()
    asking = [lambda site=site: site(RequestFactory().get("/")) for site in (one, other, one, other)]
    assert at_once(*asking) == []
    assert len(made) == 1


class Impatient:
    """A site with this Redis, in which nobody may wait for another: nobody else is making a page."""

    def __init__(self, server: Server, monkeypatch: pytest.MonkeyPatch, answer: int = 0) -> None:
        self.version = "eerste"
        self.answer = answer
        self.process = middleware._Process(declared={"/": ()}, is_watched=True)
        monkeypatch.setattr(middleware, "content_version", lambda: self.version)
        monkeypatch.setattr(middleware, "process", self.process)
        monkeypatch.setattr(middleware, "sleep", self.complain)
        self.site = middleware.PageCacheMiddleware(self.make)
        self.site.cache, self.site.is_shared = pages(server), True

    def make(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(f"Gemaakt van de {self.version} versie", status=self.answer or 200)
        if not self.answer:
            keep(response, ())
        return response

    @staticmethod
    def complain(seconds: float) -> None:
        raise AssertionError("Somebody waits, and nobody is making a page.")

    def ask(self, method: str = "get") -> HttpResponse:
        return self.site(getattr(RequestFactory(), method)("/"))


@pytest.fixture
def impatient(server, settings, monkeypatch) -> Callable[..., Impatient]:
    settings.PAGE_CACHE = True
    return lambda **options: Impatient(server, monkeypatch, **options)


def test_after_a_change_nobody_waits_for_who_made_the_page_before_it(impatient):
    site = impatient()
    site.ask()
    site.version = "tweede"
    assert site.ask().content == b"Gemaakt van de tweede versie"


@pytest.mark.parametrize("status", [301, 404, 410])
def test_an_address_that_leads_to_no_page_any_more_makes_nobody_wait(impatient, status):
    site = impatient(answer=status)
    for _time in range(3):
        assert site.ask().status_code == status
    # Nor does it take turns from now on.
    assert "/" not in site.process.declared


def test_who_asks_only_for_the_headers_makes_nobody_wait(impatient):
    site = impatient()
    assert site.ask("head").headers["ETag"] == site.ask().headers["ETag"]


def test_a_page_that_cannot_be_made_makes_nobody_wait(impatient, monkeypatch):
    site = impatient()
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(site.site, "get_response", lambda request: 1 / 0)
        site.ask()
    assert site.ask().status_code == 200


def test_what_could_not_be_thrown_away_is_as_soon_as_redis_answers(server, monkeypatch):
    cache, client = pages(server), Redis.from_url(server.address)
    cache.set("portret", "teruggetrokken", 60)
    with monkeypatch.context() as patch:
        patch.setattr(RedisPages, "_clear_own", fail)
        cache.clear()
    assert len(client.keys()) == 1
    monkeypatch.setattr(redis_pages, "LEFT_ALONE", 0)
    # Another thread has a cache object of its own.
    later = pages(server)
    assert later.get("iets-anders") is None
    assert client.keys() == []


def fail(cache: RedisPages) -> None:
    raise TimeoutError


def test_the_site_with_a_redis_that_is_gone_answers(settings, server, client, db):
    server.stop()
    settings.PAGE_CACHE = True
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": f"{RedisPages.__module__}.RedisPages", "LOCATION": server.address},
    }
    for _time in range(2):
        assert client.get("/").status_code == 200
    assert isinstance(caches["pages"], RedisPages)


@pytest.mark.parametrize(("address", "is_loaded"), [("", False), ("redis://localhost:6379/0", True)])
def test_what_speaks_to_redis_is_loaded_only_where_there_is_one(tmp_path: Path, address: str, is_loaded: bool) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production",
        "WIJKWIJZER_DATA": str(tmp_path),
        "SECRET_KEY": "geheim" * 10,
        "SITE_URL": "http://localhost:8000",
        "DATABASE_URL": "",
        "REDIS_URL": address,
    }
    code = "import sys, wijkwijzer.wsgi; print('redis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(is_loaded), done.stderr
