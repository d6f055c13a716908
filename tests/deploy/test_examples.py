"""The examples for a server hide what opens something for one person, and fit the code."""

import configparser
import re
from pathlib import Path

import pytest

from tests.delivery.addresses import secret_addresses
from wijkwijzer.delivery.server import LONGEST_END, server_options

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
TOKEN = "k3H-x_9aZ" * 4


@pytest.fixture
def nginx() -> str:
    return re.sub(r"(?m)^\s*#.*$", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))


def logged(nginx: str, uri: str) -> str:
    """What the log holds for `$uri`: the map in the file, done as nginx does it."""
    pattern, value = re.search(r'map \$uri \$loggable_uri \{\s*default \$uri;\s*"~(.+?)" (\S+);\s*\}', nginx).groups()
    match = re.search(pattern.replace("(?<", "(?P<"), uri)
    if match is None:
        return uri
    return re.sub(r"\$(\w+)", lambda name: match[name[1]], value)


@pytest.mark.parametrize("rest", ["/", "", "/pdf/", "//"])
def test_the_access_log_masks_what_opens_something_for_one_person(nginx: str, rest: str) -> None:
    addresses = [address.rstrip("/") + rest for address in secret_addresses(TOKEN)]
    assert [address for address in addresses if not logged(nginx, address).endswith("/...")] == []
    assert [address for address in addresses if TOKEN in logged(nginx, address)] == []


@pytest.mark.parametrize("uri", ["/", "/akkoord/", "/praktijkvoorbeelden/akkoord/", "/akkoorden/x/", "/zoeken/"])
def test_it_keeps_all_other_addresses(nginx: str, uri: str) -> None:
    assert logged(nginx, uri) == uri


def test_no_log_of_nginx_holds_a_whole_address(nginx: str) -> None:
    (line,) = re.findall(r"log_format wijkwijzer '(.+)';", nginx)
    assert not {"$request", "$request_uri", "$uri", "$args", "$http_referer"} & set(re.findall(r"\$\w+", line))
    servers = nginx.split("server {")[1:]
    assert len(servers) == 2
    for server in servers:
        assert "access_log /var/log/nginx/wijkwijzer.log wijkwijzer;" in server


def test_what_opens_something_for_one_person_is_not_in_the_error_log_either(nginx: str) -> None:
    """It knows no mask: nginx writes the whole address when the site does not answer."""
    muted = re.search(r"location ~ (\S+) \{\s+error_log /dev/null", nginx)[1]
    assert [address for address in secret_addresses(TOKEN) if not re.match(muted, address)] == []


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(DEPLOY / name, encoding="utf-8")
    return parser


def test_the_server_gets_the_time_it_takes_to_end() -> None:
    graceful = server_options(8000, 2, 4)["graceful_timeout"]
    assert int(unit("wijkwijzer.service")["Service"]["TimeoutStopSec"]) > graceful + LONGEST_END


def test_the_timer_runs_the_schedule_as_the_site_does() -> None:
    service, site = unit("wijkwijzer-schedule.service")["Service"], unit("wijkwijzer.service")["Service"]
    assert service["ExecStart"].endswith(".venv/bin/python manage.py run_schedule")
    for name in ("User", "Group", "UMask", "WorkingDirectory", "Environment", "ProtectSystem", "ReadWritePaths"):
        assert service[name] == site[name]
    assert "OnUnitInactiveSec" in unit("wijkwijzer-schedule.timer")["Timer"]


def test_the_timer_makes_a_backup_every_night_as_the_account_of_the_site() -> None:
    service, site = unit("wijkwijzer-backup.service")["Service"], unit("wijkwijzer.service")["Service"]
    command, _space, folder = service["ExecStart"].rpartition(" ")
    assert command.endswith(".venv/bin/python manage.py backup")
    for name in ("User", "Group", "WorkingDirectory", "Environment", "ProtectSystem", "ReadWritePaths"):
        assert service[name] == site[name]
    assert service["UMask"] == "0077"
    # Where it may write, and not in the folder that it is a backup of.
    assert Path(folder).is_relative_to(service["ReadWritePaths"])
    assert not Path(folder).is_relative_to(service["Environment"].partition("=")[2])
    timer = unit("wijkwijzer-backup.timer")["Timer"]
    assert timer["OnCalendar"].startswith("*-*-* ")
    assert timer["Persistent"] == "true"


def test_the_page_about_it_names_every_example() -> None:
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")
    examples = [file.name for file in DEPLOY.iterdir() if file.suffix in {".conf", ".service", ".timer"}]
    assert len(examples) == 6
    for name in [*examples, "SCHEDULE_SECONDS=0"]:
        assert name in page
