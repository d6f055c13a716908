"""Requests straight into a WSGI application, as a server hands them over: what is measured is the site alone."""

import io
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

Application = Callable[..., Any]


def environ_of(address: str, *, gzip: bool = True) -> dict[str, Any]:
    """What gunicorn gives for a GET of an anonymous reader of http://localhost:8000."""
    parts = urlsplit(address)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8",
        "HTTP_ACCEPT_LANGUAGE": "nl,en;q=0.7",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return environ | ({"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"} if gzip else {})


def ask(application: Application, address: str, *, gzip: bool = True) -> bytes:
    """The body of the answer; whatever is not a 200 is an error, as its time would mean nothing."""
    said = ""

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        nonlocal said
        said = status

    answer = application(environ_of(address, gzip=gzip), start_response)
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    if not said.startswith("200"):
        raise RuntimeError(f"{address} answered {said}")
    return body


def cpu_of(call: Callable[[], object]) -> float:
    """Milliseconds that the processor worked for this process."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def calibration() -> None:
    """A fixed piece of work (some 5 ms): how quick this machine is at this moment, without a database or Django."""
    words: dict[str, int] = {}
    for number in range(20_000):
        word = f"w{number % 997}"
        words[word] = words.get(word, 0) + len(word)
