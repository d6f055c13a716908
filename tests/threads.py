"""Several at the same moment, in real threads and in real processes."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PROJECT_DIR = Path(__file__).parent.parent


def at_once(*jobs: Callable[[], Any]) -> list[BaseException]:
    """Run each in a thread with a connection of its own, all beginning together; what went wrong."""
    start, wrong = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], Any]) -> None:
        try:
            start.wait(60)
            job()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return wrong


def environment_of_the_test(data_dir: Path) -> dict[str, str]:
    """What a process needs in its environment to meet the database of this test, with files of its own."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{database['NAME']}"
    else:
        user = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
        port = f":{database['PORT']}" if database["PORT"] else ""
        address = f"postgres://{user}@{quote(database['HOST'], safe='')}{port}/{database['NAME']}"
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production",
        "DATABASE_URL": address,
        "SECRET_KEY": settings.SECRET_KEY,
        "SITE_URL": "http://testserver",
        "WIJKWIJZER_DATA": str(data_dir),
    }


def manage(*arguments: str, environment: dict[str, str], **options: Any) -> "subprocess.Popen[str]":
    """`manage.py` in a process of its own."""
    command = [sys.executable, str(PROJECT_DIR / "manage.py"), *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=environment, **{**pipes, **options})
