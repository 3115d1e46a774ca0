"""A small site on this machine with what real ones have: rules for robots, loops, missing, huge and hostile pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROSE = " ".join(
    f"The {word} is described here in whole sentences, so that a reader finds what the shop does with it every day."
    for word in ("warranty", "return", "grinder", "invoice", "delivery")
)
Answer = tuple[int, dict[str, str], bytes]


def html(title: str, body: str, head: str = "") -> Answer:
    text = f"<html><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>{body}</main></body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


def prose(about: str) -> str:
    """Different enough from the others that none repeats another."""
    words = [f"{about}{number}" for number in range(40)]
    return f"<p>{PROSE}</p><p>On {about} there is this to say: {', '.join(words)}, and that is all of it.</p>"


def plain(about: str) -> str:
    """The same as Markdown."""
    return prose(about).replace("<p>", "").replace("</p>", "\n\n")


def link(*paths: str) -> str:
    return "".join(f'<a href="{path}">to {path}</a> ' for path in paths)


class LocalSite:
    """`pages`: by path, an answer or what makes one of the request's headers. `asked`: every path asked for, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.address = ""

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        page = self.pages.get(path)
        if page is None:
            return 404, {"Content-Type": "text/html"}, b"<p>Not here.</p>"
        return page(headers) if callable(page) else page


@contextmanager
def served() -> Iterator[LocalSite]:
    site = LocalSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers.get("user-agent", ""))
            try:
                if self.path.startswith("/endless"):
                    self._endless(pause=0.2 if "slow" in self.path else 0)
                    return
                status, headers, content = site.answer(self.path, {k.lower(): v for k, v in self.headers.items()})
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                pass  # the crawler had enough

        def _endless(self, pause: float) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            while True:
                self.wfile.write(b"<p>more and more of it</p>" * (40 if pause else 4000))
                self.wfile.flush()
                time.sleep(pause)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
