"""`scout serve health`: the status page on this machine, for whoever has an account here and a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Annotated, Literal
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import typer

from cli.context import context_of
from shared.errors import RunError
from shared.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HERE = "127.0.0.1"


def serve(
    ctx: typer.Context,
    what: Annotated[Literal["health"], typer.Argument(metavar="health", help="What to serve; only health can be.")],
    *,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Where; 0 takes a free one.")] = 8090,
) -> None:
    """Show the status page in a browser on this machine, until Ctrl-C.

    It listens on 127.0.0.1 alone, so no secret is asked for. Each look at the page
    looks at Odoo and the warehouse, as scout health does, and writes nothing.
    """
    context = context_of(ctx)
    with status_page_server(context.settings, port=port) as address:
        context.out.print(f"The status page: {address}  (Ctrl-C ends it)")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            context.out.print("Closed.")


@contextmanager
def status_page_server(settings: Settings, *, port: int = 0) -> Iterator[str]:
    """Serves the page in threads of its own within the block; answers its address. Raises `RunError`."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        return _answer(settings, environ, start_response)

    try:
        server = make_server(_HERE, port, answer, server_class=_Server, handler_class=_Quiet)
    except OSError as error:
        fix = "Take a free one: scout serve health --port 0"
        raise RunError(f"Port {port} cannot be used: {error.strerror}.", fix=fix) from error
    with server:
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        try:
            yield f"http://{_HERE}:{server.server_port}/"
        finally:
            server.shutdown()
            serving.join()


class _Server(ThreadingMixIn, WSGIServer):
    """A browser opens connections ahead of time: one at a time would wait for them."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def _answer(settings: Settings, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    from shared.monitoring.page.render import HEADERS  # noqa: PLC0415
    from shared.monitoring.page.status_page import status_page  # noqa: PLC0415

    # A page from elsewhere that has its own name lead here could read the answer otherwise.
    name = environ.get("HTTP_HOST", "").rpartition(":")[0]
    if name not in {_HERE, "localhost"} or environ["PATH_INFO"] not in {"/", "/status"}:
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"There is nothing here; the page is at /\n"]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), *HEADERS.items()])
    return [status_page(settings).encode()]
