"""`scout mcp`: the warehouse for agents, read only."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from cli.context import context_of
from shared.errors import InputError, SettingsError


def mcp(
    ctx: typer.Context,
    *,
    http: Annotated[bool, typer.Option("--http", metavar="", help="Serve HTTP on this machine, not stdio.")] = False,
    tokens: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="With --http: the agents, their tokens and logins."),
    ] = None,
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65535, help="With --http: the port on 127.0.0.1.")
    ] = 8765,
) -> None:
    """Let an agent ask: freshness, proofs, metrics, guarded SQL, search. It changes nothing.

    Over stdio for the login in MCP_DB_URL. With [bold]--http[/] each agent has a token that decides its login.
    It does not start with a login that may do more than read what keeps companies apart.
    """
    if find_spec("mcp") is None:
        where = "run: make knowledge, then .venv-knowledge/bin/scout mcp"
        raise InputError([f"what speaks with agents is not installed here; {where}"])
    from shared.agents.reader import Reader  # noqa: PLC0415
    from shared.agents.server import http_app, server  # noqa: PLC0415
    from shared.knowledge.embed import embedder  # noqa: PLC0415

    context = context_of(ctx)
    by = embedder(context.settings.knowledge)
    if http:
        if tokens is None:
            raise InputError(["--http needs --tokens: without one nobody could be told apart"])
        import uvicorn  # noqa: PLC0415

        uvicorn.run(http_app(tokens, port=port, embedder=by), host="127.0.0.1", port=port, log_level="warning")
        return
    address = context.settings.agents.db_url
    if address is None:
        raise SettingsError(["MCP_DB_URL is missing: the agent's own login, a member of agent_reader"])
    reader = Reader(address.get_secret_value())
    reader.check()
    server(lambda: reader, embedder=by).run("stdio")
