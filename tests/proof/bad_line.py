"""A bad line over HTTP: a real proxy on a socket that does one wrong thing to one request, or to all from there on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from tests.contract.gateway import Answer, Handler, pass_on, serving

_LATE_SECONDS = 0.03


@dataclass(frozen=True)
class Mischief:
    """`carried_out`: how often the request reaches the other side. `answer`: one from the line itself instead.

    `cut`: how the answer is lost on its way back. `late`: it comes, but not at once. `transient`: asking again mends it.
    """

    carried_out: int = 1
    answer: Answer | None = None
    cut: Literal["", "whole", "half", "half a json"] = ""
    late: bool = False
    transient: bool = True


_HTML = {"Content-Type": "text/html"}
_JSON = {"Content-Type": "application/json"}
_PAGE = b"<html><body><h1>Bad Gateway</h1></body></html>"

MISCHIEFS: Mapping[str, Mischief] = {
    "nobody there": Mischief(carried_out=0, cut="whole"),
    "the answer is lost": Mischief(cut="whole"),
    "the answer is cut in the middle": Mischief(cut="half"),
    "half a JSON": Mischief(cut="half a json"),
    "the request arrives twice": Mischief(carried_out=2),
    "the request arrives twice and its answer is lost": Mischief(carried_out=2, cut="whole"),
    "the answer is late": Mischief(late=True),
    "502": Mischief(carried_out=0, answer=Answer(502, _PAGE, _HTML)),
    "504 although it was done": Mischief(answer=Answer(504, _PAGE, _HTML)),
    "429": Mischief(carried_out=0, answer=Answer(429, b"{}", {**_JSON, "Retry-After": "7"})),
    "413": Mischief(carried_out=0, answer=Answer(413, _PAGE, _HTML), transient=False),
}
_TIMEOUT = b'{"code":"57014","message":"canceling statement due to statement timeout","details":null,"hint":null}'
STATEMENT_TIMEOUT = Mischief(carried_out=0, answer=Answer(500, _TIMEOUT, _JSON), transient=False)


@dataclass
class BadLine:
    """Passes requests on to `upstream`. `requests` counts those that came since it was told what to do."""

    upstream: str
    url: str = ""
    requests: int = 0
    _mischief: Mischief | None = None
    _struck: range = range(0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def mischief(self, mischief: Mischief | None = None, *, at: int = 0, for_good: bool = False) -> None:
        """What happens to request number `at` (from 0), or to that and all after it. Without words: nothing more."""
        with self._lock:
            self._mischief, self.requests = mischief, 0
            self._struck = range(at, 1_000_000 if for_good else at + 1)

    def next(self) -> Mischief:
        with self._lock:
            number = self.requests
            self.requests += 1
            return self._mischief if self._mischief is not None and number in self._struck else Mischief()


@contextmanager
def bad_line(upstream: str) -> Iterator[BadLine]:
    line = BadLine(upstream)
    with serving(type("Line", (_Handler,), {"line": line, "do_GET": Handler.do_POST})) as line.url:
        yield line


class _Handler(Handler):
    line: ClassVar[BadLine]

    def respond(self) -> None:
        sent, headers, port = self.body(), dict(self.headers.items()), urlsplit(self.line.upstream).port or 80
        mischief = self.line.next()
        answer = mischief.answer
        for _ in range(mischief.carried_out):
            answered = pass_on(port, self.command, self.path, sent, headers)
            answer = mischief.answer or answered
        if mischief.late:
            time.sleep(_LATE_SECONDS)
        if mischief.cut:
            self.close_connection = True
        if mischief.cut == "whole" or answer is None:
            return
        half = answer.body[: len(answer.body) // 2]
        if mischief.cut == "half":
            self.write(replace(answer, body=half), announced=len(answer.body))
        else:
            self.write(replace(answer, body=half) if mischief.cut else answer)
