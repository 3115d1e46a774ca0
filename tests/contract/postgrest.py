"""A real PostgREST before a database, behind a gateway like Supabase's: `with postgrest(url) as api: …`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from psycopg import conninfo

from tests.contract.gateway import Gateway, gateway

PROGRAM = Path(__file__).parents[2] / ".tools" / "postgrest"
_START_SECONDS = 15.0


@dataclass(frozen=True)
class DataApi:
    """`service_role_key` is a token, as long used; `secret_key` is of the kind that replaces it.

    `own_url` leads to PostgREST itself, without the gateway's `/rest/v1`; `token_for(role)` signs in as another role.
    """

    url: str
    own_url: str
    token_for: Callable[[str], str]
    service_role_key: str
    secret_key: str
    gateway: Gateway


@contextmanager
def postgrest(
    database_url: str, *, schemas: str = "public,scout,ops", user: str = "authenticator"
) -> Iterator[DataApi]:
    """PostgREST with the settings of a Supabase project on the database, connected as `user`.

    Raises `FileNotFoundError` when scripts/install-postgrest has not been run.
    """
    if not PROGRAM.exists():
        raise FileNotFoundError("There is no PostgREST: run scripts/install-postgrest")
    secret = secrets.token_hex(32)
    token = _token(secret)
    secret_key = f"sb_secret_{secrets.token_urlsafe(24)}"
    port, admin_port = _free_port(), _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PGRST_DB_URI": conninfo.make_conninfo(database_url, user=user),
        "PGRST_DB_SCHEMAS": schemas,
        "PGRST_DB_ANON_ROLE": "anon",
        "PGRST_DB_MAX_ROWS": "1000",
        "PGRST_JWT_SECRET": secret,
        "PGRST_SERVER_HOST": "127.0.0.1",
        "PGRST_SERVER_PORT": str(port),
        "PGRST_ADMIN_SERVER_PORT": str(admin_port),
        "PGRST_LOG_LEVEL": "crit",
    }
    with subprocess.Popen([PROGRAM], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_ready(admin_port, process)
            with gateway(port, {token: None, secret_key: token}) as before:
                own_url = f"http://127.0.0.1:{port}"
                yield DataApi(before.url, own_url, partial(_token, secret), token, secret_key, before)
        finally:
            process.terminate()


def _token(secret: str, role: str = "service_role") -> str:
    """A JSON Web Token as Supabase signs them, HS256 (RFC 7515, 3.3)."""

    def encoded(part: bytes) -> str:
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

    claims = {"role": role, "iss": "supabase", "exp": int(time.time()) + 86_400}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{signed}.{encoded(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())}"


def _wait_until_ready(admin_port: int, process: subprocess.Popen[bytes]) -> None:
    """`/ready` answers 200 once the schema cache is loaded (PostgREST reference, *Health check*)."""
    deadline = time.monotonic() + _START_SECONDS
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"PostgREST ended by itself with {process.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{admin_port}/ready", timeout=2).close()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
