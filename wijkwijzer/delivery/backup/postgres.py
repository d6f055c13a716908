"""PostgreSQL: `pg_dump` of one moment, and a new database that changes names with the old one."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError, connection, connections

from .databases import IN_USE, Facts, SiteDatabase, counts, facts
from .files import new_file, sync

# By which names the tools know what Django and psycopg know; no password on a command line, where others read it.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
# Who is at work in a database. The server's own cleaning has no user, and goes by itself when the database is to change
# its name. (What kind of process it is, an ordinary account may not see of others.)
_OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND usesysid IS NOT NULL"
# Seconds: what was just closed, by this process or by a site that stopped, may still stand there.
LEAVING = 2.0
HOW_TO_INSTALL = "install PostgreSQL's client programs (on Debian: apt install postgresql-client)"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


class PostgresDatabase(SiteDatabase):
    vendor, file = "postgresql", "database.dump"

    @property
    def name(self) -> str:
        return str(connection.settings_dict["NAME"])

    @property
    def beside(self) -> str:
        return f"{self.name[:40]}_restoring"

    @property
    def before(self) -> str:
        return f"{self.name[:40]}_before_restore"

    def version(self) -> int:
        return int(connection.pg_version) // 10000  # type: ignore[attr-defined]

    def full_version(self) -> str:
        return str(self._one("SHOW server_version"))

    def size(self) -> int:
        return int(self._one("SELECT pg_database_size(%s)", self.name))

    # --- Tools ---

    def check_tools(self) -> None:
        for tool in ("pg_dump", "pg_restore"):
            path = shutil.which(tool)
            if path is None:
                raise CommandError(f"{tool} is not there: {HOW_TO_INSTALL}.")
            said = self._run(path, "--version").stdout.decode()
            found = re.search(r"\d+", said)
            if found is None or int(found[0]) < self.version():
                raise CommandError(
                    f"{tool} is older than the server ({said.strip()}; PostgreSQL {self.version()}): "
                    f"{HOW_TO_INSTALL}, of version {self.version()} or newer."
                )

    def _run(self, tool: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        parameters = connection.get_connection_params()
        known = {variable: str(parameters[name]) for name, variable in _VARIABLES.items() if parameters.get(name)}
        return subprocess.run(  # noqa: S603 (a tool of PostgreSQL with arguments of ours)
            [tool, *arguments], env={**os.environ, **known}, capture_output=True, check=False
        )

    # --- Backup ---

    def copy(self, target: Path) -> Facts:
        os.close(new_file(target))
        with self._another(self.name) as other, other.cursor() as cursor:
            # The counts and the dump are of the same moment.
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]

            def ask(query: str) -> list[Any]:
                cursor.execute(query)
                return cursor.fetchall()

            found = facts(ask)
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            done = self._run("pg_dump", *options, f"--file={target}", f"--dbname={self.name}")
        if done.returncode:
            raise CommandError(f"The database could not be copied: {_first_line(done)}.")
        sync(target)
        return found

    @staticmethod
    @contextmanager
    def _another(name: str) -> Iterator[Any]:
        """A connection of its own: that of Django may be in a transaction."""
        other: Any = connection.copy()
        other.settings_dict["NAME"] = name
        try:
            yield other
        finally:
            other.close()

    # --- Before a restore ---

    def check_version(self, version: int) -> None:
        if version > self.version():
            raise CommandError(
                f"The backup is of PostgreSQL {version} and this server is version {self.version()}: use one as new."
            )

    def has_content(self) -> bool:
        # Also one without the table of migrations may hold something that somebody needs.
        return bool(self._one("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"))

    def check_replaceable(self) -> None:
        self.check_tools()
        may = self._one(
            "SELECT (rolsuper OR rolcreatedb) AND pg_has_role((SELECT datdba FROM pg_database WHERE datname = %s),"
            " 'MEMBER') FROM pg_roles WHERE rolname = current_user",
            self.name,
        )
        if not may:
            raise CommandError(
                "This account may not make another database: let an administrator run ALTER ROLE "
                f"{_quoted(connection.settings_dict['USER'])} CREATEDB, and give it the database."
            )
        # What a restore left has been cleared away by now: these would be somebody's own, and `clean` drops them.
        if taken := self._admin("SELECT datname FROM pg_database WHERE datname IN (%s, %s)", self.beside, self.before):
            raise CommandError(f"There is a database called {taken[0][0]} already: give it another name first.")
        connections.close_all()
        until = monotonic() + LEAVING
        while self._admin(_OTHERS, self.name):
            if monotonic() > until:
                raise CommandError(IN_USE)
            sleep(0.05)

    def check_copy(self, file: Path) -> None:
        listed = self._run("pg_restore", "--list", str(file))
        if listed.returncode:
            raise CommandError(f"The database in the backup is damaged: {_first_line(listed)}.")
        # The list stands at its beginning: only who reads all of it knows that it does not break off.
        whole = self._run("pg_restore", "--file=/dev/null", str(file))
        if whole.returncode:
            raise CommandError(f"The database in the backup is damaged: {_first_line(whole)}.")

    # --- The new one ---

    def make_beside(self, file: Path, stage: Path) -> None:
        encoding, collate, ctype, owner = self._admin(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype, pg_get_userbyid(datdba) FROM pg_database "
            "WHERE datname = %s",
            self.name,
        )[0]
        self._admin(
            f"CREATE DATABASE {_quoted(self.beside)} OWNER {_quoted(owner)} TEMPLATE template0 "
            "ENCODING %s LC_COLLATE %s LC_CTYPE %s",
            encoding,
            collate,
            ctype,
        )
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        done = self._run("pg_restore", *options, f"--dbname={self.beside}", str(file))
        if done.returncode:
            raise CommandError(f"The database could not be restored: {_first_line(done)}.")

    def address_beside(self, stage: Path) -> str:
        # As it was written, with another name at the end: what else stands in it may matter.
        address, question, options = os.environ["DATABASE_URL"].partition("?")
        return f"{address.rpartition('/')[0]}/{self.beside}{question}{options}"

    def counts_beside(self, stage: Path) -> dict[str, int]:
        with self._another(self.beside) as other, other.cursor() as cursor:

            def ask(query: str) -> list[Any]:
                cursor.execute(query)
                return cursor.fetchall()

            return counts(ask)

    # --- Changing places ---

    def swap(self, stage: Path) -> None:
        connections.close_all()
        try:
            self._admin(
                "BEGIN",
                then=[
                    f"ALTER DATABASE {_quoted(self.name)} RENAME TO {_quoted(self.before)}",
                    f"ALTER DATABASE {_quoted(self.beside)} RENAME TO {_quoted(self.name)}",
                    "COMMIT",
                ],
            )
        except DatabaseError as error:
            raise CommandError(f"{IN_USE} ({str(error).splitlines()[0]})") from error

    def is_swapped(self, stage: Path) -> bool:
        return not self._admin("SELECT 1 FROM pg_database WHERE datname = %s", self.beside)

    def undo_swap(self, stage: Path) -> None:
        """Nothing to undo: both names change in one transaction."""

    def clean(self, stage: Path) -> None:
        for name in (self.beside, self.before):
            self._admin(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    # --- Asking ---

    @staticmethod
    def _one(query: str, *values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchone()[0]

    @staticmethod
    def _admin(query: str, *values: Any, then: list[str] | None = None) -> list[Any]:
        """Ask in the database `postgres`, because nobody may be connected to the one that changes."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(query, values or None)
            for statement in then or []:
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []


def _first_line(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[0].rstrip(".") if lines else f"exit code {done.returncode}"
