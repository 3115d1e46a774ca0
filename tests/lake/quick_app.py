"""The same app for workers that are killed: what a dead one held comes again within seconds, also what still runs."""

from __future__ import annotations

from etl_tasks import app

app.conf.broker_transport_options = {"visibility_timeout": 6, "unacked_restore_interval": 1}

__all__ = ["app"]
