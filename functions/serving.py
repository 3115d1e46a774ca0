"""How gunicorn serves a function: its settings, and the application it loads.

    FUNCTION=odoo_sync PORT=8080 gunicorn --config python:functions.serving

The lower-case names are gunicorn's own (its manual, *Settings*). On SIGTERM it takes no more requests and waits
`graceful_timeout` for those in hand; `STOPPING` makes them short.
"""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path
from typing import Protocol

import flask
import functions_framework

from functions.stopping import stop_on
from shared.errors import SettingsError


class _Worker(Protocol):
    @property
    def log(self) -> logging.Logger: ...


_HERE = Path(__file__).parent

wsgi_app = "functions.serving:application()"
bind = f":{os.environ.get('PORT', '8080')}"
preload_app = True  # the port opens when the function can answer, so no first request waits for imports
workers = int(os.environ.get("WORKERS", "1"))
threads = int(os.environ.get("THREADS", "4"))
timeout = 0  # none of gunicorn's own: the platform has one, and each run its time budget
graceful_timeout = int(os.environ.get("GRACE_SECONDS", "8"))  # Docker and Cloud Run kill 10 s after SIGTERM
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat that never waits for a disk
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")


def post_worker_init(worker: _Worker) -> None:
    """gunicorn's hook in each worker, after it has set its own handlers and loaded the application."""
    stop_on(signal.SIGTERM)
    worker.log.info("Serving %s", chosen_function())


def function_names() -> list[str]:
    """The functions that are here: each folder with a main.py, its name being its target's."""
    return sorted(main.parent.name for main in _HERE.glob("*/main.py"))


def chosen_function() -> str:
    """What FUNCTION names, or the only one there is: a package holds one. Raises `SettingsError` for any other name."""
    names = function_names()
    wanted = os.environ.get("FUNCTION", "").strip() or (names[0] if len(names) == 1 else "")
    if wanted not in names:
        raise SettingsError([f"FUNCTION={wanted or '(not set)'}: there is no such function; known: {', '.join(names)}"])
    return wanted


def application() -> flask.Flask:
    """The chosen function as functions-framework serves it. Raises `SettingsError` with every missing variable."""
    name = chosen_function()
    app: flask.Flask = functions_framework.create_app(name, str(_HERE / name / "main.py"))  # type: ignore[no-untyped-call]
    return app
