"""A TCP line to PostgreSQL, and one that can break at the worst moment: after the commit, before its answer."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

COMMIT = b"COMMIT\x00"
Seen = dict[str, str]
"""What a connection's two directions keep for each other."""


class TcpLine:
    """Passes bytes through, after `asked` and `answered` have seen them; the line breaks where one raises `OSError`."""

    def __init__(self, host: str, port: int) -> None:
        self._upstream = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open = [self._listener]
        self._threads = [self._thread(self._accept)]

    def asked(self, data: bytes, seen: Seen) -> None: ...

    def answered(self, data: bytes, seen: Seen) -> None: ...

    def close(self) -> None:
        for one in self._open:
            _break(one)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._upstream)
                self._open += [client, server]
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                seen: Seen = {}
                self._threads += [
                    self._thread(self._pass_on, client, server, self.asked, seen),
                    self._thread(self._pass_on, server, client, self.answered, seen),
                ]

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket, look: Callable[[bytes, Seen], None], seen: Seen) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                look(data, seen)
                target.sendall(data)
        _break(target)
        _break(source)

    @staticmethod
    def _thread(target: Callable[..., None], *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        thread.start()
        return thread


def _break(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


class LossyLine(TcpLine):
    """Counts the commits that went by."""

    def __init__(self, upstream_port: int) -> None:
        self.commits = 0
        self._losing = 0
        self._lock = threading.Lock()
        super().__init__("127.0.0.1", upstream_port)

    def lose_answer(self) -> None:
        """The next commit reaches the server, and the line breaks before its answer."""
        with self._lock:
            self._losing += 1

    def asked(self, data: bytes, seen: Seen) -> None:
        if COMMIT in data:
            with self._lock:
                self.commits += 1
                if self._losing:
                    self._losing -= 1
                    seen["losing"] = "this one"

    def answered(self, data: bytes, seen: Seen) -> None:
        """What the server says after a commit whose answer is to be lost is the proof that it was carried out."""
        if "losing" in seen:
            raise ConnectionAbortedError


@contextmanager
def lossy_line(upstream_port: int) -> Iterator[LossyLine]:
    with contextlib.closing(LossyLine(upstream_port)) as line:
        yield line
