"""Which function is served here, and the application that any server or Lambda calls."""

from __future__ import annotations

import os
from pathlib import Path

import flask
import functions_framework

from shared.errors import SettingsError

_HERE = Path(__file__).parent


def function_names() -> list[str]:
    """The functions that are here: each folder with a main.py, its name being its target's."""
    return sorted(main.parent.name for main in _HERE.glob("*/main.py"))


def chosen_function() -> str:
    """What FUNCTION names, or the only one there is: a package holds one. Raises `SettingsError` for any other name."""
    names = function_names()
    chosen = os.environ.get("FUNCTION", "").strip() or (names[0] if len(names) == 1 else "")
    if chosen not in names:
        raise SettingsError([f"FUNCTION={chosen or '(not set)'}: there is no such function; known: {', '.join(names)}"])
    return chosen


def application() -> flask.Flask:
    """The chosen function as functions-framework serves it. Raises `SettingsError` with every missing variable."""
    name = chosen_function()
    app: flask.Flask = functions_framework.create_app(name, str(_HERE / name / "main.py"))  # type: ignore[no-untyped-call]
    # functions-framework's only hook reads every body to its end, also that of a caller who was refused.
    app.after_request_funcs.clear()
    return app
