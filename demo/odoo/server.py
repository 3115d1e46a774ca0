"""The simulated Odoo on a port of this machine, for the demo and for tests that want a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from demo.odoo.faults import AnswerLost

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class _Handler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """No line per request: the demo's terminal belongs to the sync."""

    def send_response(self, code: int, message: str | None = None) -> None:
        """Without the handler's own Date: the simulated clock's is the one that counts."""
        self.send_response_only(code, message)

    def connection_dropped(self, error: BaseException, environ: WSGIEnvironment | None = None) -> None:
        """An injected loss ends the connection instead of leaving it open for a next request."""
        self.close_connection = True


@contextmanager
def serve(application: WSGIApplication, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serves in threads; yields the base URL. `port=0` takes a free one."""
    server = make_server(host, port, _losing(application), threaded=True, request_handler=_Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="simulated-odoo", daemon=True
    )
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _losing(application: WSGIApplication) -> WSGIApplication:
    """A lost answer ends the connection: werkzeug closes it without a word on a ConnectionError."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            yield from application(environ, start_response)
        except AnswerLost as error:
            raise ConnectionResetError(str(error)) from error

    return answer
