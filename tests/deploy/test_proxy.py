"""The example for nginx itself, before a real server of this site: the private stays so, the public comes whole.

Only ports, paths and the certificate of `deploy/nginx.conf` are replaced.
"""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from tests.delivery.addresses import secret_addresses
from wijkwijzer.delivery.server import server_options

pytestmark = pytest.mark.database("sqlite")
PROJECT_DIR = Path(__file__).parents[2]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "wijkwijzer.example"
PATIENCE = 120  # seconds, on a machine that is doing other things too
DOCUMENT = bytes(range(256)) * 40
GUARDS = (
    "X-Content-Type-Options",
    "Content-Security-Policy",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Strict-Transport-Security",
)
# Production as it is, but for the collecting of static files.
SETTINGS = """
from wijkwijzer.settings.production import *
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
"""
FILL = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction
from tests.factories import ArticlePageFactory, ImageFactory, UserFactory
def signed_in(*groups):
    user = UserFactory()
    user.groups.set(Group.objects.filter(name__in=groups))
    session = SessionStore()
    session.update({SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"})
    session.save()
    return session.session_key
def document(name, collection):
    made = get_document_model().objects.create(
        title=name, collection=collection, file=ContentFile(bytes(range(256)) * 40, name=name))
    return {"url": made.url, "file": made.file.name}
root = Collection.get_first_root_node()
for_all, for_editors = root.add_child(name="Intern"), root.add_child(name="Redactie")
CollectionViewRestriction.objects.create(collection=for_all, restriction_type="login")
restriction = CollectionViewRestriction.objects.create(collection=for_editors, restriction_type="groups")
restriction.groups.set(Group.objects.filter(name="Redacteur"))
image = ImageFactory()
print(json.dumps({
    "public": document("openbaar.pdf", root),
    "login": document("intern.pdf", for_all),
    "groups": document("redactie.docx", for_editors),
    "original": image.file.name,
    "rendition": image.get_rendition("width-40").file.name,
    "draft": ArticlePageFactory(live=False, slug="concept").url_path,
    "editor": signed_in("Redacteur"),
    "author": signed_in("Auteur"),
}))
"""
SERVE = """
import os, sys, json
sys.path.insert(0, os.environ["WIJKWIJZER_DATA"])
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from wijkwijzer.delivery.server import SiteServer, server_options
options = server_options(int(sys.argv[1]), 1, 4)
SiteServer(get_wsgi_application(), options, lambda: print("ready", flush=True), lambda: None).run()
"""


@dataclass
class Proxy:
    """The site as the world sees it, through nginx; `made` says what is in it."""

    port: int
    made: dict[str, object]
    folder: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, to: str = "", **headers: str) -> http.client.HTTPResponse:
        """The path as it stands, unchanged by any client; `to` is who asks."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        context.check_hostname = False
        with closing(http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=PATIENCE)) as line:
            line.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
            sent = {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
            if to:
                sent["Cookie"] = f"__Host-sessionid={self.made[to]}"
            for name, value in sent.items():
                line.putheader(name, value)
            line.endheaders()
            response = line.getresponse()
            response.content = response.read()
            return response


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime.now(UTC) - timedelta(days=1))
    made = made.not_valid_after(datetime.now(UTC) + timedelta(days=1))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)


def nginx_configuration(folder: Path, port: int, site: int) -> str:
    """The example, with what a server has of its own put in its place, and what Debian puts around it."""
    example = (PROJECT_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    example = re.sub(r"(?m)^\s*listen \[::\].*\n", "", example)
    example = example.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    for written, here in {
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "/etc/ssl/wijkwijzer/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/log-",
        "/srv/wijkwijzer/data/": f"{folder}/",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{site}",
    }.items():
        assert written in example, written
        example = example.replace(written, here)
    temporary = "".join(
        f"{name}_temp_path {folder}/temp-{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    types = "types { text/css css; }\ndefault_type application/octet-stream;\n"
    return (
        f"{user}pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\n{types}{temporary}"
        f"{example}\n}}\n"
    )


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Proxy]:
    if NGINX is None:
        pytest.skip("no nginx found: install the package `nginx-light` of your system")
    folder = tmp_path_factory.mktemp("proxy")
    shutil.copyfile(settings.DATABASES["default"]["NAME"], folder / "db.sqlite3")
    (folder / "without_manifest.py").write_text(SETTINGS)
    (folder / "static").mkdir()
    (folder / "static" / "site.0123456789ab.css").write_text("body{}")
    site, port = free_port(), free_port()
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "EMAIL_URL"}}
    environment |= {"WIJKWIJZER_DATA": str(folder), "SITE_URL": f"https://{HOST}", "SECRET_KEY": "x" * 60}
    environment |= {"SENDFILE": "nginx", "DJANGO_SETTINGS_MODULE": "without_manifest", "LOG_LEVEL": "ERROR"}
    environment |= {"PYTHONPATH": f"{folder}:{PROJECT_DIR}"}
    filled = subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{FILL}"],
        env=environment,
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
    )
    assert filled.returncode == 0, filled.stderr[-3000:]
    write_certificate(folder)
    (folder / "nginx.conf").write_text(nginx_configuration(folder, port, site))
    commands = {
        site: [sys.executable, "-c", SERVE, str(site)],
        port: [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"],
    }
    running = []
    try:
        for number, command in commands.items():
            log = folder / f"{number}.log"
            with log.open("wb") as output:
                running.append(
                    subprocess.Popen(command, env=environment, cwd=PROJECT_DIR, stdout=output, stderr=output)
                )
            wait_for(number, running[-1], log)
        yield Proxy(port, json.loads(filled.stdout.splitlines()[-1]), folder)
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(30)


def assert_guarded(response: http.client.HTTPResponse) -> None:
    """By all that every answer of the site has: nginx drops it from what it sends instead of Django."""
    for name in GUARDS:
        assert response.getheader(name), name
    assert response.getheader("X-Content-Type-Options") == "nosniff"
    assert response.getheader("Set-Cookie") is None


def assert_keeps_to_itself(response: http.client.HTTPResponse, what: str) -> None:
    assert DOCUMENT[:256] not in response.content, what
    assert response.getheader("X-Accel-Redirect") is None, what


def variants(file: str) -> list[str]:
    """Ways to write the address of a stored file, and ways around the door."""
    folder, _, name = file.partition("/")
    return [
        f"/media/{file}",
        f"/media//{file}",
        f"/media/renditions/../{file}",
        f"/media/renditions/..%2F{folder}%2F{name}",
        f"/media/renditions/%2e%2e/{file}",
        f"/media/renditions/..%252F{folder}%252F{name}",
        f"/media/{folder}/.%2f{name}",
        f"/media/{file}%00.jpg",
        f"/media/renditions/{name}",
        f"/MEDIA/{file}",
        f"/protected-media/{file}",
        f"/protected-media//{file}",
        f"//protected-media/{file}",
        f"/protected%2dmedia/{file}",
        f"/x/../protected-media/{file}",
        f"/PROTECTED-MEDIA/{file}",
        f"/static/../media/{file}",
        f"/static/..%2fmedia/{file}",
        f"/static/%2e%2e/media/{file}",
        f"/static../media/{file}",
        f"/static/..;/media/{file}",
        f"/protected-media../media/{file}",
        f"/static/0123456789ab/../../media/{file}",
        f"/static/x.0123456789ab.x/..%2f..%2fmedia/{file}",
    ]


@pytest.mark.parametrize("which", ["login", "groups"])
def test_a_private_document_is_for_whoever_may_see_it(proxy: Proxy, which: str) -> None:
    url = str(proxy.made[which]["url"])
    refused = proxy.get(url)
    assert refused.status == 302
    assert refused.getheader("Location").startswith("/beheer/aanmelden/")
    assert_keeps_to_itself(refused, url)
    came = proxy.get(url, to="editor")
    assert (came.status, came.content) == (200, DOCUMENT)
    assert came.getheader("X-Accel-Redirect") is None
    assert "public" not in (came.getheader("Cache-Control") or "")


def test_a_document_for_one_group_is_not_for_another(proxy: Proxy) -> None:
    refused = proxy.get(str(proxy.made["groups"]["url"]), to="author")
    assert refused.status in {302, 403}
    assert_keeps_to_itself(refused, "author")


@pytest.mark.parametrize("to", ["", "editor"])
def test_no_way_of_writing_an_address_leads_to_a_stored_file(proxy: Proxy, to: str) -> None:
    files = [proxy.made[which]["file"] for which in ("public", "login", "groups")]
    for file in [*files, proxy.made["original"]]:
        for path in variants(str(file)):
            response = proxy.get(path, to=to)
            assert response.status in {400, 404}, path
            assert_keeps_to_itself(response, path)
    for path in ("/db.sqlite3", "/static../db.sqlite3", "/static/..%2fdb.sqlite3", "/protected-media/../db.sqlite3"):
        response = proxy.get(path, to=to)
        assert (response.status in {400, 404}, b"SQLite format" in response.content) == (True, False), path


def test_a_stranger_cannot_give_orders_to_the_proxy(proxy: Proxy) -> None:
    file = proxy.made["login"]["file"]
    orders = {"X_Accel_Redirect": f"/protected-media/{file}", "X_Sendfile": str(proxy.folder / "media" / file)}
    for path in ("/robots.txt", str(proxy.made["login"]["url"])):
        assert_keeps_to_itself(proxy.get(path, **orders, X_Original_URL=f"/protected-media/{file}"), path)


def test_a_private_document_comes_in_parts_to_whoever_may_see_it(proxy: Proxy) -> None:
    url = str(proxy.made["login"]["url"])
    part = proxy.get(url, to="editor", Range="bytes=100-299")
    assert (part.status, part.content) == (206, DOCUMENT[100:300])
    assert part.getheader("Content-Range") == f"bytes 100-299/{len(DOCUMENT)}"
    last = proxy.get(url, to="editor", Range="bytes=-10")
    assert (last.status, last.content) == (206, DOCUMENT[-10:])
    assert proxy.get(url, to="editor", Range=f"bytes={len(DOCUMENT)}-").status == 416
    refused = proxy.get(url, Range="bytes=100-299")
    assert refused.status == 302
    assert_keeps_to_itself(refused, "a part")


def test_a_public_document_has_its_headers_behind_the_proxy_too(proxy: Proxy) -> None:
    came = proxy.get(str(proxy.made["public"]["url"]))
    assert (came.status, came.content) == (200, DOCUMENT)
    assert came.getheader("Content-Type") == "application/pdf"
    assert came.getheader("Content-Security-Policy") == "default-src 'none'"
    assert_guarded(came)
    other = proxy.get(str(proxy.made["groups"]["url"]), to="editor")
    assert other.getheader("Content-Disposition").startswith("attachment")


def test_a_rendition_has_its_headers_behind_the_proxy_too(proxy: Proxy) -> None:
    file = str(proxy.made["rendition"])
    came = proxy.get(f"/media/{file}")
    assert (came.status, came.content) == (200, (proxy.folder / "media" / file).read_bytes())
    assert came.getheader("Content-Type") == "image/png"
    assert came.getheader("Cache-Control") == "private, max-age=3600"
    assert_guarded(came)
    assert "default-src 'none'" in came.getheader("Content-Security-Policy")


def test_static_files_come_from_nginx_itself(proxy: Proxy) -> None:
    came = proxy.get("/static/site.0123456789ab.css")
    assert (came.status, came.content) == (200, b"body{}")
    assert came.getheader("Cache-Control") == "public, max-age=31536000, immutable"
    assert came.getheader("X-Content-Type-Options") == "nosniff"


def test_a_page_that_is_not_public_is_not_there(proxy: Proxy) -> None:
    assert proxy.get("/").status == 200
    path = "/" + str(proxy.made["draft"]).strip("/").partition("/")[2] + "/"
    assert proxy.get(path).status == 404


def test_the_log_of_the_proxy_holds_no_question_and_no_token(proxy: Proxy) -> None:
    proxy.get("/zoeken/?q=geheim-onderwerp")
    for address in secret_addresses("geheim-teken"):
        proxy.get(address)
    logs = "".join(file.read_text() for file in proxy.folder.glob("log-*"))
    assert "/zoeken/" in logs
    assert "geheim" not in logs


def test_the_port_in_the_example_is_that_of_the_site() -> None:
    example = (PROJECT_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"proxy_pass http://(\S+);", example)) == {server_options(8000, 1, 1)["bind"]}
