"""A TCP line to PostgreSQL that can break at the worst moment: after the commit, before its answer."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_COMMIT = b"COMMIT\x00"


class LossyLine:
    """Passes bytes through to a server on 127.0.0.1. Counts the commits that went by."""

    def __init__(self, upstream_port: int) -> None:
        self.commits = 0
        self._upstream_port = upstream_port
        self._losing = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self._threads = [self._thread(self._accept)]

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def lose_answer(self) -> None:
        """The next commit reaches the server, and the line breaks before its answer."""
        with self._lock:
            self._losing += 1

    def close(self) -> None:
        for one in self._open:
            _break(one)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._upstream_port))
                losing = threading.Event()
                self._open += [client, server]
                self._threads += [
                    self._thread(self._upward, client, server, losing),
                    self._thread(self._downward, client, server, losing),
                ]

    def _upward(self, client: socket.socket, server: socket.socket, losing: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if _COMMIT in data:
                    with self._lock:
                        self.commits += 1
                        if self._losing:
                            self._losing -= 1
                            losing.set()
                server.sendall(data)
        _break(server)

    def _downward(self, client: socket.socket, server: socket.socket, losing: threading.Event) -> None:
        """What the server says after a commit whose answer is to be lost is the proof that it was carried out."""
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if losing.is_set():
                    break
                client.sendall(data)
        _break(client)
        _break(server)

    @staticmethod
    def _thread(target: object, *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
        thread.start()
        return thread


def _break(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def lossy_line(upstream_port: int) -> Iterator[LossyLine]:
    line = LossyLine(upstream_port)
    try:
        yield line
    finally:
        line.close()
