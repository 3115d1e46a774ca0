"""Serves a function over HTTP: waitress, and the limits that it leaves open.

    FUNCTION=odoo_sync PORT=8080 python -m functions.server

waitress receives in one loop and hands only whole requests to its THREADS, so a slow caller holds a connection and no
thread. Added here: one limit of time for a request, however slowly it drips; room for new callers when many wait;
refusals in the form of the functions' own; and the end on SIGTERM, within GRACE_SECONDS.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from typing import Any

import flask
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from waitress.utilities import BadRequest

from functions.application import application, chosen_function
from functions.http_api import BODY_LIMIT_BYTES, BODY_TOO_LARGE, Refused
from functions.shutdown import SHUTDOWN, shut_down_on
from shared.errors import SettingsError
from shared.monitoring.logs import LOGGER, log_to_stderr

HEADER_LIMIT_BYTES = 32 * 1024
"""Of the request line and all headers together."""
RECEIVE_SECONDS = 20
"""For a whole request, from the connection or the answer before it; also the longest an idle connection lives."""
CONNECTIONS = 256
"""Above it the caller who has waited longest without a whole request makes room. Times the body: 64 MiB at most."""
GRACE_SECONDS = 8
"""Unless GRACE_SECONDS says otherwise. Docker and Cloud Run kill 10 s after SIGTERM."""

_TURN_SECONDS = 0.2
"""How soon the loop notices that nothing happened: SIGTERM, a time that is over."""


class RequestTimeout(BadRequest):  # type: ignore[misc]
    code = 408
    reason = "Request Timeout"


_PROBLEMS = {
    408: f"the request did not arrive within {RECEIVE_SECONDS} seconds",
    413: BODY_TOO_LARGE,
    431: f"the headers are larger than {HEADER_LIMIT_BYTES} bytes",
}


class _Request(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError:  # not foreseen by waitress: a length of 5,000 digits, half an IPv6 address
            raise ParsingError("the request line or a header cannot be read") from None

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.error is not None:
            self.expect_continue = False  # else waitress would ask for the body of what it refuses
        return consumed


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What the server itself refuses, told as the functions tell theirs; the connection is closed."""

    def execute(self) -> None:
        error = self.request.error
        response = Refused(error.code, _PROBLEMS.get(error.code, error.body)).response()
        body = response.get_data()
        self.status = response.status
        self.response_headers.extend(response.headers)
        self.content_length = len(body)
        self.set_close_on_finish()
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """One connection. waitress measures since the last byte, which a drip renews for ever; this one since the start."""

    parser_class = _Request
    error_task_class = _Refusal

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.waits_since = time.monotonic()

    def service(self) -> None:
        self.waits_since = time.monotonic()  # here too: the answer may be out before `_tend` looks
        super().service()

    def expire(self) -> None:
        """Half a request is answered, an idle connection just closed."""
        if self.request is not None and self.connected:
            self.request.error = RequestTimeout("")
            _Refusal(self, self.request).service()
        self.will_close = True


class Server:
    """Listens from the start; once `SHUTDOWN` is set, `run` ends when all in hand is answered or the grace is over."""

    def __init__(self, app: flask.Flask, *, port: int, threads: int) -> None:
        self._sockets: dict[int, Any] = {}
        self._listener = create_server(
            app,
            map=self._sockets,
            host="0.0.0.0",  # noqa: S104 - a container's own address
            port=port,
            threads=threads,
            max_request_header_size=HEADER_LIMIT_BYTES,
            max_request_body_size=BODY_LIMIT_BYTES + 1,  # waitress refuses from here on
            inbuf_overflow=2 * BODY_LIMIT_BYTES,  # no body is written to a disk
            connection_limit=CONNECTIONS + 16,  # reached only by whole requests that wait for a thread
            log_socket_errors=False,  # a caller who hangs up is no error of ours
        )
        self._listener.channel_class = _Channel
        self.port = int(self._listener.effective_port)

    def run(self, *, grace_seconds: float) -> None:
        while not SHUTDOWN.is_set():
            self._turn()
            self._tend()
        deadline = time.monotonic() + grace_seconds
        wasyncore.dispatcher.close(self._listener)  # its own close() takes from the threads what wakes this loop
        while self._connections() and time.monotonic() < deadline:
            for connection in self._connections():
                if not connection.requests:
                    connection.close_when_flushed = True
            self._turn()

    def _turn(self) -> None:
        wasyncore.loop(timeout=_TURN_SECONDS, use_poll=True, map=self._sockets, count=1)

    def _connections(self) -> list[_Channel]:
        return list(self._listener.active_channels.values())

    def _tend(self) -> None:
        now = time.monotonic()
        waiting = []
        for connection in self._connections():
            if connection.requests:  # a whole one, in hand or waiting for a thread
                connection.waits_since = now
            elif now - connection.waits_since > RECEIVE_SECONDS:
                connection.expire()
            else:
                waiting.append(connection)
        if waiting and len(self._connections()) > CONNECTIONS:
            min(waiting, key=lambda connection: connection.waits_since).will_close = True


def main() -> None:
    shut_down_on(signal.SIGTERM, signal.SIGINT)  # also while the function loads
    log_to_stderr()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # else a line for each request that waits for a thread
    try:
        port, threads, workers = _number("PORT", 8080, least=0), _number("THREADS", 4), _number("WORKERS", 1)
        grace_seconds = _number("GRACE_SECONDS", GRACE_SECONDS, least=0)
        app = application()
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    try:
        server = Server(app, port=port, threads=threads)  # so the port opens when the function can answer
    except OSError as error:
        raise SystemExit(f"PORT={port}: {error.strerror}") from None
    if workers > 1:
        LOGGER.warning("WORKERS is ignored: one process serves, with THREADS; for more, start more containers")
    for name in ("GUNICORN_CMD_ARGS", "GUNICORN_LOG_LEVEL"):
        if os.environ.get(name):
            LOGGER.warning("%s is ignored: waitress serves", name)
    LOGGER.info("serving", extra={"fields": {"function": chosen_function(), "port": server.port}})
    server.run(grace_seconds=grace_seconds)
    logging.shutdown()
    os._exit(0)  # whatever thread is left, such as one that reads from a silent Odoo: nobody waits for it any more


def _number(name: str, default: int, *, least: int = 1) -> int:
    """A whole number of the environment; an empty variable counts as not set. Raises `SettingsError` with its name."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not least <= int(text) <= 65_535:
        raise SettingsError([f"{name}: must be a whole number from {least} to 65535"])
    return int(text)


if __name__ == "__main__":
    main()
