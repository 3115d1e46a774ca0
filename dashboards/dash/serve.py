"""Serves the dashboard with waitress; beyond this machine only with a login."""

from __future__ import annotations

from waitress import serve

from dashboards.dash.app import make_app
from dashboards.dash.users import read_users
from etl.config import LakeConfig
from shared.errors import SettingsError

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def serve_dashboard(config: LakeConfig, *, host: str, port: int) -> None:
    """Until it is ended. Raises `SettingsError` where others could look without a login."""
    given = config.settings.lake.dashboard_users
    users = read_users(given.get_secret_value()) if given else ()
    if not users and host not in _THIS_MACHINE:
        raise SettingsError(["LAKE_DASHBOARD_USERS is missing; without a login only 127.0.0.1 can be served"])
    serve(make_app(config, users).server, host=host, port=port, threads=8, ident=None)
