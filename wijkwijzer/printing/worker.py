"""The process that makes one PDF, run by path and by itself: no Django, no settings, no secrets.

It reads one line of JSON (what `engine` says in `_job`) and then HTML from its input, and writes a PDF to its output.
What it may use of the machine it limits itself before anything else is loaded. Its exit code tells why there is none.
"""

import json
import logging
import os
import resource
import runpy
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Exit codes beside 0 and what Python and the system themselves use.
UNAVAILABLE, TOO_LARGE, OUT_OF_MEMORY, FAILED = 10, 11, 12, 13
# Of a static file and of a resized image: what a page may show, by the ending of its name.
CONTENT_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
MB = 1024 * 1024
# What reaches outside the process. Nothing here needs it, so nothing that slips through gets it.
OUTSIDE = ("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.exec", "os.system")


class FileNotOfTheSiteError(ValueError):
    """An address that is no static file and no resized image of the site."""


class Files:
    """The files of the site that a document may use, by their public address, read from disk.

    `origin`: scheme and host of the site. `folders`: address prefix (with its slash) to the folders it stands for, the
    first that has the file wins.
    """

    def __init__(self, origin: str, folders: dict[str, list[str]]) -> None:
        self.origin = origin
        self.folders = {prefix: [Path(path).resolve() for path in paths] for prefix, paths in folders.items()}

    def find(self, url: str) -> Path:
        """The file at this whole address. Raises `FileNotOfTheSiteError`."""
        parts = urlsplit(url)
        path = unquote(parts.path)
        if f"{parts.scheme}://{parts.netloc}" != self.origin or "\0" in path:
            raise FileNotOfTheSiteError(url)
        for prefix, folders in self.folders.items():
            if not path.startswith(prefix):
                continue
            for folder in folders:
                file = (folder / path.removeprefix(prefix).lstrip("/")).resolve()
                # Resolved: neither dots nor a link lead outside.
                if file.is_relative_to(folder) and file.suffix in CONTENT_TYPES and file.is_file():
                    return file
        raise FileNotOfTheSiteError(url)


def limit(memory_mb: int, cpu_seconds: int) -> None:
    """Bound what this process can take; whoever passes it gets a MemoryError or is ended by the system."""
    os.nice(5)  # visitors go first
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MB, memory_mb * MB))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * MB, 16 * MB))  # fontconfig keeps a cache
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stay_inside() -> None:
    """From now on this process opens no connection and starts no program. Cannot be undone."""

    def refuse(event: str, _arguments: object) -> None:
        if event in OUTSIDE:
            raise PermissionError(event)

    sys.addaudithook(refuse)


def main() -> int:
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no part of the PDF
    logging.disable(logging.CRITICAL)  # WeasyPrint quotes the document
    job = json.loads(sys.stdin.buffer.readline())
    html = sys.stdin.buffer.read().decode()
    limit(job["memory_mb"], job["cpu_seconds"])
    stay_inside()
    try:
        # By path, as this file is: whatever is loaded with it is loaded within the limits.
        make = runpy.run_path(str(Path(__file__).with_name("rendering.py")))["make"]
    except (ImportError, OSError):
        return UNAVAILABLE
    try:
        pdf = make(html, job["base_url"], Files(job["origin"], job["folders"]).find, CONTENT_TYPES)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:
        sys.stderr.write(type(error).__name__)  # its words may be those of the document
        return FAILED
    if len(pdf) > job["pdf_mb"] * MB:
        return TOO_LARGE
    output.write(pdf)
    output.close()
    return 0


if __name__ == "__main__":
    # Not through the interpreter's end, where what was left after running out of memory may raise again.
    sys.stdout.flush()
    code = main()
    sys.stderr.flush()
    os._exit(code)
